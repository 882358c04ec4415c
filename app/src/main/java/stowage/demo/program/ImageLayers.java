package stowage.demo.program;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import stowage.demo.world.Fault;
import stowage.demo.world.HostPath;
import stowage.demo.world.Qcow2;
import stowage.demo.world.VirtualFiles;
import stowage.demo.world.World;

/** Images that lie on others: {@code qemu-img commit} and {@code rebase}. */
final class ImageLayers {
  private static final int READ_LIMIT = 4 << 20;

  private final World world;

  ImageLayers(World world) {
    this.world = world;
  }

  /** The image below takes in what this one holds. */
  void commit(Call call, List<String> args) throws Fault, IOException {
    Options options = Options.of(call, args, Set.of("-d", "-q", "-p"), Set.of("-f"));
    String path = call.path(options.only(call, "file"));
    Qcow2 image = image(call, path);
    if (image.backing() == null) {
      throw call.fault(1, "Image does not have a backing file");
    }
    String below = call.path(HostPath.parent(path) + "/" + image.backing());
    rewrite(call, below, image(call, below).sized(image.size()));
    call.print("Image committed.\n");
  }

  /** With or without {@code -u}: there are no data that would have to be moved. */
  void rebase(Call call, List<String> args) throws Fault {
    Options options = Options.of(call, args, Set.of("-u", "-q", "-p"), Set.of("-f", "-F", "-b"));
    String path = call.path(options.only(call, "file"));
    String below = options.required(call, "-b");
    entry(world, call, call.path(HostPath.parent(path) + "/" + below));
    rewrite(call, path, image(call, path).on(below, options.value("-F").orElse("raw")));
  }

  private Qcow2 image(Call call, String path) throws Fault {
    entry(world, call, path);
    return Qcow2.read(world.files().bytes(path, READ_LIMIT))
        .orElseThrow(() -> call.fault(1, "Could not open '" + path + "': no qcow2 image"));
  }

  void rewrite(Call call, String path, Qcow2 image) throws Fault {
    VirtualFiles.Entry entry = entry(world, call, path);
    if (!Qcow2.isMadeHere(world.files().bytes(path, 4096))) {
      throw call.fault(1, path + ": the demo host changes only images that it made itself");
    }
    byte[] content = image.bytes();
    try {
      world.files().put(path, content);
      world
          .files()
          .pretend(
              path, Math.max(entry.size(), content.length), Math.max(entry.used(), content.length));
    } catch (Fault e) {
      throw call.fault(1, "Could not open '" + path + "': " + e.text());
    }
  }

  static VirtualFiles.Entry entry(World world, Call call, String path) throws Fault {
    try {
      return world.files().entry(path);
    } catch (Fault e) {
      throw call.fault(
          1, "Could not open '%s': Could not open '%s': %s".formatted(path, path, e.text()));
    }
  }
}
