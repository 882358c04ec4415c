package stowage.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import stowage.config.StorageId;
import stowage.config.StorageType;
import stowage.exec.Reading;
import stowage.host.Content;
import stowage.host.HostState.Availability;
import stowage.host.HostState.PoolState;
import stowage.type.Pool;
import stowage.type.PoolStatus;
import stowage.volume.Assurance;
import stowage.volume.Assurance.Encryption;
import stowage.volume.Assurance.Verification;
import stowage.volume.ContentType;
import stowage.volume.Volume;
import stowage.volume.VolumeId;

/** What a host does not tell is neither zero nor missing from a table. */
class UnknownFiguresTest {
  private static Volume volume(String name, @Nullable Long size, @Nullable String parent) {
    return new Volume(
        new VolumeId(new StorageId("thin"), name),
        ContentType.IMAGES,
        "raw",
        "100",
        new Volume.Space(size, null),
        new Volume.Extra(parent, null, null, null, false));
  }

  private static final Content CONTENT =
      new Content(
          List.of(volume("vm-100-disk-0", 4096L, null), volume("vm-100-disk-1", null, "")),
          Map.of(),
          null);

  @Test
  void aVolumeOfUnknownSizeIsARowThatSaysSo() {
    assertEquals(
        List.of(
            "Volid              Format  Type      Size VMID",
            "thin:vm-100-disk-0 raw     images    4096 100",
            "thin:vm-100-disk-1 raw     images     N/A 100"),
        VolumeTable.text(CONTENT, false));
  }

  @Test
  void inJsonItsSizeIsNull() {
    List<Map<String, @Nullable Object>> rows = VolumeTable.json(CONTENT);
    assertEquals(4096L, rows.getFirst().get("size"));
    assertFalse(rows.getFirst().containsKey("parent"));
    assertTrue(rows.getLast().containsKey("size"));
    assertNull(rows.getLast().get("size"));
    assertTrue(rows.getLast().containsKey("parent"), "whether it has one is unknown");
    assertNull(rows.getLast().get("parent"));
  }

  private static String assured(Encryption encryption, String key) {
    return VolumeTable.assured(new Assurance(Verification.OK, "", encryption, key)).toString();
  }

  @Test
  void aBackupIsEncryptedWithItsKeyOrNotOrNobodyKnows() {
    String verified = "verification={state=ok}}";
    assertEquals("{encrypted=0e:ab, " + verified, assured(Encryption.WHOLE, "0e:ab"));
    assertEquals("{encrypted=1, " + verified, assured(Encryption.WHOLE, ""));
    assertEquals("{encrypted=0e:ab, " + verified, assured(Encryption.PART, "0e:ab"));
    assertEquals("{" + verified, assured(Encryption.PART, ""));
    // Signed with that key, but open to all.
    assertEquals("{" + verified, assured(Encryption.NONE, "0e:ab"));
    assertEquals("{encrypted=null, " + verified, assured(Encryption.UNKNOWN, "0e:ab"));
  }

  private static PoolState pool(@Nullable Long used) {
    Pool pool =
        new Pool(
            new StorageId("thin"),
            StorageType.LVMTHIN,
            Map.of(),
            Set.of(ContentType.IMAGES),
            false,
            Set.of());
    PoolStatus status =
        new PoolStatus(
            true,
            null,
            1 << 20,
            used,
            used == null ? null : (1 << 20) - used,
            PoolStatus.Notes.NONE);
    return new PoolState(pool, Availability.USABLE, Reading.known(status));
  }

  @Test
  void aPoolOfWhichNobodyKnowsHowFullItIsIsNotEmpty() {
    List<String> lines = StatusTable.text(List.of(pool(1L << 18), pool(null)));
    assertEquals(
        List.of("thin", "lvmthin", "active", "1024", "256", "768", "25.00%"), words(lines.get(1)));
    assertEquals(
        List.of("thin", "lvmthin", "active", "1024", "N/A", "N/A", "N/A"), words(lines.get(2)));
    Map<String, Object> row = StatusTable.json(List.of(pool(null))).getFirst();
    assertEquals(1048576L, row.get("total"));
    assertTrue(row.containsKey("used"));
    assertNull(row.get("used"));
    assertNull(row.get("avail"));
    assertFalse(row.containsKey("used_fraction"));
  }

  private static List<String> words(String line) {
    return List.of(line.strip().split(" +"));
  }
}
