package stowage.demo.program;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import stowage.demo.world.Fault;

/**
 * One run of a program.
 *
 * @param name the program without its directory
 * @param args its arguments
 * @param directory absolute path that relative paths start from
 * @param in standard input
 * @param out standard output
 * @param err standard error
 */
public record Call(
    String name,
    List<String> args,
    String directory,
    InputStream in,
    OutputStream out,
    OutputStream err) {
  public Call {
    args = List.copyOf(args);
  }

  public void print(String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }

  public void complain(String text) throws IOException {
    err.write((text + "\n").getBytes(StandardCharsets.UTF_8));
  }

  /** An absolute path for what was given as an argument. */
  public String path(String given) {
    return given.startsWith("/") ? given : directory + "/" + given;
  }

  /** The same call for another program. */
  public Call of(List<String> argv) {
    String path = argv.getFirst();
    return new Call(
        path.substring(path.lastIndexOf('/') + 1),
        argv.subList(1, argv.size()),
        directory,
        in,
        out,
        err);
  }

  public Call in(String otherDirectory) {
    return new Call(name, args, otherDirectory, in, out, err);
  }

  /** Ends with the words that a program of this kind uses for a wrong command line. */
  public Fault usage(String what) {
    return new Fault(2, name + ": " + what + " (not part of the demo host)");
  }

  public Fault fault(int status, String text) {
    return new Fault(status, name + ": " + text);
  }
}
