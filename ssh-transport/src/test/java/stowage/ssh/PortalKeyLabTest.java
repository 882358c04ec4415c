package stowage.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import stowage.conformance.Rig;
import stowage.exec.Exec;
import stowage.exec.Input;
import stowage.exec.Result;
import stowage.exec.WireShell;
import stowage.host.PortalKey;
import stowage.message.Message;
import stowage.schema.InvalidException;

/** The way of a real host into a server of ZFS over iSCSI: itself, by another of its addresses. */
@Tag("lab-long")
class PortalKeyLabTest {
  private static final String PORTAL = "127.0.0.2";
  private static final String KEY = "/etc/pve/priv/zfs/127.0.0.2_id_rsa";
  private final Lab lab = new Lab();
  private final WireShell shell = new WireShell(lab.link("root"));
  private final Rig rig = new Rig(shell, lab.freshJobs());
  private String authorized = "";

  @BeforeEach
  void begin() throws Exception {
    Result keys = run(Exec.reads("/usr/bin/cat", ".ssh/authorized_keys"));
    assertTrue(keys.ok());
    authorized = keys.text();
    forget();
  }

  @AfterEach
  void end() throws Exception {
    forget();
    run(
        Exec.changes("/usr/bin/dd", "of=.ssh/authorized_keys", "status=none")
            .with(new Input.Text(authorized)));
    rig.close();
    lab.close();
  }

  private void forget() throws Exception {
    run(Exec.changes("/usr/bin/rm", "-f", KEY, KEY + ".pub"));
    run(Exec.changes("/usr/bin/ssh-keygen", "-R", PORTAL));
  }

  private Result run(Exec exec) throws Exception {
    return rig.run(exec);
  }

  private PortalKey look() throws Exception {
    return rig.host().portalKey(PORTAL).optional().orElseThrow();
  }

  private static String missing(PortalKey key) {
    return key.missing().map(Message::key).orElse("");
  }

  @Test
  void aHostIsLedInStepByStep() throws Exception {
    assertEquals("problem.portal-no-key", missing(look()));
    rig.done(() -> rig.host().planPortalKey(PORTAL));
    PortalKey made = look();
    assertEquals("problem.portal-key-unknown", missing(made));
    assertTrue(String.valueOf(made.publicKey()).startsWith("ssh-rsa "), made.toString());
    assertEquals("600\n", run(Exec.reads("/usr/bin/stat", "-c", "%a", KEY)).text());
    assertThrows(InvalidException.class, () -> rig.host().planPortalKey(PORTAL));

    run(
        Exec.changes("/usr/bin/ssh", "-o", "StrictHostKeyChecking=accept-new")
            .and("-o", "BatchMode=yes", "-i", KEY, "root@" + PORTAL, "true"));
    assertEquals("problem.portal-login", missing(look()));
    Lab.authorize(shell, made);
    PortalKey ready = look();
    assertEquals("", missing(ready));
    assertEquals(made.publicKey(), ready.publicKey());
    assertTrue(ready.programs().contains("/usr/bin/targetcli"), ready.toString());
  }
}
