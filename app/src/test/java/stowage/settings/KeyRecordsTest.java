package stowage.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyRecordsTest {
  private static final Instant MONDAY = Instant.parse("2026-03-02T10:00:00Z");
  private static final Instant FRIDAY = Instant.parse("2026-03-06T10:00:00Z");

  @TempDir Path folder;
  private Path file = Path.of("unused");
  private KeyRecords records = new KeyRecords(file);

  @BeforeEach
  void setUp() {
    file = folder.resolve("deep/keys.json");
    records = new KeyRecords(file);
  }

  @Test
  void deedsAddUpAndSurviveTheProgram() throws Exception {
    records.note("pve1", "vault", "0e:ab", KeyRecord.Deed.EXPORTED, MONDAY);
    records.note("pve1", "vault", "0e:ab", KeyRecord.Deed.VERIFIED, MONDAY);
    records.note("pve1", "vault", "ff:00", KeyRecord.Deed.WAIVED, MONDAY);
    records.note("pve1", "vault", "0e:ab", KeyRecord.Deed.EXPORTED, FRIDAY);
    KeyRecord expected = new KeyRecord("pve1", "vault", "0e:ab", FRIDAY, MONDAY, null);
    for (KeyRecords read : List.of(records, new KeyRecords(file))) {
      assertEquals(Optional.of(expected), read.of("pve1", "vault", "0e:ab"));
      assertEquals(2, read.all().size());
      assertEquals(Optional.empty(), read.of("pve2", "vault", "ab:cd"));
    }
  }

  /** The nodes of a cluster share their keys; a copy is good for all of them. */
  @Test
  void aCopyOfAKeyCountsWhereverTheKeyIsInUse() throws Exception {
    records.note("pve1", "vault", "0e:ab", KeyRecord.Deed.EXPORTED, MONDAY);
    records.note("pve2", "vault", "0e:ab", KeyRecord.Deed.VERIFIED, FRIDAY);
    records.note("pve2", "vault", "0e:ab", KeyRecord.Deed.EXPORTED, FRIDAY);
    for (String host : List.of("pve1", "pve3")) {
      assertEquals(
          Optional.of(new KeyRecord(host, "vault", "0e:ab", FRIDAY, FRIDAY, null)),
          records.of(host, "vault", "0e:ab"));
    }
    records.note("pve1", "vault", KeyRecord.UNNAMED, KeyRecord.Deed.EXPORTED, MONDAY);
    assertEquals(
        Optional.empty(),
        records.of("pve2", "vault", KeyRecord.UNNAMED),
        "two keys without a name are two keys");
  }

  @Test
  void theConsoleSeesWhatTheCommandLineHasNotedMeanwhile() throws Exception {
    KeyRecords other = new KeyRecords(file);
    assertEquals(List.of(), records.all());
    other.note("pve1", "vault", "0e:ab", KeyRecord.Deed.EXPORTED, MONDAY);
    assertEquals(1, records.all().size());
    records.note("pve1", "vault", "0e:ab", KeyRecord.Deed.WAIVED, FRIDAY);
    other.note("pve1", "archive", "ff:00", KeyRecord.Deed.EXPORTED, FRIDAY);
    assertEquals(2, records.all().size());
    assertEquals(
        Optional.of(new KeyRecord("pve1", "vault", "0e:ab", MONDAY, null, FRIDAY)),
        other.of("pve1", "vault", "0e:ab"));
  }

  @Test
  void whoeverNotesAtTheSameMomentLosesNothing() throws Exception {
    KeyRecords shared = new KeyRecords(file);
    List<Callable<Boolean>> notes = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      String key = "0" + i;
      notes.add(() -> {
        shared.note("pve1", "vault", key, KeyRecord.Deed.EXPORTED, MONDAY);
        return true;
      });
    }
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Boolean> noted : threads.invokeAll(notes)) {
        assertTrue(noted.get());
      }
    }
    assertEquals(20, records.all().size());
  }

  @Test
  void nothingIsSaidAgainstAKeyBeforeTheFileWasRead() throws Exception {
    assertTrue(records.isCaredFor("0e:ab"));
    records.all();
    assertFalse(records.isCaredFor("0e:ab"));
    records.note("pve1", "vault", "0e:ab", KeyRecord.Deed.WAIVED, MONDAY);
    assertTrue(records.isCaredFor("0e:ab"));
    assertFalse(records.isCaredFor("ff:00"));
  }

  @Test
  void nothingNotedMeansNoFile() throws Exception {
    assertEquals(List.of(), records.all());
    assertFalse(Files.exists(file));
  }

  @Test
  void aDamagedFileIsPutAside() throws Exception {
    Files.createDirectories(folder.resolve("deep"));
    Files.writeString(file, "{\"keys\": 7");
    records.note("pve1", "vault", "0e:ab", KeyRecord.Deed.VERIFIED, MONDAY);
    assertEquals(1, new KeyRecords(file).all().size());
    assertEquals("{\"keys\": 7", Files.readString(folder.resolve("deep/keys.unreadable.json")));
  }

  @Test
  void whatANewerVersionWroteDoesNotHurt() throws Exception {
    Files.createDirectories(folder.resolve("deep"));
    Files.writeString(
        file,
        """
        {"keys": [{"host": "a", "pool": "b", "key": "c", "colour": "red",
          "verified": "2026-03-02T10:00:00Z"}], "more": 1}
        """);
    assertEquals(
        List.of(new KeyRecord("a", "b", "c", null, MONDAY, null)), new KeyRecords(file).all());
    assertTrue(Files.exists(file));
  }
}
