package stowage.target;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import stowage.exec.Exec;
import stowage.exec.Reading;
import stowage.exec.Step;
import stowage.message.Message;
import stowage.schema.InvalidException;
import stowage.schema.Properties;
import stowage.tool.Json;
import stowage.tool.Remote;
import stowage.volume.Size;
import tools.jackson.databind.JsonNode;

/**
 * Units of a Linux kernel target, see targetcli(8).
 *
 * @param stores names of all backstores of devices, those of other targets included
 */
record LioUnits(Site site, String digest, List<Offered> units, Set<String> stores)
    implements Units {
  /** Passwords of initiators stay where they are. */
  static final String SURVEY =
      "for f in /etc/rtslib-fb-target/saveconfig.json /etc/target/saveconfig.json;"
          + " do if [ -r \"$f\" ]; then break; fi; done;"
          + " sed -E 's/\"[a-z_]*(pass[a-z]*|userid)\": *\"([^\"\\\\]|\\\\.)*\"/\"withheld\": \"\"/g'"
          + " \"$f\"";

  private static final String PROGRAM = "/usr/bin/targetcli";
  private static final String BACKSTORES = "/backstores/block";
  private static final int ROOM = 256;
  // What the software takes in the name of a backstore.
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]+");

  LioUnits {
    units = List.copyOf(units);
    stores = Set.copyOf(stores);
  }

  /** A device that may be a unit of several targets. */
  record Store(String name, String path, String serial) {}

  record Offered(Integer number, Store store) implements Unit {
    @Override
    public String path() {
      return store.path();
    }

    @Override
    public String identity() {
      return store.serial();
    }
  }

  static Reading<Units> read(Site site, byte[] told) {
    Optional<JsonNode> file = Json.parse(told);
    if (file.isEmpty()) {
      return Reading.failed("problem.answer-unreadable", "saveconfig.json");
    }
    Map<String, Store> stores = new HashMap<>();
    for (JsonNode one : file.get().path("storage_objects")) {
      if (Json.text(one, "plugin").equals("block")) {
        String name = Json.text(one, "name");
        stores.put(
            BACKSTORES + "/" + name, new Store(name, Json.text(one, "dev"), Json.text(one, "wwn")));
      }
    }
    String group = site.setting(Properties.LIO_TPG.key());
    for (JsonNode target : file.get().path("targets")) {
      for (JsonNode portals : target.path("tpgs")) {
        if (Json.text(target, "wwn").equals(site.name())
            && ("tpg" + Json.text(portals, "tag")).equals(group)) {
          return Reading.known(
              new LioUnits(
                  site,
                  Remote.digest(told),
                  numbered(portals.path("luns"), stores),
                  stores.values().stream().map(Store::name).collect(Collectors.toSet())));
        }
      }
    }
    return site.missing();
  }

  private static List<Offered> numbered(JsonNode luns, Map<String, Store> stores) {
    List<Offered> units = new ArrayList<>();
    for (JsonNode lun : luns) {
      String name = Json.text(lun, "storage_object");
      // Others may serve files and whole disks under other numbers of the same target.
      Store store = stores.getOrDefault(name, new Store(name, "", ""));
      Json.whole(lun, "index").ifPresent(number -> units.add(new Offered((int) number, store)));
    }
    return units;
  }

  @Override
  public int room() {
    return ROOM;
  }

  @Override
  public Edited attach(Device device, Spot spot) throws InvalidException {
    String name = device.dataset().replace('/', '-');
    if (!NAME.matcher(name).matches()) {
      throw new InvalidException("name", "problem.unit-name", device.dataset());
    }
    if (stores.contains(name)) {
      throw new InvalidException("name", "problem.unit-exists", name, site.remote().portal());
    }
    Offered unit = new Offered(spot.number(), new Store(name, device.path(), spot.identity()));
    List<Exec> all = creation(unit);
    List<Step> steps = new ArrayList<>();
    // The name was free, so this takes away nothing that others have made.
    steps.add(
        Step.of(Message.of("step.unit-offer", device.leaf()), all.getFirst())
            .undoneEvenHalfwayBy(targetcli(BACKSTORES, "delete", name), save()));
    steps.add(Step.of(Message.of("step.unit-discard", device.leaf()), all.get(1)));
    steps.add(Step.of(Message.of("step.unit-number", device.leaf(), spot.number()), all.get(2)));
    steps.add(Step.of(Message.of("step.unit-save"), all.getLast()));
    List<Offered> then = Stream.concat(units.stream(), Stream.of(unit)).toList();
    Set<String> named = Stream.concat(stores.stream(), Stream.of(name)).collect(Collectors.toSet());
    return new Edited(steps, new LioUnits(site, digest, then, named));
  }

  @Override
  public Edited detach(Device device) {
    Optional<Offered> found = Units.of(device, units);
    if (found.isEmpty()) {
      return new Edited(List.of(), this);
    }
    Offered unit = found.get();
    List<Offered> then = units.stream().filter(u -> !u.equals(unit)).toList();
    List<Step> steps =
        List.of(
            // Its number goes with it. By name, as others may have been given the number since.
            Step.of(
                    Message.of("step.unit-take", device.leaf()),
                    targetcli(BACKSTORES, "delete", unit.store().name()))
                .undoneEvenHalfwayBy(creation(unit).toArray(Exec[]::new)),
            Step.of(Message.of("step.unit-save"), save()));
    Set<String> named =
        stores.stream().filter(s -> !s.equals(unit.store().name())).collect(Collectors.toSet());
    return new Edited(steps, new LioUnits(site, digest, then, named));
  }

  /** The kernel sees by itself that a device has grown. */
  @Override
  public List<Step> grow(Device device, Size size) {
    return List.of();
  }

  private List<Exec> creation(Offered unit) {
    String store = BACKSTORES + "/" + unit.store().name();
    List<String> offer =
        new ArrayList<>(
            List.of(BACKSTORES, "create", "name=" + unit.store().name(), "dev=" + unit.path()));
    if (!unit.identity().isEmpty()) {
      offer.add("wwn=" + unit.identity());
    }
    String group = "/iscsi/" + site.name() + "/" + site.setting(Properties.LIO_TPG.key());
    return List.of(
        targetcli(offer.toArray(String[]::new)),
        targetcli(store, "set", "attribute", "emulate_tpu=1"),
        targetcli(group + "/luns", "create", store, "lun=" + unit.number()),
        save());
  }

  private Exec save() {
    return targetcli("saveconfig");
  }

  private Exec targetcli(String... words) {
    return site.remote().on(Exec.changes(PROGRAM).and(words));
  }
}
