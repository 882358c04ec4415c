package stowage.host;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import stowage.exec.Exec;
import stowage.exec.Result;
import stowage.volume.ContentType;
import stowage.volume.Volume;

/**
 * The guests that a host knows, from the names of their configuration files. Their volumes look the
 * same on a pool; only this tells a container's from a virtual machine's.
 */
final class GuestConfigs {
  private static final Pattern FILE =
      Pattern.compile("/(qemu-server|lxc)/([1-9][0-9]{2,8})\\.conf");

  private GuestConfigs() {}

  /** Looks at all nodes of a cluster, or at the two directories of a plain host. */
  static Exec program() {
    return Exec.reads(
        "/usr/bin/find",
        "/etc/pve/nodes",
        "/etc/pve/qemu-server/",
        "/etc/pve/lxc/",
        "-maxdepth",
        "3",
        "-name",
        "[1-9]*.conf");
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
