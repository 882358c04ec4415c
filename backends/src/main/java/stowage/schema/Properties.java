package stowage.schema;

import static stowage.schema.Property.Trait.ADVANCED;
import static stowage.schema.Property.Trait.FIXED;
import static stowage.schema.Property.Trait.SECRET;
import static stowage.schema.Property.Trait.SINCE_9;
import static stowage.schema.Property.Trait.UNTIL_8;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import stowage.volume.ContentType;

/**
 * The keys of {@code storage.cfg}, shared by the pool types as data. A {@link Schema} adds what
 * holds for its type only; the names and rules are those of the Proxmox VE administration guide,
 * chapter "Proxmox VE Storage". The kinds are what the file's reader accepts; what a person enters
 * must also pass {@link Entry}.
 */
public final class Properties {
  private static final int ANY_LENGTH = Integer.MAX_VALUE;
  private static final int NAME_LENGTH = 256;

  private static final Kind<String> ANY = text("text", ".+");
  private static final Kind<String> WORD = text("word", "\\S+");
  // Only the first character behind the slash is looked at by the file's reader.
  private static final Kind<String> PATH_FORM = text("path", "/[^;()].*");
  private static final Kind<String> HOST = new Kind.Text("server", Addresses.SERVER, NAME_LENGTH);
  private static final Kind<String> ONE_PORTAL =
      new Kind.Text("portal", Addresses.PORTAL, NAME_LENGTH);
  private static final Kind<String> LVM_NAME =
      text("lvm-name", "[A-Za-z0-9][A-Za-z0-9_.-]*[A-Za-z0-9]");
  private static final Kind<Boolean> FLAG = new Kind.Flag();

  // Where and what
  public static final Property<String> PATH = Property.of("path", PATH_FORM);
  public static final Property<String> SERVER = Property.of("server", HOST);
  public static final Property<String> EXPORT = Property.of("export", PATH_FORM);
  public static final Property<String> SHARE = Property.of("share", ANY);
  public static final Property<String> SUBDIR = Property.of("subdir", PATH_FORM);
  public static final Property<String> OPTIONS = Property.of("options", WORD).with(ADVANCED);
  public static final Property<String> DATASTORE = Property.of("datastore", ANY);
  public static final Property<String> NAMESPACE = Property.of("namespace", ANY);
  public static final Property<Long> PORT = Property.of("port", new Kind.Whole(1, 65535));
  public static final Property<Long> PBS_PORT = PORT.fallingBackTo("8007").with(ADVANCED);
  public static final Property<String> FINGERPRINT =
      Property.of("fingerprint", text("fingerprint", "(?:[0-9A-Fa-f]{2}:){31}[0-9A-Fa-f]{2}"));
  public static final Property<String> VOLUME = Property.of("volume", ANY);
  public static final Property<String> GLUSTER_SERVER = SERVER.fallingBackTo("localhost");
  public static final Property<String> SERVER2 = Property.of("server2", HOST);
  public static final Property<String> TRANSPORT =
      Property.of("transport", new Kind.Choice(List.of("tcp", "rdma", "unix"))).with(ADVANCED);
  public static final Property<List<String>> MONHOST = Property.of("monhost", new Kind.Portals());
  public static final Property<String> FS_NAME =
      Property.of("fs-name", text("config-id", "[A-Za-z][A-Za-z0-9_-]+"));
  public static final Property<String> PORTAL = Property.of("portal", ONE_PORTAL);
  public static final Property<String> TARGET = Property.of("target", ANY);
  public static final Property<String> VGNAME = Property.of("vgname", LVM_NAME);
  public static final Property<String> THINPOOL = Property.of("thinpool", LVM_NAME);
  public static final Property<String> BASE =
      Property.of("base", text("volume-id", "[A-Za-z][A-Za-z0-9_.-]*[A-Za-z0-9]:.+"));
  public static final Property<String> POOL = Property.of("pool", ANY);
  public static final Property<String> RBD_POOL = POOL.fallingBackTo("rbd");
  public static final Property<String> DATA_POOL = Property.of("data-pool", ANY).with(ADVANCED);

  // Who
  public static final Property<String> USERNAME = Property.of("username", ANY);
  public static final Property<String> PBS_USERNAME = USERNAME.fallingBackTo("root@pam");
  public static final Property<String> CEPH_USERNAME = USERNAME.fallingBackTo("admin");
  public static final Property<String> DOMAIN =
      Property.of("domain", new Kind.Text("text", Pattern.compile(".+"), NAME_LENGTH));
  public static final Property<String> PASSWORD = Property.of("password", ANY).with(SECRET);
  public static final Property<String> KEYRING = Property.of("keyring", ANY).with(SECRET);
  public static final Property<String> ENCRYPTION_KEY =
      Property.of("encryption-key", ANY).with(SECRET);
  public static final Property<String> MASTER_PUBKEY =
      Property.of("master-pubkey", ANY).with(SECRET, ADVANCED);

  // Use
  public static final Property<Set<ContentType>> CONTENT =
      Property.of("content", new Kind.Contents());
  public static final Property<Set<String>> NODES = Property.of("nodes", new Kind.Nodes());
  public static final Property<Boolean> DISABLE = Property.of("disable", FLAG).fallingBackTo("0");
  public static final Property<Boolean> SHARED = Property.of("shared", FLAG).fallingBackTo("0");
  public static final Property<Map<String, Long>> PRUNE_BACKUPS =
      Property.of("prune-backups", new Kind.Keep()).fallingBackTo("keep-all=1");
  public static final Property<Long> MAX_PROTECTED_BACKUPS =
      Property.of("max-protected-backups", new Kind.Whole(-1, Long.MAX_VALUE)).with(ADVANCED);
  public static final Property<Long> MAXFILES =
      Property.of("maxfiles", new Kind.Whole(0, Long.MAX_VALUE)).with(ADVANCED, UNTIL_8);
  public static final Property<Map<ContentType, String>> CONTENT_DIRS =
      Property.of("content-dirs", new Kind.Directories()).with(ADVANCED);
  public static final Property<Map<String, Double>> BWLIMIT =
      Property.of("bwlimit", new Kind.Bandwidth()).with(ADVANCED);

  // Images
  public static final Property<String> FORMAT =
      Property.of("format", new Kind.Choice(List.of("raw", "qcow2", "subvol", "vmdk")));
  public static final Property<String> PREALLOCATION =
      Property.of("preallocation", new Kind.Choice(List.of("off", "metadata", "falloc", "full")))
          .fallingBackTo("metadata")
          .with(ADVANCED);
  public static final Property<Boolean> SNAPSHOT_CHAIN =
      Property.of("snapshot-as-volume-chain", FLAG).fallingBackTo("0").with(ADVANCED, SINCE_9);
  public static final Property<Boolean> SPARSE = Property.of("sparse", FLAG).fallingBackTo("0");
  public static final Property<String> BLOCKSIZE = Property.of("blocksize", ANY);
  public static final Property<Boolean> NOCOW =
      Property.of("nocow", FLAG).fallingBackTo("0").with(ADVANCED);
  public static final Property<Boolean> KRBD = Property.of("krbd", FLAG).fallingBackTo("0");

  // Directories and mounts
  public static final Property<Boolean> CREATE_BASE_PATH =
      Property.of("create-base-path", FLAG).fallingBackTo("1").with(ADVANCED);
  public static final Property<Boolean> CREATE_SUBDIRS =
      Property.of("create-subdirs", FLAG).fallingBackTo("1").with(ADVANCED);
  public static final Property<Boolean> MKDIR =
      Property.of("mkdir", FLAG).fallingBackTo("1").with(ADVANCED);
  public static final Property<String> IS_MOUNTPOINT =
      Property.of("is_mountpoint", ANY).fallingBackTo("no").with(ADVANCED);
  public static final Property<String> SMBVERSION =
      Property.of(
              "smbversion", new Kind.Choice(List.of("default", "2.0", "2.1", "3", "3.0", "3.11")))
          .fallingBackTo("default")
          .with(ADVANCED);
  public static final Property<Boolean> FUSE =
      Property.of("fuse", FLAG).fallingBackTo("0").with(ADVANCED);
  public static final Property<String> MOUNTPOINT =
      Property.of("mountpoint", PATH_FORM).with(ADVANCED);

  // LVM
  public static final Property<Boolean> SAFEREMOVE =
      Property.of("saferemove", FLAG).fallingBackTo("0");
  public static final Property<String> SAFEREMOVE_THROUGHPUT =
      Property.of("saferemove_throughput", ANY).fallingBackTo("-10485760").with(ADVANCED);
  public static final Property<String> SAFEREMOVE_STEPSIZE =
      Property.of("saferemove-stepsize", new Kind.Choice(List.of("1", "2", "4", "8", "16", "32")))
          .fallingBackTo("32")
          .with(ADVANCED, SINCE_9);
  public static final Property<Boolean> TAGGED_ONLY =
      Property.of("tagged_only", FLAG).fallingBackTo("0").with(ADVANCED);

  // ZFS over iSCSI
  public static final Property<String> ISCSIPROVIDER =
      Property.of("iscsiprovider", new Kind.Choice(List.of("comstar", "iet", "istgt", "LIO")));
  public static final Property<Boolean> NOWRITECACHE =
      Property.of("nowritecache", FLAG).fallingBackTo("0").with(ADVANCED);
  public static final Property<String> COMSTAR_HG = Property.of("comstar_hg", ANY).with(ADVANCED);
  public static final Property<String> COMSTAR_TG = Property.of("comstar_tg", ANY).with(ADVANCED);
  public static final Property<String> LIO_TPG = Property.of("lio_tpg", ANY);
  public static final Property<String> ZFS_BASE_PATH =
      Property.of("zfs-base-path", PATH_FORM).with(ADVANCED);

  private Properties() {}

  /** As an option that can't be changed once the pool is there. */
  static <T> Property<T> fixed(Property<T> property) {
    return property.with(FIXED);
  }

  private static Kind<String> text(String rule, String pattern) {
    return new Kind.Text(rule, Pattern.compile(pattern), ANY_LENGTH);
  }
}
