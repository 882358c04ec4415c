package stowage.pbs;

import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import org.jspecify.annotations.Nullable;
import stowage.exec.Secret;
import stowage.pbs.PbsException.Reason;

/**
 * A key as it lies in a file, perhaps closed by a passphrase. Without one it is as secret as the
 * key itself, so it has no text form of its own and is wiped when closed.
 */
public final class KeyFile implements AutoCloseable {
  /** What a pool's configuration shows for a key that does not say which it is. */
  private static final String SOME_KEY = "1";

  private final Kdf kdf;
  private final Instant created;
  private final Instant modified;
  private final Secret data;
  private final @Nullable String namedAs;
  private final @Nullable Fingerprint fingerprint;
  private final @Nullable String hint;

  /**
   * @param data taken over
   * @param namedAs the fingerprint as it is written, null for none
   */
  KeyFile(
      Kdf kdf,
      Instant created,
      Instant modified,
      byte[] data,
      @Nullable String namedAs,
      @Nullable String hint)
      throws PbsException {
    this.kdf = kdf;
    this.created = created;
    this.modified = modified;
    this.data = Secret.of(data);
    this.namedAs = namedAs;
    this.fingerprint = namedAs == null ? null : Fingerprint.read(namedAs);
    this.hint = hint;
  }

  /** As the backup client and the hypervisor write it, in one line or in many. */
  public static KeyFile read(byte[] text) throws PbsException {
    return KeyFileReader.read(text);
  }

  public static KeyFile create(EncryptionKey key, Protection protection, Instant now)
      throws PbsException {
    return closed(key, protection, now, now);
  }

  private static KeyFile closed(
      EncryptionKey key, Protection protection, Instant created, Instant modified)
      throws PbsException {
    protection.check();
    return new KeyFile(
        protection.kdf(),
        created.truncatedTo(ChronoUnit.SECONDS),
        modified.truncatedTo(ChronoUnit.SECONDS),
        sealed(key, protection),
        key.fingerprint().text(),
        protection.hint());
  }

  private static byte[] sealed(EncryptionKey key, Protection protection) throws PbsException {
    Secret passphrase = protection.passphrase();
    if (passphrase == null) {
      return key.reveal();
    }
    byte[] derived = protection.kdf().derive(passphrase);
    byte[] raw = key.reveal();
    try {
      return Gcm.seal(derived, raw);
    } finally {
      Arrays.fill(derived, (byte) 0);
      Arrays.fill(raw, (byte) 0);
    }
  }

  /**
   * @param passphrase not looked at when none is needed; stays the caller's
   */
  public EncryptionKey open(@Nullable Secret passphrase) throws PbsException {
    EncryptionKey key = EncryptionKey.of(needsPassphrase() ? opened(passphrase) : data.reveal());
    if (fingerprint != null && !fingerprint.equals(key.fingerprint())) {
      String found = key.fingerprint().brief();
      key.close();
      throw new PbsException(Reason.WRONG_FINGERPRINT, fingerprint.brief(), found);
    }
    return key;
  }

  private byte[] opened(@Nullable Secret passphrase) throws PbsException {
    if (passphrase == null) {
      throw new PbsException(Reason.PASSPHRASE_NEEDED);
    }
    Protection.longEnough(passphrase);
    byte[] derived = kdf.derive(passphrase);
    byte[] sealed = data.reveal();
    try {
      if (sealed.length < Gcm.IV + Gcm.TAG) {
        throw new PbsException(Reason.SHORT_DATA, sealed.length);
      }
      return Gcm.open(derived, sealed, 0);
    } catch (AEADBadTagException _) {
      throw hint == null
          ? new PbsException(Reason.WRONG_PASSPHRASE)
          : new PbsException(Reason.WRONG_PASSPHRASE_HINT, hint);
    } finally {
      Arrays.fill(derived, (byte) 0);
      Arrays.fill(sealed, (byte) 0);
    }
  }

  /** The same key under another passphrase or none; this one stays as it is. */
  public KeyFile protectedBy(Protection next, @Nullable Secret passphrase, Instant now)
      throws PbsException {
    try (EncryptionKey key = open(passphrase)) {
      return closed(key, next, created, now);
    }
  }

  /** How a copy for whoever has the master key is kept: with no passphrase. */
  KeyFile plain(EncryptionKey key, Instant now) throws PbsException {
    return closed(key, Protection.none(), created, now);
  }

  public boolean needsPassphrase() {
    return !(kdf instanceof Kdf.None);
  }

  public Kdf kdf() {
    return kdf;
  }

  public Instant created() {
    return created;
  }

  public Instant modified() {
    return modified;
  }

  /** What the file says of itself; believed only once the key has been opened. */
  public Optional<Fingerprint> fingerprint() {
    return Optional.ofNullable(fingerprint);
  }

  /**
   * Which key it is, as far as can be told without a passphrase: files of old versions do not say
   * it, but an open key can be looked at.
   */
  public Optional<Fingerprint> identity() throws PbsException {
    if (fingerprint != null || needsPassphrase()) {
      return fingerprint();
    }
    try (EncryptionKey key = open(null)) {
      return Optional.of(key.fingerprint());
    }
  }

  public Optional<String> hint() {
    return Optional.ofNullable(hint);
  }

  /** What the hypervisor's storage configuration shows for this key. */
  public String configValue() {
    return namedAs == null ? SOME_KEY : namedAs;
  }

  /**
   * One line without its end, as files have it.
   *
   * @param zone times are written in it
   */
  public Secret compact(ZoneId zone) {
    return KeyFileWriter.write(this, zone, false);
  }

  /** Many lines, without the last one's end, as paper has it. */
  public Secret pretty(ZoneId zone) {
    return KeyFileWriter.write(this, zone, true);
  }

  byte[] data() {
    return data.reveal();
  }

  @Override
  public void close() {
    data.close();
  }

  @Override
  public String toString() {
    return "KeyFile(" + kdf.word() + ", " + configValue() + ")";
  }
}
