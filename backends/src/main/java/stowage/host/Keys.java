package stowage.host;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import stowage.config.StorageId;
import stowage.config.StorageType;
import stowage.exec.Exec;
import stowage.exec.HostException;
import stowage.exec.Reading;
import stowage.exec.Result;
import stowage.exec.Secret;
import stowage.exec.Shell;
import stowage.pbs.EncryptionKey;
import stowage.pbs.Fingerprint;
import stowage.pbs.KeyArchive;
import stowage.pbs.KeyFile;
import stowage.pbs.MasterPublicKey;
import stowage.pbs.PbsException;
import stowage.pbs.Protection;
import stowage.schema.Draft;
import stowage.schema.InvalidException;
import stowage.schema.Problem;
import stowage.schema.Properties;
import stowage.schema.Property;
import stowage.tool.Answers;
import stowage.type.SecretForm;

/** What the backups of a host's pools are encrypted with. */
public final class Keys {
  private final Shell shell;
  private final Inquiry inquiry;

  Keys(Shell shell, Inquiry inquiry) {
    this.shell = shell;
    this.inquiry = inquiry;
  }

  /**
   * A key file on the host, as far as it says of itself; believed only once the key is opened.
   *
   * @param path on the host
   * @param kdf {@code none}, {@code scrypt}, {@code pbkdf2}; empty when this is no key file
   */
  public record Lying(
      String path,
      String kdf,
      @Nullable Fingerprint fingerprint,
      @Nullable Instant created,
      @Nullable String hint) {}

  /**
   * @param path on the host
   * @param key null when the file holds none that a backup could use
   */
  public record Master(String path, @Nullable MasterPublicKey key) {}

  /**
   * What is there for one pool.
   *
   * @param shown what {@code storage.cfg} says about its key, null for nothing
   * @param key in use: backups are encrypted if and only if it is there
   * @param master null for none
   * @param old keys that were in use before
   */
  public record PoolKeys(
      StorageId pool,
      @Nullable String shown,
      @Nullable Lying key,
      @Nullable Master master,
      List<Lying> old) {
    public PoolKeys {
      old = List.copyOf(old);
    }

    /** The configuration speaks of a key that is not there: no backup can be made. */
    public boolean isMissing() {
      return shown != null && key == null;
    }
  }

  /**
   * @param pools all of backup servers
   * @param left keys whose pool is no longer configured
   */
  public record Overview(List<PoolKeys> pools, List<Lying> left) {
    public Overview {
      pools = List.copyOf(pools);
      left = List.copyOf(left);
    }
  }

  /** A new key as backup jobs can use it; whoever makes it has to keep it. */
  public static Secret make(Instant now, ZoneId zone) throws PbsException {
    try (EncryptionKey key = EncryptionKey.generate();
        KeyFile file = KeyFile.create(key, Protection.none(), now)) {
      Secret text = file.compact(zone);
      byte[] bytes = text.reveal();
      text.close();
      return Secret.of(bytes);
    }
  }

  /** What is there; no key leaves the host. */
  public Reading<Overview> list() throws HostException, InvalidException {
    return new KeyInventory(shell).of(inquiry.survey());
  }

  /** The key file of a pool as it lies on the host; close it. */
  public Secret text(StorageId pool) throws HostException, InvalidException {
    return text(pool.text(), require(pool).secretFile(SecretForm.ENCRYPTION_KEY).path());
  }

  /** One that {@link #list} has found; close it. */
  public Secret text(Lying key) throws HostException, InvalidException {
    return text(key.path(), key.path());
  }

  private Secret text(String whose, String path) throws HostException, InvalidException {
    Exec read = KeptKeys.read(path);
    Result answer = shell.run(read);
    if (!answer.ok() && answer.errorText().contains("No such file or directory")) {
      throw new InvalidException("storage", "problem.no-key-file", whose, path);
    }
    byte[] bytes = Inquiry.required(Answers.read(read, answer, Result::out)).clone();
    Arrays.fill(answer.out(), (byte) 0);
    return Secret.of(bytes);
  }

  /**
   * All keys of the host, those in use and those put away, and the public halves of master keys, to
   * be kept elsewhere; close them.
   *
   * @param host as the user calls it
   */
  public List<KeyArchive.Entry> all(String host) throws HostException, InvalidException {
    Overview overview = Inquiry.required(list());
    List<Lying> all = new ArrayList<>();
    for (PoolKeys pool : overview.pools()) {
      if (pool.key() != null) {
        all.add(pool.key());
      }
      all.addAll(pool.old());
    }
    all.addAll(overview.left());
    List<String> paths = new ArrayList<>(all.stream().map(Lying::path).toList());
    for (PoolKeys pool : overview.pools()) {
      if (pool.master() != null) {
        paths.add(pool.master().path());
      }
    }
    List<KeyArchive.Entry> entries = new ArrayList<>();
    for (String path : paths) {
      String file = path.substring(path.lastIndexOf('/') + 1);
      entries.add(new KeyArchive.Entry(KeyArchive.folder(host) + "/" + file, text(path, path)));
    }
    return entries;
  }

  /** The same, understood; close it. */
  public KeyFile open(StorageId pool) throws HostException, InvalidException, PbsException {
    try (Secret text = text(pool)) {
      byte[] bytes = text.reveal();
      try {
        return KeyFile.read(bytes);
      } finally {
        Arrays.fill(bytes, (byte) 0);
      }
    }
  }

  /**
   * Another key for the backups to come; the present one stays on the host.
   *
   * @param keyText a key file without passphrase, see {@link #make}; closed when the plan is done
   */
  public Proposal planReplace(StorageId pool, Secret keyText)
      throws HostException, InvalidException {
    return plan(pool, Properties.ENCRYPTION_KEY, keyText);
  }

  /**
   * Keys of an archive back to their pools: all of them get theirs, or none. No key that is in use
   * is replaced; what the archive has besides is put where keys lie that were in use before.
   *
   * @param archived left open until the plan is done
   */
  public Proposal planRestore(ArchivedKeys archived) throws HostException, InvalidException {
    return new ConfigPlans(inquiry).restore(KeyReturn.of(archived, Inquiry.required(list())));
  }

  /**
   * A key for the backups that were made with it, put where keys lie that were in use before. New
   * backups are not made with it.
   *
   * @param keyText a key file without passphrase; closed when the plan is done
   */
  public Proposal planBeside(StorageId pool, Secret keyText)
      throws HostException, InvalidException {
    require(pool);
    Overview there = Inquiry.required(list());
    return new ConfigPlans(inquiry).restore(KeyReturn.beside(pool, keyText, there));
  }

  /** Backups to come are not encrypted; the present key stays on the host. */
  public Proposal planRemoveKey(StorageId pool) throws HostException, InvalidException {
    return plan(pool, Properties.ENCRYPTION_KEY, null);
  }

  /**
   * A copy of the key goes into every backup to come, for whoever has the master key.
   *
   * @param pem of the public key
   */
  public Proposal planMaster(StorageId pool, byte[] pem) throws HostException, InvalidException {
    return plan(pool, Properties.MASTER_PUBKEY, Secret.of(pem.clone()));
  }

  public Proposal planRemoveMaster(StorageId pool) throws HostException, InvalidException {
    return plan(pool, Properties.MASTER_PUBKEY, null);
  }

  private Proposal plan(StorageId pool, Property<?> property, @Nullable Secret secret)
      throws HostException, InvalidException {
    require(pool);
    return new ConfigPlans(inquiry).set(draft(pool, property, secret), null);
  }

  private static Draft draft(StorageId pool, Property<?> property, @Nullable Secret secret) {
    Map<String, Secret> secrets = secret == null ? Map.of() : Map.of(property.key(), secret);
    Set<String> deletes = secret == null ? Set.of(property.key()) : Set.of();
    return new Draft(pool.text(), StorageType.PBS.word(), Map.of(), secrets, deletes);
  }

  private ConfiguredPool require(StorageId pool) throws HostException, InvalidException {
    ConfiguredPool entry = inquiry.survey().require(pool);
    if (entry.pool().type() != StorageType.PBS) {
      throw new InvalidException(
          List.of(
              Problem.of(
                  "storage",
                  "problem.not-a-backup-server",
                  pool.text(),
                  entry.pool().type().word())));
    }
    return entry;
  }
}
