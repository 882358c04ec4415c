package stowage.demo;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import stowage.demo.program.Call;
import stowage.demo.program.Programs;
import stowage.exec.BatchFormat;
import stowage.exec.Quoting;
import stowage.exec.Result;
import stowage.exec.Wire;
import stowage.ssh.LoopbackServer;

/** What the demo host does with what it is sent: the host's side of {@link Wire}, in Java. */
final class Sessions implements LoopbackServer.Session, AutoCloseable {
  private final Programs programs;
  private final Duration pace;
  private final AtomicLong pids = new AtomicLong(4000);
  private final Jobs jobs;
  private final Map<Long, Thread> running = new ConcurrentHashMap<>();

  /**
   * @param journals directory for the journals of jobs
   * @param pace how long each program takes before it does anything, so that it feels like a host
   */
  Sessions(Programs programs, Path journals, Duration pace) {
    this.programs = programs;
    this.pace = pace;
    this.jobs = new Jobs(journals, this::program);
  }

  @Override
  public int run(String command, InputStream in, OutputStream out, OutputStream err)
      throws IOException, InterruptedException {
    return switch (Wire.decode(command)) {
      case Wire.Request.Program(var argv) -> attended(argv, in, out, err);
      case Wire.Request.Batches() -> batches(in, out, err);
      case Wire.Request.Stop(var pid) -> stop(pid);
      case Wire.Request.StartJob(var id) -> {
        jobs.start(id, new BufferedInputStream(in), out);
        yield 0;
      }
      case Wire.Request.FollowJob(var id) -> {
        jobs.follow(id, out);
        yield 0;
      }
      case Wire.Request.StopJob(var id) -> {
        jobs.stop(id, out);
        yield 0;
      }
      case Wire.Request.Foreign(var line) -> foreign(line, in, out, err);
    };
  }

  private int attended(List<String> argv, InputStream in, OutputStream out, OutputStream err)
      throws IOException, InterruptedException {
    long pid = pids.incrementAndGet();
    running.put(pid, Thread.currentThread());
    try {
      err.write((Wire.PID_LINE + pid + "\n").getBytes(StandardCharsets.UTF_8));
      err.flush();
      return program(argv, in, new BufferedOutputStream(out, 1 << 15), err);
    } finally {
      running.remove(pid);
    }
  }

  /** A program called by its absolute path; its output is flushed at its end. */
  private int program(List<String> argv, InputStream in, OutputStream out, OutputStream err)
      throws IOException, InterruptedException {
    Thread.sleep(pace);
    Call call = new Call("sh", List.of(), "/root", in, out, err).of(argv);
    int status = programs.run(call, argv.getFirst());
    out.flush();
    return status;
  }

  private int stop(long pid) {
    Thread thread = running.get(pid);
    if (thread == null) {
      return 1;
    }
    thread.interrupt();
    return 0;
  }

  /** A person's own {@code ssh}: one program and its words, nothing that a shell would expand. */
  private int foreign(String line, InputStream in, OutputStream out, OutputStream err)
      throws IOException, InterruptedException {
    List<String> argv;
    try {
      argv = Quoting.split(line);
    } catch (IllegalArgumentException e) {
      argv = List.of();
    }
    if (argv.isEmpty()) {
      err.write("The demo host runs single programs only.\n".getBytes(StandardCharsets.UTF_8));
      return Result.NOT_FOUND;
    }
    return program(argv, in, new BufferedOutputStream(out, 1 << 15), err);
  }

  private int batches(InputStream in, OutputStream out, OutputStream err) throws IOException {
    InputStream requests = new BufferedInputStream(in);
    while (true) {
      var request = BatchFormat.readRequest(requests);
      if (request.isEmpty()) {
        return 0;
      }
      try {
        new BatchRun(request.get(), this::program).answer(out);
      } catch (InterruptedException e) {
        err.write("interrupted\n".getBytes(StandardCharsets.UTF_8));
        Thread.currentThread().interrupt();
        return 130;
      }
    }
  }

  /** Stops the jobs; what is connected ends with the server. */
  @Override
  public void close() {
    jobs.close();
  }
}
