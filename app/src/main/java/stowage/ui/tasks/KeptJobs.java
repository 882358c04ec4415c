package stowage.ui.tasks;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import stowage.exec.Exec;
import stowage.exec.Guard;
import stowage.exec.Lock;
import stowage.exec.Plan;
import stowage.exec.Step;
import stowage.host.Proposal;
import stowage.message.Message;
import stowage.volume.Size;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Jobs that run on hosts, one file each, so that they are found again after the program has ended.
 * Only what it takes to understand their journals is kept: no program's input, so no secret.
 */
public final class KeptJobs {
  private static final JsonMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();
  private static final String SUFFIX = ".json";

  private final Path folder;

  public KeptJobs(Path folder) {
    this.folder = folder;
  }

  /**
   * @param proposal good for following the job, not for starting it
   */
  public record Kept(String job, String host, Instant started, Proposal proposal) {}

  private record Note(
      String job,
      String host,
      long started,
      Said title,
      @Nullable String made,
      List<LockNote> locks,
      List<GuardNote> guards,
      List<StepNote> steps) {}

  private record Said(String key, List<Arg> args) {}

  /** One of them is there. */
  private record Arg(
      @Nullable String text, @Nullable Long number, @Nullable Long size, @Nullable Said said) {}

  private record LockNote(String path, @Nullable String cluster) {}

  private record GuardNote(Said otherwise, List<String> argv) {}

  private record StepNote(Said title, List<String> argv, boolean lasting) {}

  public void keep(Kept kept) throws IOException {
    Files.createDirectories(folder);
    Path draft = Files.createTempFile(folder, "job", ".tmp");
    try {
      Files.write(draft, JSON.writeValueAsBytes(note(kept)));
      Path file = file(kept.job());
      try {
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
      } catch (AtomicMoveNotSupportedException _) {
        Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
      }
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  public void forget(String job) throws IOException {
    Files.deleteIfExists(file(job));
  }

  /** The oldest first. What cannot be read is left where it is. */
  public List<Kept> all() throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    List<Kept> found = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(SUFFIX)).toList()) {
        try {
          found.add(kept(JSON.readValue(Files.readAllBytes(file), Note.class)));
        } catch (JacksonException | NullPointerException | IllegalArgumentException _) {
          // Another version's; it knows what to do with it.
        }
      }
    }
    found.sort(java.util.Comparator.comparing(Kept::started));
    return found;
  }

  private Path file(String job) {
    return folder.resolve(job + SUFFIX);
  }

  private static Note note(Kept kept) {
    Plan plan = kept.proposal().plan();
    return new Note(
        kept.job(),
        kept.host(),
        kept.started().toEpochMilli(),
        said(plan.title()),
        kept.proposal().result(),
        plan.locks().stream()
            .map(lock ->
                switch (lock) {
                  case Lock.File(var path) -> new LockNote(path, null);
                  case Lock.Cluster(var id, var directory) -> new LockNote(directory, id);
                })
            .toList(),
        plan.guards().stream()
            .map(g -> new GuardNote(said(g.otherwise()), g.check().argv()))
            .toList(),
        plan.steps().stream()
            .map(s ->
                new StepNote(
                    said(s.title()), s.command().argv(), s.undo() instanceof Step.Undo.Impossible))
            .toList());
  }

  private static Kept kept(Note note) {
    List<Lock> locks =
        note.locks().stream()
            .<Lock>map(l ->
                l.cluster() == null
                    ? new Lock.File(l.path())
                    : new Lock.Cluster(l.cluster(), l.path()))
            .toList();
    List<Guard> guards =
        note.guards().stream()
            .map(g -> Guard.status(message(g.otherwise()), Exec.reads(words(g.argv())), 0))
            .toList();
    List<Step> steps =
        note.steps().stream()
            .map(s -> {
              Step step = Step.of(message(s.title()), Exec.changes(words(s.argv())));
              return s.lasting() ? step.irreversible() : step;
            })
            .toList();
    Plan plan = new Plan(message(note.title()), locks, guards, steps);
    return new Kept(
        note.job(),
        note.host(),
        Instant.ofEpochMilli(note.started()),
        new Proposal(plan, null, List.of(), note.made()));
  }

  private static String[] words(List<String> argv) {
    return argv.toArray(String[]::new);
  }

  private static Said said(Message message) {
    return new Said(message.key(), message.args().stream().map(KeptJobs::arg).toList());
  }

  private static Arg arg(Object value) {
    return switch (value) {
      case Message inner -> new Arg(null, null, null, said(inner));
      case Size size -> new Arg(null, null, size.bytes(), null);
      case Integer number -> new Arg(null, number.longValue(), null, null);
      case Long number -> new Arg(null, number, null, null);
      default -> new Arg(value.toString(), null, null, null);
    };
  }

  private static Message message(Said said) {
    return Message.of(said.key(), said.args().stream().map(KeptJobs::value).toArray());
  }

  private static Object value(Arg arg) {
    if (arg.said() != null) {
      return message(arg.said());
    }
    if (arg.size() != null) {
      return new Size(arg.size());
    }
    if (arg.number() != null) {
      return arg.number();
    }
    return arg.text() == null ? "" : arg.text();
  }
}
