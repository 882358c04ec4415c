package stowage.demo.program;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import stowage.demo.world.Fault;
import stowage.demo.world.HostPath;
import stowage.demo.world.Qcow2;
import stowage.demo.world.VirtualFiles;
import stowage.demo.world.World;
import tools.jackson.databind.json.JsonMapper;

/** {@code qemu-img info}: what an image tells about itself, or all images that it lies on. */
final class ImageInfo {
  private static final int READ_LIMIT = 4 << 20;

  /** Each image lies on another one. */
  private static final int DEEPEST = 200;

  private final World world;

  ImageInfo(World world) {
    this.world = world;
  }

  void run(Call call, List<String> args) throws Fault, IOException {
    Options options =
        Options.of(
            call, args, Set.of("-U", "--force-share", "--backing-chain"), Set.of("-f", "--output"));
    String path = call.path(options.only(call, "file"));
    List<Map<String, Object>> told = new ArrayList<>();
    told.add(told(call, path, options.value("-f").orElse(null)));
    while (options.has("--backing-chain")
        && told.getLast().get("backing-filename") instanceof String below
        && told.size() < DEEPEST) {
      path = below.startsWith("/") ? below : HostPath.parent(path) + "/" + below;
      told.add(told(call, call.path(path), null));
    }
    if (options.value("--output").orElse("human").equals("json")) {
      Object shown = options.has("--backing-chain") ? told : told.getFirst();
      call.print(JsonMapper.shared().writeValueAsString(shown) + "\n");
      return;
    }
    for (Map<String, Object> image : told) {
      for (var line : image.entrySet()) {
        call.print(line.getKey() + ": " + line.getValue() + "\n");
      }
    }
  }

  private Map<String, Object> told(Call call, String path, @Nullable String wanted) throws Fault {
    VirtualFiles.Entry entry = ImageLayers.entry(world, call, path);
    Optional<Qcow2> image = Qcow2.read(world.files().bytes(path, READ_LIMIT));
    String format = wanted != null ? wanted : image.isPresent() ? "qcow2" : "raw";
    if (format.equals("qcow2") && image.isEmpty()) {
      throw call.fault(1, "Could not open '" + path + "': Image is not in qcow2 format");
    }
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("virtual-size", QemuImg.sizeOf(world.files(), path, entry));
    told.put("filename", path);
    told.put("format", format);
    told.put("actual-size", entry.used());
    if (image.isPresent() && format.equals("qcow2")) {
      if (image.get().backing() != null) {
        told.put("backing-filename", image.get().backing());
      }
      List<Map<String, Object>> snapshots = new ArrayList<>();
      for (Qcow2.Taken taken : image.get().snapshots()) {
        snapshots.add(Map.of("id", taken.id(), "name", taken.name(), "date-sec", taken.seconds()));
      }
      if (!snapshots.isEmpty()) {
        told.put("snapshots", snapshots);
      }
    }
    return told;
  }
}
