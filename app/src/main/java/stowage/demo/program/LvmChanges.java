package stowage.demo.program;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import stowage.demo.world.Fault;
import stowage.demo.world.LogicalVolume;
import stowage.demo.world.VolumeGroup;
import stowage.demo.world.World;

/** {@code lvcreate}, {@code lvremove}, {@code lvextend}, {@code lvchange}, {@code lvrename}. */
final class LvmChanges implements Program {
  /** A device of LVM itself, so names longer than this fail. */
  private static final int LONGEST_NAME = 127;

  private static final long LARGEST_THIN = 16L << 40;

  /** Every unit that is still free has this size. */
  private static final long UNIT = 300L << 30;

  private final World world;

  LvmChanges(World world) {
    this.world = world;
  }

  /** A volume with its group. */
  private record Found(String groupName, VolumeGroup group, String name, LogicalVolume volume) {}

  @Override
  public int run(Call call) throws Fault, IOException {
    switch (call.name()) {
      case "lvcreate" -> create(call);
      case "lvremove" -> remove(call);
      case "lvextend", "lvresize" -> extend(call);
      case "lvchange" -> change(call);
      case "lvrename" -> rename(call);
      case "vgscan", "vgchange", "pvscan" ->
          Options.of(call, Set.of("--ignorelockingfailure", "--mknodes"), Set.of("-a"));
      case "pvcreate" -> call.print("  Physical volume successfully created.\n");
      case "vgcreate" -> createGroup(call);
      case "vgremove" -> removeGroup(call);
      default -> throw call.usage("unknown program");
    }
    return 0;
  }

  private void create(Call call) throws Fault, IOException {
    Options options =
        Options.of(
            call,
            Set.of("-y", "--yes", "-s", "--snapshot", "-T"),
            Set.of(
                "-a",
                "-W",
                "-k",
                "-p",
                "-V",
                "-L",
                "-n",
                "--name",
                "--size",
                "--virtualsize",
                "--thinpool",
                "--addtag",
                "--setautoactivation",
                "--permission",
                "-Z"));
    String name = options.required(call, "-n", "--name");
    if (!name.matches("[a-zA-Z0-9+_.][a-zA-Z0-9+_.-]*") || name.length() > LONGEST_NAME) {
      throw failed("Logical volume name \"" + name + "\" is invalid.");
    }
    String permission = options.value("-p", "--permission").orElse("rw");
    LogicalVolume.Flags flags = new LogicalVolume.Flags(true, permission.equals("r"), false, false);
    Optional<String> virtual = options.value("-V", "--virtualsize");
    VolumeGroup group;
    LogicalVolume made;
    if (options.has("-s") || options.has("--snapshot")) {
      Found origin = find(options.only(call, "origin"));
      if (origin.volume().kind() != LogicalVolume.Kind.THIN) {
        throw call.usage("only thin snapshots are known");
      }
      group = origin.group();
      boolean skips = !options.value("-k").orElse("y").equals("n");
      made =
          fresh(
              LogicalVolume.Kind.THIN,
              origin.volume().size(),
              origin.volume().pool(),
              origin.name(),
              List.of(),
              new LogicalVolume.Flags(!skips, permission.equals("r"), skips, false));
    } else if (virtual.isPresent()) {
      Found pool = find(options.value("--thinpool").orElseGet(() -> options.rest().getFirst()));
      if (pool.volume().kind() != LogicalVolume.Kind.POOL) {
        throw failed("Logical volume " + full(pool) + " is not a thin pool.");
      }
      group = pool.group();
      long size = extents(call, virtual.get());
      if (size > LARGEST_THIN) {
        throw failed("Unable to create thin volume larger than 16.00 TiB.");
      }
      List<String> tags = options.every("--addtag");
      made = fresh(LogicalVolume.Kind.THIN, size, pool.name(), null, tags, flags);
    } else {
      group = group(options.only(call, "volume group"));
      long size = extents(call, options.required(call, "-L", "--size"));
      requireRoom(group, size, options.rest().getFirst());
      made = fresh(LogicalVolume.Kind.THICK, size, null, null, options.every("--addtag"), flags);
    }
    requireFree(group, name);
    group.volumes().put(name, made);
    call.print("  Logical volume \"" + name + "\" created.\n");
  }

  private void createGroup(Call call) throws Fault, IOException {
    List<String> words = Options.of(call, Set.of(), Set.of()).rest();
    String name = words.getFirst();
    if (world.state().groups().containsKey(name)) {
      throw failed("A volume group called " + name + " already exists.");
    }
    world
        .state()
        .groups()
        .put(name, new VolumeGroup(UNIT, words.getLast(), Names.lvmUuid(), new TreeMap<>()));
    call.print("  Volume group \"" + name + "\" successfully created\n");
  }

  private void removeGroup(Call call) throws Fault {
    String name = Options.of(call, Set.of(), Set.of()).only(call, "volume group");
    if (!group(name).volumes().isEmpty()) {
      throw failed("Volume group \"" + name + "\" still contains logical volumes.");
    }
    world.state().groups().remove(name);
  }

  private LogicalVolume fresh(
      LogicalVolume.Kind kind,
      long size,
      @org.jspecify.annotations.Nullable String pool,
      @org.jspecify.annotations.Nullable String origin,
      List<String> tags,
      LogicalVolume.Flags flags) {
    return new LogicalVolume(
        kind, size, pool, origin, 0, 0, Names.lvmUuid(), world.now(), tags, flags);
  }

  private void remove(Call call) throws Fault, IOException {
    Options options = Options.of(call, Set.of("-f", "--force", "-y", "--yes"), Set.of());
    if (!options.has("-f") && !options.has("--force") && !options.has("-y")) {
      throw failed("Do you really want to remove? [y/n]: [n]");
    }
    for (String target : options.rest()) {
      Found found = find(target);
      if (found.volume().flags().open()) {
        throw failed("Logical volume " + full(found) + " in use.");
      }
      boolean holds =
          found.group().volumes().values().stream().anyMatch(v -> found.name().equals(v.pool()));
      if (holds) {
        throw failed("Logical volume " + full(found) + " is used by thin volumes.");
      }
      found.group().volumes().remove(found.name());
      call.print("  Logical volume \"" + found.name() + "\" successfully removed.\n");
    }
  }

  private void extend(Call call) throws Fault, IOException {
    Options options = Options.of(call, Set.of("-f", "-y"), Set.of("-L", "--size"));
    Found found = find(options.only(call, "logical volume"));
    String text = options.required(call, "-L", "--size");
    boolean more = text.startsWith("+");
    long size = extents(call, more ? text.substring(1) : text);
    long wanted = more ? size + found.volume().size() : size;
    if (wanted <= found.volume().size()) {
      throw failed(
          wanted == found.volume().size()
              ? "New size (%d extents) matches existing size (%d extents)."
                  .formatted(wanted / VolumeGroup.EXTENT, wanted / VolumeGroup.EXTENT)
              : "New size given (%d extents) not larger than existing size (%d extents)"
                  .formatted(
                      wanted / VolumeGroup.EXTENT, found.volume().size() / VolumeGroup.EXTENT));
    }
    if (found.volume().kind() != LogicalVolume.Kind.THIN) {
      requireRoom(found.group(), wanted - found.volume().size(), found.groupName());
    }
    found.group().volumes().put(found.name(), found.volume().resized(wanted));
    call.print("  Logical volume " + full(found) + " successfully resized.\n");
  }

  private void change(Call call) throws Fault {
    Options options =
        Options.of(
            call,
            Set.of("-K", "--refresh", "-y", "--yes", "-f"),
            Set.of("-a", "-p", "-k", "--addtag", "--deltag", "--setautoactivation"));
    for (String target : options.rest()) {
      Found found = find(target);
      LogicalVolume.Flags flags = found.volume().flags();
      boolean passed = flags.skipped() && !options.has("-K");
      boolean active =
          options
              .value("-a")
              .map(a -> a.contains("n") ? false : passed ? flags.active() : true)
              .orElse(flags.active());
      boolean readOnly = options.value("-p").map("r"::equals).orElse(flags.readOnly());
      boolean skipped = options.value("-k").map("y"::equals).orElse(flags.skipped());
      List<String> tags = new ArrayList<>(found.volume().tags());
      tags.removeAll(options.every("--deltag"));
      tags.addAll(options.every("--addtag"));
      LogicalVolume changed =
          found
              .volume()
              .tagged(tags)
              .flagged(new LogicalVolume.Flags(active, readOnly, skipped, flags.open()));
      found.group().volumes().put(found.name(), changed);
    }
  }

  private void rename(Call call) throws Fault, IOException {
    List<String> words = Options.of(call, Set.of(), Set.of()).rest();
    Found found = find(words.size() == 3 ? words.get(0) + "/" + words.get(1) : words.getFirst());
    String name = words.getLast().substring(words.getLast().lastIndexOf('/') + 1);
    requireFree(found.group(), name);
    found.group().volumes().remove(found.name());
    found.group().volumes().put(name, found.volume());
    found.group().volumes().replaceAll((_, v) -> found.name().equals(v.origin()) ? v.of(name) : v);
    call.print("  Renamed \"%s\" to \"%s\"\n".formatted(found.name(), name));
  }

  private VolumeGroup group(String name) throws Fault {
    VolumeGroup group = world.state().groups().get(name);
    if (group == null) {
      throw failed("Volume group \"" + name + "\" not found");
    }
    return group;
  }

  private Found find(String target) throws Fault {
    String plain = target.startsWith("/dev/") ? target.substring("/dev/".length()) : target;
    int slash = plain.indexOf('/');
    if (slash < 0) {
      throw failed("\"" + target + "\": a volume is named by its group and name.");
    }
    VolumeGroup group = group(plain.substring(0, slash));
    String name = plain.substring(slash + 1);
    LogicalVolume volume = group.volumes().get(name);
    if (volume == null) {
      throw failed("Failed to find logical volume \"" + plain + "\"");
    }
    return new Found(plain.substring(0, slash), group, name, volume);
  }

  private static void requireFree(VolumeGroup group, String name) throws Fault {
    if (group.volumes().containsKey(name)) {
      throw failed("Logical Volume \"" + name + "\" already exists in volume group.");
    }
  }

  private static void requireRoom(VolumeGroup group, long size, String name) throws Fault {
    if (size > group.free()) {
      throw failed(
          "Volume group \"%s\" has insufficient free space (%d extents): %d required."
              .formatted(name, group.free() / VolumeGroup.EXTENT, size / VolumeGroup.EXTENT));
    }
  }

  private static String full(Found found) {
    return found.groupName() + "/" + found.name();
  }

  private static long extents(Call call, String text) throws Fault {
    long bytes =
        Units.bytes(text, "m")
            .orElseThrow(() -> call.fault(3, "Invalid argument for size: " + text));
    if (bytes == 0) {
      throw failed("Unable to create new logical volume with no extents.");
    }
    return Math.ceilDiv(bytes, VolumeGroup.EXTENT) * VolumeGroup.EXTENT;
  }

  private static Fault failed(String text) {
    return new Fault(5, "  " + text);
  }
}
