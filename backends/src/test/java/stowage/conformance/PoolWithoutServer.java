package stowage.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import stowage.exec.Exec;
import stowage.exec.HostException;
import stowage.exec.Reading;
import stowage.exec.Result;
import stowage.type.PoolStatus;
import stowage.volume.VolumeId;

/**
 * A server that falls silent behind a pool in use: nobody waits for it without end, what it keeps
 * counts as unknown and not as gone, and all is there when it is back.
 */
public abstract class PoolWithoutServer extends PoolTrial {
  // How often a pool is looked at whose server is back.
  private static final int LOOKS = 20;

  /**
   * @param fixture the type to put to the test
   */
  protected PoolWithoutServer(Fixture fixture) {
    super(fixture);
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
    byte[] others = config();
    run(silence());
    try {
      Reading<PoolStatus> status = status();
      assertFalse(status.optional().isPresent() && status.optional().get().active());
      assertInstanceOf(Reading.Failed.class, host().volumes(id, GUESTS));
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
    assertEquals(there, volumeIds());
    for (VolumeId volume : there) {
      rig().done(() -> host().planFree(volume));
    }
    rig().done(() -> host().planRemove(id));
    assertArrayEquals(before, config());
  }

  private Reading<PoolStatus> status() throws Exception {
    return host().refresh().pool(id).orElseThrow().status();
  }

  private boolean isBack() throws Exception {
    for (int look = 0; look < LOOKS; look++) {
      if (status().optional().filter(PoolStatus::active).isPresent()) {
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
  }
}
