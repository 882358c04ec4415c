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
import stowage.exec.Guard;
import stowage.exec.Reading;
import stowage.exec.Result;
import stowage.message.Message;
import stowage.volume.Size;
import tools.jackson.databind.JsonNode;

/** The programs of LVM2, see lvm(8). All need root. */
public final class Lvm {
  public static final HostTool LVS = new HostTool("/sbin/lvs", "lvm2");
  public static final HostTool VGS = new HostTool("/sbin/vgs", "lvm2");

  /** LVM checks a thin pool with it before activating it. */
  public static final HostTool THIN_CHECK =
      new HostTool("/usr/sbin/thin_check", "thin-provisioning-tools");

  /** What {@code lvremove} says about a volume that is not there. */
  public static final String MISSING = "Failed to find logical volume";

  private static final String NO_PHYSICAL_VOLUME = "Failed to find physical volume";

  /** Exit status of LVM's programs for anything that went wrong, a missing object included. */
  private static final int FAILED = 5;

  private static final String CREATE = "/sbin/lvcreate";
  private static final String CHANGE = "/sbin/lvchange";

  // With a separator as the reports' form, a tag such as "a:b" moves every column behind it, and
  // tags may hold any printable separator that names don't; JSON keeps the fields apart.
  private static final List<String> REPORT =
      List.of("--reportformat", "json", "--units", "b", "--nosuffix");

  private Lvm() {}

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
    return Exec.reads(LVS.program())
        .and(REPORT)
        .and("--config", "report/time_format=\"%s\"", "--options")
        .and(
            "vg_name,lv_name,lv_size,lv_attr,pool_lv,data_percent,metadata_percent,"
                + "lv_metadata_size,lv_tags,origin,lv_time",
            group)
        .asRoot();
  }

  public static Exec groups() {
    return Exec.reads(VGS.program())
        .and(REPORT)
        .and("--options", "vg_name,vg_size,vg_free,lv_count")
        .asRoot();
  }

  /** Whether the answer says that there is no such volume group. */
  public static boolean lacksGroup(Result answer, String group) {
    return answer.status() == FAILED
        && answer.errorText().contains("Volume group \"" + group + "\" not found");
  }

  public static Reading<List<LogicalVolume>> volumes(Exec asked, Result answer) {
    return Answers.each(asked, rows(asked, answer, "lv"), Lvm::volume);
  }

  public static Reading<List<VolumeGroup>> groups(Exec asked, Result answer) {
    return Answers.each(asked, rows(asked, answer, "vg"), Lvm::group);
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
    if (answer.status() == FAILED && answer.errorText().contains(NO_PHYSICAL_VOLUME)) {
      return Reading.known(Optional.empty());
    }
    Reading<List<PhysicalVolume>> read =
        Answers.each(asked, rows(asked, answer, "pv"), Lvm::physicalVolume);
    return read instanceof Reading.Known<List<PhysicalVolume>>(var none) && none.isEmpty()
        ? Answers.unreadable(asked)
        : read.map(found -> found.stream().findFirst());
  }

  /** Without a word about the group it would look like a device that is in none. */
  private static Optional<PhysicalVolume> physicalVolume(JsonNode row) {
    return row.path("pv_name").isString() && row.path("vg_name").isString()
        ? Optional.of(new PhysicalVolume(Json.text(row, "pv_name"), Json.text(row, "vg_name")))
        : Optional.empty();
  }

  /** LVM does not use the device. */
  public static Guard unclaimed(Message otherwise, String device) {
    return Guard.status(otherwise, physicalVolume(device), FAILED);
  }

  public static Guard absent(Message otherwise, String group, String name) {
    return Guard.status(otherwise, one(group, name), FAILED);
  }

  public static Guard present(Message otherwise, String group, String name) {
    return Guard.status(otherwise, one(group, name), 0);
  }

  /** The volume is there and nothing has it open: no guest runs on it, it is not mounted. */
  public static Guard unused(Message otherwise, String group, String name) {
    // An inactive volume answers "unknown" here, which is not 1 either.
    return new Guard(
        otherwise,
        one(group, name).and("--select", "lv_device_open!=1", "--config", "log/prefix=\"\""),
        0,
        name + "\n");
  }

  private static Exec one(String group, String name) {
    return Exec.reads(LVS.program(), "--noheadings", "--options", "lv_name", group + "/" + name)
        .asRoot();
  }

  /** Looks for devices and volume groups once more, as after logging in to a target. */
  public static Exec scan() {
    return change("/sbin/vgscan", "--ignorelockingfailure", "--mknodes");
  }

  /** Fails when there is no such volume group. */
  public static Exec lookFor(String group) {
    return change(VGS.program(), "--noheadings", "--options", "vg_name", group);
  }

  /** Puts a label on the device, with room behind it so that data begins at a whole MiB. */
  public static Exec createPhysicalVolume(String device) {
    return change("/sbin/pvcreate", "--metadatasize", "250k", device);
  }

  public static Exec createGroup(String group, String device) {
    return change("/sbin/vgcreate", group, device);
  }

  /** Refused by LVM while it holds a volume. */
  public static Exec removeGroup(String group) {
    return change("/sbin/vgremove", group);
  }

  /** A plain volume on this host only; a signature that its blocks still hold is wiped. */
  public static Exec create(String group, String name, Size size, String tag) {
    return change(
        CREATE,
        "-aly",
        "-Wy",
        "--yes",
        "--size",
        size.inKib() + "k",
        "--name",
        name,
        "--addtag",
        tag,
        group);
  }

  /** On this host only: another may have the same volume active. */
  public static Exec activateHere(String group, String name) {
    return activateHere(group, List.of(name));
  }

  public static Exec activateHere(String group, List<String> names) {
    return change("/sbin/lvchange", "-aly").and(names.stream().map(n -> group + "/" + n).toList());
  }

  /** Refused by LVM for a volume that is open; the others go even so. */
  public static Exec deactivateHere(String group, List<String> names) {
    return change("/sbin/lvchange", "-aln").and(names.stream().map(n -> group + "/" + n).toList());
  }

  /** Another host may have grown the volume since it was activated here. */
  public static Exec refresh(String group, String name) {
    return change("/sbin/lvchange", "--refresh", group + "/" + name);
  }

  public static Exec retag(String group, String name, String from, String to) {
    return change("/sbin/lvchange", "--addtag", to, "--deltag", from, group + "/" + name);
  }

  public static Exec createThin(String group, String pool, String name, Size size) {
    return change(
        CREATE, "-aly", "-V", size.inKib() + "k", "--name", name, "--thinpool", group + "/" + pool);
  }

  /** A snapshot that can't be written and is not activated with its volume group. */
  public static Exec snapshot(String group, String volume, String snapshot) {
    return change(CREATE, "-n", snapshot, "-pr", "-s", group + "/" + volume);
  }

  /** A volume of its own that starts as a copy of the snapshot. */
  public static Exec copyOf(String group, String snapshot, String volume) {
    return change(CREATE, "-kn", "-n", volume, "-s", group + "/" + snapshot);
  }

  /** As {@link #copyOf}, of a template or snapshot that can't be written itself. */
  public static Exec cloneOf(String group, String source, String volume) {
    return change(CREATE, "-n", volume, "-prw", "-kn", "-s", group + "/" + source);
  }

  /** Can't be written any more, and is not activated with its volume group. */
  public static Exec fix(String group, String name) {
    return change(CHANGE, "-pr", "-ky", group + "/" + name);
  }

  /** Takes {@link #fix} back. */
  public static Exec loosen(String group, String name) {
    return change(CHANGE, "-prw", "-kn", group + "/" + name);
  }

  public static Exec deactivate(String group, String name) {
    return change(CHANGE, "-an", group + "/" + name);
  }

  public static Exec rename(String group, String from, String to) {
    return change("/sbin/lvrename", group, from, to);
  }

  /** Refused by LVM while the volume is open. */
  public static Exec remove(String group, String name) {
    return change("/sbin/lvremove", "-f", group + "/" + name);
  }

  /** Refused by LVM unless it makes the volume larger. */
  public static Exec extend(String group, String name, Size size) {
    return change("/sbin/lvextend", "-L", size.inKib() + "k", group + "/" + name);
  }

  /** Also a volume that is marked to be skipped by activation, as snapshots and templates are. */
  public static Exec activate(String group, String name) {
    return change(CHANGE, "-ay", "-K", group + "/" + name);
  }

  private static Exec change(String... argv) {
    return Exec.changes(argv).asRoot();
  }
}
