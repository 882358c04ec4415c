package stowage.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import stowage.exec.BatchFormat;
import stowage.exec.Exec;
import stowage.exec.Result;

/** One batch: its programs run side by side, each with its own limits. */
final class BatchRun {
  private final BatchFormat.Request request;
  private final Runs runs;

  /** Runs a program to its end. */
  @FunctionalInterface
  interface Runs {
    int run(List<String> argv, InputStream in, OutputStream out, OutputStream err)
        throws IOException, InterruptedException;
  }

  BatchRun(BatchFormat.Request request, Runs runs) {
    this.request = request;
    this.runs = runs;
  }

  /** What became of one program. */
  private record Answer(int index, Result result) {}

  /** Writes each answer as soon as it is there. */
  void answer(OutputStream out) throws IOException, InterruptedException {
    BatchFormat.begin(out, request.nonce());
    List<Exec> programs = request.batch().programs();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var answers = new ExecutorCompletionService<Answer>(threads);
      for (int i = 0; i < programs.size(); i++) {
        int index = i;
        answers.submit(() -> new Answer(index, result(programs.get(index), runs)));
      }
      for (int left = programs.size(); left > 0; left--) {
        Answer answer = answers.take().get();
        BatchFormat.answer(out, answer.index(), answer.result());
      }
    } catch (ExecutionException e) {
      throw new IOException("a batch broke off", e.getCause());
    }
    BatchFormat.end(out, request.nonce());
  }

  /** Runs one program within its limits. */
  static Result result(Exec program, Runs runs) throws InterruptedException {
    return result(program, InputStream.nullInputStream(), runs);
  }

  static Result result(Exec program, InputStream in, Runs runs) throws InterruptedException {
    Kept out = new Kept(program.outputLimit());
    Kept err = new Kept(BatchFormat.ERROR_LIMIT);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Integer> status = threads.submit(() -> runs.run(program.argv(), in, out, err));
      try {
        return within(status, program.limit(), out, err);
      } finally {
        status.cancel(true);
      }
    }
  }

  private static Result within(Future<Integer> status, Duration limit, Kept out, Kept err)
      throws InterruptedException {
    try {
      int ended = status.get(limit.toMillis(), TimeUnit.MILLISECONDS);
      return out.overflowed()
          ? new Result(Result.Ending.OVERFLOWED, 0, new byte[0], err.bytes())
          : new Result(Result.Ending.EXITED, ended, out.bytes(), err.bytes());
    } catch (TimeoutException _) {
      return new Result(Result.Ending.TIMED_OUT, 0, out.bytes(), err.bytes());
    } catch (ExecutionException e) {
      return out.overflowed()
          ? new Result(Result.Ending.OVERFLOWED, 0, new byte[0], err.bytes())
          : Result.exited(126, "", String.valueOf(e.getCause()));
    }
  }
}
