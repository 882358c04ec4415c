package stowage.host;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the name of a key's file says. A pool may itself be called {@code x.enc.old}: what stands
 * before the last {@code .enc} is the pool, whatever it looks like.
 *
 * @param pool that the key is or was for
 * @param inUse false when it was put away
 */
public record KeyFileName(String pool, boolean inUse) {
  /** The end of the name of a master key's public half. */
  public static final String MASTER = ".master.pem";

  private static final Pattern FORM =
      Pattern.compile("(?:.*/)?([^/]+)\\.enc(\\.old[^/]*)?", Pattern.DOTALL);

  /**
   * @param path on a host or in an archive
   * @return empty when nobody calls a key's file like this
   */
  public static Optional<KeyFileName> of(String path) {
    Matcher form = FORM.matcher(path);
    return form.matches()
        ? Optional.of(new KeyFileName(form.group(1), form.group(2) == null))
        : Optional.empty();
  }
}
