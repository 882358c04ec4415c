package stowage.type;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import stowage.exec.Exec;
import stowage.exec.Input;
import stowage.exec.Reading;
import stowage.exec.Result;
import stowage.exec.Secret;
import stowage.message.Message;
import stowage.type.Scan.Found;

/** What file servers offer, on recorded answers of a Debian 12 host. */
class ScansTest {
  private static final CifsScan CIFS = new CifsScan();
  private static final GlusterfsScan GLUSTER = new GlusterfsScan();
  private static final String SHARES =
      """

      \tSharename       Type      Comment
      \t---------       ----      -------
      \tVMData          Disk     \s
      \tMy Docs         Disk      what is left
      \tprint$          Disk      Printer Drivers
      \tIPC$            IPC       IPC Service (Samba 4.17.12-Debian)
      \tNT_STATUS_X     Disk     \s
      SMB1 disabled -- no workgroup available
      """;

  @Test
  void sharesThatAreDirectoriesAreFound() {
    assertEquals(
        Reading.known(
            List.of(
                new Found("VMData", ""),
                new Found("My Docs", "what is left"),
                new Found("print$", "Printer Drivers"))),
        cifs(Result.exited(0, SHARES, "")));
    assertEquals(
        "/usr/bin/smbclient -m smb3 -d 0 -L nas -U Guest -N",
        CIFS.probe(List.of("nas")).programs().getFirst().shown());
  }

  @Test
  void aPasswordIsNoArgument() {
    Secret password = Secret.of("hush".toCharArray());
    Exec ask = CIFS.probe(List.of("nas"), new Scan.Who("anna", "", password)).programs().getFirst();
    assertFalse(ask.toString().contains("hush"));
    assertEquals(
        "username = anna\npassword = hush\n",
        new String(
            assertInstanceOf(Input.Hidden.class, ask.input()).secret().reveal(),
            StandardCharsets.UTF_8));
  }

  @Test
  void aRefusalOrSilenceIsTold() {
    assertEquals(
        new Reading.Failed<>(Message.of("problem.smb-no-list", "nas", "NT_STATUS_ACCESS_DENIED")),
        cifs(Result.exited(1, "session setup failed: NT_STATUS_ACCESS_DENIED\n", "")));
    assertEquals(
        new Reading.Failed<>(Message.of("problem.smb-silent", "nas")),
        cifs(Result.exited(1, "", "")));
    assertEquals(
        new Reading.Failed<>(Message.of("problem.program-missing", "/usr/bin/smbclient")),
        cifs(Result.exited(127, "", "not found")));
  }

  @Test
  void volumesComeFromTheProgramOrElseFromTheNfsServer() {
    Result exports = Result.exited(0, "/vol0 *\n/srv/nfs/a *\n", "");
    assertEquals(
        Reading.known(List.of(new Found("glustervol", ""), new Found("two", ""))),
        gluster(Result.exited(0, "glustervol\ntwo\n", ""), exports));
    assertEquals(
        Reading.known(List.of(new Found("vol0", ""))),
        gluster(Result.exited(127, "", "not found"), exports));
    assertEquals(
        new Reading.Failed<>(
            Message.of("problem.program-failed", "/usr/sbin/gluster", "Connection failed.")),
        gluster(
            Result.exited(1, "", "Connection failed.\n"),
            Result.exited(1, "", "clnt_create: RPC: Unable to receive\n")));
  }

  private static Reading<List<Found>> cifs(Result answer) {
    return Rehearsal.answered(CIFS.probe(List.of("nas")), Map.of("/usr/bin/smbclient", answer));
  }

  private static Reading<List<Found>> gluster(Result own, Result exports) {
    return Rehearsal.answered(
        GLUSTER.probe(List.of("nas")),
        Map.of("/usr/sbin/gluster", own, "/sbin/showmount", exports));
  }
}
