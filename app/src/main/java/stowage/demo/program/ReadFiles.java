package stowage.demo.program;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import stowage.demo.world.Fault;
import stowage.demo.world.VirtualFiles;

/**
 * {@code cat}, {@code head}, {@code tail}, {@code sha1sum} and its relatives: programs that read
 * files.
 */
final class ReadFiles implements Program {
  private final VirtualFiles files;

  ReadFiles(VirtualFiles files) {
    this.files = files;
  }

  /** What one of these programs does with one file. */
  @FunctionalInterface
  private interface Each {
    void read(String name, InputStream content) throws IOException, Fault;
  }

  @Override
  public int run(Call call) throws Fault, IOException {
    return switch (call.name()) {
      case "cat" -> {
        Options options = Options.of(call, Set.of(), Set.of());
        yield each(call, options.rest(), (_, content) -> content.transferTo(call.out()));
      }
      case "head" -> head(call);
      case "tail" -> tail(call);
      case "grep" -> grep(call);
      case "md5sum" -> sums(call, "MD5");
      case "sha1sum" -> sums(call, "SHA-1");
      case "sha256sum" -> sums(call, "SHA-256");
      case "sha224sum" -> sums(call, "SHA-224");
      case "sha384sum" -> sums(call, "SHA-384");
      case "sha512sum" -> sums(call, "SHA-512");
      default -> throw call.usage("unknown program");
    };
  }

  private int head(Call call) throws Fault, IOException {
    Options options = Options.of(call, Set.of("-q", "-v"), Set.of("-c", "--bytes", "-n"));
    long bytes = Long.parseLong(options.value("-c", "--bytes").orElse("-1"));
    long lines = Long.parseLong(options.value("-n").orElse("10"));
    boolean titled = options.has("-v") || (options.rest().size() > 1 && !options.has("-q"));
    boolean[] later = {false};
    return each(
        call,
        options.rest(),
        (name, content) -> {
          if (titled) {
            call.print((later[0] ? "\n" : "") + "==> " + name + " <==\n");
            later[0] = true;
          }
          if (bytes >= 0) {
            call.out().write(content.readNBytes(Math.toIntExact(bytes)));
          } else {
            lines(content, lines, call.out());
          }
        });
  }

  private int tail(Call call) throws Fault, IOException {
    Options options = Options.of(call, Set.of("-q"), Set.of("-c", "--bytes"));
    int wanted = Integer.parseInt(options.required(call, "-c", "--bytes"));
    return each(
        call,
        options.rest(),
        (_, content) -> {
          byte[] all = content.readAllBytes();
          int from = Math.max(0, all.length - wanted);
          call.out().write(all, from, all.length - from);
        });
  }

  /** First lines of files (the pattern that every line matches), literal text, and patterns. */
  private int grep(Call call) throws Fault, IOException {
    Options options =
        Options.of(
            call, Set.of("-a", "-H", "-Z", "-z", "-o", "-q", "-F", "-E"), Set.of("-m", "-e"));
    boolean pattern = options.has("-E");
    List<String> words = new ArrayList<>(options.rest());
    options.value("-e").ifPresent(words::addFirst);
    boolean known =
        !words.isEmpty() && (pattern || options.has("-F") || words.getFirst().isEmpty());
    if (!known) {
      throw call.usage("only literal text and extended patterns are known");
    }
    String text = words.getFirst();
    Pattern wanted =
        Pattern.compile(pattern ? text.replace("[[:space:]]", "\\s") : Pattern.quote(text));
    long most = Long.parseLong(options.value("-m").orElse("" + Long.MAX_VALUE));
    String close = options.has("-z") ? "\0" : "\n";
    String end = options.has("-Z") ? "\0" : ":";
    boolean[] found = {false};
    int status =
        each(
            call,
            words.subList(1, words.size()),
            (name, content) -> {
              String all = new String(content.readAllBytes(), StandardCharsets.UTF_8);
              Stream<String> lines = options.has("-z") ? Stream.of(all.split("\0")) : all.lines();
              for (String line : lines.filter(l -> wanted.matcher(l).find()).limit(most).toList()) {
                found[0] = true;
                List<String> shown =
                    options.has("-o")
                        ? wanted.matcher(line).results().map(MatchResult::group).toList()
                        : List.of(line);
                for (String part : options.has("-q") ? List.<String>of() : shown) {
                  call.print((options.has("-H") ? name + end : "") + part + close);
                }
              }
            });
    return status != 0 ? 2 : found[0] ? 0 : 1;
  }

  private static void lines(InputStream content, long wanted, OutputStream out) throws IOException {
    long left = wanted;
    for (int b = left > 0 ? content.read() : -1; b >= 0; b = content.read()) {
      out.write(b);
      if (b == '\n' && --left == 0) {
        return;
      }
    }
  }

  private int sums(Call call, String algorithm) throws Fault, IOException {
    Options options = Options.of(call, Set.of("-b", "--check", "--status"), Set.of());
    if (options.has("--check")) {
      return check(call, algorithm);
    }
    return each(
        call,
        options.rest(),
        (name, content) -> call.print(sum(algorithm, content) + "  " + name + "\n"));
  }

  private static String sum(String algorithm, InputStream content) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance(algorithm);
      new DigestInputStream(content, digest).transferTo(OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Reads what is expected from standard input, one file to a line. */
  private int check(Call call, String algorithm) throws Fault, IOException {
    String[] expected =
        new String(call.in().readAllBytes(), StandardCharsets.UTF_8).strip().split("  ", 2);
    if (expected.length < 2) {
      throw call.fault(1, "-: no properly formatted checksum lines found");
    }
    try (InputStream content = files.read(call.path(expected[1]))) {
      return sum(algorithm, content).equals(expected[0]) ? 0 : 1;
    }
  }

  /** Goes on after a file that can't be read, as these programs do. */
  private int each(Call call, List<String> names, Each each) throws Fault, IOException {
    if (names.isEmpty()) {
      each.read("-", call.in());
      return 0;
    }
    int status = 0;
    for (String name : names) {
      try (InputStream content = name.equals("-") ? call.in() : files.read(call.path(name))) {
        each.read(name, content);
      } catch (Fault e) {
        call.complain(call.name() + ": " + name + ": " + e.text());
        status = 1;
      }
    }
    return status;
  }
}
