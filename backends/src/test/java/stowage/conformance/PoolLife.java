package stowage.conformance;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import stowage.exec.Exec;
import stowage.host.HostState;
import stowage.host.Proposal;
import stowage.schema.InvalidException;
import stowage.type.Feature;
import stowage.type.Pool;
import stowage.type.PoolStatus;
import stowage.type.Support;
import stowage.volume.ImageFormat;
import stowage.volume.Volume;
import stowage.volume.VolumeId;

/** A pool's life from its adding to its removal. */
public abstract class PoolLife extends PoolTrial {

  /**
   * @param fixture the type to put to the test
   */
  protected PoolLife(Fixture fixture) {
    super(fixture);
  }

  /** Called with the pool before it is removed, to change its settings. */
  void whileAdded() throws Exception {}

  /** Called with a volume without snapshots, to try what must not change anything. */
  void whileThere(VolumeId volume) throws Exception {}

  @Test
  void aPoolLivesFromAddToRemove() throws Exception {
    Pool pool = addAndSee();
    for (ImageFormat format : fixture.formats()) {
      VolumeId volume = allocate(null, format);
      whileThere(volume);
      growAndSee(volume, format);
      rig().done(() -> host().planFree(volume));
      assertEquals(List.of(), volumeIds());
      Evidence.of(fixture.type(), "list", "path", "allocate", "free");
    }
    Support allocates = backend.supports(Feature.ALLOCATE, pool, null);
    if (allocates instanceof Support.No(var reason)) {
      InvalidException refused =
          assertThrows(InvalidException.class, () -> host().planAllocate(id, order(null, null)));
      assertEquals(reason, refused.problems().getFirst().said());
    } else {
      snapshotAndSee();
    }
    whileAdded();
    rig().done(() -> host().planRemove(id));
    assertArrayEquals(before, config());
    assertTrue(host().refresh().pool(id).isEmpty());
    Evidence.of(fixture.type(), "add", "status", "remove");
  }

  private Pool addAndSee() throws Exception {
    Proposal proposal = host().planAdd(fixture.draft());
    assertTrue(proposal.configDiff().orElseThrow().contains("+" + fixture.type().word() + ": "));
    assertArrayEquals(before, config(), "a plan changes nothing");
    rig().done(() -> host().planAdd(fixture.draft()));
    HostState.PoolState state = host().refresh().pool(id).orElseThrow();
    PoolStatus status = state.status().optional().orElseThrow();
    assertTrue(status.active(), status::toString);
    assertTrue(requireNonNull(status.available()) > 0, status::toString);
    fixture
        .values()
        .forEach((key, value) -> assertEquals(value, state.pool().values().get(key), key));
    assertEquals(List.of(), volumeIds());
    return state.pool();
  }

  /** Allocates, and sees what was promised. */
  private VolumeId allocate(@Nullable String name, ImageFormat format) throws Exception {
    Proposal applied = rig().done(() -> host().planAllocate(id, order(name, format)));
    VolumeId made = made(applied);
    Volume volume = volume(made);
    assertEquals(format.word(), volume.format());
    assertEquals(String.valueOf(GUEST), volume.owner());
    assertTrue(volume.requireSize().compareTo(size(format)) >= 0, volume::toString);
    String path = host().path(made, null);
    if (path.startsWith("/")) {
      Exec look = Exec.reads("/usr/bin/test", "-e", path).asRoot();
      assertTrue(rig().run(List.of(look)).getFirst().ok(), "is there: " + path);
    } else if (path.startsWith("iscsi://")) {
      Exec look = Exec.reads("/usr/bin/iscsi-readcapacity16", "-s", path);
      assertEquals(
          String.valueOf(volume.space().size()),
          rig().run(List.of(look)).getFirst().text().strip(),
          "is there: " + path);
    } else {
      // The hypervisor's address of an image that lies on other machines.
      assertTrue(path.contains(made.name()), path);
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
    Evidence.of(fixture.type(), "resize");
  }

  private void snapshotAndSee() throws Exception {
    ImageFormat format = fixture.snapshots();
    String automatic = host().planAllocate(id, order(null, format)).made().orElseThrow();
    assertTrue(automatic.contains("-" + GUEST + "-disk-0"), automatic);
    String leaf = automatic.substring(Math.max(automatic.lastIndexOf('/'), id.text().length()) + 1);
    VolumeId volume = allocate(leaf.replace("disk-0", "disk-7"), format);
    whileThere(volume);
    if (backend.snapshots().isEmpty()) {
      rig().done(() -> host().planFree(volume));
      return;
    }
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
    Evidence.of(fixture.type(), "snapshot", "rollback", "delete-snapshot");
  }
}
