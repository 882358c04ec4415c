package stowage.tool;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import stowage.exec.Exec;
import stowage.exec.Reading;
import stowage.exec.Result;
import tools.jackson.databind.JsonNode;

/** What is on a block device, see wipefs(8) and lsblk(8). */
public final class BlockDevices {
  /** lsblk(8): none of the devices is there. */
  private static final int NOT_THERE = 32;

  private BlockDevices() {}

  /** Asks the device itself for file systems, partition tables and the like; changes nothing. */
  public static Exec signatures(String device) {
    return Exec.reads("/sbin/wipefs", "--no-act", "--json", device).asRoot();
  }

  /** Kinds of what was found, for example {@code ext4}. */
  public static Reading<List<String>> signatures(Exec asked, Result answer) {
    Optional<JsonNode> found =
        answer.ok()
            ? Json.parse(answer.out()).map(j -> j.path("signatures")).filter(JsonNode::isArray)
            : Optional.empty();
    if (found.isEmpty()) {
      return answer.ok()
          ? Reading.failed("problem.answer-unreadable", asked.argv().getFirst())
          : Answers.failed(asked, answer);
    }
    List<String> kinds = new ArrayList<>();
    found.get().forEach(row -> kinds.add(Json.text(row, "type")));
    return Reading.known(kinds);
  }

  public static Exec uses(String device) {
    return Exec.reads("/usr/bin/lsblk", "-J", "-b", "-o", "NAME,TYPE,MOUNTPOINT", device);
  }

  /** Names of what lies on the device and where that is mounted; empty when there is no device. */
  public static Reading<Optional<List<String>>> uses(Exec asked, Result answer) {
    if (answer.ending() == Result.Ending.EXITED && answer.status() == NOT_THERE) {
      return Reading.known(Optional.empty());
    }
    Optional<JsonNode> devices =
        answer.ok()
            ? Json.parse(answer.out()).map(j -> j.path("blockdevices")).filter(JsonNode::isArray)
            : Optional.empty();
    if (devices.isEmpty()) {
      return answer.ok()
          ? Reading.failed("problem.answer-unreadable", asked.argv().getFirst())
          : Answers.failed(asked, answer);
    }
    if (devices.get().isEmpty()) {
      return Answers.unreadable(asked);
    }
    List<String> users = new ArrayList<>();
    for (JsonNode device : devices.get()) {
      users.add(Json.text(device, "mountpoint"));
      device.path("children").forEach(child -> users.add(Json.text(child, "name")));
    }
    return Reading.known(Optional.of(users.stream().filter(u -> !u.isEmpty()).toList()));
  }
}
