package stowage.tool;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import stowage.exec.Exec;
import stowage.exec.Input;
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
      try (var in = process.getOutputStream()) {
        switch (program.input()) {
          case Input.Text(var text) -> in.write(text.getBytes(StandardCharsets.UTF_8));
          case Input.Hidden(var secret) -> in.write(secret.reveal());
          case Input.None(), Input.Streamed() -> {}
        }
      }
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
