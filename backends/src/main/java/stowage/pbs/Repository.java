package stowage.pbs;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import stowage.pbs.PbsException.Reason;

/**
 * Where backups lie.
 *
 * @param login {@code user@realm}, or {@code user@realm!token}
 * @param host name or address, without brackets
 */
public record Repository(String login, String host, int port, String datastore) {
  public static final String DEFAULT_LOGIN = "root@pam";
  public static final int DEFAULT_PORT = 8007;
  private static final String DEFAULT_HOST = "localhost";
  private static final int LONGEST = 256;

  private static final Pattern FORM =
      Pattern.compile(
          "(?:(?:(?<login>[^\\s:/@]+@[^\\s:/@]+)@)?"
              + "(?<host>\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9._-]+)"
              + "(?::(?<port>[0-9]{1,5}))?:)?"
              + "(?<store>[^:@/]+)");

  public Repository {
    if (port < 1 || port > 65535 || !SnapshotPath.isSafe(datastore)) {
      throw new IllegalArgumentException("no repository: " + host + ":" + port + ":" + datastore);
    }
  }

  /** {@code [[login@]host[:port]:]datastore}. */
  public static Repository read(String text) throws PbsException {
    Matcher m = FORM.matcher(text);
    if (text.length() > LONGEST || !m.matches()) {
      throw new PbsException(Reason.BAD_REPOSITORY, text);
    }
    String host = or(m.group("host"), DEFAULT_HOST);
    try {
      return new Repository(
          or(m.group("login"), DEFAULT_LOGIN),
          host.startsWith("[") ? host.substring(1, host.length() - 1) : host,
          Integer.parseInt(or(m.group("port"), String.valueOf(DEFAULT_PORT))),
          m.group("store"));
    } catch (IllegalArgumentException _) {
      throw new PbsException(Reason.BAD_REPOSITORY, text);
    }
  }

  private static String or(@Nullable String given, String usual) {
    return given == null ? usual : given;
  }

  /** As the hypervisor and the backup client write it. */
  public String text() {
    String server = host.contains(":") ? "[" + host + "]" : host;
    String at = port == DEFAULT_PORT ? "" : ":" + port;
    return login + "@" + server + at + ":" + datastore;
  }

  @Override
  public String toString() {
    return text();
  }
}
