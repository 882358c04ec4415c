package stowage.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import stowage.exec.Step;
import stowage.host.Proposal;
import stowage.type.PoolStatus;
import stowage.volume.VolumeId;

/** Pools that are taken out of use and put back into it. */
public abstract class Activation extends PoolTrial {

  /**
   * @param fixture the type to put to the test
   */
  protected Activation(Fixture fixture) {
    super(fixture);
  }

  @Test
  void aPoolGoesOutOfUseAndComesBackAsItWas() throws Exception {
    rig().done(() -> host().planAdd(fixture.draft()));
    if (!fixture.formats().isEmpty()) {
      rig().done(() -> host().planAllocate(id, order(null, fixture.snapshots())));
    }
    List<VolumeId> before = volumeIds();
    assertEquals(List.of(), steps(host().planActivate(id)), "it is in use");

    Proposal leaving = host().planDeactivate(id);
    if (!steps(leaving).isEmpty()) {
      rig().done(leaving);
      assertEquals(List.of(), steps(host().planDeactivate(id)), "there is no more to do");
    }
    if (isMounted()) {
      assertFalse(status().active(), "it is not mounted");
      assertFalse(steps(host().planActivate(id)).isEmpty());
    }
    rig().done(() -> host().planActivate(id));
    assertTrue(status().active());
    assertEquals(before, volumeIds());
    assertEquals(List.of(), steps(host().planActivate(id)));
    Evidence.of(fixture.type(), "activate", "deactivate");
  }

  private boolean isMounted() {
    return fixture.cleanup().stream().anyMatch(e -> e.shown().contains("umount"));
  }

  private PoolStatus status() throws Exception {
    return host().refresh().pool(id).orElseThrow().status().optional().orElseThrow();
  }

  private static List<Step> steps(Proposal proposal) {
    return proposal.plan().steps();
  }
}
