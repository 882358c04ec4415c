package stowage.demo.backup;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import tools.jackson.databind.json.JsonMapper;

/** The files of a backup as a server stores them: blobs neither compressed nor encrypted. */
final class Blobs {
  private static final byte[] PLAIN = HexFormat.of().parseHex("42ab3807be8370a1");

  private Blobs() {}

  /** A file with its size and digest, as manifests list it. */
  record Listed(String name, long size, String digest) {
    Map<String, Object> json() {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("filename", name);
      row.put("crypt-mode", "none");
      row.put("size", size);
      row.put("csum", digest);
      return row;
    }
  }

  /** Magic number, checksum of what follows, content. */
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

  static List<Listed> listed(Backup backup) {
    List<Listed> files = new ArrayList<>();
    backup.parts.forEach((name, part) ->
        files.add(
            switch (part) {
              case Backup.Part.Blob(var content) -> {
                byte[] stored = encode(content);
                yield new Listed(name, stored.length, digest(stored));
              }
              case Backup.Part.Image(var size) ->
                  new Listed(
                      name, size, digest((backup.id + name).getBytes(StandardCharsets.UTF_8)));
            }));
    return files;
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
    Map<String, Object> manifest = new LinkedHashMap<>();
    manifest.put("backup-type", backup.id.group().type());
    manifest.put("backup-id", backup.id.group().id());
    manifest.put("backup-time", backup.id.time().getEpochSecond());
    manifest.put("files", listed(backup).stream().map(Listed::json).toList());
    manifest.put("signature", null);
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
