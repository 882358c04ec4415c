package stowage.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.function.Executable;
import stowage.config.Section;
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
 * What every pool type must do alike. Whoever extends it brings a {@link Fixture} and a way to a
 * host; the host's pools besides the fixture's are left as they are.
 */
public abstract class BackendConformance {
  /** A guest that no host has. */
  private static final int GUEST = 987_654;

  private static final Set<ContentType> GUESTS = Set.of(ContentType.IMAGES, ContentType.ROOTDIR);
  private static final Size SIZE = Size.mib(8);
  private static final Size LARGER = Size.mib(16);

  private final Fixture fixture;
  private final StorageId id;
  private final Backend backend;
  private Rig rig;
  private byte[] before;

  /**
   * @param fixture the type to put to the test
   */
  protected BackendConformance(Fixture fixture) {
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
    rig = rig(fixture.type().word() + "-" + info.getTestMethod().orElseThrow().getName());
    clear();
    before = config();
  }

  /** Whatever happened, the host is as it was. */
  @AfterEach
  void end() throws Exception {
    try {
      clear();
      for (Exec exec : fixture.cleanup()) {
        rig.run(exec);
      }
    } finally {
      rig.close();
    }
  }

  @Test
  void aPoolThatCannotBeIsRefused() throws Exception {
    Host host = rig.host();
    Map<String, String> values = fixture.values();
    refused("storage", () -> host.planAdd(Draft.of("9x", fixture.type().word(), values)));
    refused("storage", () -> host.planAdd(Draft.of("local", fixture.type().word(), values)));
    refused("type", () -> host.planAdd(Draft.of(id.text(), "floppy", values)));
    String place = fixture.place();
    refused(place, () -> host.planAdd(fixture.draft(without(values, place))));
    refused("colour", () -> host.planAdd(fixture.draft(with(values, "colour", "red"))));
    refused("content", () -> host.planAdd(fixture.draft(with(values, "content", "books"))));
    refused("storage", () -> host.planRemove(id));
    refused("storage", () -> host.planRemove(new StorageId("local")));
    refused("storage", () -> host.planSet(fixture.draft(Map.of("disable", "1")), null));
    refused("storage", () -> host.planAllocate(id, order(null, null)));
    assertArrayEquals(before, config());
  }

  @Test
  void aPoolLivesFromAddToRemove() throws Exception {
    addAndSee();
    for (ImageFormat format : fixture.formats()) {
      VolumeId volume = allocate(null, format);
      refuseWhatItLacks(volume);
      growAndSee(volume, format);
      rig.done(rig.host().planFree(volume));
      assertEquals(List.of(), volumeIds());
    }
    snapshotAndSee();
    switchOffAndOn();
    changeAndChangeBack();
    rig.done(rig.host().planRemove(id));
    assertArrayEquals(before, config());
    assertTrue(rig.host().refresh().pool(id).isEmpty());
  }

  private void addAndSee() throws Exception {
    Proposal proposal = rig.host().planAdd(fixture.draft());
    assertTrue(proposal.configDiff().orElseThrow().contains("+" + fixture.type().word() + ": "));
    assertArrayEquals(before, config(), "a plan changes nothing");
    rig.done(proposal);
    HostState.PoolState state = rig.host().refresh().pool(id).orElseThrow();
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
    Proposal proposal = rig.host().planAllocate(id, order(name, format));
    VolumeId made = VolumeId.parse(proposal.made().orElseThrow()).orElseThrow();
    rig.done(proposal);
    Volume volume = volume(made);
    assertEquals(format.word(), volume.format());
    assertEquals(String.valueOf(GUEST), volume.owner());
    assertTrue(volume.space().size() >= size(format).bytes(), volume::toString);
    String path = rig.host().path(made, null);
    assertTrue(rig.run(Exec.reads("/usr/bin/test", "-e", path).asRoot()).ok(), "is there: " + path);
    return made;
  }

  private void growAndSee(VolumeId volume, ImageFormat format) throws Exception {
    Pool pool = pool();
    if (!backend.supports(Feature.RESIZE, pool, backend.parse(volume.name())).possible()
        || format == ImageFormat.SUBVOL) {
      return;
    }
    rig.done(rig.host().planResize(volume, LARGER));
    assertEquals(LARGER.bytes(), volume(volume).space().size());
  }

  private void snapshotAndSee() throws Exception {
    ImageFormat format = fixture.snapshots();
    String automatic = rig.host().planAllocate(id, order(null, format)).made().orElseThrow();
    assertTrue(automatic.contains("-" + GUEST + "-disk-0"), automatic);
    String leaf = automatic.substring(Math.max(automatic.lastIndexOf('/'), id.text().length()) + 1);
    VolumeId volume = allocate(leaf.replace("disk-0", "disk-7"), format);
    refuseWhatIsWrong(volume);
    rig.done(rig.host().planSnapshot(volume, "first"));
    assertEquals(List.of("first"), snapshots(volume));
    refusedAny(() -> rig.host().planSnapshot(volume, "first"));
    rig.done(rig.host().planRollback(volume, "first"));
    rig.done(rig.host().planSnapshot(volume, "second"));
    assertEquals(List.of("first", "second"), snapshots(volume));
    rig.done(rig.host().planDeleteSnapshot(volume, "first"));
    assertEquals(List.of("second"), snapshots(volume));
    rig.done(rig.host().planFree(volume));
    assertEquals(List.of(), volumeIds(), "a volume goes with its snapshots");
  }

  private void refuseWhatIsWrong(VolumeId volume) throws Exception {
    Host host = rig.host();
    byte[] added = config();
    String place = fixture.place();
    ImageFormat format = fixture.snapshots();
    refused("storage", () -> host.planAdd(fixture.draft()));
    refused(
        place, () -> host.planSet(fixture.draft(Map.of(place, fixture.values().get(place))), null));
    refused("colour", () -> host.planSet(fixture.draft(Map.of("colour", "red")), null));
    assertThrows(
        HostException.Conflict.class,
        () -> host.planSet(fixture.draft(Map.of("disable", "1")), "0123456789"));
    refused("vmid", () -> host.planAllocate(id, new Provisioning.Order(99, null, format, SIZE)));
    refused("filename", () -> host.planAllocate(id, order("vm-100-disk-0", format)));
    refusedAny(() -> host.planAllocate(id, order(leaf(volume), format)));
    refusedAny(() -> host.planAllocate(id, new Provisioning.Order(GUEST, null, format, Size.ZERO)));
    refusedAny(() -> host.planResize(volume, Size.mib(4)));
    refusedAny(() -> host.planSnapshot(volume, "no good"));
    refusedAny(() -> host.planSnapshot(volume, "current"));
    refusedAny(() -> host.planRollback(volume, "missing"));
    refusedAny(() -> host.planDeleteSnapshot(volume, "missing"));
    VolumeId missing = new VolumeId(id, volume.name().replace("disk-7", "disk-77"));
    refused("volume", () -> host.planFree(missing));
    refused("volume", () -> host.planResize(missing, LARGER));
    refused("volume", () -> host.planSnapshot(missing, "one"));
    for (ImageFormat other : ImageFormat.values()) {
      if (!backend.schema().formats().contains(other)) {
        refusedAny(() -> host.planAllocate(id, order(null, other)));
      }
    }
    assertArrayEquals(added, config());
    assertEquals(List.of(volume), volumeIds());
  }

  private void refuseWhatItLacks(VolumeId volume) throws Exception {
    lacking(Feature.SNAPSHOT, volume, () -> rig.host().planSnapshot(volume, "one"));
    lacking(Feature.ROLLBACK, volume, () -> rig.host().planRollback(volume, "one"));
    lacking(Feature.RESIZE, volume, () -> rig.host().planResize(volume, LARGER));
  }

  private void switchOffAndOn() throws Exception {
    rig.done(rig.host().planSet(fixture.draft(Map.of("disable", "1")), null));
    HostState.PoolState off = rig.host().refresh().pool(id).orElseThrow();
    assertEquals(HostState.Availability.DISABLED, off.availability());
    refused("storage", () -> rig.host().volumes(id, GUESTS));
    refused("storage", () -> rig.host().planAllocate(id, order(null, null)));
    rig.done(rig.host().planSet(fixture.draft(Map.of("disable", "0")), null));
    HostState.PoolState on = rig.host().refresh().pool(id).orElseThrow();
    assertTrue(on.status().optional().orElseThrow().active());
  }

  private void changeAndChangeBack() throws Exception {
    String key = fixture.change().getKey();
    String value = fixture.change().getValue();
    String digest = rig.host().refresh().config().digest();
    rig.done(rig.host().planSet(fixture.draft(Map.of(key, value)), digest));
    assertEquals(value, section().values().get(key));
    Draft deletion = new Draft(id.text(), fixture.type().word(), Map.of(), Map.of(), Set.of(key));
    rig.done(rig.host().planSet(deletion, null));
    assertFalse(section().values().containsKey(key));
  }

  /** Takes away what an earlier run may have left when it broke off. */
  private void clear() throws Exception {
    if (rig.host().refresh().pool(id).isEmpty()) {
      return;
    }
    if (pool().disabled()) {
      rig.done(rig.host().planSet(fixture.draft(Map.of("disable", "0")), null));
    }
    for (VolumeId volume : volumeIds()) {
      rig.done(rig.host().planFree(volume));
    }
    rig.done(rig.host().planRemove(id));
  }

  private void lacking(Feature feature, VolumeId volume, Executable attempt) throws Exception {
    Support support = backend.supports(feature, pool(), backend.parse(volume.name()));
    if (support instanceof Support.No(var reason)) {
      InvalidException refused = assertThrows(InvalidException.class, attempt);
      assertEquals(reason, refused.problems().getFirst().said());
    }
  }

  private static void refused(String field, Executable attempt) {
    InvalidException refused = assertThrows(InvalidException.class, attempt);
    assertEquals(field, refused.problems().getFirst().field(), refused::getMessage);
  }

  private static void refusedAny(Executable attempt) {
    assertThrows(InvalidException.class, attempt);
  }

  private static Provisioning.Order order(@Nullable String name, @Nullable ImageFormat format) {
    return new Provisioning.Order(GUEST, name, format, size(format));
  }

  /** A directory as a container's root has no size of its own where there are no quotas. */
  private static Size size(@Nullable ImageFormat format) {
    return format == ImageFormat.SUBVOL ? Size.ZERO : SIZE;
  }

  private static String leaf(VolumeId volume) {
    return volume.name().substring(volume.name().lastIndexOf('/') + 1);
  }

  private static Map<String, String> with(Map<String, String> values, String key, String value) {
    Map<String, String> changed = new HashMap<>(values);
    changed.put(key, value);
    return changed;
  }

  private static Map<String, String> without(Map<String, String> values, String key) {
    Map<String, String> changed = new HashMap<>(values);
    changed.remove(key);
    return changed;
  }

  private byte[] config() throws HostException {
    return rig.host().refresh().config().bytes();
  }

  private Section section() throws HostException {
    return rig.host().refresh().config().section(id.text()).orElseThrow();
  }

  private Pool pool() throws HostException {
    return rig.host().refresh().pool(id).orElseThrow().pool();
  }

  private List<Volume> volumes() throws Exception {
    return rig.host().volumes(id, GUESTS).optional().orElseThrow().stream()
        .filter(v -> String.valueOf(GUEST).equals(v.owner()))
        .toList();
  }

  private List<VolumeId> volumeIds() throws Exception {
    return volumes().stream().map(Volume::id).toList();
  }

  private Volume volume(VolumeId wanted) throws Exception {
    return volumes().stream().filter(v -> v.id().equals(wanted)).findFirst().orElseThrow();
  }

  private List<String> snapshots(VolumeId volume) throws Exception {
    return rig.host().snapshots(volume).optional().orElseThrow().stream()
        .map(Snapshot::name)
        .toList();
  }
}
