package stowage.volume;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What only a backup server knows of a backup. What it does not tell is unknown, never "no".
 *
 * @param verification how the server's last reading of it ended
 * @param task that read it then, as the server calls it; empty when not told
 * @param key fingerprint of the key it was made with; empty when not told. One that is signed only
 *     has it, too
 */
public record Assurance(Verification verification, String task, Encryption encryption, String key) {
  public Assurance(Verification verification, Encryption encryption) {
    this(verification, "", encryption, "");
  }

  /** Not told also means never verified: the server makes no difference. */
  public enum Verification {
    OK,
    FAILED,
    UNKNOWN
  }

  /** How much of what a guest's backup consists of can be read with the key only. */
  public enum Encryption {
    WHOLE,
    PART,
    NONE,
    UNKNOWN;

    /** What the server itself has to read. */
    private static final Set<String> NEVER = Set.of("client.log.blob", "index.json.blob");

    private static final Set<String> OPEN = Set.of("none", "sign-only");
    private static final String CLOSED = "encrypt";

    /**
     * A key's fingerprint is no sign: a backup that is signed only has one, too.
     *
     * @param modes of the files by their names, as the server words them; empty for one not told
     */
    public static Encryption of(Map<String, String> modes) {
      List<String> content = new ArrayList<>();
      modes.forEach((file, mode) -> {
        if (!NEVER.contains(file)) {
          content.add(mode);
        }
      });
      if (content.isEmpty()
          || !content.stream().allMatch(m -> CLOSED.equals(m) || OPEN.contains(m))) {
        return UNKNOWN;
      }
      if (!content.contains(CLOSED)) {
        return NONE;
      }
      return content.stream().allMatch(CLOSED::equals) ? WHOLE : PART;
    }
  }
}
