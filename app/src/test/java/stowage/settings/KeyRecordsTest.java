package stowage.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
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
      assertEquals(Optional.empty(), read.of("pve2", "vault", "0e:ab"));
      assertEquals(Optional.empty(), read.of("pve1", "other", "0e:ab"));
    }
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
