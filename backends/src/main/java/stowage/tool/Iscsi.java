package stowage.tool;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import stowage.exec.Exec;
import stowage.exec.Reading;
import stowage.exec.Result;
import tools.jackson.databind.JsonNode;

/** The kernel's initiator (open-iscsi) and the one in user space (libiscsi). */
public final class Iscsi {
  public static final HostTool ISCSIADM = new HostTool("/usr/bin/iscsiadm", "open-iscsi");
  public static final HostTool ISCSI_LS = new HostTool("/usr/bin/iscsi-ls", "libiscsi-bin");

  /** iscsiadm(8): no records, sessions or portals found. */
  private static final int NONE_FOUND = 21;

  private static final Pattern SESSION = Pattern.compile("\\S+: \\[(\\d+)\\] (\\S+),\\d+ (\\S+).*");
  private static final Pattern LINK =
      Pattern.compile("(session\\d+) \\S*/host(\\d+)/session\\d+/.*");
  private static final Pattern UNIT = Pattern.compile("Lun:(\\d+)\\s.*\\(Size:(\\d+)([kMGT]?)\\)");
  private static final Pattern STABLE = Pattern.compile("(?:scsi-|dm-uuid-mpath-)\\S+");

  private Iscsi() {}

  /**
   * @param id of the session, unique on the host
   */
  public record Session(int id, String portal, String target) {}

  /**
   * A unit of a target as a disk of the host.
   *
   * @param address {@code channel.id.lun}
   * @param device kernel name of the disk, or of the multipath device on top of it
   * @param size bytes
   */
  public record Disk(int host, String address, String device, long size) {}

  /**
   * @param size bytes, as coarse as the tool prints it
   */
  public record Unit(String number, long size) {}

  public static Exec sessions() {
    return Exec.reads(ISCSIADM.program(), "--mode", "session");
  }

  public static Reading<List<Session>> sessions(Exec asked, Result answer) {
    if (answer.status() == NONE_FOUND && answer.ending() == Result.Ending.EXITED) {
      return Reading.known(List.of());
    }
    return Answers.read(
        asked,
        answer,
        r -> {
          List<Session> sessions = new ArrayList<>();
          for (String line : r.lines()) {
            Matcher m = SESSION.matcher(line);
            if (m.matches() && m.group(1).length() < 10) {
              sessions.add(new Session(Integer.parseInt(m.group(1)), m.group(2), m.group(3)));
            }
          }
          return sessions;
        });
  }

  /** Asks sysfs which SCSI host each session is. */
  public static Exec hosts() {
    return Exec.reads("/usr/bin/find", "/sys/class/iscsi_session/", "-maxdepth", "1")
        .and("-type", "l", "-printf", "%f %l\\n");
  }

  /** SCSI host number by session id; empty when the kernel's initiator was never used. */
  public static Map<Integer, Integer> hosts(Result answer) {
    Map<Integer, Integer> hosts = new HashMap<>();
    for (String line : answer.lines()) {
      Matcher m = LINK.matcher(line);
      if (m.matches() && line.length() < 4096) {
        String session = m.group(1).substring("session".length());
        if (session.length() < 10 && m.group(2).length() < 10) {
          hosts.put(Integer.parseInt(session), Integer.parseInt(m.group(2)));
        }
      }
    }
    return hosts;
  }

  public static Exec disks() {
    return Exec.reads("/usr/bin/lsblk", "-J", "-b", "-o", "NAME,KNAME,HCTL,TYPE,SIZE");
  }

  public static Reading<List<Disk>> disks(Exec asked, Result answer) {
    if (!answer.ok()) {
      return Answers.failed(asked, answer);
    }
    Optional<JsonNode> rows =
        Json.parse(answer.out()).map(j -> j.path("blockdevices")).filter(JsonNode::isArray);
    if (rows.isEmpty()) {
      return Reading.failed("problem.answer-unreadable", asked.argv().getFirst());
    }
    List<Disk> disks = new ArrayList<>();
    for (JsonNode row : rows.get()) {
      String[] place = Json.text(row, "hctl").split(":", -1);
      OptionalLong size = Json.whole(row, "size");
      if (place.length == 4
          && place[0].matches("\\d{1,9}")
          && size.isPresent()
          && Json.text(row, "type").equals("disk")) {
        disks.add(
            new Disk(
                Integer.parseInt(place[0]),
                place[1] + "." + place[2] + "." + place[3],
                device(row),
                size.getAsLong()));
      }
    }
    return Reading.known(disks);
  }

  /** What holds the disk as a whole (multipath, for example) stands for it. */
  private static String device(JsonNode disk) {
    for (JsonNode child : disk.path("children")) {
      if (!Json.text(child, "type").equals("part")) {
        return Json.text(child, "kname");
      }
    }
    return Json.text(disk, "kname");
  }

  public static Exec stableNames() {
    return Exec.reads("/usr/bin/find", "/dev/disk/by-id/", "-type", "l", "-printf", "%f %l\\n");
  }

  /** Stable name by kernel name; of several the last in alphabetical order. */
  public static Map<String, String> stableNames(Result answer) {
    Map<String, String> names = new HashMap<>();
    for (String line : answer.lines()) {
      String[] link = line.split(" ", 2);
      if (link.length == 2 && STABLE.matcher(link[0]).matches()) {
        String device = link[1].substring(link[1].lastIndexOf('/') + 1);
        names.merge(device, link[0], (a, b) -> a.compareTo(b) > 0 ? a : b);
      }
    }
    return names;
  }

  public static Exec units(String portal) {
    return Exec.reads(ISCSI_LS.program(), "-s", "iscsi://" + portal);
  }

  /** The units of all targets behind the portal; the tool can't be asked for one target. */
  public static Reading<List<Unit>> units(Exec asked, Result answer) {
    boolean partial = answer.errorText().contains("TESTUNITREADY failed with SENSE KEY");
    if (!answer.ok() && !partial) {
      return Answers.failed(asked, answer);
    }
    List<Unit> units = new ArrayList<>();
    for (String line : answer.lines()) {
      Matcher m = UNIT.matcher(line);
      if (m.matches() && m.group(2).length() < 10) {
        units.add(new Unit(m.group(1), bytes(Long.parseLong(m.group(2)), m.group(3))));
      }
    }
    return Reading.known(units);
  }

  private static long bytes(long number, String unit) {
    int shift = unit.isEmpty() ? 0 : 10 * (1 + "kMGT".indexOf(unit));
    return number > Long.MAX_VALUE >> shift ? Long.MAX_VALUE : number << shift;
  }
}
