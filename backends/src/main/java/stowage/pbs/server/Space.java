package stowage.pbs.server;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A namespace of a datastore.
 *
 * @param namespace parts joined by {@code /}; empty for the root
 */
public record Space(String datastore, String namespace) {
  static final Pattern SAFE = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]*");
  private static final Pattern NAMESPACE =
      Pattern.compile("(?:" + SAFE.pattern() + "(?:/" + SAFE.pattern() + "){0,6})?");
  private static final int LONGEST = 256;

  public Space {
    if (!isValid(datastore, namespace)) {
      throw new IllegalArgumentException("not a namespace of a datastore");
    }
  }

  /** Empty when these cannot be names on a backup server. */
  public static Optional<Space> of(String datastore, String namespace) {
    return isValid(datastore, namespace)
        ? Optional.of(new Space(datastore, namespace))
        : Optional.empty();
  }

  private static boolean isValid(String datastore, String namespace) {
    return SAFE.matcher(datastore).matches()
        && namespace.length() <= LONGEST
        && NAMESPACE.matcher(namespace).matches();
  }

  Parameters parameters() {
    return Parameters.of().unlessEmpty("ns", namespace);
  }

  String path(String call) {
    return "admin/datastore/" + datastore + "/" + call;
  }
}
