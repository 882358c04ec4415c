package stowage.disk;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import stowage.exec.Exec;
import stowage.exec.Probe;
import stowage.exec.Reading;
import stowage.exec.Result;
import stowage.tool.Answers;
import stowage.tool.HostTool;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a disk says about itself, see smartctl(8).
 *
 * @param passed its own verdict; null when it gives none
 * @param celsius its temperature; null when unknown
 * @param wear percent of its life that is used; null when it doesn't tell
 * @param attributes table of an ATA disk
 */
public record Smart(
    @Nullable Boolean passed,
    @Nullable Integer celsius,
    @Nullable Integer wear,
    List<Attribute> attributes) {
  public static final HostTool TOOL = new HostTool("/usr/sbin/smartctl", "smartmontools");

  private static final JsonMapper JSON = JsonMapper.shared();
  // The lowest two bits: the command line was wrong, or the device could not be opened.
  private static final int FATAL = 3;

  /** Attributes that count down from 100 as a flash disk wears. */
  private static final List<String> LIFE =
      List.of(
          "Media_Wearout_Indicator",
          "SSD_Life_Left",
          "Wear_Leveling_Count",
          "Percent_Lifetime_Remain");

  public Smart {
    attributes = List.copyOf(attributes);
  }

  /**
   * @param value now, by the maker's measure
   * @param worst ever
   * @param threshold below which the disk counts as failing
   * @param raw as the disk counts
   */
  public record Attribute(int id, String name, int value, int worst, int threshold, String raw) {}

  public static Probe<Smart> probe(String disk) {
    Exec ask = Exec.reads(TOOL.program(), "--json", "-H", "-A", disk).asRoot();
    return Probe.of(ask, answer -> read(ask, answer));
  }

  private static Reading<Smart> read(Exec asked, Result answer) {
    if (Answers.isMissing(answer)) {
      return Reading.failed("problem.tool-missing", TOOL.program(), TOOL.debianPackage());
    }
    // Any other bit of the status tells of the disk, not of the answer.
    if (answer.ending() != Result.Ending.EXITED || answer.out().length == 0) {
      return Answers.failed(asked, answer);
    }
    try {
      JsonNode root = JSON.readTree(answer.out());
      if ((answer.status() & FATAL) != 0) {
        String said = root.path("smartctl").path("messages").path(0).path("string").asString("");
        return said.isEmpty()
            ? Answers.failed(asked, answer)
            : Reading.failed("problem.program-failed", TOOL.program(), said);
      }
      return Reading.known(smart(root));
    } catch (JacksonException _) {
      return Reading.failed("problem.answer-unreadable", TOOL.program());
    }
  }

  private static Smart smart(JsonNode root) {
    List<Attribute> attributes = new ArrayList<>();
    Integer wear = number(root.path("nvme_smart_health_information_log").path("percentage_used"));
    if (wear == null) {
      wear = number(root.path("scsi_percentage_used_endurance_indicator"));
    }
    for (JsonNode row : root.path("ata_smart_attributes").path("table")) {
      Attribute attribute =
          new Attribute(
              row.path("id").asInt(0),
              row.path("name").asString(""),
              row.path("value").asInt(0),
              row.path("worst").asInt(0),
              row.path("thresh").asInt(0),
              row.path("raw").path("string").asString(""));
      attributes.add(attribute);
      if (wear == null && LIFE.contains(attribute.name())) {
        wear = wear(row.path("value"));
      }
    }
    JsonNode verdict = root.path("smart_status").path("passed");
    return new Smart(
        verdict.isBoolean() ? verdict.asBoolean() : null,
        number(root.path("temperature").path("current")),
        wear,
        attributes);
  }

  /** Some makers count down from more than 100, which tells nothing of the percentage. */
  private static @Nullable Integer wear(JsonNode value) {
    Integer left = number(value);
    return left == null || left < 0 || left > 100 ? null : Integer.valueOf(100 - left);
  }

  private static @Nullable Integer number(JsonNode node) {
    return node.isNumber() ? node.asInt() : null;
  }
}
