package stowage.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import stowage.exec.Exec;
import stowage.exec.HostException;
import stowage.exec.Result;
import stowage.exec.ScriptedHost;
import stowage.exec.Step;
import stowage.message.Message;
import stowage.schema.InvalidException;
import stowage.schema.Problem;

/** How far a host is on its way into another one, and what a key there takes. */
class PortalKeysTest {
  private static final String PORTAL = "192.0.2.7";
  private static final String KEY = "/etc/pve/priv/zfs/192.0.2.7_id_rsa";
  private static final String PUBLIC = "ssh-rsa AAAAB3NzaC1yc2E= root@pve1\n";
  private static final String PROGRAMS = "/usr/sbin/zfs\n/usr/bin/targetcli\n";
  private static final String LOOK = "/usr/bin/stat -L -c %n /etc/pve/priv";

  private final ScriptedHost host =
      new ScriptedHost()
          .on("/usr/bin/cat /etc/pve/storage.cfg", "")
          .on("/usr/bin/uname -n", "pve1.example.net\n")
          .on("/usr/bin/cat /proc/mounts", "/dev/sda1 / ext4 rw 0 0\n")
          .on("/usr/bin/find", "")
          .on("/usr/bin/stat", Result.exited(1, "/etc/pve\n", ""))
          .on("/usr/bin/ssh-keygen -y", PUBLIC)
          .on("/usr/bin/ssh -o", PROGRAMS);
  private final PortalKeys keys = new PortalKeys(new Inquiry(host));

  private PortalKey look() throws Exception {
    return keys.look(PORTAL).optional().orElseThrow();
  }

  @Test
  void aHostThatIsLetInAndFindsWhatItNeedsIsReady() throws Exception {
    PortalKey found = look();
    assertTrue(found.ready());
    assertEquals("ssh-rsa AAAAB3NzaC1yc2E= root@pve1", found.publicKey());
    assertNull(found.trouble());
    assertEquals(List.of("/usr/sbin/zfs", "/usr/bin/targetcli"), found.programs());
    assertEquals("ssh-copy-id -i " + KEY + ".pub root@192.0.2.7", found.command());
    assertEquals(1, host.trips(), "both are asked at once");
  }

  @Test
  void theKeyItselfIsNeverAskedFor() throws Exception {
    look();
    keys.create(PORTAL);
    assertFalse(host.asked().stream().anyMatch(a -> a.contains("cat " + KEY)), host::toString);
    assertTrue(host.asked().stream().anyMatch(a -> a.contains("BatchMode=yes")));
    assertFalse(
        host.asked().stream().anyMatch(a -> a.contains("StrictHostKeyChecking")),
        "no other host is trusted unasked");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Permission denied (publickey).                       | problem.portal-login",
        "Received disconnect: Too many authentication failures | problem.portal-login",
        "Host key verification failed.                        | problem.portal-key-unknown",
        "@ WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED! @ | problem.portal-key-changed",
        "ssh: connect to host 192.0.2.7 port 22: No route     | problem.portal-unreachable",
        "''                                                   | problem.portal-unreachable",
      })
  void whatSshSaysIsTold(String said, String key) throws Exception {
    host.on("/usr/bin/ssh -o", Result.exited(255, "", said + "\n"));
    PortalKey found = look();
    assertFalse(found.ready());
    assertEquals(key, found.missing().orElseThrow().key());
    assertEquals(List.of(), found.programs());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 126, 127, 254})
  void aLoginThatEndsOtherwiseIsNoLogin(int status) throws Exception {
    host.on("/usr/bin/ssh -o", Result.exited(status, PROGRAMS, "This account is disabled.\n"));
    PortalKey found = look();
    assertFalse(found.ready());
    assertEquals(
        Message.of("problem.portal-unreachable", PORTAL, "This account is disabled."),
        found.trouble());
    assertEquals(List.of(), found.programs(), "what a refused login prints is nothing");
  }

  @ParameterizedTest
  @CsvSource({
    "1, '',                      'Load key: No such file or directory'",
    "1, '',                      'Permission denied'",
    "255, '',                    'incorrect passphrase supplied'",
    "0, '',                      ''",
    "0, 'Enter passphrase:',     ''",
    "1, 'ssh-rsa AAAA',          'error in libcrypto'",
    "127, '',                    'ssh-keygen: not found'",
  })
  void withoutAKeyThatOpensNothingElseMatters(int status, String out, String err) throws Exception {
    host.on("/usr/bin/ssh-keygen -y", Result.exited(status, out, err));
    PortalKey found = look();
    assertNull(found.publicKey());
    assertEquals(Message.of("problem.portal-no-key", KEY), found.missing().orElseThrow());
    assertFalse(found.ready());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                                        | problem.portal-no-zfs",
        "/usr/bin/targetcli                        | problem.portal-no-zfs",
        "/usr/sbin/zfs                             | problem.portal-no-target",
        "/usr/local/zfs-tools/bin                  | problem.portal-no-zfs",
        "Welcome to this host!~/usr/sbin/zfs       | problem.portal-no-target",
        "/etc/motd~/usr/sbin/zfs                   | problem.portal-no-target",
        "zfs~targetcli                             | problem.portal-no-zfs",
      })
  void whatIsNotThereIsMissedWhateverElseIsPrinted(String lines, String key) throws Exception {
    host.on("/usr/bin/ssh -o", lines.replace('~', '\n') + "\n");
    assertEquals(key, look().missing().orElseThrow().key());
  }

  @ParameterizedTest
  @ValueSource(strings = {"targetcli", "stmfadm", "ietadm", "istgt"})
  void oneTargetIsEnough(String target) throws Exception {
    host.on("/usr/bin/ssh -o", "Last login: never\n/sbin/zfs\n/usr/sbin/" + target + "\n");
    assertTrue(look().ready());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "-oProxyCommand=x",
        "host name",
        "host;id",
        "$(id)",
        "host/../x",
        "../x",
        "192.0.2.7:22",
        "[2001:db8::1]",
        "root@host",
        "host\nother",
        "host'x",
        "하나",
        ".host",
      })
  void onlyPlainAddressesGetNearTheShell(String portal) {
    for (Asking asking : List.<Asking>of(keys::look, keys::create)) {
      Problem problem =
          assertThrows(InvalidException.class, () -> asking.about(portal)).problems().getFirst();
      assertEquals("portal", problem.field());
      assertEquals(Message.of("problem.portal-plain", portal), problem.said());
    }
    assertEquals(0, host.trips());
  }

  @ParameterizedTest
  @ValueSource(strings = {"nas", "nas.example.net", "192.0.2.7", "2001:db8::1", "::1", "NAS-2"})
  void plainOnesDo(String portal) throws Exception {
    assertTrue(keys.look(portal).optional().isPresent());
    assertThrows(InvalidException.class, () -> keys.look("a".repeat(256)));
  }

  private interface Asking {
    Object about(String portal) throws Exception;
  }

  @Test
  void aKeyIsMadeWhereThereIsNoneWithItsDirectories() throws Exception {
    host.on("/usr/bin/stat -L -c %n /etc/pve /etc", Result.exited(1, "", "No such file"));
    host.on(LOOK, Result.exited(1, "", "stat: No such file or directory\n"));
    Proposal proposal = keys.create(PORTAL);
    assertEquals(
        List.of(
            "/usr/bin/mkdir -m 0755 /etc/pve",
            "/usr/bin/mkdir -p -m 0700 /etc/pve/priv",
            "/usr/bin/mkdir -p -m 0700 /etc/pve/priv/zfs",
            "/usr/bin/ssh-keygen -q -t rsa -b 4096 -N '' -C root@pve1 -f " + KEY),
        proposal.plan().steps().stream().map(s -> s.command().shown()).toList());
    assertEquals(
        List.of(
            "/usr/bin/rmdir /etc/pve",
            "/usr/bin/rmdir --ignore-fail-on-non-empty /etc/pve/priv",
            "/usr/bin/rmdir --ignore-fail-on-non-empty /etc/pve/priv/zfs",
            ""),
        proposal.plan().steps().stream().map(PortalKeysTest::undo).toList());
    assertTrue(
        proposal.plan().steps().stream()
            .allMatch(s -> s.command().identity() == Exec.Identity.ROOT));
    assertEquals(KEY, proposal.made().orElseThrow());
    assertTrue(proposal.configDiff().isEmpty());
    assertEquals(1, proposal.plan().guards().size());
    assertEquals("/usr/bin/test -e " + KEY, proposal.plan().guards().getFirst().check().shown());
    assertEquals(1, proposal.plan().guards().getFirst().status());
  }

  @Test
  void onTheClusterFileSystemNoModesAreTold() throws Exception {
    host.on("/usr/bin/cat /proc/mounts", "/dev/fuse /etc/pve fuse rw 0 0\n");
    host.on(LOOK, Result.exited(1, "/etc/pve/priv\n", "No such file or directory\n"));
    assertEquals(
        "/usr/bin/mkdir -p /etc/pve/priv/zfs",
        keys.create(PORTAL).plan().steps().getFirst().command().shown());
  }

  @Test
  void aKeyThatIsThereIsNeverTouched() {
    host.on(LOOK, "/etc/pve/priv\n/etc/pve/priv/zfs\n" + KEY + "\n");
    Problem problem =
        assertThrows(InvalidException.class, () -> keys.create(PORTAL)).problems().getFirst();
    assertEquals(Message.of("problem.portal-key-there", KEY), problem.said());
  }

  @Test
  void aHostThatDoesNotAnswerIsNotReady() {
    host.on("/usr/bin/cat /etc/pve/storage.cfg", Result.exited(1, "", "Permission denied"));
    assertThrows(HostException.CommandFailed.class, () -> keys.create(PORTAL));
  }

  private static String undo(Step step) {
    return switch (step.undo()) {
      case Step.Undo.By by -> {
        assertFalse(by.partial());
        yield by.commands().getFirst().shown();
      }
      case Step.Undo.Unneeded _ -> "";
      case Step.Undo.Impossible impossible -> impossible.toString();
    };
  }

  @Test
  void whatIsToldOfAKeyHoldsNoMoreThanItsPublicHalf() throws Exception {
    host.on("/usr/bin/ssh-keygen -y", "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaA==\n");
    PortalKey found = assertInstanceOf(PortalKey.class, look());
    assertFalse(found.toString().contains("b3BlbnNzaA"), found::toString);
  }
}
