package stowage.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import stowage.config.StorageId;
import stowage.exec.Exec;
import stowage.exec.HostException;
import stowage.exec.Reading;
import stowage.exec.Result;
import stowage.host.HostState;
import stowage.schema.Draft;
import stowage.type.PoolStatus;
import stowage.volume.ContentType;
import stowage.volume.Volume;
import stowage.volume.VolumeId;

/**
 * A server that falls silent behind a pool in use: nobody waits for it without end, what it keeps
 * counts as unknown and not as gone, and all is there when it is back.
 */
public abstract class PoolWithoutServer extends PoolTrial {
  private static final StorageId BESIDE = new StorageId("conformance-beside");

  // How often a pool is looked at whose server is back.
  private static final int LOOKS = 20;

  /**
   * @param fixture the type to put to the test
   */
  protected PoolWithoutServer(Fixture fixture) {
    super(fixture);
  }

  /** What is put to the test. */
  protected final Fixture fixture() {
    return fixture;
  }

  /** What silences the server. */
  protected abstract List<Exec> silence();

  /** What takes that back, and does nothing where it need not. */
  protected abstract List<Exec> voice();

  @Test
  void nothingCountsAsGone() throws Exception {
    rig().done(() -> host().planAdd(fixture.draft()));
    List<VolumeId> there = new ArrayList<>();
    if (!fixture.formats().isEmpty()) {
      there.add(made(rig().done(() -> host().planAllocate(id, order(null, fixture.snapshots())))));
    }
    rig()
        .done(() ->
            host()
                .planAdd(Draft.of(BESIDE.text(), "dir", Map.of("path", "/srv", "content", "iso"))));
    // What the kernel has read of Ceph's file system, it may tell of for a while.
    boolean remembers = there.isEmpty();
    if (remembers) {
      rig()
          .run(
              Exec.changes("/usr/bin/touch", "/mnt/pve/" + id + "/template/iso/conformance.iso")
                  .asRoot());
    }
    Reading<List<VolumeId>> seenBefore = listed();
    assertFalse(seenBefore.optional().orElseThrow().isEmpty());
    byte[] others = config();
    run(silence());
    try {
      HostState seen = host().refresh();
      assertFalse(isActive(seen, id));
      assertTrue(isActive(seen, BESIDE), "what is not behind that server");
      Reading<List<VolumeId>> listed = listed();
      assertTrue(listed.optional().isEmpty() || (remembers && listed.equals(seenBefore)), "gone");
      for (VolumeId volume : there) {
        assertThrows(HostException.class, () -> host().planFree(volume));
        assertThrows(
            HostException.class, () -> host().planAllocate(id, order(null, fixture.snapshots())));
      }
      assertArrayEquals(others, config());
    } finally {
      run(voice());
    }
    assertTrue(isBack());
    assertEquals(seenBefore, listed());
    for (VolumeId volume : remembers ? seenBefore.optional().orElseThrow() : there) {
      rig().done(() -> host().planFree(volume));
    }
    rig().done(() -> host().planRemove(id));
    rig().done(() -> host().planRemove(BESIDE));
    assertArrayEquals(before, config());
  }

  private Reading<List<VolumeId>> listed() throws Exception {
    Set<ContentType> wanted = fixture.formats().isEmpty() ? Set.of(ContentType.ISO) : GUESTS;
    return host().volumes(id, wanted).map(all -> all.stream().map(Volume::id).toList());
  }

  private static boolean isActive(HostState seen, StorageId pool) {
    return seen.pool(pool).orElseThrow().status().optional().filter(PoolStatus::active).isPresent();
  }

  private boolean isBack() throws Exception {
    for (int look = 0; look < LOOKS; look++) {
      if (isActive(host().refresh(), id)) {
        return true;
      }
    }
    return false;
  }

  private void run(List<Exec> programs) throws Exception {
    for (Exec program : programs) {
      Result answer = rig().run(program);
      assertTrue(answer.ok(), answer::errorText);
    }
  }

  @Override
  void clear() throws Exception {
    run(voice());
    super.clear();
    if (host().refresh().pool(BESIDE).isPresent()) {
      rig().done(() -> host().planRemove(BESIDE));
    }
  }
}
