package stowage.target;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import stowage.exec.Reading;
import stowage.exec.Step;
import stowage.message.Message;
import stowage.schema.Properties;
import stowage.tool.Remote;
import stowage.volume.Size;

/**
 * Units of istgt, see istgt.conf: lines of one section of its file, which it reads when it is told
 * to. What goes or grows takes a restart.
 *
 * @param pid the file that holds the software's process
 * @param section index of the target's section
 */
record IstgtUnits(
    Site site, String digest, ConfigFile file, String pid, int section, List<Lines> units)
    implements Units {
  static final String SURVEY =
      "for f in /usr/local/etc/istgt/istgt.conf /var/etc/iscsi/istgt.conf;"
          + " do if [ -r \"$f\" ]; then break; fi; done;"
          + " for d in /usr/local/etc/rc.d/istgt /var/etc/rc.d/istgt;"
          + " do if [ -x \"$d\" ]; then break; fi; done; "
          + ConfigFile.SHOW;

  private static final String RELOAD = "kill -HUP \"$(cat \"$1\")\"";
  private static final String DEFAULT_PID = "/var/run/istgt.pid";
  private static final Pattern SECTION = Pattern.compile("\\s*\\[(\\S+)\\]\\s*");
  private static final Pattern UNIT =
      Pattern.compile("\\s*LUN([0-9]{1,3})\\s+(\\S+)\\s+(\\S+).*\\s*");
  private static final Pattern VALUE = Pattern.compile("\\s*(\\S+)\\s+\"?([^\"\\s]+)\"?.*\\s*");
  private static final int ROOM = 64;

  IstgtUnits {
    units = List.copyOf(units);
  }

  /**
   * @param at all indices in the file that are about the unit
   * @param path empty for what is no device
   */
  record Lines(List<Integer> at, Integer number, String path) implements Unit {
    Lines {
      at = List.copyOf(at);
    }
  }

  static Reading<Units> read(Site site, byte[] told) {
    Optional<ConfigFile.Shown> shown = ConfigFile.of(told);
    if (shown.isEmpty()) {
      return Reading.failed("problem.answer-unreadable", "istgt.conf");
    }
    ConfigFile file = shown.get().file();
    String pid = DEFAULT_PID;
    String base = "";
    int section = -1;
    int found = -1;
    for (int i = 0; i < file.lines().size(); i++) {
      String line = file.lines().get(i);
      if (SECTION.matcher(line).matches()) {
        section = i;
      }
      Matcher value = VALUE.matcher(line);
      if (value.matches()) {
        switch (value.group(1)) {
          case "PidFile" -> pid = value.group(2);
          case "NodeBase" -> base = value.group(2);
          case "TargetName" -> {
            String name = value.group(2);
            if (Set.of(name, base + ":" + name).contains(site.name())) {
              found = section;
            }
          }
          default -> {}
        }
      }
    }
    return found < 0
        ? site.missing()
        : Reading.known(of(site, Remote.digest(told), file, pid, found));
  }

  private static IstgtUnits of(Site site, String digest, ConfigFile file, String pid, int section) {
    Map<Integer, Lines> units = new TreeMap<>();
    for (int i = section + 1; i < file.lines().size(); i++) {
      String line = file.lines().get(i);
      if (SECTION.matcher(line).matches()) {
        break;
      }
      Matcher unit = UNIT.matcher(line);
      if (unit.matches()) {
        int at = i;
        Integer number = Integer.valueOf(unit.group(1));
        String path = unit.group(2).equals("Storage") ? unit.group(3) : "";
        units.merge(
            number,
            new Lines(List.of(at), number, path),
            (a, b) ->
                new Lines(
                    Stream.concat(a.at().stream(), b.at().stream()).toList(),
                    number,
                    a.path().isEmpty() ? b.path() : a.path()));
      }
    }
    return new IstgtUnits(site, digest, file, pid, section, List.copyOf(units.values()));
  }

  @Override
  public int room() {
    return ROOM;
  }

  @Override
  public Edited attach(Device device, Spot spot) {
    List<String> lines = new ArrayList<>();
    lines.add("LUN" + spot.number() + " Storage " + device.path() + " AUTO");
    if (site.isSet(Properties.NOWRITECACHE.key())) {
      lines.add("LUN" + spot.number() + " Option WriteCache Disable");
    }
    int last = section;
    for (int i = section + 1; i < file.lines().size(); i++) {
      String line = file.lines().get(i);
      if (SECTION.matcher(line).matches()) {
        break;
      }
      last = line.isBlank() || line.stripLeading().startsWith("#") ? last : i;
    }
    ConfigFile then = file.with(last, lines.stream().map(line -> "  " + line).toList());
    Message title = Message.of("step.unit-file-add", lines.getFirst(), file.path());
    List<Step> steps =
        List.of(
            file.replaced(site.remote(), title, then, false),
            Step.of(
                Message.of("step.unit-reload", site.software().word()),
                site.remote().changes(RELOAD, pid)));
    return new Edited(steps, of(site, digest, then, pid, section));
  }

  @Override
  public Edited detach(Device device) {
    Optional<Lines> lines = Units.of(device, units);
    if (lines.isEmpty()) {
      return new Edited(List.of(), this);
    }
    ConfigFile then = file.without(lines.get().at());
    Message title = Message.of("step.unit-file-restart", device.leaf(), file.path());
    return new Edited(
        List.of(file.replaced(site.remote(), title, then, true)),
        of(site, digest, then, pid, section));
  }

  @Override
  public List<Step> grow(Device device, Size size) {
    return find(device).stream()
        .map(_ ->
            Step.of(
                    Message.of("step.unit-restart", site.software().word()),
                    site.remote().changes("\"$1\" onerestart", file.daemon()))
                .irreversible())
        .toList();
  }
}
