package stowage.demo.program;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import stowage.demo.world.CephImage;
import stowage.demo.world.CephImage.Snap;
import stowage.demo.world.Fault;
import stowage.demo.world.World;
import tools.jackson.databind.json.JsonMapper;

/** {@code rbd}: images, their snapshots and clones. */
final class RbdImages implements Program {
  private static final Set<String> VALUED =
      Set.of(
          "-p",
          "--dest-pool",
          "--dest-namespace",
          "--export-format",
          "--namespace",
          "-c",
          "-m",
          "-n",
          "--keyring",
          "--format",
          "--image-format",
          "--size",
          "--data-pool",
          "--snap",
          "--client_mount_timeout",
          "--rados_osd_op_timeout");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("EEE MMM d HH:mm:ss uuuu", Locale.ROOT).withZone(ZoneOffset.UTC);

  private static final int MISSING = 2;
  private static final int BUSY = 16;
  private static final int EXISTS = 17;
  private static final int INVALID = 22;

  private final World world;

  RbdImages(World world) {
    this.world = world;
  }

  @Override
  public int run(Call call) throws Fault, IOException {
    Options options = Options.of(call, Set.of("-l"), VALUED);
    List<String> words = options.rest();
    if (words.getFirst().equals("device")) {
      // No image is a device there.
      call.print("[]\n");
      return 0;
    }
    if (words.getFirst().equals("unmap")) {
      throw failed(INVALID, words.getLast() + ": not a mapped image or snapshot");
    }
    boolean takes = words.getFirst().equals("import");
    String pool = options.required(call, takes ? "--dest-pool" : "-p");
    if (!pool.equals("vms")) {
      throw failed(MISSING, "error opening pool '" + pool + "': (2) No such file or directory");
    }
    String prefix =
        pool
            + options.value(takes ? "--dest-namespace" : "--namespace").map(n -> "/" + n).orElse("")
            + "/";
    String last = words.getLast();
    String image = last.startsWith(prefix) ? last : prefix + last;
    String snapshot = options.value("--snap").orElse("");
    switch (words.getFirst()) {
      case "ls" -> list(call, options, prefix);
      case "status" -> status(call, image);
      case "create" -> {
        requireFree(image);
        put(image, fresh(mib(call, options), null));
      }
      case "import" -> take(call, image);
      case "rm" -> remove(call, image);
      case "resize" -> resize(call, image, mib(call, options));
      case "rename" -> rename(full(prefix, words.get(1)), image);
      case "clone" -> copy(full(prefix, words.get(1)), snapshot, image);
      case "snap" -> snap(call, words.get(1), full(prefix, words.get(2)), snapshot);
      default -> throw call.usage("unknown command " + words);
    }
    return 0;
  }

  private static String full(String prefix, String word) {
    return word.startsWith(prefix) ? word : prefix + word;
  }

  private void list(Call call, Options options, String prefix) throws IOException {
    List<Map<String, Object>> rows = new ArrayList<>();
    StringBuilder names = new StringBuilder();
    world
        .state()
        .images()
        .forEach((key, image) -> {
          String name = key.substring(key.lastIndexOf('/') + 1);
          if (!key.equals(prefix + name)) {
            return;
          }
          names.append(name).append('\n');
          Map<String, Object> row = row(name, image);
          String parent = image.parent();
          if (parent != null) {
            int at = parent.indexOf('@');
            row.put(
                "parent",
                Map.of(
                    "pool",
                    "vms",
                    "pool_namespace",
                    "",
                    "image",
                    parent.substring(0, at),
                    "snapshot",
                    parent.substring(at + 1)));
          }
          rows.add(row);
          for (Snap snap : image.snapshots()) {
            Map<String, Object> of = row(name, image);
            of.put("snapshot", snap.name());
            of.put("snapshot_id", snap.number());
            of.put("protected", String.valueOf(snap.guarded()));
            rows.add(of);
          }
        });
    boolean json = options.value("--format").orElse("").equals("json");
    call.print(json ? json(rows) : names.toString());
  }

  private static Map<String, Object> row(String name, CephImage image) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("image", name);
    row.put("id", image.id());
    row.put("size", image.size());
    row.put("format", 2);
    return row;
  }

  private static String json(Object value) {
    return JsonMapper.builder().build().writeValueAsString(value) + "\n";
  }

  private void status(Call call, String image) throws Fault, IOException {
    List<Map<String, Object>> watchers =
        find(image).open()
            ? List.of(Map.of("address", "192.0.2.12:0/2764921", "client", 84120, "cookie", 1))
            : List.of();
    call.print(json(Map.of("watchers", watchers)));
  }

  /** Of what arrives only how much it is stays. */
  private void take(Call call, String image) throws Fault, IOException {
    requireFree(image);
    put(image, fresh(call.in().transferTo(OutputStream.nullOutputStream()), null));
    call.complain("Importing image: 100% complete...done.");
  }

  private void remove(Call call, String image) throws Fault, IOException {
    CephImage found = find(image);
    if (!found.snapshots().isEmpty()) {
      throw failed(
          39,
          "image has snapshots - these must be deleted with 'rbd snap purge' before the image"
              + " can be removed.");
    }
    if (found.open()) {
      throw failed(BUSY, "error: image still has watchers");
    }
    world.state().images().remove(image);
    call.complain("Removing image: 100% complete...done.");
  }

  private void resize(Call call, String image, long bytes) throws Fault, IOException {
    CephImage found = find(image);
    if (bytes < found.size()) {
      throw failed(INVALID, "shrinking an image is only allowed with the --allow-shrink flag");
    }
    put(image, found.resized(bytes));
    call.complain("Resizing image: 100% complete...done.");
  }

  private void rename(String from, String to) throws Fault {
    CephImage found = find(from);
    requireFree(to);
    world.state().images().remove(from);
    put(to, found);
  }

  private void copy(String from, String snapshot, String to) throws Fault {
    CephImage origin = find(from);
    if (!find(origin, snapshot).guarded()) {
      throw failed(INVALID, "clone error: (22) Invalid argument");
    }
    requireFree(to);
    put(to, fresh(origin.size(), from.substring(from.lastIndexOf('/') + 1) + "@" + snapshot));
  }

  private void snap(Call call, String what, String image, String snapshot)
      throws Fault, IOException {
    CephImage found = find(image);
    switch (what) {
      case "ls" -> call.print(json(found.snapshots().stream().map(s -> told(found, s)).toList()));
      case "create" -> {
        if (found.snapshots().stream().anyMatch(s -> s.name().equals(snapshot))) {
          throw failed(EXISTS, "failed to create snapshot: (17) File exists");
        }
        put(image, found.with(new Snap(number(found), snapshot, false, world.now())));
      }
      case "rm" -> {
        Snap gone = find(found, snapshot);
        if (gone.guarded()) {
          throw failed(BUSY, "snapshot '" + snapshot + "' is protected from removal.");
        }
        put(image, found.with(found.snapshots().stream().filter(s -> !s.equals(gone)).toList()));
      }
      case "purge" ->
          put(image, found.with(found.snapshots().stream().filter(Snap::guarded).toList()));
      case "rollback" -> find(found, snapshot);
      case "protect" -> guard(image, found, snapshot, true);
      case "unprotect" -> guard(image, found, snapshot, false);
      default -> throw call.usage("unknown command snap " + what);
    }
  }

  private static Map<String, Object> told(CephImage image, Snap snap) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("id", snap.number());
    row.put("name", snap.name());
    row.put("size", image.size());
    row.put("protected", String.valueOf(snap.guarded()));
    row.put("timestamp", TIME.format(Instant.ofEpochSecond(snap.created())));
    return row;
  }

  private void guard(String image, CephImage found, String snapshot, boolean guarded) throws Fault {
    Snap snap = find(found, snapshot);
    if (snap.guarded() == guarded) {
      throw failed(
          guarded ? BUSY : INVALID, "snap is already " + (guarded ? "" : "un") + "protected");
    }
    String clonedAs = image.substring(image.lastIndexOf('/') + 1) + "@" + snapshot;
    boolean cloned =
        world.state().images().values().stream()
            .anyMatch(i -> Objects.equals(i.parent(), clonedAs));
    if (cloned) {
      throw failed(BUSY, "unprotecting snap failed: (16) Device or resource busy");
    }
    List<Snap> changed = new ArrayList<>(found.snapshots());
    changed.replaceAll(
        s -> s.equals(snap) ? new Snap(s.number(), s.name(), guarded, s.created()) : s);
    put(image, found.with(changed));
  }

  private static int number(CephImage image) {
    return image.snapshots().stream().mapToInt(Snap::number).max().orElse(3) + 1;
  }

  private CephImage fresh(long size, @org.jspecify.annotations.Nullable String parent) {
    String id = "5e1f" + Long.toHexString(world.now() & 0xffffffffL);
    return new CephImage(id, size, parent, List.of(), false);
  }

  private CephImage find(String image) throws Fault {
    CephImage found = world.state().images().get(image);
    if (found == null) {
      String name = image.substring(image.lastIndexOf('/') + 1);
      throw failed(MISSING, "error opening image " + name + ": (2) No such file or directory");
    }
    return found;
  }

  private static Snap find(CephImage image, String snapshot) throws Fault {
    for (Snap snap : image.snapshots()) {
      if (snap.name().equals(snapshot)) {
        return snap;
      }
    }
    throw failed(MISSING, "(2) No such file or directory");
  }

  private void put(String key, CephImage image) {
    world.state().images().put(key, image);
  }

  private void requireFree(String image) throws Fault {
    if (world.state().images().containsKey(image)) {
      throw failed(EXISTS, "create error: (17) File exists");
    }
  }

  private static long mib(Call call, Options options) throws Fault {
    return Units.bytes(options.required(call, "--size"), "m").orElse(0L);
  }

  private static Fault failed(int status, String text) {
    return new Fault(status, "rbd: " + text);
  }
}
