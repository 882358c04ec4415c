package stowage.type;

import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import stowage.schema.Properties;
import stowage.schema.Property;

/**
 * Pools that are the same place under two names. Everything in it is then listed twice, a path no
 * longer tells its volume, and the locks of one do not hold for the other.
 */
public final class Aliases {
  private Aliases() {}

  /** Those of the others that lie where this pool lies. */
  public static List<Pool> of(Pool pool, List<Pool> others) {
    return others.stream()
        .filter(other -> !other.id().equals(pool.id()) && samePlace(pool, other))
        .toList();
  }

  static boolean samePlace(Pool a, Pool b) {
    Optional<String> path = a.get(Properties.PATH).map(Aliases::trimmed);
    boolean samePath =
        path.isPresent() && path.equals(b.get(Properties.PATH).map(Aliases::trimmed));
    return samePath || place(a).equals(place(b));
  }

  /** What tells two places apart; the two iSCSI types open the same LUNs. */
  private static List<String> place(Pool pool) {
    return switch (pool.type()) {
      case DIR, BTRFS ->
          List.of("path", pool.get(Properties.PATH).map(Aliases::trimmed).orElse(""));
      case NFS ->
          List.of("nfs", text(pool, Properties.SERVER), trimmed(text(pool, Properties.EXPORT)));
      case CIFS ->
          List.of(
              "cifs",
              text(pool, Properties.SERVER),
              text(pool, Properties.SHARE),
              trimmed(text(pool, Properties.SUBDIR)));
      case CEPHFS ->
          List.of(
              "cephfs",
              monitors(pool),
              text(pool, Properties.FS_NAME),
              trimmed(text(pool, Properties.SUBDIR)));
      case GLUSTERFS ->
          List.of("gluster", text(pool, Properties.GLUSTER_SERVER), text(pool, Properties.VOLUME));
      case ZFSPOOL -> List.of("zfspool", text(pool, Properties.POOL));
      case LVM -> List.of("lvm", text(pool, Properties.VGNAME));
      case LVMTHIN ->
          List.of("thin", text(pool, Properties.VGNAME), text(pool, Properties.THINPOOL));
      case RBD ->
          List.of(
              "rbd",
              monitors(pool),
              text(pool, Properties.RBD_POOL),
              text(pool, Properties.NAMESPACE));
      case ISCSI, ISCSIDIRECT ->
          List.of("iscsi", text(pool, Properties.PORTAL), text(pool, Properties.TARGET));
      case ZFS -> List.of("zfs", text(pool, Properties.PORTAL), text(pool, Properties.POOL));
      case PBS ->
          List.of(
              "pbs",
              text(pool, Properties.SERVER),
              pool.get(Properties.PBS_PORT).map(String::valueOf).orElse(""),
              text(pool, Properties.DATASTORE),
              text(pool, Properties.NAMESPACE));
    };
  }

  private static String text(Pool pool, Property<String> property) {
    return pool.get(property).orElse("");
  }

  private static String monitors(Pool pool) {
    return new TreeSet<>(pool.get(Properties.MONHOST).orElse(List.of()))
        .stream().collect(Collectors.joining(","));
  }

  /** A doubled slash or one at the end makes no other place. */
  private static String trimmed(String path) {
    String single = path.replaceAll("/{2,}", "/");
    return single.endsWith("/") ? single.substring(0, single.length() - 1) : single;
  }
}
