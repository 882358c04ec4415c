package stowage.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stowage.settings.HostEntry;
import stowage.ssh.SshConfig;

/** Volumes and files on their way to and from the demo host. */
class TransferCliTest {
  @TempDir private static Path folder;
  private static Trial trial;

  @BeforeAll
  static void start() throws Exception {
    trial = new Trial(folder, () -> SshConfig.read(folder, folder.resolve("none")), HostEntry.DEMO);
    demo("path", "local:iso/x.iso").text();
  }

  @AfterAll
  static void stop() throws IOException {
    trial.close();
  }

  private static Trial.Shown demo(String... args) {
    List<String> all = new ArrayList<>(List.of("-H", "demo"));
    all.addAll(List.of(args));
    return trial.run(all.toArray(String[]::new));
  }

  private static byte[] stream(byte[] data) {
    return ByteBuffer.allocate(Long.BYTES + data.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(data.length)
        .put(data)
        .array();
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(7).nextBytes(bytes);
    return bytes;
  }

  @Test
  void aVolumeComesBackAsItWent() throws Exception {
    byte[] data = random(1 << 20);
    Path file = Files.write(folder.resolve("in.raw"), stream(data));
    assertEquals(
        "successfully imported 'nas-vm:701/vm-701-disk-0.raw'\n",
        demo("import", "nas-vm:701/vm-701-disk-0.raw", "raw+size", file.toString()).text());
    Path back = folder.resolve("out.raw");
    assertEquals(
        "", demo("export", "nas-vm:701/vm-701-disk-0.raw", "raw+size", back.toString()).text());
    assertArrayEquals(stream(data), Files.readAllBytes(back));
    assertFalse(Files.exists(folder.resolve("out.raw.part")));
  }

  @Test
  void standardInputAndOutputCarryStreamsToo() {
    byte[] data = random(4096);
    trial.piped = stream(data);
    demo("import", "nas-vm:702/vm-702-disk-0.raw", "raw+size", "-").text();
    trial.piped = new byte[0];
    trial.written.reset();
    demo("export", "nas-vm:702/vm-702-disk-0.raw", "raw+size", "-").text();
    assertArrayEquals(stream(data), trial.written.toByteArray());
  }

  @Test
  void aStreamThatIsCutOffLeavesNothing() {
    trial.piped = Arrays.copyOf(stream(random(4096)), 5);
    Trial.Shown shown = demo("import", "nas-vm:703/vm-703-disk-0.raw", "raw+size", "-");
    assertEquals(1, shown.status(), shown::toString);
    assertFalse(demo("list", "nas-vm", "--vmid", "703").text().contains("vm-703"));
  }

  @Test
  void aNameInUseIsRefusedUnlessAnotherOneMayBeTaken() {
    trial.piped = stream(random(1024));
    demo("import", "nas-vm:704/vm-704-disk-0.raw", "raw+size", "-").text();
    Trial.Shown refused = demo("import", "nas-vm:704/vm-704-disk-0.raw", "raw+size", "-");
    assertEquals(2, refused.status());
    assertTrue(refused.err().contains("exists already"), refused::toString);
    assertEquals(
        "successfully imported 'nas-vm:704/vm-704-disk-1.raw'\n",
        demo("import", "nas-vm:704/vm-704-disk-0.raw", "raw+size", "-", "--allow-rename", "1")
            .text());
  }

  @ParameterizedTest
  @CsvSource({
    "local:iso/nosuch.iso, raw+size",
    "local-lvm:vm-100-disk-0, qcow2+size",
    "nosuch:vm-100-disk-0, raw+size",
    "local-lvm:vm-999-disk-0, raw+size",
    "local-lvm:vm-100-disk-0, tape",
  })
  void whatCannotTravelIsRefused(String volume, String format) {
    Trial.Shown shown = demo("export", volume, format, "-");
    assertTrue(shown.status() == 2, shown::toString);
    assertFalse(shown.err().isBlank());
  }

  @Test
  void aVolumeIsSentToAnotherHost() {
    assertEquals(0, demo("alloc", "local-lvm", "705", "vm-705-disk-0", "4M").status());
    assertEquals(
        "sent to 'nas-vm:705/vm-705-disk-0.raw'\n",
        demo("send", "local-lvm:vm-705-disk-0", "nas-vm", "--to", "demo").text());
    assertEquals(
        "sent to 'local-lvm:vm-706-disk-0'\n",
        demo("send", "nas-vm:705/vm-705-disk-0.raw", "local-lvm", "--to", "demo", "--vmid", "706")
            .text());
    Trial.Shown listed = demo("list", "nas-vm", "--vmid", "705");
    assertTrue(listed.text().contains("4194304"), listed::toString);
  }

  @Test
  void filesTravelAsVolumesDo() throws Exception {
    byte[] data = random(300_001);
    Path image = Files.write(folder.resolve("travels.iso"), data);
    demo("upload", "local", image.toString()).text();
    Path out = folder.resolve("travels.stream");
    demo("export", "local:iso/travels.iso", "raw+size", out.toString()).text();
    assertArrayEquals(stream(data), Files.readAllBytes(out));
    assertEquals(
        "successfully imported 'nas-iso:iso/another.iso'\n",
        demo("import", "nas-iso:iso/another.iso", "raw+size", out.toString()).text());
    // Files have no next number.
    Trial.Shown again =
        demo(
            "import", "nas-iso:iso/another.iso", "raw+size", out.toString(), "--allow-rename", "1");
    assertEquals(2, again.status(), again::toString);
    assertTrue(again.err().contains("exists already"), again::toString);
    assertEquals(
        "sent to 'nas-iso:iso/travels.iso'\n",
        demo("send", "local:iso/travels.iso", "nas-iso", "--to", "demo").text());
    assertEquals(
        "sent to 'cephfs:iso/travels.iso'\n",
        demo("send", "nas-iso:iso/travels.iso", "cephfs", "--to", "demo").text());
    demo("export", "cephfs:iso/travels.iso", "raw+size", out.toString()).text();
    assertArrayEquals(stream(data), Files.readAllBytes(out));
    Path back = folder.resolve("travelled.iso");
    demo("download", "nas-iso:iso/travels.iso", back.toString()).text();
    assertArrayEquals(data, Files.readAllBytes(back));
    Trial.Shown guest =
        demo("send", "local:iso/travels.iso", "nas-iso", "--to", "demo", "--vmid", "705");
    assertEquals(2, guest.status(), guest::toString);
    assertTrue(guest.err().contains("belongs to no guest"), guest::toString);
    Trial.Shown wrong = demo("send", "local:iso/travels.iso", "local-lvm", "--to", "demo");
    assertEquals(2, wrong.status(), wrong::toString);
    assertTrue(wrong.err().contains("no stream format in common"), wrong::toString);
  }

  @ParameterizedTest
  @CsvSource({
    "local-lvm:base-720-disk-0, vm-721-disk-0",
    "nas-vm:720/base-720-disk-0.raw, 720/base-720-disk-0.raw/721/vm-721-disk-0.qcow2",
    "flash:720/base-720-disk-0.raw, 721/vm-721-disk-0.raw",
    "ceph-vms:base-720-disk-0, base-720-disk-0/vm-721-disk-0",
  })
  void aTemplateIsOneAgainWhereItArrives(String template, String clone) {
    trial.piped = stream(random(1 << 20));
    Trial.Shown imported = demo("import", template, "raw+size", "-");
    assertEquals("successfully imported '" + template + "'\n", imported.out(), imported::toString);
    String pool = template.substring(0, template.indexOf(':'));
    Trial.Shown cloned = demo("clone", template, "721");
    assertEquals(0, cloned.status(), cloned::toString);
    assertTrue(cloned.out().contains(pool + ":" + clone), cloned::toString);
    trial.piped = stream(random(1 << 20));
    Trial.Shown again = demo("import", template, "raw+size", "-");
    assertEquals(2, again.status(), again::toString);
    assertTrue(again.err().contains("exists already"), again::toString);
  }

  @Test
  void aFileThatIsShorterThanItSaysLeavesNothing() {
    trial.piped = Arrays.copyOf(stream(random(4096)), 3000);
    Trial.Shown shown = demo("import", "local:iso/short.iso", "raw+size", "-");
    assertEquals(1, shown.status(), shown::toString);
    assertTrue(shown.err().contains("is 2992 bytes long, not 4096"), shown::toString);
    assertFalse(demo("list", "local", "--content", "iso").text().contains("short"));
    // Nor is anything in the way of the next one.
    trial.piped = stream(random(4096));
    demo("import", "local:iso/short.iso", "raw+size", "-").text();
  }

  @Test
  void aSnapshotThatHasNoStreamIsRefusedBeforeTheOtherHostIsAsked() {
    Trial.Shown shown =
        demo("send", "local-lvm:vm-100-disk-0", "nas-vm", "--to", "demo", "--snapshot", "before");
    assertEquals(2, shown.status(), shown::toString);
    assertTrue(shown.err().contains("travels as it is now"), shown::toString);
  }

  @Test
  void aSnapshotOfASubvolumeBecomesAVolume() {
    assertEquals(0, demo("alloc", "flash", "709", "vm-709-disk-0.raw", "8M").status());
    String volume = "flash:709/vm-709-disk-0.raw";
    assertEquals(0, demo("snapshot", "create", volume, "one").status());
    assertEquals(
        "sent to 'flash:710/vm-710-disk-0.raw'\n",
        demo("send", volume, "flash", "--to", "demo", "--vmid", "710", "--snapshot", "one").text());
    assertTrue(demo("snapshot", "list", "flash:710/vm-710-disk-0.raw").text().contains("one"));
    assertTrue(demo("list", "flash", "--vmid", "710").text().contains("8388608"));
    assertEquals(0, demo("snapshot", "create", volume, "two").status());
    trial.written.reset();
    demo("export", volume, "btrfs", "-", "--snapshot", "two", "--base", "one").text();
    trial.piped = trial.written.toByteArray();
    Trial.Shown wrong =
        demo(
            "import",
            "flash:710/vm-710-disk-0.raw",
            "btrfs",
            "-",
            "--snapshot",
            "three",
            "--base",
            "one");
    assertEquals(1, wrong.status(), wrong::toString);
    trial.piped = trial.written.toByteArray();
    demo(
            "import",
            "flash:710/vm-710-disk-0.raw",
            "btrfs",
            "-",
            "--snapshot",
            "two",
            "--base",
            "one")
        .text();
    assertTrue(demo("snapshot", "list", "flash:710/vm-710-disk-0.raw").text().contains("two"));
  }

  @Test
  void datasetsTravelWithAPassingSnapshotThatIsGoneAfterwards() {
    assertEquals(0, demo("alloc", "tank-vm", "708", "vm-708-disk-0", "8M").status());
    assertEquals(
        "sent to 'tank-db:vm-708-disk-0'\n",
        demo("send", "tank-vm:vm-708-disk-0", "tank-db", "--to", "demo").text());
    for (String pool : List.of("tank-vm", "tank-db")) {
      String snapshots = demo("snapshot", "list", pool + ":vm-708-disk-0").text();
      assertFalse(snapshots.contains("migration"), snapshots);
    }
    Trial.Shown refused = demo("send", "tank-vm:vm-708-disk-0", "nas-vm", "--to", "demo");
    assertEquals(2, refused.status());
    assertTrue(refused.err().contains("no stream format in common"), refused::toString);
  }

  @Test
  void anUploadIsCheckedAndGoesOnWhereItBrokeOff() throws Exception {
    byte[] data = random(300_000);
    Path image = Files.write(folder.resolve("my image.iso"), data);
    assertEquals(
        "'local:iso/my_image.iso' is on the pool\n",
        demo("upload", "local", image.toString()).text());
    assertEquals(2, demo("upload", "local", image.toString()).status());
    demo("upload", "local", image.toString(), "--overwrite").text();
    Path back = folder.resolve("back.iso");
    demo("download", "local:iso/my_image.iso", back.toString()).text();
    assertArrayEquals(data, Files.readAllBytes(back));
    Files.delete(back);
    Files.write(folder.resolve("back.iso.part"), Arrays.copyOf(data, 1000));
    demo("download", "local:iso/my_image.iso", back.toString()).text();
    assertArrayEquals(data, Files.readAllBytes(back));
  }

  @Test
  void anUploadOfTheWrongContentOrNameIsRefused() throws Exception {
    Path image = Files.write(folder.resolve("plain.iso"), random(10));
    Trial.Shown sum =
        demo("upload", "local", image.toString(), "--checksum", "md5:" + "0".repeat(32));
    assertEquals(2, sum.status());
    assertTrue(sum.err().contains("checksum"), sum::toString);
    assertEquals(2, demo("upload", "local", image.toString(), "--content", "vztmpl").status());
    assertEquals(2, demo("upload", "local-lvm", image.toString()).status());
    assertEquals(1, demo("upload", "local", folder.resolve("no.iso").toString()).status());
  }

  @Test
  void theHostFetchesByItself() {
    demo("fetch", "local", "https://example.net/images/small.iso?x=1").text();
    assertTrue(demo("list", "local", "--content", "iso").text().contains("local:iso/small.iso"));
    assertEquals(1, demo("fetch", "local", "https://example.net/missing.iso").status());
    assertEquals(2, demo("fetch", "local", "ftp://example.net/other.iso").status());
    Trial.Shown wrong =
        demo(
            "fetch",
            "local",
            "https://example.net/third.iso",
            "--checksum",
            "sha256:" + "0".repeat(64));
    assertEquals(1, wrong.status(), wrong::toString);
    assertFalse(demo("list", "local", "--content", "iso").text().contains("third"));
  }

  @Test
  void anImageIsUnpackedByTheEndingOfItsAddress() {
    String iso = demo("--dry-run", "fetch", "local", "https://example.net/a/b.iso.zst?x=1").text();
    assertTrue(iso.contains("zstd -q -d --rm -- "), iso);
    assertTrue(iso.contains("/template/iso/b.iso\n"), iso);
    demo("fetch", "local", "https://example.net/a/b.iso.gz").text();
    assertTrue(demo("list", "local", "--content", "iso").text().contains("local:iso/b.iso"));
    String template = demo("--dry-run", "fetch", "local", "https://example.net/c.tar.gz").text();
    assertFalse(template.contains("gzip"), template);
    String kept =
        demo(
                "--dry-run",
                "fetch",
                "local",
                "https://example.net/d",
                "--name",
                "d.iso",
                "--decompress",
                "bzip2")
            .text();
    assertTrue(kept.contains("bzip2 -d -- "), kept);
    Trial.Shown none =
        demo("fetch", "local", "https://example.net/e.iso.gz", "--decompress", "none");
    assertEquals(2, none.status(), "no image is called so");
    Trial.Shown strange =
        demo("fetch", "local", "https://example.net/e.iso", "--decompress", "rar");
    assertTrue(strange.err().contains("gzip, zstd, bzip2, lzo"), strange.err());
    Trial.Shown disk = demo("fetch", "local", "https://example.net/e.ova", "--decompress", "gzip");
    assertEquals(2, disk.status(), disk::toString);
  }

  @Test
  void whatIsWrittenIsWhatTheFilesHold() {
    trial.piped = stream("some data".getBytes(StandardCharsets.UTF_8));
    Trial.Shown dry = demo("--dry-run", "import", "nas-vm:707/vm-707-disk-0.raw", "raw+size", "-");
    assertTrue(
        dry.text().contains("dd of=/mnt/pve/nas-vm/images/707/vm-707-disk-0.raw"), dry::toString);
    assertFalse(demo("list", "nas-vm", "--vmid", "707").text().contains("vm-707"));
  }
}
