package stowage.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stowage.config.StorageId;
import stowage.config.StorageType;
import stowage.exec.HostException;
import stowage.exec.Outcome;
import stowage.exec.Reading;
import stowage.host.Host;
import stowage.host.HostState;
import stowage.host.Proposal;
import stowage.schema.Draft;
import stowage.schema.InvalidException;
import stowage.type.PoolStatus;
import stowage.type.Provisioning.Order;
import stowage.volume.ContentType;
import stowage.volume.ImageFormat;
import stowage.volume.Size;
import stowage.volume.Volume;
import stowage.volume.VolumeId;

/** What a person does with a host, done with the demo host through the whole engine. */
class MainJobTest {
  @TempDir private static Path above;
  private static Demo demo;
  private Host host;
  private int jobs;

  @BeforeAll
  static void make() throws Exception {
    Path sibling = Files.createDirectories(above.resolve("sibling"));
    Files.writeString(sibling.resolve("file"), "untouched");
    demo = Demo.in(above.resolve("demo"));
  }

  @BeforeEach
  void open() {
    host = new Host("demo", demo.shell());
  }

  @AfterEach
  void close() {
    host.close();
  }

  private void apply(Proposal proposal) throws HostException {
    String id = "main-job-" + System.nanoTime() + "-" + ++jobs;
    Outcome outcome = host.apply(proposal, id, _ -> {});
    assertTrue(outcome.done(), () -> proposal.plan().title() + ": " + outcome);
  }

  private List<String> names(String pool) throws Exception {
    var reading = host.volumes(new StorageId(pool), EnumSet.allOf(ContentType.class));
    return switch (reading) {
      case Reading.Known<List<Volume>>(var found) ->
          found.stream().map(v -> v.id().name()).sorted().toList();
      case Reading.Failed<List<Volume>>(var reason) -> throw new AssertionError(reason);
    };
  }

  private Volume volume(VolumeId id) throws Exception {
    return host
        .volumes(id.storage(), EnumSet.allOf(ContentType.class))
        .optional()
        .orElseThrow()
        .stream()
        .filter(v -> v.id().equals(id))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aRefreshShowsFourteenTypesAndSaysThatItIsADemo() throws Exception {
    HostState state = host.refresh();
    assertEquals(HostState.Kind.DEMO, state.kind());
    assertEquals("pve1", state.node());
    Set<StorageType> types = EnumSet.noneOf(StorageType.class);
    state.pools().forEach(p -> types.add(p.pool().type()));
    assertEquals(EnumSet.allOf(StorageType.class), types);
    List<String> trouble = new ArrayList<>();
    for (HostState.PoolState pool : state.pools()) {
      boolean active = pool.status().optional().filter(PoolStatus::active).isPresent();
      if (!active) {
        trouble.add(pool.pool().id().text());
      }
    }
    assertEquals(List.of("archive", "backup2"), trouble.stream().sorted().toList());
    assertTrue(state.inventory().guests().size() == 32, state.inventory().guests().toString());
    assertFalse(state.inventory().tools().containsValue(false), "every tool is there");
  }

  @Test
  void anNfsPoolIsAddedUsedAndRemoved() throws Exception {
    Draft draft =
        Draft.of(
            "projects",
            "nfs",
            Map.of(
                "server", "nas.example.net",
                "export", "/exports/projects",
                "path", "/mnt/pve/projects",
                "content", "images,iso"));
    String before = demo.text("/usr/bin/cat", "/etc/pve/storage.cfg");
    apply(host.planAdd(draft));
    String config = demo.text("/usr/bin/cat", "/etc/pve/storage.cfg");
    assertTrue(config.startsWith(before), "what was there stays as it was");
    assertTrue(config.contains("nfs: projects\n"), config);
    assertTrue(demo.run("/usr/bin/mountpoint", "-q", "--", "/mnt/pve/projects").ok());

    volumeLivesThrough("projects", ImageFormat.QCOW2);

    apply(host.planRemove(new StorageId("projects")));
    assertEquals(before, demo.text("/usr/bin/cat", "/etc/pve/storage.cfg"));
  }

  @ParameterizedTest
  @CsvSource({"local-lvm,RAW", "tank-vm,RAW", "scratch,QCOW2", "nas-vm,QCOW2"})
  void volumeLivesThrough(String pool, ImageFormat format) throws Exception {
    List<String> before = names(pool);
    Proposal making =
        host.planAllocate(
            new StorageId(pool), new Order(777, null, format, Size.parse("1G").orElseThrow()));
    VolumeId made = VolumeId.parse(making.made().orElseThrow()).orElseThrow();
    apply(making);
    assertEquals(1L << 30, volume(made).space().size());

    apply(host.planSnapshot(made, "first"));
    assertEquals(1, host.snapshots(made).optional().orElseThrow().size());
    apply(host.planResize(made, Size.parse("2G").orElseThrow()));
    assertEquals(2L << 30, volume(made).space().size());
    apply(host.planRollback(made, "first"));
    assertEquals(1L << 30, volume(made).space().size(), "as it was when the snapshot was made");
    apply(host.planDeleteSnapshot(made, "first"));
    assertEquals(List.of(), host.snapshots(made).optional().orElseThrow());

    apply(host.planFree(made));
    assertEquals(before, names(pool));
  }

  @Test
  void aServerThatIsDownAndAnExportThatIsNotOfferedLeaveNothingBehind() throws Exception {
    String before = demo.text("/usr/bin/cat", "/etc/pve/storage.cfg");
    for (String server : List.of("backup2.example.net", "nowhere.example.net")) {
      refused(Map.of("server", server, "export", "/srv/x", "path", "/mnt/pve/wrong"));
    }
    refused(Map.of("server", "nas.example.net", "export", "/nope", "path", "/mnt/pve/wrong"));
    assertEquals(before, demo.text("/usr/bin/cat", "/etc/pve/storage.cfg"));
    assertFalse(demo.run("/usr/bin/test", "-e", "/mnt/pve/wrong").ok());
  }

  private void refused(Map<String, String> values) {
    try {
      Proposal proposal = host.planAdd(Draft.of("wrong", "nfs", values));
      Outcome outcome = host.apply(proposal, "refused-" + System.nanoTime(), _ -> {});
      assertInstanceOf(Outcome.Verdict.Undone.class, outcome.verdict());
    } catch (InvalidException | HostException _) {
      // Refused before anything was done is as good.
    }
  }

  @Test
  void badInputIsRefusedBeforeAnythingIsDone() {
    StorageId pool = new StorageId("local-lvm");
    Size size = Size.parse("1G").orElseThrow();
    assertThrows(
        InvalidException.class,
        () -> host.planAllocate(pool, new Order(777, "vm-100-disk-0", null, size)));
    assertThrows(
        InvalidException.class,
        () -> host.planFree(VolumeId.parse("archive:backup/x.vma").orElseThrow()));
    assertThrows(
        InvalidException.class,
        () -> host.planAdd(Draft.of("local-lvm", "dir", Map.of("path", "/srv/x"))));
    assertThrows(
        InvalidException.class,
        () -> host.planAdd(Draft.of("rel", "dir", Map.of("path", "srv/x"))));
  }

  @Test
  void aConfigurationThatSomebodyElseChangedMakesAConflict() throws Exception {
    Proposal removal = host.planRemove(new StorageId("office"));
    apply(host.planSet(Draft.of("cephfs", "cephfs", Map.of("content", "iso")), null));
    assertThrows(
        HostException.Conflict.class, () -> host.apply(removal, "too-late-removal", _ -> {}));
    apply(host.planSet(Draft.of("cephfs", "cephfs", Map.of("content", "backup,iso,vztmpl")), null));
  }

  /** Two consoles at once: every volume gets a name of its own or a clear conflict. */
  @Test
  void twoClientsDoNotGetInEachOthersWay() throws Exception {
    List<Callable<Integer>> clients = new ArrayList<>();
    for (int client = 0; client < 2; client++) {
      int number = client;
      clients.add(() -> allocateAFew(number));
    }
    int made = 0;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Integer> client : threads.invokeAll(clients)) {
        made += client.get();
      }
    }
    int count = made;
    assertEquals(
        count,
        names("tank-vm").stream().filter(n -> n.startsWith("vm-888-")).count(),
        "as many as were made");
    for (int i = 0; i < count; i++) {
      String name =
          names("tank-vm").stream().filter(n -> n.startsWith("vm-888-")).findFirst().orElseThrow();
      apply(host.planFree(new VolumeId(new StorageId("tank-vm"), name)));
    }
  }

  private static int allocateAFew(int client) throws Exception {
    int made = 0;
    try (Host mine = new Host("demo", demo.shell())) {
      for (int i = 0; i < 3; i++) {
        mine.refresh();
        Proposal proposal =
            mine.planAllocate(
                new StorageId("tank-vm"),
                new Order(888, null, null, Size.parse("1G").orElseThrow()));
        try {
          Outcome outcome = mine.apply(proposal, "client-" + client + "-round-" + i, _ -> {});
          made += outcome.done() ? 1 : 0;
        } catch (HostException.Conflict _) {
          // The other one was faster: the guard noticed.
        }
      }
    }
    return made;
  }

  /** Whatever a person enters, nothing beside the demo's directory is read or changed. */
  @ParameterizedTest
  @CsvSource({
    "/../../sibling",
    "/srv/../../../sibling",
    "/mnt/../../../../sibling/x",
    "/sibling",
    "/proc/x"
  })
  void aHostilePathStaysInside(String path) throws Exception {
    Map<String, String> before = beside();
    try {
      Proposal proposal =
          host.planAdd(Draft.of("hostile", "dir", Map.of("path", path, "content", "iso,images")));
      if (host.apply(proposal, "hostile-" + System.nanoTime(), _ -> {}).done()) {
        apply(host.planRemove(new StorageId("hostile")));
      }
    } catch (InvalidException | HostException _) {
      // Refused.
    }
    assertEquals(before, beside());
  }

  private static Map<String, String> beside() throws IOException {
    Map<String, String> found = new TreeMap<>();
    try (var walked = Files.walk(above)) {
      for (Path each : walked.filter(p -> !p.startsWith(above.resolve("demo"))).toList()) {
        found.put(each.toString(), Files.isRegularFile(each) ? Files.readString(each) : "");
      }
    }
    return found;
  }
}
