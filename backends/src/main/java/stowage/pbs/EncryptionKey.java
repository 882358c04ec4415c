package stowage.pbs;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import stowage.exec.Secret;
import stowage.pbs.PbsException.Reason;

/** What backups are encrypted with: 32 bytes, which have no text form and are gone once closed. */
public final class EncryptionKey implements AutoCloseable {
  static final int LENGTH = 32;
  private static final byte[] ID_SALT = "_id_key".getBytes(StandardCharsets.US_ASCII);
  private static final int ID_ROUNDS = 10;
  private static final String NAMED = "Proxmox Backup Encryption Key Fingerprint";

  private final Secret raw;
  private final Secret id;
  private final Fingerprint fingerprint;

  private EncryptionKey(byte[] raw) {
    this.raw = Secret.of(raw);
    this.id = Secret.of(Derivation.pbkdf2(raw, ID_SALT, ID_ROUNDS, LENGTH));
    byte[] named = Fingerprint.sha256().digest(NAMED.getBytes(StandardCharsets.US_ASCII));
    this.fingerprint = Fingerprint.of(digest(named));
  }

  /** Takes over the array; it is wiped when it has not 32 bytes. */
  public static EncryptionKey of(byte[] raw) throws PbsException {
    if (raw.length != LENGTH) {
      int length = raw.length;
      Arrays.fill(raw, (byte) 0);
      throw new PbsException(Reason.WRONG_KEY_LENGTH, length, LENGTH);
    }
    return new EncryptionKey(raw);
  }

  public static EncryptionKey generate() {
    byte[] raw = new byte[LENGTH];
    new SecureRandom().nextBytes(raw);
    return new EncryptionKey(raw);
  }

  public Fingerprint fingerprint() {
    return fingerprint;
  }

  /** SHA-256 of the data and then the id key: what chunks of an encrypted backup are named by. */
  public byte[] digest(byte[] data) {
    byte[] key = id.reveal();
    try {
      MessageDigest sha = Fingerprint.sha256();
      sha.update(data);
      return sha.digest(key);
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  /** HMAC-SHA256 with the id key: what manifests are signed by. */
  public byte[] tag(byte[] data) {
    byte[] key = id.reveal();
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(data);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HMAC-SHA256", e);
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  /** A copy that the caller wipes after use. */
  public byte[] reveal() {
    return raw.reveal();
  }

  @Override
  public void close() {
    raw.close();
    id.close();
  }

  @Override
  public String toString() {
    return "EncryptionKey(" + fingerprint.brief() + ")";
  }
}
