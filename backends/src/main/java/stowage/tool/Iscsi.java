package stowage.tool;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import stowage.exec.Exec;
import stowage.exec.Reading;
import stowage.exec.Result;
import stowage.exec.Step;

/**
 * The kernel's initiator (open-iscsi), see iscsiadm(8): portals, targets and sessions. Their units
 * are {@link IscsiDisks}.
 */
public final class Iscsi {
  public static final HostTool ISCSIADM = new HostTool("/usr/bin/iscsiadm", "open-iscsi");

  /** iscsiadm(8): no records, sessions or portals found. */
  private static final int NONE_FOUND = 21;

  private static final Pattern SESSION =
      Pattern.compile("\\S+: \\[(\\d+)\\] (\\S+),-?\\d+ (\\S+).*");
  private static final Pattern RECORD = Pattern.compile("(\\S+),-?\\d+ (\\S+)");
  private static final Pattern STATE =
      Pattern.compile("/sys/class/iscsi_session/session(\\d{1,9})/state:(\\S+)");

  /** What {@code iscsiadm --login} says where there is a session already. */
  private static final String PRESENT = "already present";

  /** Other tools that look for new units leave the time of it here, as that of the file. */
  private static final String RESCANNED = "/run/pve-iscsi-rescan.lock";

  private static final String PORT = ":3260";

  /** A portal that does not answer is tried for one and a half minutes. */
  private static final Duration SEARCH = Duration.ofSeconds(8);

  private Iscsi() {}

  /**
   * @param id of the session, unique on the host
   */
  public record Session(int id, String portal, String target) {}

  /**
   * Where a target can be reached.
   *
   * @param portal with its port
   */
  public record Node(String portal, String target) {}

  public static Exec sessions() {
    return Exec.reads(ISCSIADM.program(), "--mode", "session").asRoot();
  }

  public static Reading<List<Session>> sessions(Exec asked, Result answer) {
    if (answer.status() == NONE_FOUND && answer.ending() == Result.Ending.EXITED) {
      return Reading.known(List.of());
    }
    return Answers.lines(
        asked,
        answer,
        line -> {
          Matcher m = SESSION.matcher(line);
          return m.matches() && m.group(1).length() < 10
              ? Optional.of(new Session(Integer.parseInt(m.group(1)), m.group(2), m.group(3)))
              : Optional.empty();
        });
  }

  /** Asks sysfs how the sessions are. */
  public static Exec states() {
    return Exec.reads("/usr/bin/find", "-L", "/sys/class/iscsi_session/", "-maxdepth", "2")
        .and("-name", "state", "-exec", "/usr/bin/grep", "-H", "-e", "", "{}", "+");
  }

  /** Ids of sessions that work; one whose target has gone waits to be taken up again. */
  public static Set<Integer> loggedIn(Result answer) {
    Set<Integer> ids = new HashSet<>();
    for (String line : answer.lines()) {
      Matcher m = STATE.matcher(line);
      if (m.matches() && m.group(2).equals("LOGGED_IN")) {
        ids.add(Integer.parseInt(m.group(1)));
      }
    }
    return ids;
  }

  /** Targets that the host has heard of. */
  public static Exec records() {
    return Exec.reads(ISCSIADM.program(), "--mode", "node").asRoot();
  }

  /** Asks a portal for its targets, without keeping the answer. */
  public static Exec discovery(String portal) {
    return discover(Exec.reads(ISCSIADM.program()), portal)
        .and("--op", "nonpersistent")
        .within(SEARCH);
  }

  /** Asks a portal for its targets, and keeps the answer on the host. */
  public static Exec remember(String portal) {
    return discover(Exec.changes(ISCSIADM.program()), portal);
  }

  private static Exec discover(Exec program, String portal) {
    return program.and("--mode", "discovery", "--type", "sendtargets", "--portal", portal).asRoot();
  }

  /** Reads records and discoveries. */
  public static Reading<List<Node>> nodes(Exec asked, Result answer) {
    if (answer.status() == NONE_FOUND && answer.ending() == Result.Ending.EXITED) {
      return Reading.known(List.of());
    }
    return Answers.lines(
        asked,
        answer,
        line -> {
          Matcher m = RECORD.matcher(line);
          return m.matches() ? Optional.of(new Node(m.group(1), m.group(2))) : Optional.empty();
        });
  }

  /** A portal with its port, as the records have it. */
  public static String withPort(String portal) {
    boolean ipv6 = portal.indexOf(':') != portal.lastIndexOf(':');
    if (ipv6) {
      return portal.startsWith("[")
          ? portal.endsWith("]") ? portal + PORT : portal
          : "[" + portal + "]" + PORT;
    }
    return portal.indexOf(':') < 0 ? portal + PORT : portal;
  }

  /** Lets go at once of a target that does not answer, where the default is to wait for minutes. */
  public static Exec impatient(String target) {
    return node(target)
        .and("--op", "update", "--name", "node.session.initial_login_retry_max", "--value", "0");
  }

  public static Exec login(Node node) {
    return node(node.target()).and("--portal", node.portal(), "--login");
  }

  /** At all portals that are known for it. */
  public static Exec login(String target) {
    return node(target).and("--login");
  }

  public static Step.Leniency present() {
    return Step.Leniency.ignoring(PRESENT);
  }

  public static Exec logout(Node node) {
    return node(node.target()).and("--portal", node.portal(), "--logout");
  }

  public static Exec logout(String target) {
    return node(target).and("--logout");
  }

  /** The host no longer knows of the target. */
  public static Exec forget(String target) {
    return node(target).and("--op", "delete");
  }

  private static Exec node(String target) {
    return Exec.changes(ISCSIADM.program(), "--mode", "node", "--targetname", target).asRoot();
  }

  /** Looks for units that were added or have grown. */
  public static Exec rescan(int session) {
    return Exec.changes(ISCSIADM.program(), "--mode", "session")
        .and("--sid", String.valueOf(session), "--rescan")
        .asRoot();
  }

  /** Prints something if units were looked for within the last seconds. */
  public static Exec rescanned() {
    return Exec.reads("/usr/bin/find", RESCANNED, "-maxdepth", "0")
        .and("-newermt", "10 seconds ago");
  }

  public static Exec noteRescan() {
    return Exec.changes("/usr/bin/touch", RESCANNED).asRoot();
  }

  /** Waits until the devices of new units have their stable names. */
  public static Exec settle() {
    return Exec.changes("/usr/bin/udevadm", "settle", "--timeout=30")
        .within(Duration.ofSeconds(40))
        .asRoot();
  }
}
