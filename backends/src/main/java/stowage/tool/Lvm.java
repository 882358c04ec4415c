package stowage.tool;

import java.util.List;
import stowage.exec.Exec;
import stowage.exec.Guard;
import stowage.message.Message;
import stowage.volume.Size;

/** What is done with LVM2, see lvm(8); {@link LvmReport} tells what is there. All need root. */
public final class Lvm {
  public static final HostTool LVS = new HostTool("/sbin/lvs", "lvm2");
  public static final HostTool VGS = new HostTool("/sbin/vgs", "lvm2");

  /** LVM checks a thin pool with it before activating it. */
  public static final HostTool THIN_CHECK =
      new HostTool("/usr/sbin/thin_check", "thin-provisioning-tools");

  /** What {@code lvremove} says about a volume that is not there. */
  public static final String MISSING = "Failed to find logical volume";

  /** Exit status of LVM's programs for anything that went wrong, a missing object included. */
  static final int FAILED = 5;

  private static final String CREATE = "/sbin/lvcreate";
  private static final String CHANGE = "/sbin/lvchange";

  private Lvm() {}

  /** LVM does not use the device. */
  public static Guard unclaimed(Message otherwise, String device) {
    return Guard.status(otherwise, LvmReport.physicalVolume(device), FAILED);
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
