package stowage.target;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import stowage.exec.Exec;
import stowage.exec.Reading;
import stowage.exec.Step;
import stowage.message.Message;
import stowage.tool.Remote;
import stowage.volume.Size;

/**
 * Units of the iSCSI Enterprise Target, see ietd.conf(5) and ietadm(8): lines of its file, and the
 * same told to the kernel.
 *
 * @param kernel the number of the target there
 */
record IetUnits(Site site, String digest, ConfigFile file, int kernel, List<Line> units)
    implements Units {
  static final String SURVEY =
      "f=/etc/iet/ietd.conf; d=; " + ConfigFile.SHOW + " && cat /proc/net/iet/volume";

  private static final String PROGRAM = "/usr/sbin/ietadm";
  private static final Pattern TARGET =
      Pattern.compile("\\s*Target\\s+(\\S+)\\s*", Pattern.CASE_INSENSITIVE);
  private static final Pattern UNIT =
      Pattern.compile("\\s*Lun\\s+([0-9]{1,5})\\s+(\\S+)\\s*", Pattern.CASE_INSENSITIVE);
  private static final Pattern PATH =
      Pattern.compile("(?:.*,)?Path=([^,]+)(?:,.*)?", Pattern.CASE_INSENSITIVE);
  private static final Pattern KERNEL = Pattern.compile("tid:([0-9]{1,9}) name:(\\S+)");
  private static final int ROOM = 16_384;

  IetUnits {
    units = List.copyOf(units);
  }

  /**
   * @param at index in the file
   */
  record Line(int at, Integer number, String path) implements Unit {}

  static Reading<Units> read(Site site, byte[] told) {
    Optional<ConfigFile.Shown> shown = ConfigFile.of(told);
    if (shown.isEmpty()) {
      return Reading.failed("problem.answer-unreadable", "ietd.conf");
    }
    Optional<Integer> kernel =
        shown
            .get()
            .rest()
            .lines()
            .map(KERNEL::matcher)
            .filter(m -> m.matches() && m.group(2).equals(site.name()))
            .map(m -> Integer.valueOf(m.group(1)))
            .findFirst();
    ConfigFile file = shown.get().file();
    if (kernel.isEmpty() || header(site, file) < 0) {
      return site.missing();
    }
    return Reading.known(of(site, Remote.digest(told), file, kernel.get()));
  }

  private static IetUnits of(Site site, String digest, ConfigFile file, int kernel) {
    List<Line> units = new ArrayList<>();
    for (int i = header(site, file) + 1; i < file.lines().size(); i++) {
      if (TARGET.matcher(file.lines().get(i)).matches()) {
        break;
      }
      Matcher unit = UNIT.matcher(file.lines().get(i));
      if (unit.matches()) {
        Matcher path = PATH.matcher(unit.group(2));
        units.add(new Line(i, Integer.valueOf(unit.group(1)), path.matches() ? path.group(1) : ""));
      }
    }
    return new IetUnits(site, digest, file, kernel, units);
  }

  private static int header(Site site, ConfigFile file) {
    for (int i = 0; i < file.lines().size(); i++) {
      Matcher target = TARGET.matcher(file.lines().get(i));
      if (target.matches() && target.group(1).equals(site.name())) {
        return i;
      }
    }
    return -1;
  }

  @Override
  public int room() {
    return ROOM;
  }

  @Override
  public Edited attach(Device device, Spot spot) {
    int last = units.stream().mapToInt(Line::at).max().orElseGet(() -> header(site, file));
    String line = "Lun " + spot.number() + " " + parameters(device.path());
    ConfigFile then = file.with(last, List.of("\t" + line));
    List<Step> steps =
        List.of(
            file.replaced(
                site.remote(), Message.of("step.unit-file-add", line, file.path()), then, false),
            Step.of(
                    Message.of("step.unit-number", device.leaf(), spot.number()),
                    make(spot.number(), device.path()))
                .undoneBy(drop(spot.number())));
    return new Edited(steps, of(site, digest, then, kernel));
  }

  @Override
  public Edited detach(Device device) {
    Optional<Line> found = Units.of(device, units);
    if (found.isEmpty()) {
      return new Edited(List.of(), this);
    }
    Line line = found.get();
    ConfigFile then = file.without(List.of(line.at()));
    List<Step> steps =
        List.of(
            Step.of(Message.of("step.unit-take", device.leaf()), drop(line.number()))
                .undoneEvenHalfwayBy(make(line.number(), line.path())),
            file.replaced(
                site.remote(),
                Message.of("step.unit-file-remove", device.leaf(), file.path()),
                then,
                false));
    return new Edited(steps, of(site, digest, then, kernel));
  }

  /** The software looks at a device only when it becomes a unit. */
  @Override
  public List<Step> grow(Device device, Size size) {
    List<Step> steps = new ArrayList<>();
    Units.of(device, units)
        .ifPresent(line -> {
          Exec make = make(line.number(), line.path());
          steps.add(
              Step.of(Message.of("step.unit-take", device.leaf()), drop(line.number()))
                  .undoneEvenHalfwayBy(make));
          steps.add(
              Step.of(Message.of("step.unit-number", device.leaf(), line.number()), make)
                  .irreversible());
        });
    return steps;
  }

  private static String parameters(String path) {
    return "Path=" + path + ",Type=blockio";
  }

  private Exec make(int number, String path) {
    return ietadm("new", number, "--params", parameters(path));
  }

  private Exec drop(int number) {
    return ietadm("delete", number);
  }

  private Exec ietadm(String deed, int number, String... more) {
    Exec exec = Exec.changes(PROGRAM, "--op", deed, "--tid=" + kernel, "--lun=" + number).and(more);
    return site.remote().on(exec);
  }
}
