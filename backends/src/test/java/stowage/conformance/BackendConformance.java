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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import stowage.config.Section;
import stowage.config.StorageId;
import stowage.exec.HostException;
import stowage.host.Host;
import stowage.host.HostState;
import stowage.schema.Draft;
import stowage.schema.InvalidException;
import stowage.type.Feature;
import stowage.type.Pool;
import stowage.type.Provisioning;
import stowage.type.Support;
import stowage.volume.ImageFormat;
import stowage.volume.Size;
import stowage.volume.VolumeId;

/** What every pool type must do alike, and what it must refuse alike. */
public abstract class BackendConformance extends PoolLife {

  /**
   * @param fixture the type to put to the test
   */
  protected BackendConformance(Fixture fixture) {
    super(fixture);
  }

  @Test
  void aPoolThatCannotBeIsRefused() throws Exception {
    Host host = host();
    byte[] before = config();
    Map<String, String> values = fixture.values();
    refused("storage", () -> host.planAdd(Draft.of("9x", fixture.type().word(), values)));
    refused("storage", () -> host.planAdd(Draft.of("local", fixture.type().word(), values)));
    refused("type", () -> host.planAdd(Draft.of(id.text(), "floppy", values)));
    String place = fixture.place();
    if (!place.isEmpty() && backend.schema().prefilled(place, id.text()).isEmpty()) {
      refused(place, () -> host.planAdd(fixture.draft(without(values, place))));
    }
    refused("colour", () -> host.planAdd(fixture.draft(with(values, "colour", "red"))));
    refused("content", () -> host.planAdd(fixture.draft(with(values, "content", "books"))));
    refused("storage", () -> host.planRemove(id));
    refused("storage", () -> host.planRemove(new StorageId("local")));
    refused("storage", () -> host.planSet(fixture.draft(Map.of("disable", "1")), null));
    refused("storage", () -> host.planAllocate(id, order(null, null)));
    assertArrayEquals(before, config());
  }

  @Override
  void whileThere(VolumeId volume) throws Exception {
    if (volume.name().contains("disk-7")) {
      refuseWhatIsWrong(volume);
    } else {
      refuseWhatItLacks(volume);
    }
  }

  @Override
  void whileAdded() throws Exception {
    switchOffAndOn();
    changeAndChangeBack();
    Evidence.of(fixture.type(), "set");
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

  private Section section() throws HostException {
    return host().refresh().config().section(id.text()).orElseThrow();
  }

  private void refuseWhatIsWrong(VolumeId volume) throws Exception {
    Host host = host();
    byte[] added = config();
    String place = fixture.place();
    ImageFormat format = fixture.snapshots();
    refused("storage", () -> host.planAdd(fixture.draft()));
    if (!place.isEmpty()) {
      String same = fixture.values().getOrDefault(place, "");
      refused(place, () -> host.planSet(fixture.draft(Map.of(place, same)), null));
    }
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
    VolumeId missing = new VolumeId(id, volume.name().replace("disk-", "disk-7"));
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
    Pool pool = pool();
    lacking(Feature.SNAPSHOT, pool, volume, () -> host().planSnapshot(volume, "one"));
    lacking(Feature.ROLLBACK, pool, volume, () -> host().planRollback(volume, "one"));
    lacking(Feature.RESIZE, pool, volume, () -> host().planResize(volume, LARGER));
  }

  private void lacking(Feature feature, Pool pool, VolumeId volume, Executable attempt)
      throws Exception {
    Support support = backend.supports(feature, pool, backend.parse(volume.name()));
    if (support instanceof Support.No(var reason)) {
      InvalidException refused = assertThrows(InvalidException.class, attempt);
      assertEquals(reason, refused.problems().getFirst().said());
    }
  }

  private static void refusedAny(Executable attempt) {
    assertThrows(InvalidException.class, attempt);
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
}
