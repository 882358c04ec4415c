package stowage.tool;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import stowage.exec.Exec;
import stowage.exec.Result;

/** Runs single programs here, to ask the real tools. */
public final class ThisMachine {
  private ThisMachine() {}

  public static Result run(Exec program) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(program.argv());
    builder.environment().put("LC_ALL", "C");
    java.io.File err = java.io.File.createTempFile("stowage", ".err");
    try {
      Process process = builder.redirectError(err).start();
      process.getOutputStream().close();
      byte[] out = process.getInputStream().readAllBytes();
      if (!process.waitFor(1, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new IOException("does not end: " + program.shown());
      }
      byte[] said = java.nio.file.Files.readAllBytes(err.toPath());
      return new Result(Result.Ending.EXITED, process.exitValue(), out, said);
    } finally {
      java.nio.file.Files.delete(err.toPath());
    }
  }
}
