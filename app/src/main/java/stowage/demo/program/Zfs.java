package stowage.demo.program;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import stowage.demo.world.Dataset;
import stowage.demo.world.Fault;
import stowage.demo.world.World;

/** {@code zfs}: datasets and their snapshots. */
final class Zfs implements Program {
  private final World world;
  private final ZfsPools pools;
  private final ZfsReports reports;
  private final ZfsStreams streams;

  Zfs(World world) {
    this.world = world;
    this.pools = new ZfsPools(world.state());
    this.reports = new ZfsReports(world.state(), pools);
    this.streams = new ZfsStreams(world, pools);
  }

  @Override
  public int run(Call call) throws Fault, IOException {
    if (call.args().isEmpty()) {
      throw call.usage("missing command");
    }
    List<String> args = call.args().subList(1, call.args().size());
    switch (call.args().getFirst()) {
      case "list" -> reports.list(call, args);
      case "get" -> reports.get(call, args);
      case "create" -> create(call, args);
      case "destroy" -> destroy(call, args);
      case "set" -> set(call, args);
      case "snapshot" -> snapshot(call, args);
      case "rollback" -> rollback(call, args);
      case "rename" -> rename(call, args);
      case "clone" -> copy(call, args);
      case "send" -> streams.send(call, args);
      case "recv", "receive" -> streams.receive(call, args);
      case "mount", "unmount", "umount" -> Options.of(call, args, Set.of("-a"), Set.of());
      default -> throw call.usage("unrecognized command '" + call.args().getFirst() + "'");
    }
    return 0;
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
    reports.require(call, name);
    List<String> gone =
        world.state().datasets().keySet().stream()
            .filter(n -> ZfsReports.depth(name, n) >= 0)
            .toList();
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
    if (gone.stream().anyMatch(n -> isBusy(n))) {
      throw call.fault(1, "cannot destroy '" + name + "': dataset is busy");
    }
    gone.forEach(world.state().datasets()::remove);
  }

  private boolean isBusy(String name) {
    Dataset dataset = world.state().datasets().get(name);
    return dataset != null && dataset.properties().containsKey(Dataset.BUSY);
  }

  private void set(Call call, List<String> args) throws Fault {
    List<String> words = Options.of(call, args, Set.of(), Set.of()).rest();
    if (words.size() != 2 || !words.getFirst().contains("=")) {
      throw call.usage("a setting and a dataset are expected");
    }
    String key = words.getFirst().substring(0, words.getFirst().indexOf('='));
    String value = words.getFirst().substring(key.length() + 1);
    String name = words.get(1);
    Dataset old = reports.require(call, name);
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
    Dataset of = reports.require(call, name.substring(0, at));
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
    Dataset snapshot = reports.require(call, name);
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
    put(dataset, reports.require(call, dataset).resized(snapshot.size()).using(referenced));
  }

  private void rename(Call call, List<String> args) throws Fault {
    List<String> words = Options.of(call, args, Set.of("-f", "-p"), Set.of()).rest();
    if (words.size() != 2) {
      throw call.usage("two names are expected");
    }
    String from = words.get(0);
    String to = words.get(1);
    reports.require(call, from);
    requireNew(call, to, "rename to");
    Map<String, Dataset> moved = new TreeMap<>();
    world
        .state()
        .datasets()
        .forEach((name, dataset) -> {
          String origin = dataset.origin();
          boolean follows = origin != null && ZfsReports.depth(from, origin) >= 0;
          Dataset kept =
              follows
                  ? dataset.cloned(to + String.valueOf(origin).substring(from.length()))
                  : dataset;
          moved.put(
              ZfsReports.depth(from, name) >= 0 ? to + name.substring(from.length()) : name, kept);
        });
    world.state().datasets().clear();
    world.state().datasets().putAll(moved);
  }

  private void copy(Call call, List<String> args) throws Fault {
    Options options = Options.of(call, args, Set.of("-p"), Set.of("-o"));
    String from = options.rest().getFirst();
    String to = options.rest().getLast();
    Dataset snapshot = reports.require(call, from);
    requireNew(call, to, "create");
    Dataset of = reports.require(call, from.substring(0, from.indexOf('@')));
    String quota =
        options.every("-o").stream()
            .filter(o -> o.startsWith("refquota="))
            .map(o -> o.substring("refquota=".length()))
            .findFirst()
            .orElse("none");
    boolean volume = of.kind() == Dataset.Kind.VOLUME;
    put(
        to,
        new Dataset(
            of.kind(),
            volume ? snapshot.size() : size(call, quota.equals("none") ? "0" : quota),
            8192,
            from,
            world.now(),
            pools.nextSerial(),
            new TreeMap<>()));
  }

  private void put(String name, Dataset dataset) {
    world.state().datasets().put(name, dataset);
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
}
