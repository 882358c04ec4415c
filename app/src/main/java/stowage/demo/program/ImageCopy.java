package stowage.demo.program;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import stowage.demo.world.Dataset;
import stowage.demo.world.Fault;
import stowage.demo.world.LogicalVolume;
import stowage.demo.world.Qcow2;
import stowage.demo.world.VirtualFiles;
import stowage.demo.world.VolumeGroup;
import stowage.demo.world.World;

/** {@code qemu-img convert} into an image that is there: what the source holds takes room there. */
final class ImageCopy {
  private static final int READ_LIMIT = 4 << 20;

  private final World world;

  ImageCopy(World world) {
    this.world = world;
  }

  /**
   * One side of a copy.
   *
   * @param size what a guest sees
   * @param used bytes that hold something
   */
  private record Image(long size, long used) {}

  void run(Call call, List<String> args) throws Fault, IOException {
    Options options =
        Options.of(call, args, Set.of("-p", "-n", "-U"), Set.of("-f", "-O", "-l", "-r"));
    if (options.rest().size() != 2 || !options.has("-n")) {
      throw call.usage("copies are made into an image that is there, with -n");
    }
    String from = call.path(options.rest().getFirst());
    String to = call.path(options.rest().getLast());
    Image source = image(call, from);
    Image target = image(call, to);
    Optional<String> snapshot =
        options.value("-l").map(l -> l.replaceFirst("^snapshot\\.name=", ""));
    if (snapshot.isPresent() && !holds(from, snapshot.get())) {
      throw call.fault(1, "Failed to load snapshot: Can't find snapshot");
    }
    if (source.size() > target.size()) {
      throw call.fault(
          1,
          "Failed to truncate '%s': the target is smaller (%d) than the source (%d)"
              .formatted(to, target.size(), source.size()));
    }
    fill(call, to, source.used());
    call.print("    (0.00/100%)\r    (100.00/100%)\n");
  }

  private boolean holds(String path, String snapshot) throws Fault {
    return Qcow2.read(world.files().bytes(path, READ_LIMIT))
        .filter(i -> i.snapshots().stream().anyMatch(t -> t.name().equals(snapshot)))
        .isPresent();
  }

  private Image image(Call call, String path) throws Fault {
    Optional<LogicalVolume> logical = logical(path);
    if (logical.isPresent() && logical.get().flags().active()) {
      return new Image(logical.get().size(), logical.get().used());
    }
    Dataset dataset = world.state().datasets().get(dataset(path));
    if (dataset != null && dataset.kind() == Dataset.Kind.VOLUME) {
      return new Image(dataset.size(), dataset.used());
    }
    Optional<VirtualFiles.Entry> entry = world.files().find(path);
    if (entry.isEmpty() || entry.get().directory()) {
      throw call.fault(1, "Could not open '" + path + "': No such file or directory");
    }
    return new Image(QemuImg.sizeOf(world.files(), path, entry.get()), entry.get().used());
  }

  private void fill(Call call, String path, long used) throws Fault {
    Optional<LogicalVolume> logical = logical(path);
    if (logical.isPresent()) {
      if (logical.get().flags().readOnly()) {
        throw call.fault(1, "Could not open '" + path + "': Permission denied");
      }
      String[] parts = path.split("/");
      group(parts[2]).volumes().put(parts[3], logical.get().holding(used));
      return;
    }
    Dataset dataset = world.state().datasets().get(dataset(path));
    if (dataset != null) {
      world.state().datasets().put(dataset(path), dataset.using(used));
      return;
    }
    VirtualFiles.Entry entry = world.files().entry(path);
    long room = world.room().available(world.files().mountOf(path).backing());
    if (used > room) {
      throw call.fault(1, "error while writing at byte 0: No space left on device");
    }
    boolean raw = entry.size() > 0 && Qcow2.read(world.files().bytes(path, READ_LIMIT)).isEmpty();
    try {
      world.files().pretend(path, raw ? entry.size() : Math.max(entry.size(), used), used);
    } catch (Fault e) {
      throw call.fault(1, "Could not open '" + path + "': " + e.text());
    }
  }

  private Optional<LogicalVolume> logical(String path) {
    String[] parts = path.split("/");
    return parts.length == 4 && parts[1].equals("dev")
        ? Optional.ofNullable(group(parts[2]).volumes().get(parts[3]))
        : Optional.empty();
  }

  private VolumeGroup group(String name) {
    VolumeGroup group = world.state().groups().get(name);
    return group == null ? new VolumeGroup(0, "", "", new java.util.TreeMap<>()) : group;
  }

  private static String dataset(String path) {
    return path.startsWith("/dev/zvol/") ? path.substring("/dev/zvol/".length()) : "";
  }
}
