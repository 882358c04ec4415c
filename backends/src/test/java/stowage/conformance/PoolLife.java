package stowage.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.function.Executable;
import stowage.config.Section;
import stowage.config.StorageConfig;
import stowage.config.StorageId;
import stowage.exec.Exec;
import stowage.exec.HostException;
import stowage.host.Host;
import stowage.host.HostState;
import stowage.host.Proposal;
import stowage.schema.Draft;
import stowage.schema.InvalidException;
import stowage.type.Backend;
import stowage.type.Backends;
import stowage.type.Feature;
import stowage.type.Pool;
import stowage.type.PoolStatus;
import stowage.type.Provisioning;
import stowage.type.Snapshot;
import stowage.type.Support;
import stowage.volume.ContentType;
import stowage.volume.ImageFormat;
import stowage.volume.Size;
import stowage.volume.Volume;
import stowage.volume.VolumeId;

/**
 * A pool's life from its adding to its removal. Whoever extends it brings a {@link Fixture} and a
 * way to a host; the host's pools besides the fixture's are left as they are.
 */
public abstract class PoolLife {
  /** A guest that no host has. */
  static final int GUEST = 987_654;

  private static final Set<ContentType> GUESTS = Set.of(ContentType.IMAGES, ContentType.ROOTDIR);
  static final Size SIZE = Size.mib(8);
  static final Size LARGER = Size.mib(16);

  final Fixture fixture;
  final StorageId id;
  final Backend backend;
  private @Nullable Rig opened;
  private byte[] before = {};

  /**
   * @param fixture the type to put to the test
   */
  protected PoolLife(Fixture fixture) {
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
    opened = rig(fixture.type().word() + "-" + info.getTestMethod().orElseThrow().getName());
    clear();
    before = config();
  }

  Rig rig() {
    return Objects.requireNonNull(opened);
  }

  Host host() {
    return rig().host();
  }

  /** Called with a volume without snapshots, to try what must not change anything. */
  void whileThere(VolumeId volume) throws Exception {}

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

  @Test
  void aPoolLivesFromAddToRemove() throws Exception {
    addAndSee();
    for (ImageFormat format : fixture.formats()) {
      VolumeId volume = allocate(null, format);
      whileThere(volume);
      growAndSee(volume, format);
      rig().done(() -> host().planFree(volume));
      assertEquals(List.of(), volumeIds());
    }
    Support allocates = backend.supports(Feature.ALLOCATE, pool(), null);
    if (allocates instanceof Support.No(var reason)) {
      InvalidException refused =
          assertThrows(InvalidException.class, () -> host().planAllocate(id, order(null, null)));
      assertEquals(reason, refused.problems().getFirst().said());
    } else {
      snapshotAndSee();
    }
    switchOffAndOn();
    changeAndChangeBack();
    rig().done(() -> host().planRemove(id));
    assertArrayEquals(before, config());
    assertTrue(host().refresh().pool(id).isEmpty());
  }

  private void addAndSee() throws Exception {
    Proposal proposal = host().planAdd(fixture.draft());
    assertTrue(proposal.configDiff().orElseThrow().contains("+" + fixture.type().word() + ": "));
    assertArrayEquals(before, config(), "a plan changes nothing");
    rig().done(() -> host().planAdd(fixture.draft()));
    HostState.PoolState state = host().refresh().pool(id).orElseThrow();
    PoolStatus status = state.status().optional().orElseThrow();
    assertTrue(status.active(), status::toString);
    assertTrue(status.available() > 0, status::toString);
    fixture
        .values()
        .forEach((key, value) -> assertEquals(value, state.pool().values().get(key), key));
    assertEquals(List.of(), volumeIds());
  }

  /** Allocates, and sees what was promised. */
  private VolumeId allocate(@Nullable String name, ImageFormat format) throws Exception {
    Proposal applied = rig().done(() -> host().planAllocate(id, order(name, format)));
    VolumeId made = VolumeId.parse(applied.made().orElseThrow()).orElseThrow();
    Volume volume = volume(made);
    assertEquals(format.word(), volume.format());
    assertEquals(String.valueOf(GUEST), volume.owner());
    assertTrue(volume.space().size() >= size(format).bytes(), volume::toString);
    String path = host().path(made, null);
    if (path.startsWith("/")) {
      assertTrue(
          rig().run(Exec.reads("/usr/bin/test", "-e", path).asRoot()).ok(), "is there: " + path);
    } else {
      // The hypervisor's address of an image that lies on other machines.
      assertTrue(path.endsWith(made.name()), path);
    }
    return made;
  }

  private void growAndSee(VolumeId volume, ImageFormat format) throws Exception {
    Pool pool = pool();
    if (!backend.supports(Feature.RESIZE, pool, backend.parse(volume.name())).possible()
        || format == ImageFormat.SUBVOL) {
      return;
    }
    rig().done(() -> host().planResize(volume, LARGER));
    assertEquals(LARGER.bytes(), volume(volume).space().size());
  }

  private void snapshotAndSee() throws Exception {
    ImageFormat format = fixture.snapshots();
    String automatic = host().planAllocate(id, order(null, format)).made().orElseThrow();
    assertTrue(automatic.contains("-" + GUEST + "-disk-0"), automatic);
    String leaf = automatic.substring(Math.max(automatic.lastIndexOf('/'), id.text().length()) + 1);
    VolumeId volume = allocate(leaf.replace("disk-0", "disk-7"), format);
    whileThere(volume);
    rig().done(() -> host().planSnapshot(volume, "first"));
    assertEquals(List.of("first"), snapshots(volume));
    assertThrows(InvalidException.class, () -> host().planSnapshot(volume, "first"));
    rig().done(() -> host().planRollback(volume, "first"));
    rig().done(() -> host().planSnapshot(volume, "second"));
    assertEquals(List.of("first", "second"), snapshots(volume));
    rig().done(() -> host().planDeleteSnapshot(volume, "first"));
    assertEquals(List.of("second"), snapshots(volume));
    rig().done(() -> host().planFree(volume));
    assertEquals(List.of(), volumeIds(), "a volume goes with its snapshots");
  }

  private void switchOffAndOn() throws Exception {
    rig().done(() -> host().planSet(fixture.draft(Map.of("disable", "1")), null));
    HostState.PoolState off = host().refresh().pool(id).orElseThrow();
    assertEquals(HostState.Availability.DISABLED, off.availability());
    refused("storage", () -> host().volumes(id, GUESTS));
    refused("storage", () -> host().planAllocate(id, order(null, null)));
    rig().done(() -> host().planSet(fixture.draft(Map.of("disable", "0")), null));
    HostState.PoolState on = host().refresh().pool(id).orElseThrow();
    assertTrue(on.status().optional().orElseThrow().active());
  }

  private void changeAndChangeBack() throws Exception {
    String key = fixture.change().getKey();
    String value = fixture.change().getValue();
    Draft change = fixture.draft(Map.of(key, value));
    rig().done(() -> host().planSet(change, host().refresh().config().digest()));
    assertEquals(value, section().values().get(key));
    Draft deletion = new Draft(id.text(), fixture.type().word(), Map.of(), Map.of(), Set.of(key));
    rig().done(() -> host().planSet(deletion, null));
    assertFalse(section().values().containsKey(key));
  }

  /** Takes away what an earlier run may have left when it broke off. */
  private void clear() throws Exception {
    if (host().refresh().pool(id).isEmpty()) {
      return;
    }
    if (pool().disabled()) {
      rig().done(() -> host().planSet(fixture.draft(Map.of("disable", "0")), null));
    }
    for (VolumeId volume : volumeIds()) {
      rig().done(() -> host().planFree(volume));
    }
    rig().done(() -> host().planRemove(id));
  }

  static void refused(String field, Executable attempt) {
    InvalidException refused = assertThrows(InvalidException.class, attempt);
    assertEquals(field, refused.problems().getFirst().field(), refused::getMessage);
  }

  static Provisioning.Order order(@Nullable String name, @Nullable ImageFormat format) {
    return new Provisioning.Order(GUEST, name, format, size(format));
  }

  /** A directory as a container's root has no size of its own where there are no quotas. */
  private static Size size(@Nullable ImageFormat format) {
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

  private Section section() throws HostException {
    return host().refresh().config().section(id.text()).orElseThrow();
  }

  Pool pool() throws HostException {
    return host().refresh().pool(id).orElseThrow().pool();
  }

  private List<Volume> volumes() throws Exception {
    return host().volumes(id, GUESTS).optional().orElseThrow().stream()
        .filter(v -> String.valueOf(GUEST).equals(v.owner()))
        .toList();
  }

  List<VolumeId> volumeIds() throws Exception {
    return volumes().stream().map(Volume::id).toList();
  }

  private Volume volume(VolumeId wanted) throws Exception {
    return volumes().stream().filter(v -> v.id().equals(wanted)).findFirst().orElseThrow();
  }

  private List<String> snapshots(VolumeId volume) throws Exception {
    return host().snapshots(volume).optional().orElseThrow().stream().map(Snapshot::name).toList();
  }
}
