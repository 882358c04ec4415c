package stowage.demo.program;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import stowage.demo.world.Dataset;
import stowage.demo.world.Fault;
import stowage.demo.world.State;

/** {@code zpool}, and what zpools and datasets tell about themselves. */
final class ZfsPools implements Program {
  private final State state;

  ZfsPools(State state) {
    this.state = state;
  }

  @Override
  public int run(Call call) throws Fault, IOException {
    if (call.args().isEmpty()) {
      throw call.usage("missing command");
    }
    List<String> args = call.args().subList(1, call.args().size());
    switch (call.args().getFirst()) {
      case "list" -> list(call, args);
      case "import" -> {
        Options options = Options.of(call, args, Set.of("-f"), Set.of("-d", "-o"));
        String name = options.only(call, "pool");
        String said =
            state.zpools().containsKey(name)
                ? "a pool with that name already exists"
                : "no such pool available";
        throw call.fault(1, "cannot import '" + name + "': " + said);
      }
      default -> throw call.usage("unrecognized command '" + call.args().getFirst() + "'");
    }
    return 0;
  }

  private void list(Call call, List<String> args) throws Fault, IOException {
    Options options = Options.of(call, args, Set.of("-H", "-p"), Set.of("-o"));
    String[] columns = options.value("-o").orElse("name,size,alloc,free,health").split(",");
    List<String> names =
        options.rest().isEmpty() ? List.copyOf(state.zpools().keySet()) : options.rest();
    for (String name : names) {
      Long size = state.zpools().get(name);
      if (size == null) {
        throw call.fault(1, "cannot open '" + name + "': no such pool");
      }
      StringBuilder row = new StringBuilder();
      for (String column : columns) {
        row.append(row.isEmpty() ? "" : "\t");
        row.append(
            switch (column) {
              case "name" -> name;
              case "guid" -> Long.toUnsignedString(name.hashCode() * 2654435761L);
              case "size" -> Long.toString(size);
              case "alloc", "allocated" -> Long.toString(used(name));
              case "free" -> Long.toString(size - used(name));
              case "health" -> "ONLINE";
              default ->
                  throw call.fault(2, "bad property list: invalid property '" + column + "'");
            });
      }
      call.print(row + "\n");
    }
  }

  /** Bytes that a dataset and all below it take. */
  private long used(String name) {
    return state.datasets().entrySet().stream()
        .filter(e -> e.getKey().equals(name) || below(name, e.getKey()))
        .mapToLong(e -> e.getValue().charged())
        .sum();
  }

  private static boolean below(String name, String other) {
    return other.startsWith(name + "/") || other.startsWith(name + "@");
  }

  /** Bytes that can still be written to this place. */
  long available(String name) {
    String pool = name.contains("/") ? name.substring(0, name.indexOf('/')) : name;
    // ZFS keeps 1/32 for itself.
    long size = state.zpools().getOrDefault(pool, 0L);
    return Math.max(0, size - size / 32 - used(pool));
  }

  long nextSerial() {
    return 1 + state.datasets().values().stream().mapToLong(Dataset::serial).max().orElse(0);
  }

  /** A property as {@code -p} prints it. */
  String property(Call call, String name, String property) throws Fault {
    Dataset dataset = state.datasets().get(name);
    if (dataset == null) {
      throw call.fault(1, "cannot open '" + name + "': dataset does not exist");
    }
    boolean volume = dataset.kind() == Dataset.Kind.VOLUME;
    boolean files = dataset.kind() == Dataset.Kind.FILESYSTEM;
    Map<String, String> set = dataset.properties();
    return switch (property) {
      case "name" -> name;
      case "type" -> volume ? "volume" : files ? "filesystem" : "snapshot";
      case "volsize" -> volume ? Long.toString(dataset.size()) : "-";
      case "refquota" -> files ? Long.toString(dataset.size()) : "-";
      case "used" -> Long.toString(used(name));
      case "usedbydataset" -> files || volume ? Long.toString(dataset.used()) : "-";
      case "refer", "referenced" -> set.getOrDefault("referenced", Long.toString(dataset.used()));
      case "avail", "available" -> files || volume ? Long.toString(free(name, dataset)) : "-";
      case "origin" -> dataset.origin() == null ? "-" : dataset.origin();
      case "creation" -> Long.toString(dataset.created());
      case "createtxg" -> Long.toString(1000 + dataset.serial());
      case "guid" -> Long.toUnsignedString(name.hashCode() * 2654435761L + dataset.serial());
      case "canmount" -> files ? set.getOrDefault("canmount", "on") : "-";
      case "mounted" -> files ? "yes" : "-";
      case "mountpoint" -> files ? set.getOrDefault("mountpoint", "/" + name) : "-";
      case "volblocksize" -> volume ? set.getOrDefault("volblocksize", "16384") : "-";
      case "compression" -> set.getOrDefault("compression", "on");
      case "refreservation" ->
          volume && set.containsKey("refreservation") ? Long.toString(dataset.charged()) : "0";
      default -> {
        if (!property.contains(":")) {
          throw call.fault(2, "bad property list: invalid property '" + property + "'");
        }
        yield set.getOrDefault(property, "-");
      }
    };
  }

  private long free(String name, Dataset dataset) {
    long inPool = available(name);
    return dataset.kind() == Dataset.Kind.FILESYSTEM && dataset.size() > 0
        ? Math.min(inPool, Math.max(0, dataset.size() - dataset.used()))
        : inPool;
  }
}
