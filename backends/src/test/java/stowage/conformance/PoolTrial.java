package stowage.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.function.Executable;
import stowage.config.Section;
import stowage.config.StorageConfig;
import stowage.config.StorageId;
import stowage.config.StorageType;
import stowage.exec.Exec;
import stowage.exec.HostException;
import stowage.exec.Result;
import stowage.host.Host;
import stowage.host.Proposal;
import stowage.schema.InvalidException;
import stowage.type.Backend;
import stowage.type.Backends;
import stowage.type.Pool;
import stowage.type.Provisioning;
import stowage.type.Snapshot;
import stowage.volume.ContentType;
import stowage.volume.ImageFormat;
import stowage.volume.Size;
import stowage.volume.Volume;
import stowage.volume.VolumeId;

/**
 * One pool type on one host, and what tests of it share. Whoever extends it brings a {@link
 * Fixture} and a way to a host; the host's pools besides the fixture's are left as they are.
 */
public abstract class PoolTrial {
  /** A guest that no host has. */
  static final int GUEST = 987_654;

  static final Set<ContentType> GUESTS = Set.of(ContentType.IMAGES, ContentType.ROOTDIR);
  static final Size SIZE = Size.mib(8);
  static final Size LARGER = Size.mib(16);

  final Fixture fixture;
  final StorageId id;
  final Backend backend;
  private @Nullable Rig opened;
  byte[] before = {};

  /**
   * @param fixture the type to put to the test
   */
  protected PoolTrial(Fixture fixture) {
    this.fixture = fixture;
    this.id = fixture.id();
    this.backend = Backends.of(fixture.type()).orElseThrow();
  }

  /**
   * A way to the host.
   *
   * @param test names what is going to be done
   */
  protected abstract Rig rig(String test) throws Exception;

  @BeforeEach
  void begin(TestInfo info) throws Exception {
    opened = rig(fixture + "-" + info.getTestMethod().orElseThrow().getName());
    clear();
    before = config();
  }

  Rig rig() {
    return Objects.requireNonNull(opened);
  }

  Host host() {
    return rig().host();
  }

  /** Whatever happened, the host is as it was. */
  @AfterEach
  void end() throws Exception {
    try {
      clear();
      for (Exec exec : fixture.cleanup()) {
        rig().run(exec);
      }
    } finally {
      rig().close();
    }
  }

  /** Takes away what an earlier run may have left when it broke off. */
  void clear() throws Exception {
    if (host().refresh().pool(id).isEmpty()) {
      return;
    }
    if (pool().disabled()) {
      rig().done(() -> host().planSet(fixture.draft(Map.of("disable", "0")), null));
    }
    clearVolumes();
    rig().done(() -> host().planRemove(id));
  }

  /** Clones, whose names are longer, go before what they lie on. */
  void clearVolumes() throws Exception {
    List<VolumeId> left = new ArrayList<>(volumeIds());
    left.sort(Comparator.comparingInt((VolumeId volume) -> volume.name().length()).reversed());
    for (VolumeId volume : left) {
      rig().done(() -> host().planFree(volume));
    }
  }

  static void refused(String field, Executable attempt) {
    InvalidException refused = assertThrows(InvalidException.class, attempt);
    assertEquals(field, refused.problems().getFirst().field(), refused::getMessage);
  }

  static Provisioning.Order order(@Nullable String name, @Nullable ImageFormat format) {
    return new Provisioning.Order(GUEST, name, format, size(format));
  }

  /** A directory as a container's root has no size of its own where there are no quotas. */
  static Size size(@Nullable ImageFormat format) {
    return format == ImageFormat.SUBVOL ? Size.ZERO : SIZE;
  }

  /** The file without the pools of others, who may be at work on the same host. */
  byte[] config() throws HostException {
    StorageConfig config = host().refresh().config();
    for (Section section : config.sections()) {
      config = section.id().equals(id.text()) ? config : config.without(section.id());
    }
    return config.bytes();
  }

  /**
   * What lies where pools lie and has to do with this test: others may be at work on the same host.
   * The same before and after means that nothing was left behind.
   */
  List<String> footprint() throws Exception {
    List<Exec> looks = new ArrayList<>();
    if (fixture.type() == StorageType.RBD) {
      looks.add(Exec.reads("/usr/bin/rbd", "ls", "rbd").asRoot());
    }
    if (fixture.type() == StorageType.ZFS) {
      // Units that LIO serves.
      looks.add(Exec.reads("/usr/bin/find", "/sys/kernel/config/target").asRoot());
    }
    looks.addAll(
        List.of(
            Exec.reads("/usr/bin/find", "/etc/pve", "/srv", "/mnt", "-printf", "%y %m %p\\n")
                .asRoot(),
            Exec.reads("/usr/bin/cat", "/proc/mounts"),
            Exec.reads("/usr/sbin/lvs", "--noheadings", "-o", "vg_name,lv_name,lv_size").asRoot(),
            Exec.reads("/usr/sbin/zfs", "list", "-H", "-t", "all", "-o", "name,volsize").asRoot()));
    List<String> found = new ArrayList<>();
    for (Result answer : rig().run(looks)) {
      answer.text().lines().filter(this::concerns).sorted().forEach(found::add);
    }
    written().ifPresent(section -> found.add(section.toString()));
    return found;
  }

  private boolean concerns(String line) {
    return Stream.of(id.text(), String.valueOf(GUEST), "stowage-", StorageConfig.PATH)
        .anyMatch(line::contains);
  }

  private Optional<Section> written() throws HostException {
    return host().refresh().config().section(id.text());
  }

  Pool pool() throws HostException {
    return host().refresh().pool(id).orElseThrow().pool();
  }

  List<Volume> volumes() throws Exception {
    return host().volumes(id, GUESTS).optional().orElseThrow().stream()
        .filter(v -> String.valueOf(GUEST).equals(v.owner()))
        .toList();
  }

  List<VolumeId> volumeIds() throws Exception {
    return volumes().stream().map(Volume::id).toList();
  }

  Volume volume(VolumeId wanted) throws Exception {
    return volumes().stream().filter(v -> v.id().equals(wanted)).findFirst().orElseThrow();
  }

  List<String> snapshots(VolumeId volume) throws Exception {
    return host().snapshots(volume).optional().orElseThrow().stream().map(Snapshot::name).toList();
  }

  static VolumeId made(Proposal applied) {
    return VolumeId.parse(applied.made().orElseThrow()).orElseThrow();
  }
}
