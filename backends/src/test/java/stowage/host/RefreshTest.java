package stowage.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stowage.config.Section;
import stowage.config.StorageConfig;
import stowage.config.StorageId;
import stowage.conformance.LocalHost;
import stowage.exec.Counting;
import stowage.exec.Reading;
import stowage.message.Message;
import stowage.schema.InvalidException;
import stowage.schema.Problem;
import stowage.type.PoolStatus;
import stowage.volume.ContentType;
import stowage.volume.Volume;

class RefreshTest {
  private static final String CONFIG =
      """
      dir: zeta
      	path /srv/zeta
      	content images,rootdir,iso

      dir: off
      	disable
      	path /srv/off

      dir: far
      	path /srv/far
      	nodes elsewhere

      drbd: old
      	redundancy 2

      """;

  @TempDir Path root;
  private LocalHost machine;
  private Counting counted;
  private Host host;

  @BeforeEach
  void begin() throws Exception {
    machine = new LocalHost(root).write(StorageConfig.PATH, CONFIG);
    Files.createDirectories(machine.at("/srv/zeta/images/100"));
    counted = new Counting(machine.shell());
    host = new Host("here", counted);
  }

  @Test
  void aRefreshIsOneRoundTripUnlessTheConfigurationChanged() throws Exception {
    host.refresh();
    assertEquals(2, counted.count());
    host.refresh();
    assertEquals(3, counted.count());
    machine.write(StorageConfig.PATH, CONFIG + "dir: new1\n\tpath /srv\n\n");
    assertTrue(host.refresh().pool(new StorageId("new1")).isPresent());
    assertEquals(5, counted.count());
  }

  @Test
  void listingPathAndPlanningAreOneRoundTripEachOnceTheHostIsKnown() throws Exception {
    host.refresh();
    int before = counted.count();
    host.volumes(new StorageId("zeta"), Set.of(ContentType.IMAGES));
    assertEquals(before + 1, counted.count());
    host.planSet(stowage.schema.Draft.of("zeta", "dir", Map.of("content", "images")), null);
    assertEquals(before + 2, counted.count());
  }

  @Test
  void everyPoolIsThereWithItsState() throws Exception {
    HostState state = host.refresh();
    assertEquals(
        List.of("far", "local", "off", "zeta"),
        state.pools().stream().map(p -> p.pool().id().text()).toList());
    assertEquals(HostState.Availability.ELSEWHERE, availability(state, "far"));
    assertEquals(HostState.Availability.DISABLED, availability(state, "off"));
    assertEquals(
        new Reading.Failed<PoolStatus>(Message.of("problem.pool-disabled", "off")),
        status(state, "off"));
    assertTrue(status(state, "zeta").optional().orElseThrow().active());
    assertTrue(status(state, "local").optional().orElseThrow().active());
    assertEquals(List.of("old"), state.inventory().strangers().stream().map(Section::id).toList());
    assertEquals(HostState.Kind.PLAIN, state.kind());
  }

  @Test
  void aNodeTellsItsClusterWithoutAnotherRoundTrip() throws Exception {
    machine.write("/proc/mounts", "/dev/fuse /etc/pve fuse rw,nosuid,nodev 0 0\n");
    machine.write(
        "/etc/pve/.members",
        "{\"cluster\":{\"name\":\"seoul\",\"quorate\":1},\"nodelist\":{\"a\":{\"ip\":\"192.0.2.1\"}}}");
    HostState state = host.refresh();
    assertEquals(2, counted.count());
    assertEquals("seoul", state.inventory().cluster().orElseThrow().name());
    assertEquals(Map.of("a", "192.0.2.1"), state.inventory().cluster().orElseThrow().nodes());
  }

  @Test
  void aHungPoolFailsAlone() throws Exception {
    // The first program that touches the pool never comes back.
    machine.program(
        "/usr/bin/stat", "case \"$*\" in *zeta*) sleep 60 ;; *) exec /usr/bin/stat \"$@\" ;; esac");
    HostState state = host.refresh();
    assertTrue(status(state, "local").optional().orElseThrow().active());
    boolean active = status(state, "zeta").optional().map(PoolStatus::active).orElse(false);
    assertFalse(active);
  }

  @Test
  void guestsTellContainersImagesFromMachines() throws Exception {
    machine.write("/etc/pve/lxc/101.conf", "").write("/etc/pve/qemu-server/100.conf", "");
    machine.write("/srv/zeta/images/100/vm-100-disk-0.raw", "x");
    machine.write("/srv/zeta/images/101/vm-101-disk-0.raw", "x");
    machine.write("/srv/zeta/template/iso/b.iso", "x").write("/srv/zeta/template/iso/A.iso", "x");
    HostState state = host.refresh();
    assertEquals(Map.of("100", "qemu", "101", "lxc"), state.inventory().guests());
    assertEquals(
        List.of("zeta:101/vm-101-disk-0.raw"), listed("zeta", Set.of(ContentType.ROOTDIR)));
    assertEquals(
        List.of(
            "zeta:100/vm-100-disk-0.raw",
            "zeta:101/vm-101-disk-0.raw",
            "zeta:iso/A.iso",
            "zeta:iso/b.iso"),
        listed("zeta", Set.of(ContentType.values())));
  }

  @Test
  void aContentTypeThatIsNotAllowedIsAnEmptyList() throws Exception {
    machine.write("/srv/zeta/dump/vzdump-qemu-100-2020_01_01-01_01_01.vma.zst", "x");
    assertEquals(List.of(), listed("zeta", Set.of(ContentType.BACKUP)));
  }

  @Test
  void listsOfPoolsThatCannotBeUsedAreRefusedWithTheReason() {
    refused(Problem.of("storage", "problem.pool-disabled", "off"), "off");
    refused(Problem.of("storage", "problem.storage-missing", "nowhere"), "nowhere");
    InvalidException far =
        assertThrows(
            InvalidException.class,
            () -> host.volumes(new StorageId("far"), Set.of(ContentType.IMAGES)));
    assertEquals("problem.pool-elsewhere", far.problems().getFirst().said().key());
  }

  @Test
  void aListThatCannotBeReadIsUnknownAndNotEmpty() throws Exception {
    machine.write(StorageConfig.PATH, "nfs: nas\n\tserver 192.0.2.1\n\texport /e\n\tpath /mnt/n\n");
    assertInstanceOf(
        Reading.Failed.class, host.volumes(new StorageId("nas"), Set.of(ContentType.IMAGES)));
  }

  private void refused(Problem problem, String pool) {
    InvalidException refused =
        assertThrows(
            InvalidException.class,
            () -> host.volumes(new StorageId(pool), Set.of(ContentType.IMAGES)));
    assertEquals(List.of(problem), refused.problems());
  }

  private List<String> listed(String pool, Set<ContentType> wanted) throws Exception {
    Reading<List<Volume>> reading = host.volumes(new StorageId(pool), wanted);
    return reading.optional().orElseThrow().stream().map(v -> v.id().toString()).toList();
  }

  private static HostState.Availability availability(HostState state, String pool) {
    return state.pool(new StorageId(pool)).orElseThrow().availability();
  }

  private static Reading<PoolStatus> status(HostState state, String pool) {
    return state.pool(new StorageId(pool)).orElseThrow().status();
  }
}
