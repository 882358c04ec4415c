package stowage.type;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static stowage.type.Samples.failure;
import static stowage.type.Samples.known;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stowage.config.StorageType;
import stowage.exec.Exec;
import stowage.exec.Probe;
import stowage.exec.Reading;
import stowage.exec.Result;
import stowage.schema.InvalidException;
import stowage.volume.ImageFormat;
import stowage.volume.Size;
import stowage.volume.Volume;

/** Guest volumes on Btrfs out of what find says of them, odd neighbours included. */
class SubvolumeListingTest {
  private static final Pool POOL = Rehearsal.pool(StorageType.BTRFS, "flash", "path=/b");
  private static final String IMAGES = "/b/images";
  private static final int HEAD = 1024;

  /** Answers by what is asked: what lies there, the disks, the heads, the subvolumes. */
  private static final class Told {
    private String entries = "";
    private String disks = "";
    private byte[] heads = {};
    private String subvolumes = "";

    private Told subvolume(String path) {
      entries += found(path, "d", 0);
      subvolumes += found(path, "d", 0);
      return this;
    }

    private Told disk(String path, long size) {
      disks += found(path + "/disk.raw", "f", size);
      return subvolume(path);
    }

    private Told file(String path, long size) {
      entries += found(path, "f", size);
      return this;
    }

    private Told head(String path, byte[] head) {
      byte[] title = ("==> " + IMAGES + "/" + path + " <==\n").getBytes(StandardCharsets.UTF_8);
      heads = ByteBuffer.allocate(title.length + HEAD).put(title).put(head).array();
      return this;
    }

    private static String found(String path, String kind, long size) {
      return String.join("\0", IMAGES, path, kind, "" + size, "8", "1700000000.5000000000", "");
    }

    private <T> Reading<T> of(Probe<T> probe) {
      List<Result> answers = new ArrayList<>();
      for (Exec program : probe.programs()) {
        answers.add(answer(program));
      }
      return probe.read(answers);
    }

    private Result answer(Exec program) {
      List<String> words = program.argv();
      return new Result(
          Result.Ending.EXITED,
          0,
          words.contains("/usr/bin/head")
              ? heads
              : (words.contains("3") ? disks : words.contains("-inum") ? subvolumes : entries)
                  .getBytes(StandardCharsets.UTF_8),
          new byte[0]);
    }
  }

  private static List<String> listed(Told told) {
    return known(told.of(SubvolumeListing.of(POOL))).stream()
        .map(SubvolumeListingTest::row)
        .toList();
  }

  private static List<String> taken(Told told) {
    return known(told.of(SubvolumeListing.taken(POOL))).stream().map(v -> v.id().name()).toList();
  }

  private static String row(Volume volume) {
    return volume.id().name()
        + " "
        + volume.format()
        + " "
        + volume.space().size()
        + " "
        + volume.extra().snapshots();
  }

  @Test
  void everyKindOfVolumeIsListedWithItsSnapshots() {
    Told told =
        new Told()
            .disk("100/vm-100-disk-0", 1 << 20)
            .subvolume("100/vm-100-disk-0@one")
            .subvolume("100/vm-100-disk-0@two")
            .subvolume("101/subvol-101-disk-0.subvol")
            .subvolume("101/subvol-101-disk-0.subvol@one")
            .file("102/vm-102-disk-0.qcow2", 512);
    assertEquals(
        List.of(
            "100/vm-100-disk-0.raw raw 1048576 2",
            "101/subvol-101-disk-0.subvol subvol 0 1",
            "102/vm-102-disk-0.qcow2 invalid 512 null"),
        listed(told));
    assertEquals(
        List.of(
            "100/vm-100-disk-0.raw",
            "101/subvol-101-disk-0.subvol",
            "102/vm-102-disk-0.qcow2",
            "100/vm-100-disk-0@one",
            "100/vm-100-disk-0@two",
            "101/subvol-101-disk-0.subvol@one"),
        taken(told));
  }

  @Test
  void snapshotsOfALongerNameAreNotThoseOfTheShorter() {
    Told told =
        new Told()
            .disk("100/vm-100-disk-1", 4096)
            .disk("100/vm-100-disk-10", 4096)
            .subvolume("100/vm-100-disk-10@s");
    assertEquals(
        List.of("100/vm-100-disk-1.raw raw 4096 0", "100/vm-100-disk-10.raw raw 4096 1"),
        listed(told));
    List<Volume> all = known(told.of(SubvolumeListing.taken(POOL)));
    assertEquals(List.of(), SubvolumeListing.snapshotsOf(all.getFirst(), all));
    assertEquals(List.of("s"), SubvolumeListing.snapshotsOf(all.get(1), all));
  }

  /** In any of these places something else lies than a volume. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "100/vm-100-disk-0.raw",
        "100/notes.txt",
        "100/vm-100-disk-0.qcow2.bak",
        "100/.hidden",
        "abc/vm-100-disk-0.qcow2"
      })
  void strangersAreNoVolumes(String path) {
    assertEquals(List.of(), listed(new Told().file(path, 4096)));
    assertEquals(List.of(), listed(new Told().subvolume(path)));
  }

  @Test
  void aKindThatItsNameDeniesIsNoVolume() {
    assertEquals(List.of(), listed(new Told().subvolume("100/vm-100-disk-0.qcow2")));
    assertEquals(List.of(), listed(new Told().file("100/subvol-100-disk-0.subvol", 5)));
    assertEquals(List.of(), listed(new Told().file("100/vm-100-disk-0", 5)));
  }

  @Test
  void aSubvolumeWhoseDiskIsGoneIsNoVolumeButTakesItsName() throws InvalidException {
    Told told = new Told().subvolume("100/vm-100-disk-0").disk("100/vm-100-disk-1", 4096);
    assertEquals(List.of("100/vm-100-disk-1.raw raw 4096 0"), listed(told));
    assertEquals(List.of("100/vm-100-disk-1.raw", "100/vm-100-disk-0.raw"), taken(told));
    Provisioning.Order order = new Provisioning.Order(100, null, ImageFormat.RAW, Size.mib(1));
    assertEquals(
        "flash:100/vm-100-disk-2.raw",
        new BtrfsProvisioning()
            .allocate(POOL, order, known(told.of(SubvolumeListing.taken(POOL))))
            .made()
            .toString());
  }

  @Test
  void anImageWhoseHeadCouldNotBeReadIsThereAndUnknown() {
    Told told = new Told().file("100/vm-100-disk-0.qcow2", 1 << 20);
    Volume unread = known(told.of(SubvolumeListing.of(POOL))).getFirst();
    assertEquals("100/vm-100-disk-0.qcow2 qcow2 null null", row(unread));
    assertEquals("", unread.extra().parent(), "whether it has one is unknown");
    told.head("100/vm-100-disk-0.qcow2", new byte[HEAD]);
    Volume odd = known(told.of(SubvolumeListing.of(POOL))).getFirst();
    assertEquals("100/vm-100-disk-0.qcow2 invalid 1048576 null", row(odd));
    assertNull(odd.extra().parent());
  }

  @Test
  void whatCouldNotBeReadIsNoEmptyPool() {
    Result refused = Result.exited(1, "", "find: '/b/images': Permission denied\n");
    for (Probe<List<Volume>> probe :
        List.of(SubvolumeListing.of(POOL), SubvolumeListing.taken(POOL))) {
      for (int bad = 0; bad < probe.programs().size(); bad++) {
        List<Result> answers = new ArrayList<>();
        for (int i = 0; i < probe.programs().size(); i++) {
          boolean heads = probe.programs().get(i).argv().contains("/usr/bin/head");
          // A file that went meanwhile makes it end with 1 as well.
          Result worst = heads ? Result.exited(2, "", "find: invalid argument") : refused;
          answers.add(i == bad ? worst : Result.exited(0, "", ""));
        }
        assertEquals("problem.program-failed", failure(probe.read(answers)));
      }
    }
  }
}
