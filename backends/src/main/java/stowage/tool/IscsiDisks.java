package stowage.tool;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import stowage.exec.Exec;
import stowage.exec.Reading;
import stowage.exec.Result;
import tools.jackson.databind.JsonNode;

/** Units of targets as disks of the host, by what sysfs, lsblk(8) and the links to devices say. */
public final class IscsiDisks {
  private static final Pattern LINK =
      Pattern.compile("(session\\d+) \\S*/host(\\d+)/session\\d+/.*");

  private static final Pattern STABLE = Pattern.compile("(?:scsi-|dm-uuid-mpath-)\\S+");

  private IscsiDisks() {}

  /**
   * A unit of a target as a disk of the host.
   *
   * @param address {@code channel.id.lun}
   * @param device kernel name of the disk, or of the multipath device on top of it
   * @param size bytes; null when the host does not say
   * @param busy whether a volume lies on it, or a file system of it is mounted
   */
  public record Disk(int host, String address, String device, @Nullable Long size, boolean busy) {}

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
    return Exec.reads("/usr/bin/lsblk", "-J", "-b", "-o", "NAME,KNAME,HCTL,TYPE,SIZE,MOUNTPOINT");
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
      if (place.length == 4
          && place[0].matches("\\d{1,9}")
          && Json.text(row, "type").equals("disk")) {
        disks.add(
            new Disk(
                Integer.parseInt(place[0]),
                place[1] + "." + place[2] + "." + place[3],
                device(row),
                Json.wholeOrNull(row, "size"),
                busy(row)));
      }
    }
    return Reading.known(disks);
  }

  private static boolean busy(JsonNode device) {
    if (!Json.text(device, "mountpoint").isEmpty()
        || Json.text(device, "type").equals("lvm")
        || Json.text(device, "type").equals("crypt")) {
      return true;
    }
    for (JsonNode child : device.path("children")) {
      if (busy(child)) {
        return true;
      }
    }
    return false;
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
}
