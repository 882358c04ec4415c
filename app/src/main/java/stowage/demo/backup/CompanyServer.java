package stowage.demo.backup;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import stowage.demo.world.Fault;
import stowage.demo.world.VirtualFiles;
import stowage.demo.world.World;
import stowage.exec.Secret;
import stowage.pbs.EncryptionKey;
import stowage.pbs.KeyFile;
import stowage.pbs.MasterKey;
import stowage.pbs.MasterPublicKey;
import stowage.pbs.PbsException;
import stowage.pbs.Protection;
import stowage.pbs.server.Endpoint;
import stowage.pbs.server.GroupId;
import stowage.pbs.server.SnapshotId;
import stowage.pbs.server.Space;

/**
 * The backup server of the example company, which the pool {@code vault} of its hosts is on, with
 * backups of the last weeks. It keeps its certificate and its backups in the demo's directory.
 */
public final class CompanyServer {
  /** As the company's hosts call it. */
  public static final String NAME = "pbs.example.net";

  public static final int PORT = Endpoint.USUAL_PORT;
  public static final String USER = "backup@pbs!pve1";

  /** Opens the example's private master key, which lies in the demo's directory. */
  public static final String MASTER_PASSPHRASE = "stowage demo";

  /** Its name there. */
  public static final String MASTER = "master-private.pem";

  private static final String SECRETS = "/etc/pve/priv/storage/";
  private static final String CONFIG = "/etc/pve/storage.cfg";
  private static final Space SPACE = new Space("main", "site/a");
  private static final long DAY = 86_400;
  private static final long GIB = 1L << 30;
  private static final int[] DAYS = {1, 2, 3, 4, 5, 6, 7, 14, 21, 28, 56, 84};

  /** Days before today: what is older was made with the key before. */
  private static final int NEW_KEY = 30;

  private static final int CONFIG_LIMIT = 1 << 20;

  private final Identity identity;
  private final Holdings holdings;

  private CompanyServer(Identity identity, Holdings holdings) {
    this.identity = identity;
    this.holdings = holdings;
  }

  /** A guest that is backed up there. */
  private record Source(String type, int id, String name, long size) {}

  private static final List<Source> SOURCES =
      List.of(
          new Source("vm", 100, "dc1", 64 * GIB),
          new Source("vm", 102, "mail", 540 * GIB),
          new Source("vm", 103, "erp-app", 80 * GIB),
          new Source("vm", 104, "erp-db", 460 * GIB),
          new Source("vm", 118, "git", 120 * GIB),
          new Source("ct", 109, "dns1", 1 * GIB),
          new Source("ct", 112, "wiki", 11 * GIB));

  /** What is kept in this directory; at first use it is made, and made known to the host. */
  public static CompanyServer open(Path directory, World world) throws IOException {
    Path file = directory.resolve("backups.json");
    boolean fresh = Files.notExists(file);
    Identity identity =
        Identity.kept(directory.resolve("backup-server.p12"), NAME, Clock.systemUTC().instant());
    CompanyServer server = new CompanyServer(identity, Holdings.kept(14_900 * GIB, file));
    if (fresh) {
      try (EncryptionKey now = EncryptionKey.generate();
          EncryptionKey before = EncryptionKey.generate();
          EncryptionKey lost = EncryptionKey.generate()) {
        server.introduce(world, now, before);
        Crypt recoverable = Crypt.with(lost, master(directory.resolve(MASTER)));
        server.fill(world.now(), now, before, recoverable);
      } catch (Fault e) {
        throw new IOException("the demo's backup server can't be made: " + e.text(), e);
      } catch (PbsException e) {
        throw new IOException("the demo's backup server can't be made", e);
      }
      world.save();
      server.holdings.save();
    }
    return server;
  }

  /** Puts the private half where the demo's user finds it. */
  private static MasterPublicKey master(Path file) throws IOException, PbsException {
    byte[] pem;
    try (InputStream in = CompanyServer.class.getResourceAsStream(MASTER)) {
      pem = Objects.requireNonNull(in).readAllBytes();
    }
    Files.write(file, pem);
    try (Secret passphrase = Secret.of(MASTER_PASSPHRASE.toCharArray());
        MasterKey master = MasterKey.read(pem, passphrase)) {
      return master.publicKey();
    }
  }

  private void introduce(World world, EncryptionKey now, EncryptionKey before)
      throws Fault, PbsException {
    VirtualFiles files = world.files();
    files.mkdirs("/etc/pve/priv/storage");
    secret(files, "vault.pw", (identity.secret() + "\n").getBytes(StandardCharsets.UTF_8));
    Instant today = Instant.ofEpochSecond(world.now());
    secret(files, "vault.enc", text(now, today.minusSeconds(NEW_KEY * DAY)));
    secret(files, "vault.enc.old", text(before, today.minusSeconds(400 * DAY)));
    String config = new String(files.bytes(CONFIG, CONFIG_LIMIT), StandardCharsets.UTF_8);
    config =
        config
            .replaceFirst(
                "(?m)^\tencryption-key 1a:2b:3c:4d:.*$",
                "\tencryption-key " + now.fingerprint().text())
            .replaceFirst(
                "(?m)^\tfingerprint 09:54:ef:9b:.*$", "\tfingerprint " + identity.pin().text());
    files.put(CONFIG, config.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] text(EncryptionKey key, Instant made) throws PbsException {
    try (KeyFile file = KeyFile.create(key, Protection.none(), made);
        Secret text = file.compact(ZoneOffset.UTC)) {
      return text.reveal();
    }
  }

  private static void secret(VirtualFiles files, String name, byte[] content) throws Fault {
    files.put(SECRETS + name, content);
    files.chmod(SECRETS + name, "600");
    Arrays.fill(content, (byte) 0);
  }

  /**
   * @param lost how backups are kept whose key no host has any more
   */
  private void fill(long time, EncryptionKey now, EncryptionKey before, Crypt lost) {
    long midnight = time / DAY * DAY;
    for (Source source : SOURCES) {
      GroupId group = new GroupId(source.type(), Integer.toString(source.id()));
      for (int day : DAYS) {
        long at = midnight - day * DAY + 3600 + source.id() * 37L;
        SnapshotId id = new SnapshotId(group, Instant.ofEpochSecond(at));
        String notes = day == 56 ? source.name() + ", quarter" : source.name();
        long size = source.size() - day * (source.size() / 900);
        Crypt crypt =
            switch (source.name()) {
              case "dns1" -> Crypt.NONE;
              case "git" -> lost;
              default -> Crypt.with(day > NEW_KEY ? before : now);
            };
        holdings.put(SPACE, id, USER, notes, size, crypt);
        holdings.protect(SPACE, id, day == 56);
        if (day == 84 && source.name().equals("mail")) {
          holdings.damage(SPACE, id);
        }
        if (day > 1) {
          holdings.verified(
              SPACE,
              id,
              "UPID:backup:000003E8:00000001:00000000:%08X:verify:main:root@pam:"
                  .formatted(at + DAY / 2));
        }
      }
    }
  }

  public Holdings holdings() {
    return holdings;
  }

  /** Lets in who knows what is in the host's secret file. */
  public StandIn start(Clock clock) throws IOException {
    return StandIn.start(
        holdings, List.of(Person.administrator(USER, identity.secret())), identity, clock);
  }
}
