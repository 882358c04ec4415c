package stowage.target;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import stowage.exec.Exec;
import stowage.exec.Reading;
import stowage.exec.Step;
import stowage.message.Message;
import stowage.schema.Properties;
import stowage.tool.Remote;
import stowage.volume.Size;

/**
 * Units of Solaris and its descendants, see stmfadm(8). Which targets have them, their views say.
 */
record ComstarUnits(Site site, String digest, List<Logical> units) implements Units {
  private static final String PROGRAM = "/usr/sbin/stmfadm";

  static final String SURVEY =
      "all=$(/usr/sbin/sbdadm list-lu) || exit 1;"
          + " echo \"$all\" | while read guid size path; do case $guid in 600*)"
          + " echo \"unit $guid $path\";"
          + " /usr/sbin/stmfadm list-view -l \"$guid\" </dev/null 2>/dev/null;;"
          + " esac; done; exit 0";

  private static final Pattern UNIT = Pattern.compile("unit ([0-9A-Fa-f]{32}) (\\S.*)");
  private static final Pattern NUMBER = Pattern.compile("\\s*LUN\\s*:\\s*([0-9]{1,5})\\s*");
  private static final int ROOM = 16_384;
  private static final String GUID_HEAD = "600144f";
  private static final int GUID_TAIL = 25;

  ComstarUnits {
    units = List.copyOf(units);
  }

  /**
   * @param number of its first view; null if it has none
   */
  record Logical(String guid, String path, @Nullable Integer number) implements Unit {
    @Override
    public String identity() {
      return guid;
    }
  }

  static Reading<Units> read(Site site, byte[] told) {
    List<Logical> units = new ArrayList<>();
    for (String line : new String(told, StandardCharsets.UTF_8).lines().toList()) {
      Matcher unit = UNIT.matcher(line.strip());
      Matcher number = NUMBER.matcher(line);
      if (unit.matches()) {
        units.add(new Logical(unit.group(1), unit.group(2), null));
      } else if (number.matches() && !units.isEmpty() && units.getLast().number() == null) {
        Logical last = units.removeLast();
        units.add(new Logical(last.guid(), last.path(), Integer.valueOf(number.group(1))));
      }
    }
    return Reading.known(new ComstarUnits(site, Remote.digest(told), units));
  }

  @Override
  public int room() {
    return ROOM;
  }

  /** What identifies a unit is kept on its device: one that was a unit before is taken up again. */
  @Override
  public Edited attach(Device device, Spot spot) {
    boolean known = !spot.identity().isEmpty();
    String guid = known ? spot.identity() : guid(device.path());
    Logical unit = new Logical(guid, device.path(), spot.number());
    Exec create = known ? restore(device.path()) : creation(unit);
    List<Step> steps =
        List.of(
            Step.of(Message.of("step.unit-offer", device.leaf()), create)
                .undoneEvenHalfwayBy(stmfadm("delete-lu", guid)),
            Step.of(
                Message.of("step.unit-number", device.leaf(), spot.number()),
                view(guid, spot.number())));
    List<Logical> then = new ArrayList<>(units);
    then.add(unit);
    return new Edited(steps, new ComstarUnits(site, digest, then));
  }

  @Override
  public Edited detach(Device device) {
    Optional<Logical> found = Units.of(device, units);
    if (found.isEmpty()) {
      return new Edited(List.of(), this);
    }
    Logical unit = found.get();
    List<Exec> back = new ArrayList<>(List.of(restore(unit.path())));
    if (unit.number() != null) {
      back.add(view(unit.guid(), unit.number()));
    }
    Step take =
        Step.of(Message.of("step.unit-take", device.leaf()), stmfadm("delete-lu", unit.guid()))
            .undoneEvenHalfwayBy(back.toArray(Exec[]::new));
    return new Edited(
        List.of(take),
        new ComstarUnits(site, digest, units.stream().filter(u -> !u.equals(unit)).toList()));
  }

  @Override
  public List<Step> grow(Device device, Size size) {
    return Units.of(device, units).stream()
        .map(u ->
            Step.of(
                    Message.of("step.unit-grow", device.leaf()),
                    stmfadm("modify-lu", "-s", size.inKib() + "K", u.guid()))
                .irreversible())
        .toList();
  }

  private Exec creation(Logical unit) {
    String direct = Boolean.toString(site.isSet(Properties.NOWRITECACHE.key()));
    return stmfadm("create-lu", "-p", "wcd=" + direct, "-p", "guid=" + unit.guid(), unit.path());
  }

  private Exec restore(String path) {
    return stmfadm("import-lu", path);
  }

  private Exec view(String guid, int number) {
    List<String> words = new ArrayList<>(List.of("add-view"));
    String hosts = site.setting(Properties.COMSTAR_HG.key());
    if (!hosts.isEmpty()) {
      words.addAll(List.of("-h", hosts));
    }
    String targets = site.setting(Properties.COMSTAR_TG.key());
    if (!targets.isEmpty()) {
      words.addAll(List.of("-t", targets));
    }
    words.addAll(List.of("-n", String.valueOf(number), guid));
    return stmfadm(words.toArray(String[]::new));
  }

  private Exec stmfadm(String... words) {
    return site.remote().on(Exec.changes(PROGRAM).and(words));
  }

  /** As Proxmox VE makes it, so that either finds what the other has made. */
  private static String guid(String path) {
    try {
      byte[] sum = MessageDigest.getInstance("MD5").digest(path.getBytes(StandardCharsets.UTF_8));
      String text = HexFormat.of().formatHex(sum);
      return GUID_HEAD + text.substring(text.length() - GUID_TAIL);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
