package stowage.pbs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static stowage.pbs.Refusals.refused;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import stowage.pbs.PbsException.Reason;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Backups, repositories, tasks, indexes and rows of listings. */
class NamesTest {

  @Test
  void backupsHaveTheirKnownNames() throws Exception {
    for (JsonNode known : Vectors.of("snapshots")) {
      SnapshotPath read = SnapshotPath.read(Vectors.text(known, "path"));
      assertEquals(Vectors.text(known, "backup-type"), read.type().word());
      assertEquals(Vectors.text(known, "backup-id"), read.id());
      assertEquals(known.path("backup-time").longValue(), read.time().getEpochSecond());
      assertEquals(Vectors.text(known, "path"), read.text());
      assertEquals(read.text(), read.toString());
      assertEquals(
          known.path("pve_volid").isNull()
              ? Optional.empty()
              : Optional.of(Vectors.text(known, "pve_volid")),
          read.volume("store1"));
    }
    assertEquals(Optional.of(100), SnapshotPath.read("vm/100/2024-06-05T14:41:16Z").guest());
    assertEquals(Optional.empty(), SnapshotPath.read("vm/web01/2024-06-05T14:41:16Z").guest());
    assertEquals("ct/101", SnapshotPath.read("ct/101/2024-06-05T14:41:16Z").group());
  }

  @Test
  void whatNamesNoBackupIsRefused() {
    for (String wrong :
        List.of(
            "",
            "vm/100",
            "pm/100/2024-06-05T14:41:16Z",
            "VM/100/2024-06-05T14:41:16Z",
            "vm/../2024-06-05T14:41:16Z",
            "vm/-x/2024-06-05T14:41:16Z",
            "vm/a b/2024-06-05T14:41:16Z",
            "vm/100/2024-06-05T14:41:16+00:00",
            "vm/100/2024-06-31T14:41:16Z",
            "vm/100/1969-12-31T23:59:59Z",
            "vm/100/2024-06-05T14:41:16Z/",
            "ns/vm/100/2024-06-05T14:41:16Z")) {
      refused(Reason.BAD_SNAPSHOT, () -> SnapshotPath.read(wrong));
    }
    assertThrows(
        IllegalArgumentException.class,
        () -> new SnapshotPath(SnapshotPath.Type.VM, "a/b", Instant.EPOCH));
  }

  @Test
  void repositoriesAreWrittenAsElsewhere() throws Exception {
    for (JsonNode known : Vectors.of("repositories")) {
      Repository repository =
          new Repository(
              known.has("username") ? Vectors.text(known, "username") : Repository.DEFAULT_LOGIN,
              Vectors.text(known, "server"),
              known.path("port").asInt(Repository.DEFAULT_PORT),
              Vectors.text(known, "datastore"));
      assertEquals(Vectors.text(known, "string"), repository.text());
      assertEquals(repository, Repository.read(repository.text()));
    }
  }

  @Test
  void shortRepositoriesMeanTheUsual() throws Exception {
    assertEquals(new Repository("root@pam", "localhost", 8007, "main"), Repository.read("main"));
    assertEquals(new Repository("root@pam", "pbs", 8007, "main"), Repository.read("pbs:main"));
    assertEquals(new Repository("root@pam", "pbs", 80, "main"), Repository.read("pbs:80:main"));
    assertEquals(
        new Repository("a@pbs!t", "fd00::1", 443, "main"),
        Repository.read("a@pbs!t@[fd00::1]:443:main"));
    for (String wrong :
        List.of(
            "",
            ":",
            "pbs:",
            "a@pbs",
            "a@pbs@pbs:",
            "pbs:0:main",
            "pbs:70000:main",
            "a:b:c:d",
            "fd00::1:main",
            "pbs:ma in",
            "x".repeat(257),
            "@pbs:main")) {
      refused(Reason.BAD_REPOSITORY, () -> Repository.read(wrong));
    }
  }

  @Test
  void tasksAreReadAndWrittenAsElsewhere() throws Exception {
    for (JsonNode known : Vectors.of("upids")) {
      Upid read = Upid.read(Vectors.text(known, "text"));
      assertEquals(Vectors.text(known, "node"), read.node());
      assertEquals(
          new Upid.Worker(
              known.path("pid").longValue(),
              known.path("pstart").longValue(),
              known.path("task_id").longValue()),
          read.worker());
      assertEquals(known.path("starttime").longValue(), read.start().getEpochSecond());
      assertEquals(Vectors.text(known, "worker_type"), read.type());
      assertEquals(
          known.path("worker_id").isNull()
              ? Optional.empty()
              : Optional.of(Vectors.text(known, "worker_id")),
          read.subject());
      assertEquals(Vectors.text(known, "auth_id"), read.login());
      assertEquals(Vectors.text(known, "text"), read.text());
    }
  }

  @Test
  void whateverATaskIsAboutComesBack() throws Exception {
    Random random = new Random(23);
    String letters = "aZ09_./-: \\xü한\u0001😀";
    int[] points = letters.codePoints().toArray();
    for (int i = 0; i < 500; i++) {
      StringBuilder about = new StringBuilder();
      for (int n = random.nextInt(12) + 1; n > 0; n--) {
        about.appendCodePoint(points[random.nextInt(points.length)]);
      }
      Upid upid =
          new Upid(
              "pbs1",
              new Upid.Worker(i, 0x1_0000_0000L * (i % 3), random.nextLong() >>> (i % 60)),
              Instant.ofEpochSecond(1717598476),
              "verify",
              about.toString(),
              "a@pbs!t");
      assertEquals(upid, Upid.read(upid.text()));
      assertTrue(upid.text().chars().allMatch(c -> c > 0x20 && c < 0x7f), upid.text());
    }
    for (String wrong :
        List.of(
            "",
            "UPID:pbs1:00000A1B:000C2D3E:6660790C:verify::root@pam:",
            "UPID:pbs1:00000A1B:000C2D3E:00000004:6660790C:verify:\\x:root@pam:",
            "UPID:pbs1:00000A1B:000C2D3E:00000004:6660790C:verify:\\xff:root@pam:",
            "UPID:pbs1:00000A1B:000C2D3E:00000004:6660790C:verify:\\xgg:root@pam:")) {
      refused(Reason.BAD_UPID, () -> Upid.read(wrong));
    }
  }

  @Test
  void indexesHaveTheirKnownChecksums() throws Exception {
    JsonNode known = Vectors.of("index_checksums");
    List<ChunkIndex.Chunk> chunks = new ArrayList<>();
    ByteArrayOutputStream fixed = header("2f7f41ed91fd0fcd", 9_000_001, 4 << 20);
    ByteArrayOutputStream dynamic = header("1c914ea519bab3cd", 0, 0);
    for (int i = 0; i < known.path("digests_hex").size(); i++) {
      String digest = known.path("digests_hex").path(i).stringValue();
      long end = known.path("dynamic_end_offsets").path(i).longValue();
      chunks.add(new ChunkIndex.Chunk(end, new Fingerprint(digest)));
      fixed.writeBytes(HexFormat.of().parseHex(digest));
      dynamic.writeBytes(
          ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(end).array());
      dynamic.writeBytes(HexFormat.of().parseHex(digest));
    }
    String fixedSum = Vectors.text(known, "fixed_csum_hex");
    String dynamicSum = Vectors.text(known, "dynamic_csum_hex");
    assertEquals(fixedSum, new ChunkIndex(true, 9_000_001, chunks).checksum());
    assertEquals(dynamicSum, new ChunkIndex(false, 9_000_001, chunks).checksum());

    ChunkIndex readFixed = ChunkIndex.read(fixed.toByteArray());
    assertEquals(new ChunkIndex(true, 9_000_001, chunks), readFixed);
    ChunkIndex readDynamic = ChunkIndex.read(dynamic.toByteArray());
    assertEquals(new ChunkIndex(false, 9_000_001, chunks), readDynamic);

    for (byte[] whole : List.of(fixed.toByteArray(), dynamic.toByteArray())) {
      for (int cut : new int[] {0, 100, 4095, whole.length - 1}) {
        refused(Reason.BAD_INDEX, () -> ChunkIndex.read(Arrays.copyOf(whole, cut)));
      }
      byte[] other = whole.clone();
      other[0] ^= 1;
      refused(Reason.BAD_INDEX, () -> ChunkIndex.read(other));
    }
    byte[] fewer = Arrays.copyOf(fixed.toByteArray(), fixed.size() - 32);
    refused(Reason.BAD_INDEX, () -> ChunkIndex.read(fewer));
    JsonNode magic = Vectors.of("constants");
    assertEquals("2f7f41ed91fd0fcd", Vectors.text(magic, "fixed_index_magic"));
    assertEquals("1c914ea519bab3cd", Vectors.text(magic, "dynamic_index_magic"));
  }

  private static ByteArrayOutputStream header(String magic, long size, long chunk) {
    ByteBuffer header = ByteBuffer.allocate(4096).order(ByteOrder.LITTLE_ENDIAN);
    header.put(HexFormat.of().parseHex(magic)).putLong(64, size).putLong(72, chunk);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(header.array());
    return out;
  }

  @Test
  void listedBackupsLookAsTheyDoOnTheHypervisor() throws Exception {
    for (JsonNode known : Vectors.of("pve_content_rows")) {
      JsonNode row = known.path("row");
      ListedBackup listed = ListedBackup.read(known.path("api"));
      assertEquals(!row.isNull(), listed.path().guest().isPresent());
      if (row.isNull()) {
        continue;
      }
      assertEquals(Optional.of(Vectors.text(row, "volid")), listed.path().volume("store1"));
      assertEquals("pbs-" + listed.path().type().word(), Vectors.text(row, "format"));
      assertEquals(row.path("size").longValue(), listed.size().orElse(1));
      assertEquals(Optional.of(row.path("vmid").intValue()), listed.path().guest());
      assertEquals(row.path("ctime").longValue(), listed.path().time().getEpochSecond());
      assertEquals(row.path("notes").asString(""), listed.comment());
      assertEquals(row.path("protected").asInt(0) == 1, listed.isProtected());
      assertEquals(
          row.has("encrypted") ? Optional.of(Vectors.text(row, "encrypted")) : Optional.empty(),
          listed.shownKey());
      assertEquals(
          row.path("verification").path("state").asString(""),
          listed.verification() == null ? "" : listed.verification());
    }
  }

  @Test
  void aSignedBackupIsNotAnEncryptedOne() throws Exception {
    ListedBackup signed = ListedBackup.read(Vectors.of("pve_content_rows").path(0).path("api"));
    assertTrue(signed.keyFingerprint().isPresent());
    assertTrue(!signed.isEncrypted());
    ListedBackup encrypted = ListedBackup.read(Vectors.of("pve_content_rows").path(1).path("api"));
    assertTrue(encrypted.isEncrypted());
    assertEquals(Optional.empty(), encrypted.keyFingerprint());
    refused(
        Reason.BAD_SNAPSHOT,
        () -> ListedBackup.read(JsonMapper.builder().build().readTree("{\"files\":[\"a\"]}")));
  }
}
