package stowage.tool;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import stowage.exec.Exec;
import stowage.exec.Input;
import stowage.exec.Result;
import stowage.exec.Secret;

/** Windows and Samba servers: {@code smbclient}. */
public final class Smb {
  public static final HostTool MOUNT_TOOL = new HostTool("/sbin/mount.cifs", "cifs-utils");
  public static final HostTool CLIENT = new HostTool("/usr/bin/smbclient", "smbclient");

  /**
   * Somebody waits for a change, not for a glance at all pools: a slow server may take its time.
   */
  public static final Duration LIMIT = Duration.ofSeconds(30);

  // A name padded to 15 characters, the kind to 10, the comment. Names hold blanks, and comments
  // any word: only the columns tell them apart.
  private static final Pattern SHARE = Pattern.compile("\t(.{15,}?) Disk {6}(.*)");
  private static final Pattern STATUS = Pattern.compile("NT_STATUS_[A-Z0-9_]+");

  private Smb() {}

  /** Who asks a server. */
  public sealed interface Login {
    /** Nobody in particular. */
    record Guest() implements Login {}

    /** Whoever the host's ticket is for. */
    record Kerberos() implements Login {}

    /**
     * @param credentials file with the password; only root reads it
     */
    record Stored(String user, String domain, String credentials) implements Login {}

    /** A password that the host does not have yet. */
    record Typed(String user, String domain, Secret password) implements Login {}
  }

  /**
   * @param comment what the server says about it, often nothing
   */
  public record Share(String name, String comment) {}

  /**
   * Does nothing on a share, to see whether that is allowed.
   *
   * @param version of the protocol as {@code storage.cfg} has it, empty for any
   */
  public static Exec check(String server, String share, String version, Login login) {
    Exec ask = Exec.reads(CLIENT.program(), "//" + bracketed(server) + "/" + share, "-d", "0");
    if (!version.isEmpty() && !version.equals("default")) {
      ask = ask.and("-m", "smb" + version.replaceAll("\\..*", ""));
    }
    return as(login, ask).and("-c", "echo 1 0").within(LIMIT);
  }

  /** Asks for the list of shares. */
  public static Exec shares(String server, Login login) {
    return as(login, Exec.reads(CLIENT.program(), "-m", "smb3", "-d", "0", "-L", server))
        .within(LIMIT);
  }

  private static Exec as(Login login, Exec ask) {
    return switch (login) {
      case Login.Guest() -> ask.and("-U", "Guest", "-N");
      case Login.Kerberos() -> ask.and("--use-kerberos=required", "-N").asRoot();
      case Login.Stored(var user, var domain, var credentials) -> {
        Exec stored = ask.and("-U", user, "-A", credentials).asRoot();
        yield domain.isEmpty() ? stored : stored.and("-W", domain);
      }
      case Login.Typed(var user, var domain, var password) ->
          ask.and("-A", "/dev/stdin").with(new Input.Hidden(credentials(user, domain, password)));
    };
  }

  /** An authentication file of smbclient. */
  private static Secret credentials(String user, String domain, Secret password) {
    String before =
        "username = " + user + "\n" + (domain.isEmpty() ? "" : "domain = " + domain + "\n");
    return password.shaped(bytes -> {
      var file = new Wiped();
      file.writeBytes((before + "password = ").getBytes(StandardCharsets.UTF_8));
      file.writeBytes(bytes);
      file.write('\n');
      return file.taken();
    });
  }

  /** Leaves nothing behind of what was written to it. */
  private static final class Wiped extends ByteArrayOutputStream {
    Wiped() {
      // Large enough never to grow: an array that was outgrown could not be wiped.
      super(64 << 10);
    }

    byte[] taken() {
      byte[] all = toByteArray();
      java.util.Arrays.fill(buf, (byte) 0);
      return all;
    }
  }

  private static String bracketed(String server) {
    return server.contains(":") ? "[" + server + "]" : server;
  }

  /** What the server said no with, for example {@code NT_STATUS_LOGON_FAILURE}. */
  public static Optional<String> refusal(Result answer) {
    Matcher status = STATUS.matcher(answer.text() + "\n" + answer.errorText());
    return !answer.ok() && status.find() ? Optional.of(status.group()) : Optional.empty();
  }

  /** The shares that are directories, out of the answer to {@link #shares}. */
  public static List<Share> shares(Result answer) {
    List<Share> found = new ArrayList<>();
    for (String line : answer.lines()) {
      Matcher share = SHARE.matcher(line);
      if (share.matches() && !share.group(1).contains("NT_STATUS_")) {
        found.add(new Share(share.group(1).strip(), share.group(2).strip()));
      }
    }
    return found;
  }
}
