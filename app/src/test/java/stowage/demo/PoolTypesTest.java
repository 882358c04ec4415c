package stowage.demo;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stowage.config.StorageConfig;
import stowage.config.StorageId;
import stowage.config.StorageType;
import stowage.exec.Batch;
import stowage.exec.Exec;
import stowage.exec.Probe;
import stowage.exec.Reading;
import stowage.exec.Shell;
import stowage.type.Backends;
import stowage.type.Pool;
import stowage.type.PoolStatus;
import stowage.type.Pools;
import stowage.type.Scan;
import stowage.type.Scans;
import stowage.volume.ContentType;
import stowage.volume.Volume;

/** Every pool type's own questions, answered by the demo host. */
class PoolTypesTest {
  @TempDir private static Path directory;
  private static Demo demo;
  private static Pools pools;

  @BeforeAll
  static void make() throws Exception {
    demo = Demo.in(directory);
    byte[] file =
        demo.text("/usr/bin/cat", "/etc/pve/storage.cfg")
            .getBytes(java.nio.charset.StandardCharsets.UTF_8);
    StorageConfig config = StorageConfig.parse(file);
    assertEquals(List.of(), config.warnings());
    pools = Pools.of(config);
  }

  private static <T> Reading<T> ask(Probe<T> probe) throws Exception {
    try (Shell shell = demo.shell()) {
      List<Exec> programs = probe.programs();
      if (programs.isEmpty()) {
        return probe.read(List.of());
      }
      Batch batch = Batch.of(programs);
      return probe.read(batch.answers("demo", shell.run(batch)));
    }
  }

  private static Pool pool(String id) {
    return pools.pool(new StorageId(id)).orElseThrow();
  }

  private static PoolStatus status(String id) throws Exception {
    Pool pool = pool(id);
    var reading = ask(Backends.of(pool.type()).orElseThrow().status(pool));
    return switch (reading) {
      case Reading.Known<PoolStatus>(var status) -> status;
      case Reading.Failed<PoolStatus>(var reason) -> throw new AssertionError(id + ": " + reason);
    };
  }

  private static List<Volume> volumes(String id) throws Exception {
    Pool pool = pool(id);
    var reading = ask(Backends.of(pool.type()).orElseThrow().list(pool, contents(pool)));
    return switch (reading) {
      case Reading.Known<List<Volume>>(var found) -> found;
      case Reading.Failed<List<Volume>>(var reason) -> throw new AssertionError(id + ": " + reason);
    };
  }

  /** A pool for other pools to stand on has no content of its own, yet its units can be seen. */
  private static Set<ContentType> contents(Pool pool) {
    return pool.type() == StorageType.ISCSI ? Set.of(ContentType.IMAGES) : pool.contents();
  }

  @Test
  void allTypesAreThere() {
    Set<StorageType> types = EnumSet.noneOf(StorageType.class);
    pools.known().forEach(p -> types.add(p.type()));
    assertEquals(EnumSet.allOf(StorageType.class), types);
    assertEquals(List.of(), pools.strangers());
  }

  /** Sizes in GiB; the least number of volumes that are listed. */
  @ParameterizedTest
  @CsvSource({
    "local,          94,   7",
    "local-lvm,      420,  10",
    "tank-vm,        2809, 9",
    "tank-db,        0,    2",
    "nas-iso,        400,  15",
    "nas-vm,         5580, 7",
    "nas-backup,     7440, 130",
    "scratch,        931,  4",
    "flash,          1863, 3",
    "office,         3720, 1",
    "cephfs,         11200, 2",
    "gluster,        2790, 2",
    "san1,           0,    3",
    "san-vg,         1024, 3",
    "san2,           0,    3",
    "ceph-vms,       3013, 4",
    "appliance,      3460, 2",
    "vault,          14900, 80"
  })
  void aPoolIsActiveAndHoldsSomething(String id, long gib, int volumes) throws Exception {
    PoolStatus status = status(id);
    assertTrue(status.active(), () -> id + ": " + status.reason());
    if (gib > 0) {
      assertEquals((double) gib, (double) (status.total() >> 30), 1.0, id);
      assertTrue(requireNonNull(status.used()) > 0, status.toString());
      assertTrue(requireNonNull(status.available()) > 0, status.toString());
    }
    List<Volume> found = volumes(id);
    assertTrue(found.size() >= volumes, id + ": " + found.size());
    assertFalse(found.stream().anyMatch(v -> v.format().equals("invalid")), found.toString());
  }

  @Test
  void onePoolIsNearlyFullOneOvercommittedOneDown() throws Exception {
    PoolStatus full = status("nas-backup");
    assertTrue(requireNonNull(full.available()) * 20 < full.total(), full.toString());
    long promised =
        volumes("local-lvm").stream().mapToLong(v -> requireNonNull(v.space().size())).sum();
    assertTrue(promised > status("local-lvm").total(), "thin volumes promise more than there is");
    assertFalse(status("backup2").active());
    assertTrue(pool("archive").disabled());
  }

  @Test
  void backupsHaveNotesAndSomeAreProtected() throws Exception {
    List<Volume> backups = volumes("nas-backup");
    assertTrue(backups.stream().allMatch(v -> v.extra().notes() != null));
    assertTrue(backups.stream().anyMatch(v -> v.extra().isProtected()));
    assertTrue(backups.stream().allMatch(v -> requireNonNull(v.space().size()) > 1 << 20));
  }

  @Test
  void snapshotsAreListed() throws Exception {
    for (String id : List.of("local-lvm", "tank-vm", "nas-vm")) {
      Pool pool = pool(id);
      var means = Backends.of(pool.type()).orElseThrow().snapshots().orElseThrow();
      int all = 0;
      for (Volume volume : volumes(id)) {
        // Templates take no snapshots.
        if (!volume.id().name().contains("base")) {
          var reading = ask(means.list(pool, volume));
          all +=
              reading
                  .optional()
                  .orElseThrow(() -> new AssertionError(volume + ": " + reading))
                  .size();
        }
      }
      assertTrue(all >= 2, id + ": " + all);
    }
  }

  @Test
  void scansFindWhatCouldBeAdded() throws Exception {
    for (Scan scan : Scans.all()) {
      List<String> values = scan.arguments().stream().map(a -> argument(scan.word(), a)).toList();
      Reading<List<Scan.Found>> found = ask(scan.probe(values));
      assertTrue(
          found.optional().filter(f -> !f.isEmpty()).isPresent(), scan.word() + ": " + found);
    }
  }

  private static String argument(String scan, String argument) {
    return switch (argument) {
      case "server" -> server(scan);
      case "portal" -> scan.equals("iscsi") ? "192.0.2.50" : "192.0.2.51";
      default -> "spare";
    };
  }

  private static String server(String word) {
    return switch (word) {
      case "cifs" -> "files.example.net";
      case "glusterfs" -> "192.0.2.41";
      default -> "nas.example.net";
    };
  }

  @Test
  void everyToolIsInPlace() throws Exception {
    List<String> argv =
        Stream.concat(
                Stream.of("/usr/bin/stat", "-L", "-c", "%n"),
                Backends.all().stream()
                    .flatMap(b -> b.tools().stream())
                    .map(t -> t.program())
                    .distinct())
            .toList();
    demo.text(argv.toArray(String[]::new));
  }
}
