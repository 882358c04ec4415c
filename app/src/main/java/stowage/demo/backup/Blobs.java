package stowage.demo.backup;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import stowage.demo.backup.Backup.Stored;
import stowage.pbs.DataBlob;
import stowage.pbs.EncryptionKey;
import stowage.pbs.KeyFile;
import stowage.pbs.Manifest;
import stowage.pbs.MasterPublicKey;
import stowage.pbs.PbsException;
import stowage.pbs.Protection;
import stowage.pbs.server.SnapshotId;
import tools.jackson.databind.json.JsonMapper;

/** The files of a backup as a server stores them. */
final class Blobs {
  private static final byte[] PLAIN = HexFormat.of().parseHex("42ab3807be8370a1");

  private Blobs() {}

  /** Neither compressed nor encrypted: magic number, checksum of what follows, content. */
  static byte[] encode(byte[] content) {
    CRC32 sum = new CRC32();
    sum.update(content);
    return ByteBuffer.allocate(PLAIN.length + 4 + content.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(PLAIN)
        .putInt((int) sum.getValue())
        .put(content)
        .array();
  }

  static Stored blob(byte[] content, Crypt crypt) {
    try {
      EncryptionKey key = crypt.key();
      byte[] stored = key == null ? encode(content) : DataBlob.make(content, true, key).encoded();
      return new Stored(mode(crypt), stored.length, digest(stored), stored);
    } catch (PbsException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** Listed as encrypted, though its header is that of a blob that is not. */
  static Stored closedKey(EncryptionKey key, MasterPublicKey master, Instant made) {
    try (KeyFile file = KeyFile.create(key, Protection.none(), made)) {
      byte[] stored = encode(master.encrypt(file, key, made, ZoneOffset.UTC));
      return new Stored("encrypt", stored.length, digest(stored), stored);
    } catch (PbsException e) {
      throw new IllegalArgumentException(e);
    }
  }

  static Stored image(SnapshotId id, String name, long size, Crypt crypt) {
    String digest = digest((id + name).getBytes(StandardCharsets.UTF_8));
    return new Stored(mode(crypt), size, digest, null);
  }

  private static String mode(Crypt crypt) {
    return crypt.key() == null ? "none" : "encrypt";
  }

  static Backup.Seal seal(SnapshotId id, Map<String, Stored> files, Crypt crypt) {
    EncryptionKey key = crypt.key();
    if (key == null) {
      return new Backup.Seal(null, null);
    }
    String signature = null;
    if (crypt.signed()) {
      try {
        signature =
            Manifest.read(JsonMapper.shared().writeValueAsBytes(signed(id, files))).signature(key);
      } catch (PbsException e) {
        throw new IllegalStateException(e);
      }
    }
    return new Backup.Seal(key.fingerprint().text(), signature);
  }

  private static Map<String, Object> signed(SnapshotId id, Map<String, Stored> files) {
    Map<String, Object> manifest = new LinkedHashMap<>();
    manifest.put("backup-type", id.group().type());
    manifest.put("backup-id", id.group().id());
    manifest.put("backup-time", id.time().getEpochSecond());
    List<Object> rows = new ArrayList<>();
    files.forEach((name, file) -> rows.add(file.json(name)));
    manifest.put("files", rows);
    return manifest;
  }

  /** With the notes of this moment, as the server writes them into it. */
  static byte[] manifest(Backup backup) {
    Map<String, Object> unsigned = new LinkedHashMap<>();
    if (!backup.notes.isEmpty()) {
      unsigned.put("notes", backup.notes);
    }
    Backup.Verification verified = backup.verification;
    if (verified != null) {
      unsigned.put(
          "verify_state",
          Map.of("state", verified.ok() ? "ok" : "failed", "upid", verified.task()));
    }
    String key = backup.seal.key();
    if (key != null) {
      unsigned.put("key-fingerprint", key);
    }
    Map<String, Object> manifest = signed(backup.id, backup.files);
    manifest.put("signature", backup.seal.signature());
    manifest.put("unprotected", unsigned);
    return encode(JsonMapper.shared().writeValueAsBytes(manifest));
  }

  private static String digest(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
