package stowage.demo.program;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import stowage.demo.world.Fault;
import stowage.demo.world.HostPath;
import stowage.demo.world.Qcow2;
import stowage.demo.world.VirtualFiles;
import stowage.demo.world.World;

/** {@code qemu-img}: makes and changes images that hold everything but guest data. */
final class QemuImg implements Program {
  private static final int READ_LIMIT = 4 << 20;
  private static final long LARGEST_QCOW2 = 2L << 50;
  private static final long LARGEST_FILE = 16L << 40;

  private final World world;
  private final ImageLayers layers;

  QemuImg(World world) {
    this.world = world;
    layers = new ImageLayers(world);
  }

  @Override
  public int run(Call call) throws Fault, IOException {
    if (call.args().isEmpty()) {
      throw call.usage("a command is expected");
    }
    List<String> args = call.args().subList(1, call.args().size());
    switch (call.args().getFirst()) {
      case "--version" -> call.print("qemu-img version 9.2.0 (Debian 1:9.2.0+ds-5)\n");
      case "create" -> create(call, args);
      case "info" -> new ImageInfo(world).run(call, args);
      case "commit" -> layers.commit(call, args);
      case "rebase" -> layers.rebase(call, args);
      case "resize" -> resize(call, args);
      case "snapshot" -> snapshot(call, args);
      case "measure" -> measure(call, args);
      case "convert" -> new ImageCopy(world).run(call, args);
      default -> throw call.usage("Command not found: " + call.args().getFirst());
    }
    return 0;
  }

  private void create(Call call, List<String> args) throws Fault, IOException {
    Options options = Options.of(call, args, Set.of("-q"), Set.of("-f", "-o", "-b", "-F"));
    String format = options.value("-f").orElse("raw");
    String path = call.path(options.rest().getFirst());
    String preallocation =
        options.every("-o").stream()
            .flatMap(o -> List.of(o.split(",")).stream())
            .filter(o -> o.startsWith("preallocation="))
            .map(o -> o.substring("preallocation=".length()))
            .findFirst()
            .orElse("off");
    Optional<String> backing = options.value("-b");
    long size =
        options.rest().size() > 1
            ? size(call, options.rest().get(1))
            : sizeOf(call, HostPath.parent(path) + "/" + options.required(call, "-b"));
    try {
      boolean allocated = preallocation.equals("full") || preallocation.equals("falloc");
      long room = world.room().available(world.files().mountOf(path).backing());
      if (allocated && size > room) {
        throw new Fault("No space left on device");
      }
      requirePossible(path, format, size);
      long used = allocated ? size : 0;
      switch (format) {
        case "raw" -> put(path, new byte[0], size, used);
        case "qcow2" -> {
          byte[] image =
              new Qcow2(size, backing.orElse(null), options.value("-F").orElse(null), List.of())
                  .bytes();
          put(path, image, image.length + used, image.length + used);
        }
        case "vmdk" -> put(path, vmdk(size), 65536, 65536);
        default -> throw call.fault(1, path + ": Unknown file format '" + format + "'");
      }
    } catch (Fault e) {
      throw call.fault(1, path + ": Could not create file: " + e.text());
    }
    call.print("Formatting '%s', fmt=%s size=%d\n".formatted(path, format, size));
  }

  /** Limits of the image format and of ext4. */
  private void requirePossible(String path, String format, long size) throws Fault {
    if (format.equals("qcow2") && size > LARGEST_QCOW2) {
      throw new Fault("Image size too large for a cluster size of 64 KiB");
    }
    if (format.equals("raw")
        && size > LARGEST_FILE
        && world.files().mountOf(path).type().equals("ext4")) {
      throw new Fault("File too large");
    }
  }

  private void put(String path, byte[] content, long size, long used) throws Fault {
    world.files().put(path, content);
    world.files().pretend(path, size, used);
  }

  private void resize(Call call, List<String> args) throws Fault, IOException {
    Options options =
        Options.of(call, args, Set.of("-q", "--shrink"), Set.of("-f", "--preallocation"));
    String path = call.path(options.rest().getFirst());
    VirtualFiles.Entry entry = ImageLayers.entry(world, call, path);
    long old = sizeOf(call, path);
    long size = size(call, options.rest().getLast());
    if (size < old) {
      throw call.fault(1, "Use the --shrink option to perform a shrink operation.");
    }
    Optional<Qcow2> image = Qcow2.read(world.files().bytes(path, READ_LIMIT));
    try {
      requirePossible(path, image.isPresent() ? "qcow2" : "raw", size);
    } catch (Fault e) {
      throw call.fault(1, e.text());
    }
    if (image.isPresent()) {
      layers.rewrite(call, path, image.get().sized(size));
    } else {
      try {
        world.files().pretend(path, size, entry.used());
      } catch (Fault e) {
        throw call.fault(1, "Could not open '" + path + "': " + e.text());
      }
    }
    call.print("Image resized.\n");
  }

  private void snapshot(Call call, List<String> args) throws Fault, IOException {
    Options options =
        Options.of(call, args, Set.of("-q", "-U", "-l"), Set.of("-f", "-c", "-a", "-d"));
    String path = call.path(options.only(call, "file"));
    ImageLayers.entry(world, call, path);
    Qcow2 image =
        Qcow2.read(world.files().bytes(path, READ_LIMIT))
            .orElseThrow(() -> call.fault(1, "Could not open '" + path + "': no qcow2 image"));
    if (options.has("-l")) {
      call.print(listed(image));
      return;
    }
    List<Qcow2.Taken> snapshots = new ArrayList<>(image.snapshots());
    Optional<String> name = options.value("-c");
    if (name.isPresent()) {
      if (find(image, name.get()).isPresent()) {
        throw call.fault(1, "Could not create snapshot '" + name.get() + "': -17 (File exists)");
      }
      long last = snapshots.stream().mapToLong(t -> Long.parseLong(t.id())).max().orElse(0);
      snapshots.add(new Qcow2.Taken("" + (last + 1), name.get(), world.now(), image.size()));
      layers.rewrite(call, path, image.with(snapshots));
      return;
    }
    boolean applies = options.has("-a");
    String wanted = options.required(call, "-a", "-d");
    Qcow2.Taken found =
        find(image, wanted)
            .orElseThrow(() ->
                call.fault(
                    1,
                    "Could not %s snapshot '%s': snapshot not found"
                        .formatted(applies ? "apply" : "delete", wanted)));
    if (applies) {
      layers.rewrite(call, path, image.sized(found.size()));
    } else {
      snapshots.remove(found);
      layers.rewrite(call, path, image.with(snapshots));
    }
  }

  /** With {@code -l} it fails when there is no such snapshot. */
  private void measure(Call call, List<String> args) throws Fault, IOException {
    Options options = Options.of(call, args, Set.of("-U"), Set.of("-f", "-O", "-l", "--output"));
    String path = call.path(options.only(call, "file"));
    long size = sizeOf(call, path);
    Optional<String> wanted = options.value("-l").map(l -> l.replaceFirst("^snapshot\\.name=", ""));
    if (wanted.isPresent()
        && Qcow2.read(world.files().bytes(path, READ_LIMIT))
            .flatMap(image -> find(image, wanted.get()))
            .isEmpty()) {
      throw call.fault(1, "Could not load snapshot: Can't find snapshot");
    }
    call.print("required size: %d\nfully allocated size: %d\n".formatted(size, size));
  }

  private static String listed(Qcow2 image) {
    if (image.snapshots().isEmpty()) {
      return "";
    }
    StringBuilder text = new StringBuilder("Snapshot list:\nID        TAG\n");
    for (Qcow2.Taken taken : image.snapshots()) {
      text.append("%-9s %s\n".formatted(taken.id(), taken.name()));
    }
    return text.toString();
  }

  private static Optional<Qcow2.Taken> find(Qcow2 image, String wanted) {
    return image.snapshots().stream()
        .filter(t -> t.name().equals(wanted) || t.id().equals(wanted))
        .findFirst();
  }

  private long sizeOf(Call call, String path) throws Fault {
    VirtualFiles.Entry entry = ImageLayers.entry(world, call, path);
    return sizeOf(world.files(), path, entry);
  }

  /** The size that a guest sees. */
  static long sizeOf(VirtualFiles files, String path, VirtualFiles.Entry entry) throws Fault {
    byte[] start = files.bytes(path, READ_LIMIT);
    Optional<Qcow2> image = Qcow2.read(start);
    if (image.isPresent()) {
      return image.get().size();
    }
    if (start.length >= 512 && new String(start, 0, 4, StandardCharsets.US_ASCII).equals("KDMV")) {
      return ByteBuffer.wrap(start).order(ByteOrder.LITTLE_ENDIAN).getLong(12) * 512;
    }
    return entry.size();
  }

  private static long size(Call call, String text) throws Fault {
    return Units.bytes(text, "")
        .orElseThrow(() -> call.fault(1, "Invalid image size specified! " + text));
  }

  /** Header of a sparse extent: magic, version, flags, capacity in sectors. */
  private static byte[] vmdk(long size) {
    ByteBuffer out = ByteBuffer.allocate(512).order(ByteOrder.LITTLE_ENDIAN);
    out.put("KDMV".getBytes(StandardCharsets.US_ASCII)).putInt(1).putInt(3).putLong(size / 512);
    return out.array();
  }
}
