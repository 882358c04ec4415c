package stowage.demo.backup;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import stowage.pbs.server.Upid;

/** What the stand-in does in the background, and what is kept of it. */
final class Tasks implements AutoCloseable {
  private final Clock clock;
  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  Tasks(Clock clock) {
    this.clock = clock;
  }

  /** Writes a log; what it returns is the end of the task. */
  @FunctionalInterface
  interface Work {
    String run(String upid, Log log);
  }

  /** Takes lines. */
  interface Log {
    void line(String text);
  }

  /** A task and its log; all of it is guarded by the log. */
  static final class Entry {
    final Upid id;
    final String datastore;
    final List<String> log = new ArrayList<>();
    @Nullable String end;
    long ended;

    Entry(Upid id, String datastore) {
      this.id = id;
      this.datastore = datastore;
    }

    void end(String text, Instant at) {
      synchronized (log) {
        log.add(text.equals("OK") ? "TASK OK" : "TASK ERROR: " + text);
        ended = at.getEpochSecond();
        end = text;
      }
    }

    boolean isOver() {
      synchronized (log) {
        return end != null;
      }
    }

    /** Warnings are no failure. */
    boolean hasFailed() {
      synchronized (log) {
        return end != null && !end.equals("OK") && !end.startsWith("WARNINGS");
      }
    }
  }

  synchronized Entry start(String type, String datastore, String about, String user, Work work) {
    Entry entry = new Entry(name(clock.instant(), entries.size(), type, about, user), datastore);
    add(entry);
    threads.execute(() -> run(entry, work));
    return entry;
  }

  synchronized void add(Entry entry) {
    entries.put(entry.id.text(), entry);
  }

  /**
   * @param number which makes it the only one of this name
   */
  static Upid name(Instant start, int number, String type, String about, String user) {
    return Upid.parse(
            "UPID:backup:%08X:%08X:%08X:%08X:%s:%s:%s:"
                .formatted(
                    ProcessHandle.current().pid(),
                    1,
                    number,
                    start.getEpochSecond(),
                    type,
                    escaped(about),
                    user))
        .orElseThrow();
  }

  private void run(Entry entry, Work work) {
    String end = work.run(entry.id.text(), text -> add(entry, text));
    entry.end(end, clock.instant());
  }

  private static void add(Entry entry, String text) {
    synchronized (entry.log) {
      entry.log.add(text);
    }
  }

  /** A slash as a minus, everything unusual as its bytes. */
  private static String escaped(String text) {
    StringBuilder escaped = new StringBuilder();
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      if (c == '/') {
        escaped.append('-');
      } else if (c < 0x80 && (Character.isLetterOrDigit(c) || c == '_' || c == '.')) {
        escaped.append(c);
      } else {
        escaped.append("\\x%02x".formatted((int) c));
      }
    }
    return escaped.toString();
  }

  synchronized Optional<Entry> find(String upid) {
    return Optional.ofNullable(entries.get(upid));
  }

  /** The newest first. */
  synchronized List<Entry> all() {
    return new ArrayList<>(entries.values()).reversed();
  }

  @Override
  public void close() {
    threads.close();
  }
}
