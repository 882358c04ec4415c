package stowage.demo.program;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import stowage.demo.world.Fault;

/**
 * Programs that ask other machines: Ceph, iSCSI, SMB, Gluster and backup servers. Those machines
 * never change, so each question has one answer.
 */
final class FixedAnswers implements Program {
  private static final List<Answer> ANSWERS =
      List.of(
          new Answer("rbd", List.of("-p vms", "ls -l --format json"), "rbd-ls.json"),
          new Answer("ceph", List.of("df --format json"), "ceph-df.json"),
          new Answer("iscsiadm", List.of("--mode session"), "iscsi-sessions.txt"),
          new Answer("iscsiadm", List.of("--mode node"), "iscsi-nodes.txt"),
          new Answer(
              "iscsiadm",
              List.of("--mode discovery --type sendtargets", "--portal 192.0.2.50"),
              "iscsi-discovery.txt"),
          new Answer("iscsi-ls", List.of("-s iscsi://192.0.2.51"), "iscsi-ls.txt"),
          new Answer("gluster", List.of("volume info vol0"), "gluster-info.txt"),
          new Answer("smbclient", List.of("-L files.example.net"), "smb-shares.txt"),
          new Answer(
              "proxmox-backup-client",
              List.of("status", "pbs.example.net:main"),
              "pbs-status.json"));

  /**
   * @param holds what the command line must hold
   * @param resource what is printed then
   */
  private record Answer(String program, List<String> holds, String resource) {}

  @Override
  public int run(Call call) throws Fault, IOException {
    String words = String.join(" ", call.args());
    for (Answer answer : ANSWERS) {
      if (answer.program().equals(call.name())
          && answer.holds().stream().allMatch(words::contains)) {
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
