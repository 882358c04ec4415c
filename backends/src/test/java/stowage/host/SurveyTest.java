package stowage.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import stowage.config.StorageId;
import stowage.exec.HostException;
import stowage.exec.Lock;
import stowage.exec.Result;
import stowage.exec.ScriptedHost;
import stowage.schema.InvalidException;

/** What the first look at a host settles for everything that follows. */
class SurveyTest {
  private static final String CONFIG =
      """
      dir: one
      	path /a

      dir: san
      	path /san
      	shared 1

      nfs: nas
      	export /e
      	path /mnt/pve/nas
      	server nas

      dir: off
      	path /off
      	disable 1

      dir: far
      	path /far
      	nodes pve2,pve3

      iscsi: target
      	portal 192.0.2.1
      	target iqn.x:y

      lvm: vg
      	vgname vg
      	base target:0.0.1.scsi-1

      """;
  private static final String CLUSTER =
      """
      /dev/sda1 / ext4 rw 0 0
      /dev/sdb1 /srv ext4 rw 0 0
      tank/data /srv/data zfs rw 0 0
      /dev/fuse /etc/pve fuse rw 0 0
      """;
  private static final String PLAIN = "/dev/sda1 / ext4 rw 0 0\n";

  private static ScriptedHost host(String mounts) {
    return new ScriptedHost()
        .on("/usr/bin/cat /etc/pve/storage.cfg", CONFIG)
        .on("/usr/bin/uname -n", "pve1\n")
        .on("/usr/bin/cat /proc/mounts", mounts)
        .on("/usr/bin/find", "")
        .on("/usr/bin/stat", Result.exited(1, "/etc/pve\n", ""));
  }

  private static Survey survey(String mounts) throws Exception {
    return new Inquiry(host(mounts)).survey();
  }

  @ParameterizedTest
  @CsvSource({
    "one, false, false",
    "san, true, false",
    "nas, true, false",
    "target, true, false",
    "vg, false, false"
  })
  void onlySharedPoolsOfAClusterAreLockedForAllNodes(String id, boolean cluster, boolean plain)
      throws Exception {
    for (String mounts : new String[] {CLUSTER, PLAIN}) {
      Survey survey = survey(mounts);
      Lock lock = survey.storageLock(survey.require(new StorageId(id)).pool());
      assertEquals(
          mounts.equals(CLUSTER) ? cluster : plain, lock.equals(new Lock.Cluster("storage-" + id)));
      if (!(lock instanceof Lock.Cluster)) {
        assertEquals(new Lock.File("/var/lock/pve-manager/pve-storage-" + id), lock);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "one, ''",
    "off, problem.pool-disabled",
    "far, problem.pool-elsewhere",
    "nowhere, problem.storage-missing"
  })
  void aPoolIsUsedOnlyWhereItMayBe(String id, String expected) throws Exception {
    Survey survey = survey(PLAIN);
    if (expected.isEmpty()) {
      assertEquals(id, survey.requireUsable(new StorageId(id)).pool().id().text());
    } else {
      InvalidException refused =
          assertThrows(InvalidException.class, () -> survey.requireUsable(new StorageId(id)));
      assertEquals(expected, refused.problems().getFirst().said().key());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/, /",
    "/srv, /srv",
    "/srv/x, /srv",
    "/srv/data, /srv/data",
    "/srv/data/a/b, /srv/data",
    "/srvother, /",
    "/srv/database, /srv",
    "/etc/pve/x, /etc/pve"
  })
  void aPathLiesOnTheNearestMountAboveIt(String path, String mount) throws Exception {
    assertEquals(mount, survey(CLUSTER).mountPointAbove(path));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "garbage\n"})
  void aHostThatDoesNotTellItsMountsIsNotTakenForAPlainOne(String mounts) {
    assertThrows(HostException.class, () -> survey(mounts));
  }

  @Test
  void theSameGroundMeansTheSameQuestions() throws Exception {
    Survey survey = survey(CLUSTER);
    assertTrue(survey.sameGround(survey(CLUSTER)));
    assertFalse(survey.sameGround(survey(PLAIN)), "another kind of host");
    ScriptedHost other = host(CLUSTER).on("/usr/bin/uname -n", "pve9\n");
    assertFalse(survey.sameGround(new Inquiry(other).survey()), "another node");
    ScriptedHost changed =
        host(CLUSTER).on("/usr/bin/cat /etc/pve/storage.cfg", CONFIG + "# a comment\n");
    assertFalse(survey.sameGround(new Inquiry(changed).survey()), "another file");
  }
}
