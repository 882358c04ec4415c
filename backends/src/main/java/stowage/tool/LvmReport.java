package stowage.tool;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import stowage.exec.Exec;
import stowage.exec.Reading;
import stowage.exec.Result;
import tools.jackson.databind.JsonNode;

/** What LVM2 has and how it is: lvs(8), vgs(8) and pvs(8), asked and read. All need root. */
public final class LvmReport {
  private static final String NO_PHYSICAL_VOLUME = "Failed to find physical volume";

  // With a separator as the reports' form, a tag such as "a:b" moves every column behind it, and
  // tags may hold any printable separator that names don't; JSON keeps the fields apart.
  private static final List<String> REPORT =
      List.of("--reportformat", "json", "--units", "b", "--nosuffix");

  private LvmReport() {}

  /**
   * A logical volume as {@code lvs} reports it.
   *
   * @param size bytes; null when LVM does not say
   * @param attributes lv_attr, lvs(8): first the type, fifth the state, ninth the health
   * @param pool its thin pool, empty for none
   * @param dataPercent how much of it is in use; null when the volume is not active
   * @param metadata null for all but thin pools
   * @param origin the volume it was a snapshot of, empty for none or when that is gone
   * @param created null when it is not known
   */
  public record LogicalVolume(
      String group,
      String name,
      @Nullable Long size,
      String attributes,
      String pool,
      @Nullable Double dataPercent,
      @Nullable Metadata metadata,
      List<String> tags,
      String origin,
      @Nullable Instant created) {
    public LogicalVolume {
      tags = List.copyOf(tags);
    }

    private char attribute(int position) {
      return attributes.length() >= position ? attributes.charAt(position - 1) : '-';
    }

    /** {@code t} thin pool, {@code V} thin volume, {@code -} plain, {@code r} raid… */
    public char type() {
      return attribute(1);
    }

    public boolean isActive() {
      return attribute(5) == 'a';
    }

    /** {@code D} out of data space, {@code M} metadata read only, {@code F} failed… */
    public char health() {
      return attribute(9);
    }

    /** Bytes in use, rounded down as Proxmox VE does; empty when LVM does not say. */
    public Optional<Long> used() {
      return dataPercent == null || size == null
          ? Optional.empty()
          : Optional.of((long) (dataPercent * size / 100));
    }
  }

  /** Metadata of a thin pool: bytes, and how much of them is in use. */
  public record Metadata(long size, double percent) {}

  public record VolumeGroup(String name, long size, long free, long volumes) {}

  /**
   * A device that LVM uses.
   *
   * @param group empty when it belongs to none yet
   */
  public record PhysicalVolume(String device, String group) {}

  /** All logical volumes of a volume group. */
  public static Exec volumes(String group) {
    return volumes().and(group);
  }

  /** Those of all groups. */
  public static Exec volumes() {
    return Exec.reads(Lvm.LVS.program())
        .and(REPORT)
        .and("--config", "report/time_format=\"%s\"", "--options")
        .and(
            "vg_name,lv_name,lv_size,lv_attr,pool_lv,data_percent,metadata_percent,"
                + "lv_metadata_size,lv_tags,origin,lv_time")
        .asRoot();
  }

  public static Exec groups() {
    return Exec.reads(Lvm.VGS.program())
        .and(REPORT)
        .and("--options", "vg_name,vg_size,vg_free,lv_count")
        .asRoot();
  }

  /** Whether the answer says that there is no such volume group. */
  public static boolean lacksGroup(Result answer, String group) {
    return answer.status() == Lvm.FAILED
        && answer.errorText().contains("Volume group \"" + group + "\" not found");
  }

  public static Reading<List<LogicalVolume>> volumes(Exec asked, Result answer) {
    return Answers.each(asked, rows(asked, answer, "lv"), LvmReport::volume);
  }

  public static Reading<List<VolumeGroup>> groups(Exec asked, Result answer) {
    return Answers.each(asked, rows(asked, answer, "vg"), LvmReport::group);
  }

  private static Reading<List<JsonNode>> rows(Exec asked, Result answer, String kind) {
    Optional<JsonNode> report =
        answer.ending() == Result.Ending.EXITED
            ? Json.parse(answer.out()).map(j -> j.path("report")).filter(JsonNode::isArray)
            : Optional.empty();
    List<JsonNode> rows = new ArrayList<>();
    report.ifPresent(r -> r.forEach(part -> part.path(kind).forEach(rows::add)));
    // It also fails because of one broken device, and reports the others even so.
    if (!answer.ok() && rows.isEmpty()) {
      return Answers.failed(asked, answer);
    }
    return report.isPresent()
        ? Reading.known(rows)
        : Reading.failed("problem.answer-unreadable", asked.argv().getFirst());
  }

  /** Without what says which volume it is, and of whom, it is not known what is there. */
  private static Optional<LogicalVolume> volume(JsonNode row) {
    String name = Json.text(row, "lv_name");
    boolean told = Stream.of("pool_lv", "lv_tags", "origin").allMatch(f -> row.path(f).isString());
    if (name.isEmpty() || Json.text(row, "lv_attr").isEmpty() || !told) {
      return Optional.empty();
    }
    OptionalDouble data = Json.decimal(row, "data_percent");
    OptionalDouble meta = Json.decimal(row, "metadata_percent");
    OptionalLong metaSize = Json.whole(row, "lv_metadata_size");
    OptionalLong created = Json.whole(row, "lv_time");
    String tags = Json.text(row, "lv_tags");
    return Optional.of(
        new LogicalVolume(
            Json.text(row, "vg_name"),
            name,
            Json.wholeOrNull(row, "lv_size"),
            Json.text(row, "lv_attr"),
            Json.text(row, "pool_lv"),
            data.isPresent() ? Double.valueOf(data.getAsDouble()) : null,
            meta.isPresent() && metaSize.isPresent()
                ? new Metadata(metaSize.getAsLong(), meta.getAsDouble())
                : null,
            tags.isEmpty() ? List.of() : List.of(tags.split(",")),
            Json.text(row, "origin"),
            created.isPresent() ? HostTime.of(created.getAsLong()) : null));
  }

  private static Optional<VolumeGroup> group(JsonNode row) {
    OptionalLong size = Json.whole(row, "vg_size");
    OptionalLong free = Json.whole(row, "vg_free");
    String name = Json.text(row, "vg_name");
    return size.isEmpty() || free.isEmpty() || name.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new VolumeGroup(
                name, size.getAsLong(), free.getAsLong(), Json.whole(row, "lv_count").orElse(0)));
  }

  /** Asks about one device, by any of its names. */
  public static Exec physicalVolume(String device) {
    return Exec.reads("/sbin/pvs")
        .and("--reportformat", "json", "--options", "pv_name,vg_name", device)
        .asRoot();
  }

  /** Empty when LVM does not use the device. */
  public static Reading<Optional<PhysicalVolume>> physicalVolume(Exec asked, Result answer) {
    if (answer.status() == Lvm.FAILED && answer.errorText().contains(NO_PHYSICAL_VOLUME)) {
      return Reading.known(Optional.empty());
    }
    Reading<List<PhysicalVolume>> read =
        Answers.each(asked, rows(asked, answer, "pv"), LvmReport::physicalVolume);
    return read instanceof Reading.Known<List<PhysicalVolume>>(var none) && none.isEmpty()
        ? Answers.unreadable(asked)
        : read.map(found -> found.stream().findFirst());
  }

  /** Devices of a volume group, with what tells it from another of its name. */
  public static Exec members(String group) {
    return Exec.reads("/sbin/pvs")
        .and("--reportformat", "json", "--options", "pv_name,vg_name,vg_uuid,lv_count")
        .and("--select", "vg_name=\"" + group + "\"")
        .asRoot();
  }

  /** Empty when there is no such group. */
  public static Reading<List<PhysicalVolume>> members(Exec asked, Result answer) {
    return Answers.each(asked, rows(asked, answer, "pv"), LvmReport::physicalVolume);
  }

  /** All volumes of a group by what they never change; answered alike as long as none comes. */
  public static Exec inventory(String group) {
    return Exec.reads(Lvm.LVS.program())
        .and("--reportformat", "json", "--options", "lv_name,lv_uuid,pool_lv", group)
        .asRoot();
  }

  /** Without a word about the group it would look like a device that is in none. */
  private static Optional<PhysicalVolume> physicalVolume(JsonNode row) {
    return row.path("pv_name").isString() && row.path("vg_name").isString()
        ? Optional.of(new PhysicalVolume(Json.text(row, "pv_name"), Json.text(row, "vg_name")))
        : Optional.empty();
  }
}
