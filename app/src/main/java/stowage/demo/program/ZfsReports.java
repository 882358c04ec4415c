package stowage.demo.program;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import stowage.demo.world.Dataset;
import stowage.demo.world.Fault;
import stowage.demo.world.State;

/** {@code zfs list} and {@code zfs get}. */
final class ZfsReports {
  private final State state;
  private final ZfsPools pools;

  ZfsReports(State state, ZfsPools pools) {
    this.state = state;
    this.pools = pools;
  }

  void list(Call call, List<String> args) throws Fault, IOException {
    Options options =
        Options.of(call, args, Set.of("-H", "-p", "-r"), Set.of("-o", "-t", "-d", "-s", "-S"));
    List<String> columns =
        List.of(options.value("-o").orElse("name,used,available,refer,mountpoint").split(","));
    Set<String> types = Set.of(options.value("-t").orElse("filesystem,volume").split(","));
    int depth = options.value("-d").map(Integer::parseInt).orElse(options.has("-r") ? 99 : 0);
    boolean everything = options.rest().isEmpty();
    List<String> starts = everything ? List.copyOf(state.zpools().keySet()) : options.rest();
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
        state.datasets().entrySet().stream()
            .filter(e -> depth(start, e.getKey()) >= 0 && depth(start, e.getKey()) <= depth);
    boolean byCreation = options.value("-s").orElse("").equals("creation");
    boolean fromTheEnd = options.value("-S").orElse("").equals("name");
    return byCreation
        ? found.sorted(Comparator.comparingLong(e -> e.getValue().serial())).toList()
        : fromTheEnd ? found.toList().reversed() : found.toList();
  }

  /** How many levels below; negative when it is elsewhere. A snapshot is one level down. */
  static int depth(String start, String name) {
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

  void get(Call call, List<String> args) throws Fault, IOException {
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

  Dataset require(Call call, String name) throws Fault {
    Dataset found = state.datasets().get(name);
    if (found == null) {
      throw call.fault(1, "cannot open '" + name + "': dataset does not exist");
    }
    return found;
  }

  private static String word(Dataset.Kind kind) {
    return switch (kind) {
      case FILESYSTEM -> "filesystem";
      case VOLUME -> "volume";
      case SNAPSHOT -> "snapshot";
    };
  }
}
