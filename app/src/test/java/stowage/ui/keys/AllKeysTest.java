package stowage.ui.keys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stowage.exec.Secret;
import stowage.pbs.KeyArchive;
import stowage.pbs.KeyFile;
import stowage.pbs.MasterKey;
import stowage.settings.KeyRecord;
import stowage.settings.KeyRecords;

class AllKeysTest {
  @TempDir Path folder;
  private KeyRecords records = new KeyRecords(Path.of("unused"));

  @BeforeEach
  void open() {
    records = new KeyRecords(folder.resolve("records.json"));
  }

  private static AllKeys keys() throws Exception {
    AllKeys keys = new AllKeys();
    keys.add("pve1", new KeyArchive.Entry("pve1/vault.enc", text(Desks.file())));
    keys.add("pve1", new KeyArchive.Entry("pve1/vault.enc.old", text(Desks.other())));
    return keys;
  }

  private static Secret text(KeyFile file) {
    try (file) {
      return Secret.of(file.compact(ZoneOffset.UTC).reveal());
    }
  }

  private void assertRecorded() throws Exception {
    assertEquals(2, records.all().size());
    for (KeyRecord record : records.all()) {
      assertEquals("pve1 vault", record.host() + " " + record.pool());
      assertNotNull(record.exported());
      assertNotNull(record.verified());
    }
  }

  @Test
  void anArchiveHoldsThemAll() throws Exception {
    Path to = folder.resolve("keys.cms");
    try (AllKeys keys = keys();
        Secret passphrase = Secret.of("for the safe".toCharArray())) {
      keys.archive(to, passphrase, records);
      try (KeyArchive opened = KeyArchive.read(Files.readAllBytes(to), passphrase)) {
        assertEquals(
            List.of("pve1/vault.enc", "pve1/vault.enc.old"),
            opened.entries().stream().map(KeyArchive.Entry::name).toList());
      }
    }
    assertRecorded();
  }

  @Test
  void singleFilesAreForTheirOwnerOnly() throws Exception {
    try (AllKeys keys = keys()) {
      keys.files(folder, true, records);
    }
    for (String name : List.of("pve1@vault.enc", "pve1@vault.enc.old")) {
      for (Path file : List.of(folder.resolve(name), folder.resolve(name + ".html"))) {
        assertEquals(
            "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
      }
    }
    assertTrue(Files.readString(folder.resolve("pve1@vault.enc")).contains(Desks.SECRET));
    assertTrue(
        Files.readString(folder.resolve("pve1@vault.enc.html")).startsWith("<!DOCTYPE html>"));
    assertRecorded();
  }

  /** A key that was cut off somewhere is no reason to lose the others. */
  @Test
  void whatIsDamagedIsKeptAsItIsAndNamed() throws Exception {
    Path to = folder.resolve("keys.cms");
    try (AllKeys keys = keys();
        MasterKey master = MasterKey.generate();
        Secret passphrase = Secret.of("for the safe".toCharArray())) {
      keys.add("pve1", new KeyArchive.Entry("pve1/cut.enc", Secret.of("{\"kdf\":".toCharArray())));
      keys.add(
          "pve1",
          new KeyArchive.Entry("pve1/vault.master.pem", Secret.of(master.publicKey().pem())));
      keys.archive(to, passphrase, records);
      assertEquals(
          List.of("pve1/cut.enc"),
          keys.damaged().stream().map(said -> said.args().getFirst()).toList());
      try (KeyArchive opened = KeyArchive.read(Files.readAllBytes(to), passphrase)) {
        assertEquals(4, opened.entries().size());
      }
      assertRecorded();
      Path singles = Files.createDirectory(folder.resolve("singles"));
      keys.files(singles, true, records);
      try (Stream<Path> there = Files.list(singles)) {
        assertEquals(6, there.count(), "four files, and pages for two");
      }
    }
  }

  @Test
  void nothingIsWrittenWhereOneOfTheFilesIsThere() throws Exception {
    Files.writeString(folder.resolve("pve1@vault.enc.old"), "mine");
    try (AllKeys keys = keys()) {
      assertThrows(FileAlreadyExistsException.class, () -> keys.files(folder, false, records));
    }
    try (Stream<Path> there = Files.list(folder)) {
      assertEquals(1, there.count());
    }
    assertEquals(List.of(), records.all());
  }
}
