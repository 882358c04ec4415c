package stowage.pbs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The files of the backup {@code vm/100/1970-01-01T00:00:01Z} as a server keeps them. */
final class StoredBackup {
  private final Map<String, byte[]> files = new LinkedHashMap<>();
  private final List<String> fetched = new ArrayList<>();

  void store(String name, byte[] content, @Nullable EncryptionKey with) throws PbsException {
    files.put(name, DataBlob.make(content, false, with).encoded());
  }

  void put(String name, byte[] encoded) {
    files.put(name, encoded);
  }

  void remove(String name) {
    files.remove(name);
  }

  byte[] file(String name) {
    return files.getOrDefault(name, new byte[0]);
  }

  /** The list of what is stored, signed when there is a key to do it. */
  void list(String mode, @Nullable EncryptionKey signer) throws PbsException {
    files.remove(Manifest.FILE);
    StringBuilder listed = new StringBuilder();
    files.forEach((name, blob) -> {
      listed.append(listed.isEmpty() ? "" : ",");
      listed.append(
          "{\"filename\":\"%s\",\"crypt-mode\":\"%s\",\"size\":%d,\"csum\":\"%s\"}"
              .formatted(
                  name,
                  mode,
                  blob.length,
                  Fingerprint.of(Fingerprint.sha256().digest(blob)).hex()));
    });
    String text =
        "{\"backup-type\":\"vm\",\"backup-id\":\"100\",\"backup-time\":1,\"files\":[%s]%s}";
    String signed = "";
    if (signer != null) {
      byte[] unsigned = text.formatted(listed, "").getBytes(StandardCharsets.UTF_8);
      signed =
          ",\"signature\":\"%s\",\"unprotected\":{\"key-fingerprint\":\"%s\"}"
              .formatted(Manifest.read(unsigned).signature(signer), signer.fingerprint().text());
    }
    byte[] whole = text.formatted(listed, signed).getBytes(StandardCharsets.UTF_8);
    files.put(Manifest.FILE, DataBlob.make(whole, true, null).encoded());
  }

  /** Says so when there is no such file. */
  byte[] fetch(String name) throws IOException {
    fetched.add(name);
    byte[] found = files.get(name);
    if (found == null) {
      throw new IOException(name);
    }
    return found;
  }

  /** The names, in the order in which they were wanted. */
  List<String> fetched() {
    return List.copyOf(fetched);
  }
}
