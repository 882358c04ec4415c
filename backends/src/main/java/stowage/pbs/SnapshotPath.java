package stowage.pbs;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import stowage.pbs.PbsException.Reason;

/**
 * Names one backup on a backup server.
 *
 * @param id of the guest or the computer
 * @param time whole seconds
 */
public record SnapshotPath(Type type, String id, Instant time) {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]*");
  private static final Pattern FORM =
      Pattern.compile("([a-z]+)/([^/]+)/(\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ)");
  private static final Pattern GUEST = Pattern.compile("[0-9]{1,9}");
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

  public enum Type {
    VM,
    CT,
    HOST;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Type> of(String word) {
      return Arrays.stream(values()).filter(t -> t.word().equals(word)).findFirst();
    }
  }

  public SnapshotPath {
    if (!isSafe(id) || time.isBefore(Instant.EPOCH) || time.isAfter(LAST)) {
      throw new IllegalArgumentException("no backup: " + id + " " + time);
    }
    time = time.truncatedTo(ChronoUnit.SECONDS);
  }

  /** For names of datastores, backups and parts of a namespace. */
  static boolean isSafe(String id) {
    return ID.matcher(id).matches();
  }

  /** As the server writes it: {@code vm/100/2024-06-05T14:41:16Z}. */
  public static SnapshotPath read(String text) throws PbsException {
    Matcher m = FORM.matcher(text);
    if (!m.matches()) {
      throw new PbsException(Reason.BAD_SNAPSHOT, text);
    }
    try {
      return of(m.group(1), m.group(2), Instant.parse(m.group(3)).getEpochSecond());
    } catch (DateTimeException _) {
      throw new PbsException(Reason.BAD_SNAPSHOT, text);
    }
  }

  /** From the three members of a listing. */
  static SnapshotPath of(String type, String id, long seconds) throws PbsException {
    Type known =
        Type.of(type).orElseThrow(() -> new PbsException(Reason.BAD_SNAPSHOT, type + "/" + id));
    if (!isSafe(id) || seconds < 0 || seconds > LAST.getEpochSecond()) {
      throw new PbsException(Reason.BAD_SNAPSHOT, type + "/" + id);
    }
    return new SnapshotPath(known, id, Instant.ofEpochSecond(seconds));
  }

  public String text() {
    return group() + "/" + time;
  }

  /** All backups of the same guest or computer. */
  public String group() {
    return type.word() + "/" + id;
  }

  /** Empty for what the hypervisor does not list: computers, and guests without a number. */
  public Optional<Integer> guest() {
    return type == Type.HOST || !GUEST.matcher(id).matches()
        ? Optional.empty()
        : Optional.of(Integer.valueOf(id));
  }

  /** The hypervisor's name for it; empty for a computer's. */
  public Optional<String> volume(String pool) {
    return type == Type.HOST ? Optional.empty() : Optional.of(pool + ":backup/" + text());
  }

  @Override
  public String toString() {
    return text();
  }
}
