package stowage.demo.program;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import stowage.demo.world.Dataset;
import stowage.demo.world.Fault;
import stowage.demo.world.World;

/** {@code zfs}: datasets and their snapshots. */
final class Zfs implements Program {
  private final World world;
  private final ZfsPools pools;

  Zfs(World world) {
    this.world = world;
    this.pools = new ZfsPools(world.state());
  }

  @Override
  public int run(Call call) throws Fault, IOException {
    if (call.args().isEmpty()) {
      throw call.usage("missing command");
    }
    List<String> args = call.args().subList(1, call.args().size());
    switch (call.args().getFirst()) {
      case "list" -> list(call, args);
      case "get" -> get(call, args);
      case "create" -> create(call, args);
      case "destroy" -> destroy(call, args);
      case "set" -> set(call, args);
      case "snapshot" -> snapshot(call, args);
      case "rollback" -> rollback(call, args);
      case "rename" -> rename(call, args);
      case "clone" -> copy(call, args);
      case "mount", "unmount", "umount" -> Options.of(call, args, Set.of("-a"), Set.of());
      default -> throw call.usage("unrecognized command '" + call.args().getFirst() + "'");
    }
    return 0;
  }

  private void list(Call call, List<String> args) throws Fault, IOException {
    Options options =
        Options.of(call, args, Set.of("-H", "-p", "-r"), Set.of("-o", "-t", "-d", "-s", "-S"));
    List<String> columns =
        List.of(options.value("-o").orElse("name,used,available,refer,mountpoint").split(","));
    Set<String> types = Set.of(options.value("-t").orElse("filesystem,volume").split(","));
    int depth = options.value("-d").map(Integer::parseInt).orElse(options.has("-r") ? 99 : 0);
    boolean everything = options.rest().isEmpty();
    List<String> starts =
        everything ? List.copyOf(world.state().zpools().keySet()) : options.rest();
    for (String start : starts) {
      require(call, start);
      for (Map.Entry<String, Dataset> each : below(start, everything ? 99 : depth, options)) {
        if (types.contains("all") || types.contains(word(each.getValue().kind()))) {
          call.print(row(call, columns, each.getKey()));
        }
      }
    }
  }

  private List<Map.Entry<String, Dataset>> below(String start, int depth, Options options) {
    Stream<Map.Entry<String, Dataset>> found =
        world.state().datasets().entrySet().stream()
            .filter(e -> depth(start, e.getKey()) >= 0 && depth(start, e.getKey()) <= depth);
    boolean byCreation = options.value("-s").orElse("").equals("creation");
    return byCreation
        ? found.sorted(Comparator.comparingLong(e -> e.getValue().serial())).toList()
        : found.toList();
  }

  /** How many levels below; negative when it is elsewhere. A snapshot is one level down. */
  private static int depth(String start, String name) {
    if (name.equals(start)) {
      return 0;
    }
    if (!name.startsWith(start) || !Set.of('/', '@').contains(name.charAt(start.length()))) {
      return -1;
    }
    String rest = name.substring(start.length());
    return (int) rest.chars().filter(c -> c == '/' || c == '@').count();
  }

  private String row(Call call, List<String> columns, String name) throws Fault {
    List<String> values = new ArrayList<>();
    for (String column : columns) {
      values.add(pools.property(call, name, column));
    }
    return String.join("\t", values) + "\n";
  }

  private void get(Call call, List<String> args) throws Fault, IOException {
    Options options =
        Options.of(call, args, Set.of("-H", "-p", "-r"), Set.of("-o", "-t", "-d", "-s"));
    List<String> columns =
        List.of(options.value("-o").orElse("name,property,value,source").split(","));
    if (options.rest().size() < 2) {
      throw call.usage("properties and datasets are expected");
    }
    for (String name : options.rest().subList(1, options.rest().size())) {
      require(call, name);
      for (String property : options.rest().getFirst().split(",")) {
        String value = pools.property(call, name, property);
        List<String> row = new ArrayList<>();
        for (String column : columns) {
          row.add(
              switch (column) {
                case "name" -> name;
                case "property" -> property;
                case "value" -> value;
                default -> "-";
              });
        }
        call.print(String.join("\t", row) + "\n");
      }
    }
  }

  private void create(Call call, List<String> args) throws Fault {
    Options options = Options.of(call, args, Set.of("-s", "-p", "-u"), Set.of("-V", "-b", "-o"));
    String name = options.only(call, "dataset");
    requireNew(call, name, "create");
    TreeMap<String, String> properties = new TreeMap<>();
    for (String given : options.every("-o")) {
      int equals = given.indexOf('=');
      properties.put(given.substring(0, equals), given.substring(equals + 1));
    }
    options.value("-b").ifPresent(block -> properties.put("volblocksize", block));
    boolean volume = options.has("-V");
    long size = size(call, volume ? options.required(call, "-V") : quota(properties));
    if (volume && size == 0) {
      throw call.fault(1, "cannot create '" + name + "': volume size cannot be zero");
    }
    if (volume && !options.has("-s")) {
      properties.put("refreservation", "auto");
      if (size > pools.available(name)) {
        throw call.fault(1, "cannot create '" + name + "': out of space");
      }
    }
    Dataset.Kind kind = volume ? Dataset.Kind.VOLUME : Dataset.Kind.FILESYSTEM;
    long used = volume ? 57344 : 98304;
    put(name, new Dataset(kind, size, used, null, world.now(), pools.nextSerial(), properties));
  }

  private static String quota(Map<String, String> properties) {
    String given = properties.getOrDefault("refquota", "none");
    return given.equals("none") ? "0" : given;
  }

  private void destroy(Call call, List<String> args) throws Fault {
    Options options = Options.of(call, args, Set.of("-r", "-R", "-f", "-d"), Set.of());
    String name = options.only(call, "dataset");
    require(call, name);
    List<String> gone =
        world.state().datasets().keySet().stream().filter(n -> depth(name, n) >= 0).toList();
    if (gone.size() > 1 && !options.has("-r")) {
      throw call.fault(
          1,
          "cannot destroy '%s': %s has children\nuse '-r' to destroy the following datasets:\n%s"
              .formatted(name, "dataset", String.join("\n", gone.subList(1, gone.size()))));
    }
    for (Map.Entry<String, Dataset> each : world.state().datasets().entrySet()) {
      String origin = each.getValue().origin();
      if (origin != null && gone.contains(origin) && !gone.contains(each.getKey())) {
        throw call.fault(
            1,
            "cannot destroy '%s': snapshot has dependent clones\n%s"
                .formatted(origin, each.getKey()));
      }
    }
    if (gone.stream().anyMatch(n -> "yes".equals(property(n, "demo:busy")))) {
      throw call.fault(1, "cannot destroy '" + name + "': dataset is busy");
    }
    gone.forEach(world.state().datasets()::remove);
  }

  private String property(String name, String property) {
    Dataset dataset = world.state().datasets().get(name);
    return dataset == null ? "" : dataset.properties().getOrDefault(property, "");
  }

  private void set(Call call, List<String> args) throws Fault {
    List<String> words = Options.of(call, args, Set.of(), Set.of()).rest();
    if (words.size() != 2 || !words.getFirst().contains("=")) {
      throw call.usage("a setting and a dataset are expected");
    }
    String key = words.getFirst().substring(0, words.getFirst().indexOf('='));
    String value = words.getFirst().substring(key.length() + 1);
    String name = words.get(1);
    Dataset old = require(call, name);
    switch (key) {
      case "volsize" -> {
        long size = size(call, value);
        boolean reserved = old.properties().containsKey("refreservation");
        if (reserved && size - old.size() > pools.available(name)) {
          throw call.fault(
              1, "cannot set property for '" + name + "': size is greater than available space");
        }
        put(name, old.resized(size));
      }
      case "refquota" -> put(name, old.resized(value.equals("none") ? 0 : size(call, value)));
      default -> old.properties().put(key, value);
    }
  }

  private void snapshot(Call call, List<String> args) throws Fault {
    String name = Options.of(call, args, Set.of("-r"), Set.of("-o")).only(call, "snapshot");
    int at = name.indexOf('@');
    if (at < 0) {
      throw call.usage("a snapshot's name holds '@'");
    }
    Dataset of = require(call, name.substring(0, at));
    requireNew(call, name, "create snapshot");
    put(
        name,
        new Dataset(
            Dataset.Kind.SNAPSHOT,
            of.size(),
            0,
            null,
            world.now(),
            pools.nextSerial(),
            new TreeMap<>(Map.of("referenced", Long.toString(of.used())))));
  }

  private void rollback(Call call, List<String> args) throws Fault {
    Options options = Options.of(call, args, Set.of("-r", "-f"), Set.of());
    String name = options.only(call, "snapshot");
    Dataset snapshot = require(call, name);
    String dataset = name.substring(0, Math.max(0, name.indexOf('@')));
    List<String> newer =
        world.state().datasets().entrySet().stream()
            .filter(e -> e.getKey().startsWith(dataset + "@"))
            .filter(e -> e.getValue().serial() > snapshot.serial())
            .map(Map.Entry::getKey)
            .toList();
    if (!newer.isEmpty()) {
      throw call.fault(
          1,
          "cannot rollback to '%s': more recent snapshots or bookmarks exist\n%s"
              .formatted(name, String.join("\n", newer)));
    }
    long referenced = Long.parseLong(snapshot.properties().getOrDefault("referenced", "0"));
    put(dataset, require(call, dataset).resized(snapshot.size()).using(referenced));
  }

  private void rename(Call call, List<String> args) throws Fault {
    List<String> words = Options.of(call, args, Set.of("-f", "-p"), Set.of()).rest();
    if (words.size() != 2) {
      throw call.usage("two names are expected");
    }
    String from = words.get(0);
    String to = words.get(1);
    require(call, from);
    requireNew(call, to, "rename to");
    Map<String, Dataset> moved = new TreeMap<>();
    world
        .state()
        .datasets()
        .forEach((name, dataset) -> {
          String origin = dataset.origin();
          boolean follows = origin != null && depth(from, origin) >= 0;
          Dataset kept =
              follows
                  ? dataset.cloned(to + String.valueOf(origin).substring(from.length()))
                  : dataset;
          moved.put(depth(from, name) >= 0 ? to + name.substring(from.length()) : name, kept);
        });
    world.state().datasets().clear();
    world.state().datasets().putAll(moved);
  }

  private void copy(Call call, List<String> args) throws Fault {
    Options options = Options.of(call, args, Set.of("-p"), Set.of("-o"));
    String from = options.rest().getFirst();
    String to = options.rest().getLast();
    Dataset snapshot = require(call, from);
    requireNew(call, to, "create");
    Dataset of = require(call, from.substring(0, from.indexOf('@')));
    put(
        to,
        new Dataset(
            of.kind(),
            snapshot.size(),
            8192,
            from,
            world.now(),
            pools.nextSerial(),
            new TreeMap<>()));
  }

  private void put(String name, Dataset dataset) {
    world.state().datasets().put(name, dataset);
  }

  private Dataset require(Call call, String name) throws Fault {
    Dataset found = world.state().datasets().get(name);
    if (found == null) {
      throw call.fault(1, "cannot open '" + name + "': dataset does not exist");
    }
    return found;
  }

  private void requireNew(Call call, String name, String verb) throws Fault {
    String prefix = "cannot " + verb + " '" + name + "': ";
    if (!name.matches("[a-zA-Z][a-zA-Z0-9_.:/@-]*")) {
      throw call.fault(1, prefix + "invalid character in name");
    }
    if (world.state().datasets().containsKey(name)) {
      throw call.fault(1, prefix + "dataset already exists");
    }
    int cut = name.indexOf('@') >= 0 ? name.indexOf('@') : name.lastIndexOf('/');
    if (cut < 0 || !world.state().datasets().containsKey(name.substring(0, cut))) {
      throw call.fault(1, prefix + "parent does not exist");
    }
  }

  private static long size(Call call, String text) throws Fault {
    return Units.bytes(text, "")
        .orElseThrow(() -> call.fault(1, "bad numeric value '" + text + "'"));
  }

  private static String word(Dataset.Kind kind) {
    return switch (kind) {
      case FILESYSTEM -> "filesystem";
      case VOLUME -> "volume";
      case SNAPSHOT -> "snapshot";
    };
  }
}
