package stowage.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import stowage.exec.Exec;
import stowage.exec.Reading;
import stowage.exec.Result;

/**
 * What every reader of an answer owes: whoever asked and got no answer is told why, and never that
 * there is nothing.
 */
class UnknownNeverGoneTest {
  private static final Ceph.Cluster CEPH =
      new Ceph.Cluster(List.of("/c"), List.of(), "admin", List.of("/k"));
  private static final Rbd RBD = new Rbd(CEPH, "vms", "");
  private static final PbsClient.Access PBS =
      new PbsClient.Access("root@pam@pbs:8007:main", "", "", "/s.pw");

  /**
   * @param good an answer that it understands
   */
  record Reader(
      String name, Exec asked, BiFunction<Exec, Result, Reading<?>> read, String good, Kind kind) {
    Reading<?> of(Result answer) {
      return read.apply(asked, answer);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  enum Kind {
    JSON,
    TEXT
  }

  static Stream<Reader> readers() {
    return Stream.of(
        json("lvs", LvmReport.volumes("vg"), LvmReport::volumes, Answered.LVS),
        json("vgs", LvmReport.groups(), LvmReport::groups, Answered.VGS),
        json("pvs", LvmReport.physicalVolume("/dev/x"), LvmReport::physicalVolume, Answered.PVS),
        json("ceph pools", Ceph.pools(CEPH), Ceph::pools, "[\"rbd\",\"vms\"]"),
        json("ceph df", Ceph.use(CEPH), Ceph::use, Answered.DF),
        json("rbd ls", RBD.images(), RbdReport::images, Answered.IMAGES),
        json("rbd snap ls", RBD.snapshots("a"), RbdReport::snapshots, Answered.SNAPS),
        json("rbd device list", Rbd.devices(), RBD::devices, Answered.DEVICES),
        json("iscsi disks", IscsiDisks.disks(), IscsiDisks::disks, Answered.DISKS),
        json(
            "wipefs",
            BlockDevices.signatures("/dev/x"),
            BlockDevices::signatures,
            "{\"signatures\":[{\"type\":\"ext4\"}]}"),
        json("lsblk", BlockDevices.uses("/dev/x"), BlockDevices::uses, Answered.DISKS),
        json("pbs status", PbsClient.status(PBS), PbsClient::status, Answered.STATUS),
        json("pbs list", PbsClient.backups(PBS), PbsClient::backups, Answered.BACKUPS),
        json("qemu-img", QemuImg.info("/x"), QemuImg::snapshots, Answered.QCOW2),
        text(
            "zfs list",
            ZfsReport.children("t"),
            ZfsReport::children,
            "t\t-\t-\tfilesystem\t0\t9\n"),
        text("zfs snapshots", ZfsReport.snapshots("t"), ZfsReport::snapshots, "t@a\t1\n"),
        text("zfs get", ZfsReport.properties("t", List.of("a")), ZfsReport::properties, "a\t1\n"),
        text("zfs homes", ZfsReport.fileSystems(), ZfsReport::fileSystems, "t\t1\t2\n"),
        text("zpool list", ZfsReport.pools(), ZfsReport::pools, "tank\tONLINE\n"),
        text("ceph fsid", Ceph.id(CEPH), Ceph::id, "8b2bd1c6-8d1f-4b1c-8a52-5d2f3c7a9e10\n"),
        text(
            "iscsi sessions",
            Iscsi.sessions(),
            Iscsi::sessions,
            "tcp: [1] 192.0.2.1:3260,1 iqn.x:y (non-flash)\n"),
        text("iscsi nodes", Iscsi.records(), Iscsi::nodes, "192.0.2.1:3260,1 iqn.x:y\n"),
        text("showmount", Nfs.exports("nas"), Nfs::exports, "/srv (everyone)\n"),
        text("stat -f", FileSystem.read("/x"), FileSystem::of, "9 8 7 4096 ext2/ext3\n"),
        text("realpath", FileSystem.resolve("/x"), FileSystem::resolved, "/x\0"),
        text("mounts", Mounts.read(), (_, r) -> Mounts.of(r), "/dev/vda / ext4 rw 0 0\n"),
        text("uname", Kernel.ask(), Kernel::of, "6.1.0-44-amd64\n"));
  }

  private static <T> Reader json(
      String name, Exec asked, BiFunction<Exec, Result, Reading<T>> read, String good) {
    return new Reader(name, asked, read::apply, good, Kind.JSON);
  }

  private static <T> Reader text(
      String name, Exec asked, BiFunction<Exec, Result, Reading<T>> read, String good) {
    return new Reader(name, asked, read::apply, good, Kind.TEXT);
  }

  @ParameterizedTest
  @MethodSource("readers")
  void understandsItsProgram(Reader reader) {
    assertEquals("known", Told.reason(reader.of(Told.ok(reader.good()))));
  }

  @ParameterizedTest
  @MethodSource("readers")
  void aProgramThatHangsHasSaidNothingEvenIfItBegan(Reader reader) {
    byte[] begun = reader.good().getBytes(StandardCharsets.UTF_8);
    Result hung = new Result(Result.Ending.TIMED_OUT, 124, begun, new byte[0]);
    Reading.Failed<?> failed = assertInstanceOf(Reading.Failed.class, reader.of(hung));
    assertEquals("problem.timed-out", failed.reason().key());
    assertEquals(reader.asked().limit().toSeconds(), failed.reason().args().getLast());
  }

  @ParameterizedTest
  @MethodSource("readers")
  void anAnswerThatWasTooLongIsNotReadInPart(Reader reader) {
    byte[] part = reader.good().getBytes(StandardCharsets.UTF_8);
    Result tooLong = new Result(Result.Ending.OVERFLOWED, 0, part, new byte[0]);
    assertEquals("answer-too-long", Told.reason(reader.of(tooLong)));
  }

  @ParameterizedTest
  @MethodSource("readers")
  void whyThereIsNoAnswerIsTold(Reader reader) {
    assertEquals(
        "program-missing", Told.reason(reader.of(Result.exited(127, "", "sh: 1: not found"))));
    assertEquals(
        "program-missing",
        Told.reason(reader.of(Result.exited(1, "", "sudo: /sbin/x: command not found\n"))));
    assertEquals(
        "program-failed",
        Told.reason(reader.of(Result.exited(1, "", "sudo: a password is required\n"))));
    assertEquals("program-status", Told.reason(reader.of(Result.exited(139, "", ""))));
    Reading.Failed<?> failed =
        assertInstanceOf(
            Reading.Failed.class, reader.of(Result.exited(3, "", "first\n  the cause  \n\n")));
    assertEquals("the cause", failed.reason().args().getLast());
  }

  @ParameterizedTest
  @MethodSource("readers")
  void chatterIsNoAnswer(Reader reader) {
    for (String chatter : List.of("Segmentation fault\n", "{]\n", "\0\0\0", "no\tsuch\tthing\tx")) {
      assertEquals("answer-unreadable", Told.reason(reader.of(Told.ok(chatter))), chatter);
    }
  }

  @ParameterizedTest
  @MethodSource("readers")
  void bytesThatAreNoTextAreNoAnswer(Reader reader) {
    byte[] noise = {(byte) 0xff, (byte) 0xfe, (byte) 0x80, '\n'};
    assertEquals(
        "answer-unreadable",
        Told.reason(reader.of(new Result(Result.Ending.EXITED, 0, noise, new byte[0]))));
  }

  static Stream<Reader> jsonReaders() {
    return readers().filter(r -> r.kind() == Kind.JSON);
  }

  @ParameterizedTest
  @MethodSource("jsonReaders")
  void jsonThatBreaksOffIsNoAnswerWhereverItDoes(Reader reader) {
    byte[] good = reader.good().getBytes(StandardCharsets.UTF_8);
    // From the second byte on: without any output, rbd means an empty pool.
    for (int length = 1; length < good.length; length++) {
      Result cut = new Result(Result.Ending.EXITED, 0, Arrays.copyOf(good, length), new byte[0]);
      int at = length;
      assertEquals("answer-unreadable", Told.reason(reader.of(cut)), () -> "cut at " + at);
    }
  }

  @ParameterizedTest
  @MethodSource("jsonReaders")
  void jsonOfAnotherShapeIsNoAnswer(Reader reader) {
    for (String other : List.of("null", "true", "5", "\"text\"", "{}", "{\"a\":[]}")) {
      assertEquals("answer-unreadable", Told.reason(reader.of(Told.ok(other))), other);
    }
    String deep = "[".repeat(100_000) + "]".repeat(100_000);
    assertEquals("answer-unreadable", Told.reason(reader.of(Told.ok(deep))));
  }

  @ParameterizedTest
  @MethodSource("jsonReaders")
  void noFieldOfAnyKindMakesItFall(Reader reader) {
    List<String> variants = Answered.mutations(reader.good()).toList();
    assertTrue(variants.size() > 5, variants::toString);
    for (String variant : variants) {
      String reason = Told.reason(reader.of(Told.ok(variant)));
      assertTrue(List.of("known", "answer-unreadable").contains(reason), variant);
    }
  }
}
