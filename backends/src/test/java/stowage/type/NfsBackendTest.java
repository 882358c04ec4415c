package stowage.type;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import stowage.config.StorageType;
import stowage.exec.Exec;
import stowage.exec.Probe;
import stowage.exec.Reading;
import stowage.exec.Result;
import stowage.volume.ContentType;

/** NFS pools on recorded answers of a Debian 12 host. */
class NfsBackendTest {
  private static final NfsBackend NFS = new NfsBackend();
  private static final String MOUNTED =
      "127.0.0.1:/srv/nfs/a /mnt/pve/nas nfs4 rw,relatime,vers=4.2,hard,addr=127.0.0.1 0 0\n";
  private static final Result HUNG =
      new Result(Result.Ending.TIMED_OUT, 124, new byte[0], new byte[0]);
  private static final Result NO_SERVER =
      Result.exited(1, "", "clnt_create: RPC: Unable to receive\n");

  private static Pool pool(String... more) {
    String[] settings = new String[more.length + 4];
    settings[0] = "server=127.0.0.1";
    settings[1] = "export=/srv/nfs/a";
    settings[2] = "path=/mnt/pve/nas";
    settings[3] = "content=images,iso";
    System.arraycopy(more, 0, settings, 4, more.length);
    return Rehearsal.pool(StorageType.NFS, "nas", settings);
  }

  private static Result ok(String out) {
    return Result.exited(0, out, "");
  }

  /** A host where all is well; changed by the pairs that follow. */
  private static Map<String, Result> host(String mounts, Object... changes) {
    Map<String, Result> host = new HashMap<>();
    host.put("/usr/bin/cat /proc/mounts", ok("/dev/vda / ext4 rw 0 0\n" + mounts));
    host.put("/usr/bin/stat -L", ok("41ed\n"));
    host.put("/usr/bin/stat -f", ok("31854 21794 21730 262144 nfs\n"));
    host.put("/sbin/showmount", ok("/srv/nfs/a 127.0.0.1\n"));
    host.put("/usr/bin/find", ok(directory("/mnt/pve/nas")));
    host.put("/usr/bin/realpath -m -z -- /mnt/pve/nas/images", ok("/mnt/pve/nas/images\0"));
    host.put("/usr/bin/realpath -m -z -- /mnt/pve/nas/template", ok("/mnt/pve/nas/template/iso\0"));
    for (int i = 0; i < changes.length; i += 2) {
      host.put((String) changes[i], (Result) changes[i + 1]);
    }
    return host;
  }

  private static String directory(String path) {
    return path + "\0\0d\0004096\0008\0001700000000.5\0";
  }

  private static <T> T known(Probe<T> probe, Map<String, Result> host) {
    return switch (Rehearsal.answered(probe, host)) {
      case Reading.Known<T>(T value) -> value;
      case Reading.Failed<T>(var reason) -> throw new AssertionError(reason.toString());
    };
  }

  private static <T> String failure(Probe<T> probe, Map<String, Result> host) {
    return assertInstanceOf(Reading.Failed.class, Rehearsal.answered(probe, host)).reason().key();
  }

  @Test
  void aMountedExportIsActive() {
    assertEquals(
        PoolStatus.active(8350334976L, 2637168640L, 5696389120L),
        known(NFS.status(pool()), host(MOUNTED)));
  }

  @Test
  void aMountedExportNeedsNoAnswerFromTheServer() {
    assertTrue(known(NFS.status(pool()), host(MOUNTED, "/sbin/showmount", NO_SERVER)).active());
  }

  @Test
  void lookingMountsNothing() {
    Probe<PoolStatus> status = NFS.status(pool());
    assertTrue(status.programs().stream().noneMatch(Exec::changesHost));
    assertEquals(
        PoolStatus.inactive("problem.not-mounted", "127.0.0.1:/srv/nfs/a", "/mnt/pve/nas"),
        known(status, host("")));
  }

  @Test
  void aSilentServerIsTheReason() {
    assertEquals(
        PoolStatus.inactive(
            "problem.nfs-offline", "127.0.0.1", "clnt_create: RPC: Unable to receive"),
        known(NFS.status(pool()), host("", "/sbin/showmount", NO_SERVER)));
    assertEquals(
        PoolStatus.inactive("problem.nfs-silent", "127.0.0.1", 3L),
        known(NFS.status(pool()), host("", "/sbin/showmount", HUNG)));
  }

  @Test
  void aHungMountIsAFailureThatNamesThePath() {
    Map<String, Result> host = host(MOUNTED, "/usr/bin/stat -f", HUNG, "/usr/bin/stat -L", HUNG);
    assertEquals("problem.path-hangs", failure(NFS.status(pool()), host));
    assertEquals(
        "problem.path-hangs",
        failure(NFS.activation(pool()), host(MOUNTED, "/usr/bin/find", HUNG)));
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1:/srv/nfs/a  /mnt/pve/nas  nfs4, true",
    "127.0.0.1:/srv/nfs/a/ /mnt/pve/nas  nfs, true",
    "127.0.0.1:/srv/nfs/a  /mnt/pve/nas  cifs, false",
    "127.0.0.1:/srv/nfs/a  /mnt/pve/nas2 nfs4, false",
    "127.0.0.1:/srv/nfs/ab /mnt/pve/nas  nfs4, false",
    "localhost:/srv/nfs/a  /mnt/pve/nas  nfs4, false",
    "127.0.0.1:/srv/nfs/a//  /mnt/pve/nas  nfs4, false",
  })
  void onlyTheSameSourceAtTheSamePathCounts(String mount, boolean active) {
    String line = String.join(" ", mount.split(" +")) + " rw 0 0\n";
    assertEquals(active, known(NFS.status(pool()), host(line)).active());
  }

  @Test
  void activationMountsAndMakesDirectories() {
    assertEquals(
        """
        ? 1 /usr/bin/grep -q -F -- ' /mnt/pve/nas ' /proc/mounts
        /usr/bin/mkdir -p -m 0755 -- /mnt/pve/nas
          < /usr/bin/rmdir --ignore-fail-on-non-empty -- /mnt/pve/nas
        /bin/mount -t nfs 127.0.0.1:/srv/nfs/a /mnt/pve/nas -o vers=3,soft
          < /bin/umount /mnt/pve/nas
        /usr/bin/mkdir -p -m 0755 -- /mnt/pve/nas/images /mnt/pve/nas/template\
         /mnt/pve/nas/template/iso
        """,
        Rehearsal.shown(
            known(NFS.activation(pool("options=vers=3,soft")), host("", "/usr/bin/find", ok("")))));
  }

  @Test
  void activationOfWhatIsMountedDoesNotMountAgain() {
    String all =
        directory("/mnt/pve/nas")
            + directory("/mnt/pve/nas/images")
            + directory("/mnt/pve/nas/template/iso");
    assertEquals(
        "",
        Rehearsal.shown(known(NFS.activation(pool()), host(MOUNTED, "/usr/bin/find", ok(all)))));
    assertEquals(
        "/usr/bin/mkdir -p -m 0755 -- /mnt/pve/nas/images /mnt/pve/nas/template"
            + " /mnt/pve/nas/template/iso\n"
            + "  < /usr/bin/rmdir --ignore-fail-on-non-empty --"
            + " /mnt/pve/nas/template/iso /mnt/pve/nas/images\n",
        Rehearsal.shown(known(NFS.activation(pool()), host(MOUNTED))));
  }

  @Test
  void activationSaysWhyItCantBe() {
    assertEquals(
        "problem.nfs-offline",
        failure(NFS.activation(pool()), host("", "/sbin/showmount", NO_SERVER)));
    assertEquals(
        "problem.mounted-else",
        failure(NFS.activation(pool()), host("other:/x /mnt/pve/nas nfs4 rw 0 0\n")));
    assertEquals(
        "problem.directory-missing",
        failure(NFS.activation(pool("create-base-path=0")), host("", "/usr/bin/find", ok(""))));
    assertEquals(
        "problem.directory-shared",
        failure(
            NFS.activation(pool()),
            host(
                MOUNTED,
                "/usr/bin/realpath -m -z -- /mnt/pve/nas/template",
                ok("/mnt/pve/nas/images\0"))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"vers=4", "vers=4.2,soft", "soft,nfsvers=4.1"})
  void version4NeedsNoAnswerButTheMount(String options) {
    Probe<Change> activation = NFS.activation(pool("options=" + options));
    assertTrue(activation.programs().stream().noneMatch(p -> p.shown().contains("showmount")));
    assertEquals(2, known(activation, host("")).steps().size());
  }

  @Test
  void aMissingShowmountTellsNothingAboutTheServer() {
    Result missing = Result.exited(Result.NOT_FOUND, "", "not found");
    assertEquals(
        2, known(NFS.activation(pool()), host("", "/sbin/showmount", missing)).steps().size());
  }

  @Test
  void whatIsNotMountedHasNoKnownContent() {
    assertEquals(
        "problem.not-mounted", failure(NFS.list(pool(), Set.of(ContentType.ISO)), host("")));
    assertEquals(
        "problem.not-mounted", failure(NFS.list(pool(), Set.of(ContentType.IMAGES)), host("")));
  }

  @Test
  void anAddressWithColonsIsBracketed() {
    assertEquals(
        "[fd00::1]:/e",
        NfsBackend.source(
            Rehearsal.pool(StorageType.NFS, "six", "server=fd00::1", "export=/e", "path=/m")));
  }

  @Test
  void scansForExports() {
    Probe<List<Scan.Found>> scan = new NfsScan().probe(List.of("127.0.0.1"));
    assertEquals(
        List.of("/sbin/showmount --no-headers --exports 127.0.0.1"),
        scan.programs().stream().map(Exec::shown).toList());
    assertEquals(
        List.of(
            new Scan.Found("/srv/nfs/b", "10.77.0.0/24,127.0.0.1"),
            new Scan.Found("/srv/nfs/a", "10.77.0.0/24,127.0.0.1")),
        known(
            scan,
            Map.of(
                "/sbin/showmount",
                ok("/srv/nfs/b 10.77.0.0/24,127.0.0.1\n/srv/nfs/a 10.77.0.0/24,127.0.0.1\n"))));
    assertEquals("problem.program-failed", failure(scan, Map.of("/sbin/showmount", NO_SERVER)));
    assertEquals(
        "problem.server-unresolved",
        failure(
            scan,
            Map.of("/sbin/showmount", Result.exited(1, "", "clnt_create: RPC: Unknown host\n"))));
  }
}
