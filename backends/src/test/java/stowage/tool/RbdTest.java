package stowage.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static stowage.tool.Told.assertLines;

import java.util.List;
import org.junit.jupiter.api.Test;
import stowage.exec.Guard;
import stowage.message.Message;
import stowage.volume.Size;

/** What is typed for images, see rbd(8). */
class RbdTest {
  private static final Ceph.Cluster CLUSTER =
      new Ceph.Cluster(List.of("/c"), List.of("192.0.2.1"), "pve", List.of("/k"));
  private static final Rbd PLAIN = new Rbd(CLUSTER, "vms", "");
  private static final Rbd SPACED = new Rbd(CLUSTER, "vms", "t1");
  private static final Size GIB = new Size(1L << 30);

  @Test
  void everyCommandNamesPoolNamespaceAndCluster() {
    assertLines(
        """
        ?# /usr/bin/rbd -p vms -c /c -m 192.0.2.1 -n client.pve --keyring /k ls -l --format json --client_mount_timeout 30 --rados_osd_op_timeout 30
        ?# /usr/bin/rbd -p vms --namespace t1 -c /c -m 192.0.2.1 -n client.pve --keyring /k ls -l --format json --client_mount_timeout 30 --rados_osd_op_timeout 30
        """,
        PLAIN.images(),
        SPACED.images());
  }

  @Test
  void imagesAreMadeInMebibytes() {
    assertLines(
        """
        !# /usr/bin/rbd -p vms -c /c -m 192.0.2.1 -n client.pve --keyring /k create --image-format 2 --size 1024 a
        !# /usr/bin/rbd -p vms -c /c -m 192.0.2.1 -n client.pve --keyring /k create --image-format 2 --size 1024 --data-pool ec a
        !# /usr/bin/rbd -p vms -c /c -m 192.0.2.1 -n client.pve --keyring /k resize --size 1024 a
        """,
        PLAIN.create("a", GIB, ""),
        PLAIN.create("a", GIB, "ec"),
        PLAIN.resize("a", GIB));
  }

  @Test
  void commandsThatTakeTwoImagesNameTheNamespaceWithEach() {
    assertLines(
        """
        !# /usr/bin/rbd -p vms --namespace t1 -c /c -m 192.0.2.1 -n client.pve --keyring /k rename vms/t1/a vms/t1/b
        !# /usr/bin/rbd -p vms --namespace t1 -c /c -m 192.0.2.1 -n client.pve --keyring /k clone vms/t1/a --snap s vms/t1/b
        !# /usr/bin/rbd -p vms -c /c -m 192.0.2.1 -n client.pve --keyring /k clone vms/a --snap s --data-pool ec vms/b
        """,
        SPACED.rename("a", "b"),
        SPACED.clone("a", "s", "b", ""),
        PLAIN.clone("a", "s", "b", "ec"));
  }

  @Test
  void snapshotsAreNamedByAnOptionOfTheirOwn() {
    String rbd = " /usr/bin/rbd -p vms -c /c -m 192.0.2.1 -n client.pve --keyring /k ";
    assertLines(
        """
        !#RBDsnap create --snap s a
        !#RBDsnap rm --snap s a
        !#RBDsnap rollback --snap s a
        !#RBDsnap protect a --snap s
        !#RBDsnap unprotect a --snap s
        !#RBDsnap purge a
        ?#RBDsnap ls a --format json
        !#RBDrm a
        """
            .replace("RBD", rbd),
        PLAIN.snapshot("a", "s"),
        PLAIN.removeSnapshot("a", "s"),
        PLAIN.rollback("a", "s"),
        PLAIN.protect("a", "s"),
        PLAIN.unprotect("a", "s"),
        PLAIN.purge("a"),
        PLAIN.snapshots("a"),
        PLAIN.remove("a"));
  }

  @Test
  void devicesAreTheKernelsAndNeedNoCluster() {
    assertLines(
        """
        ?# /usr/bin/rbd device list --format json
        !# /usr/bin/rbd unmap vms/t1/a@s
        !# /usr/bin/rbd -p vms --namespace t1 -c /c -m 192.0.2.1 -n client.pve --keyring /k map a@s
        !# /usr/bin/rbd -p vms --namespace t1 -c /c -m 192.0.2.1 -n client.pve --keyring /k feature disable a fast-diff object-map
        """,
        Rbd.devices(),
        SPACED.unmap("a@s"),
        SPACED.map("a@s"),
        SPACED.disable("a", List.of("fast-diff", "object-map")));
  }

  @Test
  void dataGoesInAndOutOverTheStandardStreams() {
    assertLines(
        """
        ?# /usr/bin/rbd -p vms -c /c -m 192.0.2.1 -n client.pve --keyring /k export --export-format 1 a -
        !# /usr/bin/rbd --dest-pool vms -c /c -m 192.0.2.1 -n client.pve --keyring /k import --export-format 1 - a
        !# /usr/bin/rbd --dest-pool vms --dest-namespace t1 -c /c -m 192.0.2.1 -n client.pve --keyring /k \
        import --export-format 1 --data-pool ec - a
        """,
        PLAIN.export("a"),
        PLAIN.importInto("a", ""),
        SPACED.importInto("a", "ec"));
  }

  @Test
  void guardsTellAMissingImageFromAClusterThatDoesNotAnswer() {
    Guard absent = PLAIN.absent(Message.of("x"), "a");
    // ENOENT; a cluster that can't be reached ends with another status.
    assertEquals(2, absent.status());
    Guard unwatched = PLAIN.unwatched(Message.of("x"), "a");
    assertEquals(0, unwatched.status());
    assertEquals("{\"watchers\":[]", unwatched.prefix());
    assertLines(
        """
        ?# /usr/bin/rbd -p vms -c /c -m 192.0.2.1 -n client.pve --keyring /k info a --format json
        ?# /usr/bin/rbd -p vms -c /c -m 192.0.2.1 -n client.pve --keyring /k status a --format json
        """,
        absent.check(),
        unwatched.check());
  }

  @Test
  void whatIsDoneAlreadyIsForgivenAndNothingElse() {
    assertEquals(List.of("snap is already protected"), Rbd.isProtected().ignoredErrors());
    assertEquals(List.of("snap is already unprotected"), Rbd.isUnprotected().ignoredErrors());
    assertEquals(false, Rbd.isUnprotected().optional());
  }

  @Test
  void noWaitForAMonitorIsWithoutEnd() {
    assertEquals(15, PLAIN.images().limit().toMinutes(), "every image of the pool is opened");
    assertEquals(30, PLAIN.reach().limit().toSeconds());
    assertEquals(30, PLAIN.map("a").limit().toSeconds());
    assertEquals(12, PLAIN.remove("a").limit().toHours(), "every object of the image is touched");
  }
}
