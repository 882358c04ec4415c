package stowage.host;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import stowage.exec.Exec;
import stowage.exec.Reading;
import stowage.exec.Result;
import stowage.message.Message;
import stowage.tool.Answers;
import stowage.volume.ContentType;
import stowage.volume.Volume;

/**
 * The guests that a host knows, from the names and lines of their configuration files. Volumes of
 * containers and virtual machines look the same on a pool; only this tells them apart, and who uses
 * which.
 */
final class GuestConfigs {
  private static final Pattern FILE =
      Pattern.compile("/(qemu-server|lxc)/([1-9][0-9]{2,8})\\.conf");

  /** All nodes of a cluster, or a plain host; libvirt's guests, those without a file included. */
  private static final List<String> PLACES =
      List.of(
          "/etc/pve/nodes",
          "/etc/pve/qemu-server/",
          "/etc/pve/lxc/",
          "/etc/libvirt/qemu/",
          "/run/libvirt/qemu/");

  /** Lines that can name a guest or a volume; passwords and keys are left where they are. */
  private static final String LINES =
      "^((ide|sata|scsi|virtio|efidisk|tpmstate|unused|mp)[0-9]+|rootfs|vmstate|hookscript|cicustom"
          + "|args|name|hostname|lxc\\.[a-z.]+) ?[:=]|<(name|source|loader|nvram|kernel|initrd)[ >]";

  private static final int CONTENTS_LIMIT = 4 << 20;

  private GuestConfigs() {}

  /** Looks at all nodes of a cluster, or at the two directories of a plain host. */
  static Exec names() {
    return Exec.reads("/usr/bin/find")
        .and(PLACES.subList(0, 3))
        .and("-maxdepth", "3", "-name", "[1-9]*.conf");
  }

  /** Reads what the files say about volumes. */
  static Exec contents() {
    return Exec.reads("/usr/bin/find")
        .and(PLACES)
        .and("-maxdepth", "3", "-type", "f", "(", "-name", "[1-9]*.conf", "-o", "-name", "*.xml")
        .and(")", "-exec", "/usr/bin/grep", "-a", "-H", "-Z", "-E", LINES, "{}", "+")
        .asRoot()
        .keeping(CONTENTS_LIMIT);
  }

  /** Understands the answers to {@link #names} and {@link #contents}. */
  static Guests guests(Result names, Result contents) {
    GuestLines lines = new GuestLines(contents.text());
    Optional<Message> gap = gap(names(), names).or(() -> gap(contents(), contents));
    return new Guests(parse(names), lines.guests(), lines.named(), gap.or(lines::gap).orElse(null));
  }

  /** Why not all was read; directories that are not there are no reason. */
  private static Optional<Message> gap(Exec asked, Result answer) {
    boolean whole =
        answer.ending() == Result.Ending.EXITED
            && answer.status() <= 1
            && answer.errorText().lines().allMatch(GuestConfigs::isMissingPlace);
    if (whole) {
      return Optional.empty();
    }
    return switch (Answers.<Guests>failed(asked, answer)) {
      case Reading.Failed<Guests>(var reason) -> Optional.of(reason);
      case Reading.Known<Guests> _ -> Optional.empty();
    };
  }

  /**
   * A file that went while it was read is another matter: the guest may be on its way elsewhere.
   */
  private static boolean isMissingPlace(String line) {
    return line.endsWith(": No such file or directory")
        && PLACES.stream()
            .anyMatch(p -> line.contains("'" + p + "'") || line.contains("‘" + p + "’"));
  }

  /** Directories that are not there are no error: a plain host may have no guests at all. */
  static Map<String, String> parse(Result answer) {
    Map<String, String> guests = new TreeMap<>();
    answer
        .lines()
        .forEach(line -> {
          Matcher file = FILE.matcher(line);
          if (file.find() && file.end() == line.length()) {
            guests.put(file.group(2), file.group(1).equals("lxc") ? "lxc" : "qemu");
          }
        });
    return guests;
  }

  /** The volume as a content list shows it: a container's image is a root directory. */
  static Volume labelled(Volume volume, Map<String, String> guests) {
    if (volume.content() != ContentType.IMAGES
        || !"lxc".equals(volume.guest().map(guests::get).orElse(null))) {
      return volume;
    }
    return new Volume(
        volume.id(),
        ContentType.ROOTDIR,
        volume.format(),
        volume.owner(),
        volume.space(),
        volume.extra());
  }
}
