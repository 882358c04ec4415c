package stowage.type;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stowage.config.StorageType;
import stowage.exec.Exec;
import stowage.exec.Input;
import stowage.exec.Probe;
import stowage.exec.Reading;
import stowage.exec.Result;
import stowage.exec.Secret;
import stowage.message.Message;
import stowage.schema.Properties;

/** How pools on other machines are mounted, on recorded answers of a Debian 12 host. */
class MountingTest {
  private static final String PW = "/etc/pve/priv/storage/p1.pw";
  private static final String KEY = "/etc/pve/priv/ceph/p1.secret";
  private static final CifsBackend CIFS = new CifsBackend();
  private static final CephfsBackend CEPHFS = new CephfsBackend();
  private static final GlusterfsBackend GLUSTER = new GlusterfsBackend();
  private static final Result GONE =
      Result.exited(1, "", "stat: cannot statx 'x': No such file or directory\n");

  private static Pool pool(StorageType type, String... more) {
    List<String> settings = new java.util.ArrayList<>(Arrays.asList(more));
    settings.add("path=/mnt/pve/p1");
    settings.add("content=iso");
    return Rehearsal.pool(type, "p1", settings.toArray(String[]::new));
  }

  private static Pool smb(String... more) {
    return pool(
        StorageType.CIFS,
        Stream.concat(Stream.of("server=nas", "share=VM"), Stream.of(more)).toArray(String[]::new));
  }

  private static Result ok(String out) {
    return Result.exited(0, out, "");
  }

  /** A host where nothing is mounted and every server answers; changed by the pairs that follow. */
  private static Map<String, Result> host(Object... changes) {
    Map<String, Result> host = new HashMap<>();
    host.put("/usr/bin/cat /proc/mounts", ok("/dev/vda / ext4 rw 0 0\n"));
    host.put("/usr/bin/find", ok("/mnt/pve/p1\0\0d\0004096\0008\0001700000000.5\0"));
    host.put("/usr/bin/realpath", ok("/mnt/pve/p1/template/iso\0"));
    host.put("/usr/bin/stat", GONE);
    host.put("/usr/bin/smbclient", ok(""));
    host.put("/usr/sbin/gluster", ok("\nVolume Name: v0\nStatus: Started\n"));
    for (int i = 0; i < changes.length; i += 2) {
      String program = (String) changes[i];
      // The more particular answer takes the place of the general one.
      host.keySet().removeIf(program::startsWith);
      host.put(program, (Result) changes[i + 1]);
    }
    return host;
  }

  /** What mounts, out of a plan. */
  private static String mount(Probe<Change> activation, Map<String, Result> host) {
    Change change =
        switch (Rehearsal.answered(activation, host)) {
          case Reading.Known<Change>(var known) -> known;
          case Reading.Failed<Change>(var reason) -> throw new AssertionError(reason.toString());
        };
    return change.steps().stream()
        .map(s -> s.command().shown())
        .filter(line -> line.startsWith("/bin/mount"))
        .findFirst()
        .orElseThrow();
  }

  private static Message failure(Probe<Change> activation, Map<String, Result> host) {
    return assertInstanceOf(Reading.Failed.class, Rehearsal.answered(activation, host)).reason();
  }

  @Test
  void aShareIsMountedWithTheStoredPassword() {
    assertEquals(
        "/bin/mount -t cifs //nas/VM/sub /mnt/pve/p1 -o soft -o username=anna -o credentials="
            + PW
            + " -o domain=EXAMPLE -o vers=3.11 -o ro,noatime",
        mount(
            CIFS.activation(
                smb(
                    "username=anna",
                    "domain=EXAMPLE",
                    "smbversion=3.11",
                    "subdir=/sub",
                    "options=ro,noatime")),
            host("/usr/bin/stat -c %n -- " + PW, ok(PW + "\n"))));
  }

  @Test
  void aShareWithoutAPasswordIsAGuests() {
    String guest =
        "/bin/mount -t cifs //nas/VM /mnt/pve/p1 -o soft -o guest,username=guest -o vers=default";
    assertEquals(guest, mount(CIFS.activation(smb()), host()));
    Result refused = Result.exited(1, "session setup failed: NT_STATUS_LOGON_FAILURE\n", "");
    assertEquals(
        guest,
        mount(CIFS.activation(smb("username=anna")), host("/usr/bin/smbclient", refused)),
        "what was asked as somebody else says nothing");
  }

  @Test
  void theTicketOfTheHostNeedsNoName() {
    Pool pool = smb("username=anna", "options=ro,sec=krb5i");
    assertEquals(
        "/bin/mount -t cifs //nas/VM /mnt/pve/p1 -o soft -o vers=default -o ro,sec=krb5i",
        mount(CIFS.activation(pool), host()));
    assertTrue(asked(CIFS.activation(pool), "smbclient").contains("--use-kerberos=required"));
  }

  @Test
  void theQuestionToTheServerIsThatOfTheStorageModel() {
    assertEquals(
        "/usr/bin/smbclient //nas/VM -d 0 -m smb3 -U anna -A " + PW + " -W EXAMPLE -c 'echo 1 0'",
        asked(
            CIFS.activation(smb("username=anna", "domain=EXAMPLE", "smbversion=3.11")),
            "smbclient"));
    assertEquals(
        "/usr/bin/smbclient //nas/VM -d 0 -U Guest -N -c 'echo 1 0'",
        asked(CIFS.activation(smb()), "smbclient"));
  }

  @Test
  void aTypedPasswordIsTriedOnStandardInputOnly() {
    Secret password = Secret.of("hush".toCharArray());
    Probe<Change> activation =
        CIFS.activation(smb("username=anna", "domain=D"), Map.of("password", password));
    Exec ask =
        activation.programs().stream()
            .filter(p -> p.argv().getFirst().endsWith("smbclient"))
            .findFirst()
            .orElseThrow();
    assertFalse(activation.toString().contains("hush"));
    Secret sent = assertInstanceOf(Input.Hidden.class, ask.input()).secret();
    assertEquals(
        "username = anna\ndomain = D\npassword = hush\n",
        new String(sent.reveal(), StandardCharsets.UTF_8));
    assertTrue(mount(activation, host()).contains("-o username=anna -o credentials=" + PW));
  }

  @ParameterizedTest
  @CsvSource({
    "session setup failed: NT_STATUS_LOGON_FAILURE, NT_STATUS_LOGON_FAILURE",
    "tree connect failed: NT_STATUS_ACCESS_DENIED, NT_STATUS_ACCESS_DENIED",
    "tree connect failed: NT_STATUS_BAD_NETWORK_NAME, NT_STATUS_BAD_NETWORK_NAME",
  })
  void aServerThatRefusesIsQuoted(String said, String status) {
    assertEquals(
        Message.of("problem.smb-refused", "nas", "VM", status),
        failure(
            CIFS.activation(smb()), host("/usr/bin/smbclient", Result.exited(1, said + "\n", ""))));
  }

  @Test
  void aServerThatIsDownIsSilent() {
    assertEquals(
        Message.of("problem.smb-silent", "nas"),
        failure(CIFS.activation(smb()), host("/usr/bin/smbclient", Result.exited(1, "", ""))));
  }

  @Test
  void cephIsMountedWithWhatTheHostHas() {
    String look = "/usr/bin/stat -c %n --";
    assertEquals(
        "/bin/mount -t ceph :/ /mnt/pve/p1 -o name=admin,secretfile="
            + KEY
            + ",conf=/etc/ceph/ceph.conf",
        mount(
            CEPHFS.activation(pool(StorageType.CEPHFS)),
            host(look, Result.exited(1, KEY + "\n/etc/ceph/ceph.conf\n", ""))));
    assertEquals(
        "/bin/mount -t ceph '192.0.2.1,[fd00::1],192.0.2.3:6789:/sub' /mnt/pve/p1"
            + " -o name=u,fs=files,ro",
        mount(
            CEPHFS.activation(
                pool(
                    StorageType.CEPHFS,
                    "monhost=192.0.2.1 fd00::1,192.0.2.3:6789",
                    "username=u",
                    "fs-name=files",
                    "subdir=/sub",
                    "options=ro")),
            host()));
  }

  @Test
  void aForeignClusterHasAConfigurationOfItsOwn() {
    Pool pool = pool(StorageType.CEPHFS, "monhost=192.0.2.1");
    assertEquals(
        "/usr/bin/stat -c %n -- " + KEY + " /etc/pve/priv/ceph/p1.conf",
        asked(CEPHFS.activation(pool), "stat -c"));
  }

  @Test
  void aKeyThatIsOnlyJustEnteredWillBeThere() {
    Pool pool = pool(StorageType.CEPHFS, "monhost=192.0.2.1");
    Map<String, Secret> entered = Map.of("keyring", Secret.of("AQB==".toCharArray()));
    String with = "/bin/mount -t ceph 192.0.2.1:/ /mnt/pve/p1 -o name=admin,secretfile=" + KEY;
    assertEquals(with, mount(CEPHFS.activation(pool, entered), host()));
    assertEquals(
        "/bin/mount -t ceph 192.0.2.1:/ /mnt/pve/p1 -o name=admin",
        mount(CEPHFS.activation(pool, Map.of()), host()));
    Result admin = Result.exited(1, SecretForm.ADMIN_KEYRINGS.getLast() + "\n", "");
    assertEquals(
        with, mount(CEPHFS.activation(pool, Map.of()), host("/usr/bin/stat -c %n --", admin)));
  }

  @Test
  void aClusterThatNobodyNamesIsNotMounted() {
    assertEquals(
        "problem.ceph-no-monitors",
        failure(CEPHFS.activation(pool(StorageType.CEPHFS)), host()).key());
  }

  @Test
  void theMountProgramOfFuseIsNotBelieved() {
    Pool pool =
        pool(
            StorageType.CEPHFS,
            "monhost=192.0.2.1 192.0.2.2",
            "fuse=1",
            "fs-name=files",
            "subdir=/s");
    Change change = Rehearsal.answered(CEPHFS.activation(pool), host()).optional().orElseThrow();
    assertEquals(
        """
        ? 1 /usr/bin/grep -q -F -- ' /mnt/pve/p1 ' /proc/mounts
        /bin/mount -t fuse.ceph 192.0.2.1,192.0.2.2:/s /mnt/pve/p1 -o \
        ceph.id=admin,ceph.client_fs=files,ceph.client_mountpoint=/s,ceph.mon_host=192.0.2.1
        /usr/bin/grep -q -F -- ' /mnt/pve/p1 ' /proc/mounts
          < /bin/umount /mnt/pve/p1
        """,
        Rehearsal.shown(new Change(change.guards(), change.steps().subList(0, 2))));
  }

  @ParameterizedTest
  @CsvSource({"options=ro;reboot", "options=$(id)", "username=a`b"})
  void norIsItGivenWhatAShellWouldRun(String setting) {
    Pool pool = pool(StorageType.CEPHFS, "monhost=192.0.2.1", "fuse=1", setting);
    assertEquals(
        Message.of("problem.ceph-fuse-words", "p1"), failure(CEPHFS.activation(pool), host()));
  }

  @Test
  void glusterIsMountedFromTheFirstServerThatHasTheVolume() {
    Pool pool = pool(StorageType.GLUSTERFS, "server=a", "server2=b", "volume=v0");
    Result down = Result.exited(1, "Connection failed. Please check if gluster is up.\n", "");
    String here = "/usr/sbin/gluster --remote-host=a";
    assertEquals(
        "/bin/mount -t glusterfs a:v0 /mnt/pve/p1", mount(GLUSTER.activation(pool), host()));
    assertEquals(
        "/bin/mount -t glusterfs b:v0 /mnt/pve/p1",
        mount(
            GLUSTER.activation(pool),
            host(here, down, "/usr/sbin/gluster --remote-host=b", ok("Status: Started\n"))));
    assertEquals(
        Message.of(
            "problem.gluster-offline",
            "v0",
            "a, b",
            "Connection failed. Please check if gluster is up."),
        failure(GLUSTER.activation(pool), host("/usr/sbin/gluster", down)));
  }

  /** The program that asks is a package of its own, which those who mount need not have. */
  @Test
  void glusterFindsTheSecondServerItselfWhereNobodyCanBeAsked() {
    Map<String, Result> host = host("/usr/sbin/gluster", Result.exited(127, "", "not found"));
    Pool two = pool(StorageType.GLUSTERFS, "server=a", "server2=b", "volume=v0");
    assertEquals(
        "/bin/mount -t glusterfs a:v0 /mnt/pve/p1 -o backup-volfile-servers=b",
        mount(GLUSTER.activation(two), host));
    Pool one = pool(StorageType.GLUSTERFS, "server=a", "volume=v0");
    assertEquals("/bin/mount -t glusterfs a:v0 /mnt/pve/p1", mount(GLUSTER.activation(one), host));
  }

  @Test
  void aServerOnTheHostItselfIsAskedLocally() {
    Pool pool = pool(StorageType.GLUSTERFS, "volume=v0");
    assertEquals(
        "/usr/sbin/gluster --mode=script volume info v0",
        asked(GLUSTER.activation(pool), "gluster"));
    assertEquals(
        "/bin/mount -t glusterfs localhost:v0 /mnt/pve/p1",
        mount(GLUSTER.activation(pool), host()));
  }

  @ParameterizedTest
  @CsvSource({
    "CIFS, //nas/VM /mnt/pve/p1 cifs",
    "NFS, nas:/e /mnt/pve/p1 nfs4",
    "CEPHFS, 192.0.2.1:6789:/ /mnt/pve/p1 ceph",
    "GLUSTERFS, nas:v0 /mnt/pve/p1 fuse.glusterfs",
  })
  void whatThePoolMountsItCanUnmount(StorageType type, String mount) {
    Pool pool = pool(type, "server=nas", "share=VM", "export=/e", "volume=v0");
    Backend backend = Backends.of(type).orElseThrow();
    Map<String, Result> mounted = host("/usr/bin/cat /proc/mounts", ok(mount + " rw 0 0\n"));
    assertEquals(
        "/bin/umount /mnt/pve/p1\n", Rehearsal.shown(known(backend.deactivation(pool), mounted)));
    assertEquals("", Rehearsal.shown(known(backend.deactivation(pool), host())));
    Map<String, Result> other =
        host("/usr/bin/cat /proc/mounts", ok("/dev/sdb1 /mnt/pve/p1 ext4 rw 0 0\n"));
    assertEquals("", Rehearsal.shown(known(backend.deactivation(pool), other)), "not the pool's");
  }

  @Test
  void whatSomebodyElseMountedStays() {
    Pool pool = pool(StorageType.DIR, "is_mountpoint=1");
    Map<String, Result> mounted =
        host("/usr/bin/cat /proc/mounts", ok("/dev/sdb1 /mnt/pve/p1 ext4 rw 0 0\n"));
    assertEquals("", Rehearsal.shown(known(new DirBackend().deactivation(pool), mounted)));
  }

  @Test
  void secretsLieWhereProxmoxVeHasThem() {
    assertEquals(
        List.of(new SecretFile(Properties.PASSWORD, PW, "0600", SecretForm.CREDENTIALS)),
        CIFS.secretFiles(smb()));
    assertEquals(
        List.of(new SecretFile(Properties.KEYRING, KEY, "0400", SecretForm.KEY)),
        CEPHFS.secretFiles(pool(StorageType.CEPHFS)));
  }

  private static Change known(Probe<Change> probe, Map<String, Result> host) {
    return Rehearsal.answered(probe, host).optional().orElseThrow();
  }

  private static String asked(Probe<Change> probe, String program) {
    return Objects.requireNonNull(
        probe.programs().stream()
            .map(Exec::shown)
            .filter(line -> line.contains(program))
            .findFirst()
            .orElse(null));
  }
}
