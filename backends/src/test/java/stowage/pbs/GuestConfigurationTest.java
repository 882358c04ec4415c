package stowage.pbs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static stowage.pbs.Refusals.refused;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stowage.pbs.PbsException.Reason;

/** Configurations of guests in backups whose files a server could have changed. */
class GuestConfigurationTest {
  private static final String BACKUP = "vm/100/1970-01-01T00:00:01Z";
  private static final String CONFIG = "qemu-server.conf.blob";
  private static final byte[] CONTENT = "#caf\u00e9\ncores: 4\n".getBytes(StandardCharsets.UTF_8);

  private final StoredBackup backup = new StoredBackup();
  private EncryptionKey key;

  @BeforeEach
  void readTheKey() throws Exception {
    key = Vectors.key("A");
  }

  private Optional<String> read(@Nullable EncryptionKey with) throws IOException, PbsException {
    return GuestConfiguration.of(BACKUP, (name, _) -> backup.fetch(name), with);
  }

  @ParameterizedTest
  @ValueSource(strings = {CONFIG, "pct.conf.blob"})
  void itIsOpenedWithTheKey(String file) throws Exception {
    backup.store("fw.conf.blob", new byte[9], key);
    backup.store(file, CONTENT, key);
    backup.list("encrypt", key);
    assertEquals(Optional.of("#caf\u00e9\ncores: 4\n"), read(key));
    assertEquals(List.of(Manifest.FILE, file), backup.fetched(), "and nothing else is fetched");
  }

  @Test
  void inClearItNeedsNoKey() throws Exception {
    backup.store(CONFIG, CONTENT, null);
    backup.list("none", null);
    assertEquals(Optional.of("#caf\u00e9\ncores: 4\n"), read(null));
    assertEquals(read(null), read(key), "a key does no harm");
  }

  @Test
  void withoutItsKeyItStaysClosed() throws Exception {
    backup.store(CONFIG, CONTENT, key);
    backup.list("encrypt", key);
    refused(Reason.BLOB_KEY_NEEDED, () -> read(null));
    refused(Reason.BLOB_OTHER_KEY, () -> read(Vectors.key("B")));
  }

  @Test
  void aBackupWithoutOneHasNone() throws Exception {
    backup.store("drive-scsi0.img.blob", CONTENT, key);
    backup.list("encrypt", key);
    assertEquals(Optional.empty(), read(key));
    assertEquals(List.of(Manifest.FILE), backup.fetched());
  }

  @Test
  void aListThatWasNotSignedLikeThatIsNotBelieved() throws Exception {
    backup.store(CONFIG, CONTENT, key);
    backup.list("encrypt", key);
    String list =
        new String(DataBlob.read(backup.file(Manifest.FILE)).content(null), StandardCharsets.UTF_8);
    byte[] changed =
        list.replace("\"size\":", "\"note\":1,\"size\":").getBytes(StandardCharsets.UTF_8);
    backup.put(Manifest.FILE, DataBlob.make(changed, false, null).encoded());
    refused(Reason.WRONG_SIGNATURE, () -> read(key));
    assertEquals(List.of(Manifest.FILE), backup.fetched());
  }

  @Test
  void anotherConfigurationThanTheListedOneIsRefused() throws Exception {
    backup.store(CONFIG, CONTENT, key);
    backup.list("encrypt", key);
    backup.store(CONFIG, "cores: 400\n".getBytes(StandardCharsets.UTF_8), key);
    refused(Reason.WRONG_CHECKSUM, () -> read(key));
  }

  @Test
  void whatWasPutThereInClearIsRefused() throws Exception {
    backup.store(CONFIG, CONTENT, null);
    backup.list("encrypt", key);
    refused(Reason.NOT_ENCRYPTED, () -> read(key));
  }

  @Test
  void anotherBackupsListIsRefused() throws Exception {
    backup.store(CONFIG, CONTENT, key);
    backup.list("encrypt", key);
    refused(
        Reason.BAD_MANIFEST,
        () ->
            GuestConfiguration.of(
                "vm/101/1970-01-01T00:00:01Z", (name, _) -> backup.fetch(name), key));
  }
}
