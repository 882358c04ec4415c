package stowage.exec;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.OutputStream;

/** The streams of a program that has already ended. */
record Finished(Result result, InputStream out) implements Pipe {
  Finished(Result result) {
    this(result, new ByteArrayInputStream(result.out()));
  }

  @Override
  public OutputStream in() {
    return OutputStream.nullOutputStream();
  }

  @Override
  public Result await() {
    return new Result(result.ending(), result.status(), new byte[0], result.err());
  }

  @Override
  public void close() {}
}
