package stowage.demo.program;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import stowage.demo.world.Fault;

/**
 * Programs that ask other machines, Ceph and iSCSI, or the disks themselves. None of them ever
 * changes, so each question has one answer.
 */
final class FixedAnswers implements Program {
  private static final List<Answer> ANSWERS =
      List.of(
          new Answer("ceph", List.of("df --format json"), "ceph-df.json"),
          new Answer("iscsiadm", List.of("--mode session"), "iscsi-sessions.txt"),
          new Answer("iscsiadm", List.of("--mode node"), "iscsi-nodes.txt"),
          new Answer(
              "iscsiadm",
              List.of("--mode discovery --type sendtargets", "--portal 192.0.2.50"),
              "iscsi-discovery.txt"),
          new Answer("iscsi-ls", List.of("-s iscsi://192.0.2.51"), "iscsi-ls.txt"),
          new Answer(
              "iscsi-readcapacity16", List.of("192.0.2.51/", ":store2/0"), "unit-size-0.txt"),
          new Answer(
              "iscsi-readcapacity16", List.of("192.0.2.51/", ":store2/1"), "unit-size-1.txt"),
          new Answer(
              "iscsi-readcapacity16", List.of("192.0.2.51/", ":store2/2"), "unit-size-2.txt"),
          new Answer("lsblk", List.of("NAME,PATH,TYPE,SIZE,MODEL"), "disks.json"),
          new Answer(
              "find", List.of("/dev/disk/by-id /dev/disk/by-path -type l"), "disk-links.txt"),
          new Answer("zpool", List.of("list -H -P -L -v"), "zpool-members.txt"),
          new Answer("smartctl", List.of("/dev/sdb"), "smart-failing.json"),
          new Answer("smartctl", List.of("/dev/nvme1n1"), "smart-nvme.json"),
          new Answer("smartctl", List.of("/dev/sda"), "smart-flash.json"),
          new Answer("smartctl", List.of("/dev/sdd"), "smart-flash.json"),
          new Answer("smartctl", List.of("/dev/sd"), "smart-disk.json"),
          new Answer("lsblk", List.of("-J -b", "HCTL"), "lsblk.json"),
          new Answer("lsblk", List.of("MOUNTPOINT", "f20"), "unit-uses.json"),
          new Answer("wipefs", List.of("--json", "f20"), "unit-signatures.json"),
          new Answer("lsblk", List.of("MOUNTPOINT"), "unit-uses.json"),
          new Answer("wipefs", List.of("--json"), "unit-nothing.json"),
          new Answer("ceph", List.of("osd pool ls"), "ceph-pools.json"),
          new Answer("ceph", List.of("fsid"), "ceph-fsid.txt"),
          new Answer("find", List.of("/sys/class/iscsi_session/ ", "%f %l"), "iscsi-hosts.txt"),
          new Answer(
              "find", List.of("/sys/class/iscsi_session/ ", "-name state"), "iscsi-states.txt"),
          new Answer("find", List.of("/dev/disk/by-id/ ", "%f %l"), "disk-names.txt"));

  /**
   * @param holds what the command line must hold
   * @param resource what is printed then
   */
  private record Answer(String program, List<String> holds, String resource) {
    boolean fits(Call call) {
      String words = String.join(" ", call.args());
      return program.equals(call.name()) && holds.stream().allMatch(words::contains);
    }
  }

  /** Whether there is an answer to this question. */
  static boolean knows(Call call) {
    return ANSWERS.stream().anyMatch(a -> a.fits(call));
  }

  @Override
  public int run(Call call) throws Fault, IOException {
    String words = String.join(" ", call.args());
    for (Answer answer : ANSWERS) {
      if (answer.fits(call)) {
        try (InputStream in =
            Objects.requireNonNull(
                FixedAnswers.class.getResourceAsStream(
                    "/stowage/demo/answers/" + answer.resource()),
                answer.resource())) {
          in.transferTo(call.out());
        }
        return 0;
      }
    }
    throw call.usage("no answer to '" + words + "'");
  }
}
