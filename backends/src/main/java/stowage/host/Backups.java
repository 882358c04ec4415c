package stowage.host;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import stowage.config.StorageId;
import stowage.exec.Exec;
import stowage.exec.Head;
import stowage.exec.HostException;
import stowage.exec.Plan;
import stowage.exec.Probe;
import stowage.exec.Reading;
import stowage.exec.Result;
import stowage.exec.Shell;
import stowage.message.Message;
import stowage.schema.InvalidException;
import stowage.schema.Properties;
import stowage.schema.Values;
import stowage.tool.Answers;
import stowage.tool.Archives;
import stowage.type.Attributes;
import stowage.type.Change;
import stowage.type.Excerpt;
import stowage.type.Feature;
import stowage.type.Pool;
import stowage.type.Pruning;
import stowage.volume.BackupArchive;
import stowage.volume.ContentType;
import stowage.volume.Retention;
import stowage.volume.Volume;
import stowage.volume.VolumeId;

/** The backups of a host's pools: what goes with each, and which of them stay. */
public final class Backups {

  /** By guest, those of nobody first; then the oldest first. */
  static final Comparator<Pruning.Marked> ORDER =
      Comparator.comparingLong(
              (Pruning.Marked m) -> m.guest() == null ? 0 : Long.parseLong(m.guest()))
          .thenComparing(
              m -> Optional.ofNullable(m.backup().extra().created()).orElse(Instant.EPOCH))
          .thenComparing(m -> m.backup().id().toString());

  private final Shell shell;
  private final Inquiry inquiry;

  Backups(Shell shell, Inquiry inquiry) {
    this.shell = shell;
    this.inquiry = inquiry;
  }

  /**
   * A backup with all that is written about it.
   *
   * @param volume as it is listed
   * @param path of its archive
   * @param notes the whole text
   */
  public record Described(Volume volume, String path, String notes) {}

  /** A backup with the means to do something with it. */
  private record Found(Survey survey, ConfiguredPool entry, Volume volume, List<Volume> all) {
    Pool pool() {
      return entry.pool();
    }

    Attributes attributes() {
      return entry.backend().attributes().orElseThrow();
    }
  }

  public Reading<Described> describe(VolumeId id) throws HostException, InvalidException {
    Found found = find(id, "problem.notes-unsupported");
    String path = found.entry().backend().path(found.pool(), id.name(), null);
    return inquiry
        .ask(found.attributes().notes(found.pool(), found.volume()))
        .map(notes -> new Described(found.volume(), path, notes));
  }

  /** What the job said that made the backup. */
  public Reading<Attributes.Log> log(VolumeId id) throws HostException, InvalidException {
    Found found = find(id, "problem.log-unsupported");
    return inquiry.ask(found.attributes().log(found.pool(), found.volume()));
  }

  /** The guest's configuration as the backup holds it. */
  public Reading<String> configuration(VolumeId id) throws HostException, InvalidException {
    ConfiguredPool entry = inquiry.survey().requireUsable(id.storage());
    if (entry.parse(id).content() != ContentType.BACKUP) {
      throw new InvalidException("volume", "problem.not-a-backup", id.toString());
    }
    Attributes attributes = attributes(entry, "problem.configuration-unsupported");
    return read(attributes.configuration(entry.pool(), id.name()), id.toString());
  }

  /**
   * The same for an archive that may lie anywhere.
   *
   * @param path absolute
   */
  public Reading<String> configuration(String path) throws HostException, InvalidException {
    String file = path.substring(path.lastIndexOf('/') + 1);
    Optional<BackupArchive> archive = BackupArchive.parse(file, ZoneOffset.UTC);
    if (archive.isEmpty()) {
      throw new InvalidException("volume", "problem.no-archive-name", path);
    }
    return read(Excerpt.of(archive.get(), path), path);
  }

  private Reading<String> read(Excerpt excerpt, String archive) throws HostException {
    for (Exec program : excerpt.programs()) {
      switch (Head.read(shell, program, excerpt.reader())) {
        case Head.Found<String>(var text) -> {
          return text.isEmpty()
              ? Reading.failed("problem.no-configuration", archive)
              : Reading.known(text);
        }
        case Head.Ended<String>(var ending) -> {
          Optional<Reading<String>> failure = failure(program, ending, archive);
          if (failure.isPresent()) {
            return failure.get();
          }
        }
      }
    }
    return Reading.failed("problem.no-configuration", archive);
  }

  /** Why an archive could not be read; empty when it could, and did not hold what was wanted. */
  private static Optional<Reading<String>> failure(Exec program, Result ending, String archive) {
    String said = ending.errorText();
    if (ending.ok() || Archives.isMissing(said)) {
      return Optional.empty();
    }
    return Optional.of(
        said.contains("No such file or directory") && ending.status() != Result.NOT_FOUND
            ? Reading.failed("problem.archive-missing", archive)
            : Answers.failed(program, ending));
  }

  /**
   * @param before the notes that the text was made from; null to replace whatever there is
   * @throws HostException.Conflict when somebody has changed them since
   */
  public Proposal planNotes(VolumeId id, String text, @Nullable String before)
      throws HostException, InvalidException {
    Found found = find(id, "problem.notes-unsupported");
    if (before != null) {
      Probe<String> probe = found.attributes().notes(found.pool(), found.volume());
      if (!Inquiry.required(inquiry.ask(probe)).equals(before)) {
        throw new HostException.Conflict(Message.of("problem.notes-changed", id.toString()));
      }
    }
    Change change = found.attributes().setNotes(found.pool(), found.volume(), text);
    return proposal(found, "step.notes", change);
  }

  public Proposal planProtect(VolumeId id, boolean on) throws HostException, InvalidException {
    Found found = find(id, "problem.protected-unsupported");
    Change change = found.attributes().protect(found.pool(), found.volume(), on, found.all());
    return proposal(found, on ? "step.protect" : "step.unprotect", change);
  }

  /**
   * @param retention null for the one that the pool is configured with
   */
  public Prune planPrune(StorageId id, @Nullable Retention retention, Pruning.Scope scope)
      throws HostException, InvalidException {
    var answer =
        inquiry.ask(survey -> {
          ConfiguredPool entry = survey.requireUsable(id);
          pruning(entry);
          retention(entry.pool(), retention);
          return entry.backend().list(entry.pool(), Set.of(ContentType.BACKUP));
        });
    Survey survey = answer.survey();
    ConfiguredPool entry = survey.requireUsable(id);
    Pruning pruning = pruning(entry);
    Pool pool = entry.pool();
    List<Volume> backups = Inquiry.required(answer.reading());
    List<Pruning.Marked> marked =
        Inquiry.required(
            inquiry.ask(pruning.decide(pool, backups, retention(pool, retention), scope)));
    List<Prune.Item> items = new ArrayList<>();
    for (Pruning.Marked one : marked.stream().sorted(ORDER).toList()) {
      boolean goes = one.decision().mark() == Retention.Mark.REMOVE;
      Volume backup = one.backup();
      Found found = new Found(survey, entry, backup, backups);
      items.add(
          new Prune.Item(
              one,
              goes
                  ? proposal(found, "step.free", pruning.remove(pool, backup))
                      .losing(backup.id().leaf())
                  : null));
    }
    return new Prune(items);
  }

  private static Pruning pruning(ConfiguredPool entry) throws InvalidException {
    if (!entry.pool().contents().contains(ContentType.BACKUP)) {
      throw new InvalidException("storage", "problem.no-backups", entry.pool().id().text());
    }
    entry.require(Feature.FREE, null);
    Optional<Pruning> pruning = entry.backend().pruning();
    if (pruning.isEmpty()) {
      String type = entry.pool().type().word();
      throw new InvalidException("storage", "problem.prune-unsupported", type);
    }
    return pruning.get();
  }

  /**
   * @param given null for what the pool is configured with
   */
  static Retention retention(Pool pool, @Nullable Retention given) throws InvalidException {
    if (given != null) {
      return given;
    }
    // Its usual value is not taken for one: nothing is removed because of what nobody has set.
    Optional<Map<String, Long>> configured =
        Optional.ofNullable(pool.values().get(Properties.PRUNE_BACKUPS.key()))
            .flatMap(text -> Values.read(Properties.PRUNE_BACKUPS.kind(), text));
    if (configured.isEmpty()) {
      throw new InvalidException("storage", "problem.no-retention", pool.id().text());
    }
    return new Retention(configured.get());
  }

  private Found find(VolumeId id, String unsupported) throws HostException, InvalidException {
    var answer =
        inquiry.ask(survey -> {
          ConfiguredPool entry = survey.requireUsable(id.storage());
          attributes(entry, unsupported);
          if (entry.parse(id).content() != ContentType.BACKUP) {
            throw new InvalidException("volume", "problem.not-a-backup", id.toString());
          }
          return entry.backend().list(entry.pool(), Set.of(ContentType.BACKUP));
        });
    List<Volume> listed = Inquiry.required(answer.reading());
    Volumes.Found found = Volumes.find(answer.survey(), id, listed);
    return new Found(answer.survey(), found.pool(), found.volume(), listed);
  }

  private static Attributes attributes(ConfiguredPool entry, String unsupported)
      throws InvalidException {
    Optional<Attributes> attributes = entry.backend().attributes();
    if (attributes.isEmpty()) {
      throw new InvalidException("volume", unsupported, entry.pool().type().word());
    }
    return attributes.get();
  }

  private static Proposal proposal(Found found, String title, Change change) {
    Message said = Message.of(title, found.volume().id().toString());
    List<stowage.exec.Lock> locks = List.of(found.survey().storageLock(found.pool()));
    return new Proposal(
        new Plan(said, locks, change.guards(), change.steps()), null, List.of(), null);
  }
}
