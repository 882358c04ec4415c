package stowage.demo.program;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import stowage.demo.world.Appliance;
import stowage.demo.world.Dataset;
import stowage.demo.world.Fault;
import stowage.demo.world.State;

/** {@code targetcli}: backstores of ZFS volumes, and their units of the one target. */
final class TargetAdmin implements Program {
  private static final String STORES = "/backstores/block";
  private final State state;

  /**
   * @param state of the target's host; what makes a dataset a unit is kept among its properties
   */
  TargetAdmin(State state) {
    this.state = state;
  }

  @Override
  public int run(Call call) throws Fault, IOException {
    List<String> words = call.args();
    String node = words.getFirst();
    String deed = words.size() > 1 ? words.get(1) : "";
    if (node.equals("saveconfig") || deed.equals("set")) {
      return 0;
    }
    Map<String, String> named = new HashMap<>();
    words.stream()
        .filter(w -> w.indexOf('=') > 0)
        .forEach(w -> named.put(w.substring(0, w.indexOf('=')), w.substring(w.indexOf('=') + 1)));
    if (node.equals(STORES) && deed.equals("create")) {
      offer(call, named);
    } else if (node.equals(STORES) && deed.equals("delete")) {
      store(call, words.get(2))
          .properties()
          .keySet()
          .removeAll(Set.of(Appliance.STORE, Appliance.SERIAL, Appliance.UNIT));
    } else if (node.endsWith("/luns") && deed.equals("create")) {
      number(call, words.get(2), named.getOrDefault("lun", ""));
    } else {
      throw call.usage("no such command: " + words);
    }
    return 0;
  }

  private void offer(Call call, Map<String, String> named) throws Fault {
    String device = named.getOrDefault("dev", "");
    Dataset dataset =
        device.startsWith("/dev/zvol/") ? state.datasets().get(Ssh.dataset(device)) : null;
    if (dataset == null) {
      throw call.fault(1, "Could not open " + device);
    }
    String name = named.getOrDefault("name", "");
    if (dataset.properties().containsKey(Appliance.STORE) || stores().contains(name)) {
      throw call.fault(1, "Storage object block/" + name + " exists");
    }
    dataset.properties().put(Appliance.STORE, name);
    dataset
        .properties()
        .put(Appliance.SERIAL, named.getOrDefault("wwn", UUID.randomUUID().toString()));
  }

  private void number(Call call, String path, String wanted) throws Fault {
    Dataset dataset = store(call, path.substring(STORES.length() + 1));
    boolean taken =
        state.datasets().values().stream()
            .anyMatch(d -> wanted.equals(d.properties().get(Appliance.UNIT)));
    if (taken || !wanted.matches("[0-9]{1,3}")) {
      throw call.fault(1, "Requested LUN index " + wanted + " is already in use");
    }
    dataset.properties().put(Appliance.UNIT, wanted);
  }

  private List<String> stores() {
    return state.datasets().values().stream()
        .flatMap(d -> Optional.ofNullable(d.properties().get(Appliance.STORE)).stream())
        .toList();
  }

  private Dataset store(Call call, String name) throws Fault {
    return state.datasets().values().stream()
        .filter(d -> name.equals(d.properties().get(Appliance.STORE)))
        .findFirst()
        .orElseThrow(() -> call.fault(1, "No storage object named " + name + "."));
  }

  /** What {@code saveconfig} writes. */
  String saved() {
    List<String> objects = new ArrayList<>();
    List<String> units = new ArrayList<>();
    state
        .datasets()
        .forEach((dataset, facts) -> {
          String name = facts.properties().get(Appliance.STORE);
          String number = facts.properties().get(Appliance.UNIT);
          if (name != null) {
            objects.add(
                "{\"dev\": \"/dev/zvol/%s\", \"name\": \"%s\", \"plugin\": \"block\", \"wwn\": \"%s\"}"
                    .formatted(dataset, name, facts.properties().get(Appliance.SERIAL)));
          }
          if (name != null && number != null) {
            units.add(
                "{\"index\": %s, \"storage_object\": \"%s/%s\"}".formatted(number, STORES, name));
          }
        });
    return """
    {"storage_objects": [%s],
     "targets": [{"fabric": "iscsi", "wwn": "%s", "tpgs": [{"tag": 1, "luns": [%s]}]}]}
    """
        .formatted(String.join(",\n ", objects), Appliance.TARGET, String.join(",\n ", units));
  }
}
