package stowage.type;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import stowage.exec.Exec;
import stowage.exec.Input;
import stowage.exec.Probe;
import stowage.exec.Reading;
import stowage.exec.Result;
import stowage.exec.Step;
import stowage.message.Message;
import stowage.schema.InvalidException;
import stowage.schema.Properties;
import stowage.tool.Answers;
import stowage.volume.Volume;

/**
 * Notes, protection and log as files beside a backup's archive.
 *
 * @param volumes names and paths of the pool type
 */
record FileAttributes(FileVolumes volumes) implements Attributes {
  /** Lists look for the first line in no longer ones. */
  private static final int NOTES_LIMIT = 64 << 10;

  private static final int NOTES_READ_LIMIT = 1 << 20;
  private static final int LOG_LIMIT = 256 << 10;
  private static final String MISSING = "No such file or directory";

  @Override
  public Probe<String> notes(Pool pool, Volume volume) throws InvalidException {
    FileBackup backup = backup(pool, volume);
    Exec read = Exec.reads("/usr/bin/cat", "--", backup.notes()).asRoot().keeping(NOTES_READ_LIMIT);
    return Probe.of(
        read,
        answer -> isMissing(answer) ? Reading.known("") : Answers.read(read, answer, Result::text));
  }

  @Override
  public Change setNotes(Pool pool, Volume volume, String text) throws InvalidException {
    FileBackup backup = backup(pool, volume);
    String clean = text.replace("\r\n", "\n");
    byte[] bytes = clean.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > NOTES_LIMIT) {
      throw new InvalidException("notes", "problem.notes-too-long", bytes.length, NOTES_LIMIT);
    }
    if (clean.chars().anyMatch(c -> Character.isISOControl(c) && c != '\n' && c != '\t')) {
      throw new InvalidException("notes", "problem.notes-control-character");
    }
    return new Change(
        List.of(backup.present()),
        clean.isEmpty() ? List.of(remove(backup)) : write(backup, clean, bytes));
  }

  private static Step remove(FileBackup backup) {
    return Step.of(
        Message.of("step.notes-remove", backup.id().toString()),
        changes("/usr/bin/rm", "-f", "--", backup.notes()));
  }

  /** Readers see the old text or the new one. */
  private static List<Step> write(FileBackup backup, String text, byte[] bytes) {
    String id = backup.id().toString();
    // Named after its text, so that a plan can be compared with another.
    String draft = backup.notes() + ".tmp." + Integer.toHexString(Arrays.hashCode(bytes));
    Exec clear = changes("/usr/bin/rm", "-f", "--", draft);
    Exec write =
        changes("/usr/bin/dd", "of=" + draft, "bs=64K", "iflag=fullblock", "conv=excl,fsync")
            .and("status=none")
            .with(new Input.Text(text));
    return List.of(
        // One may be left from a job that a power cut ended.
        Step.of(Message.of("step.notes-clear", id), clear),
        Step.of(Message.of("step.notes-write", id), write).undoneEvenHalfwayBy(clear),
        Step.of(Message.of("step.mode-readable", draft), changes("/usr/bin/chmod", "0644", draft)),
        Step.of(
            Message.of("step.notes-replace", id),
            changes("/usr/bin/mv", "-f", "-T", "--", draft, backup.notes())));
  }

  @Override
  public Change protect(Pool pool, Volume volume, boolean on, List<Volume> existing)
      throws InvalidException {
    FileBackup backup = backup(pool, volume);
    String id = backup.id().toString();
    Exec take = changes("/usr/bin/rm", "-f", "--", backup.marker());
    if (!on) {
      Step step = Step.of(Message.of("step.unprotect", id), take);
      return new Change(List.of(backup.present()), List.of(step));
    }
    if (!volume.extra().isProtected()) {
      checkLimit(pool, volume, backup, existing);
    }
    Step mark =
        Step.of(Message.of("step.protect", id), changes("/usr/bin/touch", "--", backup.marker()));
    // Whoever protected it before keeps it protected if a later step fails.
    Step undone = volume.extra().isProtected() ? mark : mark.undoneEvenHalfwayBy(take);
    Exec mode = changes("/usr/bin/chmod", "0644", "--", backup.marker());
    return new Change(
        List.of(backup.present()),
        List.of(undone, Step.of(Message.of("step.mode-readable", backup.marker()), mode)));
  }

  /** A backup of nobody is not limited. */
  private void checkLimit(Pool pool, Volume volume, FileBackup backup, List<Volume> existing)
      throws InvalidException {
    long limit = pool.get(Properties.MAX_PROTECTED_BACKUPS).orElse(-1L);
    if (limit < 0 || volume.owner() == null) {
      return;
    }
    long count =
        existing.stream()
            .filter(v -> v.extra().isProtected() && Objects.equals(v.owner(), volume.owner()))
            .filter(v -> isOfType(pool, v, backup.archive().type()))
            .count();
    if (count >= limit) {
      throw new InvalidException("protected", "problem.protected-limit", limit, pool.id().text());
    }
  }

  private boolean isOfType(Pool pool, Volume volume, String type) {
    try {
      return backup(pool, volume).archive().type().equals(type);
    } catch (InvalidException _) {
      // No backup, so nothing that counts.
      return false;
    }
  }

  @Override
  public Probe<Log> log(Pool pool, Volume volume) throws InvalidException {
    FileBackup backup = backup(pool, volume);
    String id = backup.id().toString();
    if (!backup.archive().standard()) {
      throw new InvalidException("volume", "problem.log-name", id);
    }
    // One byte more tells whether there is more.
    Exec read =
        Exec.reads("/usr/bin/tail", "-c", String.valueOf(LOG_LIMIT + 1), "--", backup.log())
            .asRoot()
            .keeping(LOG_LIMIT + 1);
    return Probe.of(
        read,
        answer ->
            isMissing(answer)
                ? Reading.failed("problem.log-missing", id)
                : Answers.read(read, answer, FileAttributes::end));
  }

  /** Begins with a whole line. */
  private static Log end(Result answer) {
    String text = answer.text();
    boolean cut = answer.out().length > LOG_LIMIT;
    return new Log(cut ? text.substring(text.indexOf('\n') + 1) : text, cut);
  }

  @Override
  public Excerpt configuration(Pool pool, String name) throws InvalidException {
    FileBackup backup = FileBackup.of(volumes, pool, name);
    return Excerpt.of(backup.archive(), backup.path());
  }

  private FileBackup backup(Pool pool, Volume volume) throws InvalidException {
    return FileBackup.of(volumes, pool, volume.id().name());
  }

  private static boolean isMissing(Result answer) {
    return answer.ending() == Result.Ending.EXITED
        && !answer.ok()
        && answer.errorLine().endsWith(MISSING);
  }

  private static Exec changes(String... words) {
    return Exec.changes(words).asRoot();
  }
}
