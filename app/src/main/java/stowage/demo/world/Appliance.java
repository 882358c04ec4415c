package stowage.demo.world;

import java.nio.charset.StandardCharsets;
import java.util.TreeMap;

/** The company's storage server: ZFS volumes as units of an iSCSI target, and a way in over SSH. */
public final class Appliance {
  public static final String ADDRESS = "192.0.2.70";
  public static final String TARGET = "iqn.2003-01.net.example.appliance:sn.1";

  /** Properties of datasets: backstore, serial number and number of the unit. */
  public static final String STORE = "demo:store";

  public static final String SERIAL = "demo:serial";
  public static final String UNIT = "demo:unit";

  static final String ZPOOL = "tank";
  private static final long GIB = 1L << 30;
  // ZFS keeps 1/32 for itself; what is left is the size that the pool shows.
  static final long SIZE = 3460 * GIB / 31 * 32;
  private static final String HOME = "tank/luns";
  private static final String KEY = "/etc/pve/priv/zfs/" + ADDRESS + "_id_rsa";

  private Appliance() {}

  static void furnish(World world) throws Fault {
    put(world, HOME, Dataset.Kind.FILESYSTEM, 0, 1025 * GIB, -1);
    put(world, HOME + "/vm-117-disk-1", Dataset.Kind.VOLUME, 200 * GIB, 85 * GIB, 0);
    put(world, HOME + "/vm-124-disk-1", Dataset.Kind.VOLUME, 500 * GIB, 340 * GIB, 1);
    world.files().mkdirs("/etc/pve/priv/zfs");
    world.files().put(KEY, "A stand-in.\n".getBytes(StandardCharsets.UTF_8));
  }

  private static void put(
      World world, String name, Dataset.Kind kind, long size, long used, int unit) {
    TreeMap<String, String> properties = new TreeMap<>();
    if (unit >= 0) {
      properties.put(STORE, name.replace('/', '-'));
      properties.put(SERIAL, CompanyDisks.uuid(name));
      properties.put(UNIT, String.valueOf(unit));
    }
    long created = world.now() - 400L * 86_400;
    world
        .state()
        .appliance()
        .put(name, new Dataset(kind, size, used, null, created, unit + 2, properties));
  }
}
