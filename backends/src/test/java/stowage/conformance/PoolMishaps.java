package stowage.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import stowage.config.StorageId;
import stowage.exec.HostException;
import stowage.exec.Job;
import stowage.exec.Link;
import stowage.exec.Outcome.Verdict;
import stowage.exec.Shell;
import stowage.host.Host;
import stowage.host.InUse;
import stowage.host.Proposal;
import stowage.schema.Draft;
import stowage.type.Feature;
import stowage.type.Naming;
import stowage.volume.VolumeId;
import stowage.volume.VolumeName;

/**
 * What may come between while a pool is added and used. Afterwards the host is as planned or as
 * before, and which of the two is said.
 */
public abstract class PoolMishaps extends PoolTrial {
  private static final StorageId OTHER = new StorageId("conformance-other");
  private static final Naming ANY = new Naming(GUEST, null);
  // Less than any plan.
  private static final int SOME_BYTES = 300;

  private @Nullable Severed severed;

  /**
   * @param fixture the type to put to the test
   */
  protected PoolMishaps(Fixture fixture) {
    super(fixture);
  }

  /** A new link to the host. */
  protected abstract Link link();

  /** What is put on top of a link. */
  protected abstract Shell shell(Link link) throws Exception;

  /** Begins names of jobs that the host has not seen. */
  protected abstract String freshJobs();

  @Override
  protected Rig rig(String test) throws Exception {
    severed = new Severed(this::link);
    return new Rig(shell(severed), freshJobs());
  }

  private Severed severed() {
    return Objects.requireNonNull(severed);
  }

  @Test
  void aLinkMayBreakAtAnyStep() throws Exception {
    followInPieces(host().planAdd(fixture.draft()));
    if (!fixture.formats().isEmpty()) {
      volumesComeAndGo();
    }
    followInPieces(host().planRemove(id));
    assertArrayEquals(before, config());
  }

  private void volumesComeAndGo() throws Exception {
    List<String> added = footprint();
    VolumeId made = inPieces(host().planAllocate(id, order(null, fixture.snapshots())));
    assertEquals(List.of(made), volumeIds());
    VolumeName name = backend.parse(made.name());
    VolumeId source = made;
    Proposal second;
    if (backend.supports(Feature.TEMPLATE, pool(), name).possible()) {
      source = inPieces(host().planTemplate(made, InUse.REFUSE));
      second = host().planClone(source, null, ANY);
    } else {
      second = host().planCopy(made, null, id, ANY, null);
    }
    VolumeId other = inPieces(second);
    assertEquals(Set.of(source, other), Set.copyOf(volumeIds()));
    followInPieces(host().planFree(other));
    followInPieces(host().planFree(source));
    assertEquals(added, footprint());
  }

  private VolumeId inPieces(Proposal proposal) throws Exception {
    followInPieces(proposal);
    return made(proposal);
  }

  /** Half the plan arrives, then the whole, and then the link breaks at every step. */
  private void followInPieces(Proposal proposal) throws Exception {
    Job job = new Job(rig().freshJob(), proposal.plan());
    List<String> untouched = footprint();
    severed().breakAfter(SOME_BYTES);
    assertThrows(HostException.Unreachable.class, () -> rig().follow(job));
    assertEquals(new Verdict.NotStarted(), rig().follow(job.followed()).verdict());
    assertEquals(untouched, footprint());
    for (int step = 0; step < proposal.plan().steps().size(); step++) {
      Job sent = step == 0 ? job : job.followed();
      severed().breakAt("begin " + step);
      assertThrows(HostException.Unreachable.class, () -> rig().follow(sent));
    }
    assertInstanceOf(
        Verdict.Done.class, host().attach(job.id(), proposal, _ -> {}).verdict(), job.id());
  }

  @Test
  void whatSomebodyElseDidMeanwhileStays() throws Exception {
    Host other = rig().other();
    outrun(
        host().planAdd(fixture.draft()),
        () -> other.planAdd(Draft.of(OTHER.text(), "dir", Map.of("path", "/srv", "disable", "1"))));
    rig().done(() -> host().planAdd(fixture.draft()));
    outrun(
        host().planSet(fixture.draft(Map.of("disable", "1")), null),
        () -> other.planSet(Draft.of(OTHER.text(), "dir", Map.of("shared", "1")), null));
    if (!fixture.formats().isEmpty()) {
      outrun(
          host().planAllocate(id, order(null, fixture.snapshots())),
          () -> other.planAllocate(id, order(null, fixture.snapshots())));
      assertEquals(1, volumeIds().size());
    }
    outrun(host().planRemove(id), () -> other.planRemove(OTHER));
  }

  private void outrun(Proposal slow, Host.Planning fast) throws Exception {
    rig().done(fast);
    List<String> after = footprint();
    assertThrows(HostException.Conflict.class, () -> host().apply(slow, rig().freshJob(), _ -> {}));
    assertEquals(after, footprint());
  }

  @Override
  void clear() throws Exception {
    super.clear();
    if (host().refresh().pool(OTHER).isPresent()) {
      rig().done(() -> host().planRemove(OTHER));
    }
  }
}
