package stowage.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import stowage.host.Host;
import stowage.host.InUse;
import stowage.schema.InvalidException;
import stowage.type.Feature;
import stowage.type.Naming;
import stowage.type.Pool;
import stowage.type.Support;
import stowage.volume.ImageFormat;
import stowage.volume.Size;
import stowage.volume.VolumeId;
import stowage.volume.VolumeName;

/** Volumes that come from others: by a new name, as template, clone or copy, on one pool type. */
public abstract class CloneConformance extends PoolTrial {
  private static final Naming FREE = new Naming(GUEST, null);

  /**
   * @param fixture the type to put to the test
   */
  protected CloneConformance(Fixture fixture) {
    super(fixture);
  }

  @Test
  void volumesComeFromOthers() throws Exception {
    rig().done(() -> host().planAdd(fixture.draft()));
    for (ImageFormat format : fixture.formats()) {
      VolumeId first = allocated(format);
      new Mark(rig()).put(volume(first));
      VolumeId volume = renamed(first, format);
      beforeATemplate(volume);
      if (!possible(Feature.TEMPLATE, volume)) {
        refusal(Feature.TEMPLATE, volume, () -> host().planTemplate(volume, InUse.REFUSE));
        rig().done(() -> host().planFree(volume));
        continue;
      }
      VolumeId template = applied(() -> host().planTemplate(volume, InUse.REFUSE));
      assertEquals(List.of(template), volumeIds());
      if (template.equals(volume)) {
        // A container's subvolume on Btrfs keeps its name, and just can't be written to any more.
        assertEquals(ImageFormat.SUBVOL, format);
        rig().done(() -> host().planFree(template));
        continue;
      }
      assertTrue(name(template).template());
      ofATemplate(template);
      VolumeId clone = applied(() -> host().planClone(template, null, FREE));
      assertEquals(Set.of(template, clone), Set.copyOf(volumeIds()));
      assertEquals(volume(template).space().size(), volume(clone).space().size());
      assertMark(clone);
      staysForItsClones(template, clone);
      copied(clone);
      copied(template);
      rig().done(() -> host().planFree(clone));
      rig().done(() -> host().planFree(template));
      assertEquals(List.of(), volumeIds());
      Evidence.of(fixture.type(), "template", "linked-clone");
    }
  }

  private VolumeId allocated(ImageFormat format) throws Exception {
    return applied(() -> host().planAllocate(id, order(null, format)));
  }

  private VolumeId renamed(VolumeId volume, ImageFormat format) throws Exception {
    String leaf = volume.leaf().replace("disk-0", "disk-5");
    Naming wanted = new Naming(GUEST, leaf);
    if (!possible(Feature.RENAME, volume)) {
      refusal(Feature.RENAME, volume, () -> host().planRename(volume, wanted, InUse.REFUSE));
      return volume;
    }
    VolumeId renamed = applied(() -> host().planRename(volume, wanted, InUse.REFUSE));
    assertEquals(leaf, renamed.leaf());
    assertEquals(List.of(renamed), volumeIds());
    assertEquals(format.word(), volume(renamed).format());
    assertMark(renamed);
    Evidence.of(fixture.type(), "rename");
    refused(() -> host().planRename(renamed, wanted, InUse.REFUSE));
    refused(() -> host().planRename(renamed, new Naming(99, null), InUse.REFUSE));
    refused(() -> host().planRename(renamed, new Naming(GUEST + 1, leaf), InUse.REFUSE));
    return renamed;
  }

  /** A volume that is no template yet, and its snapshots if it can have any. */
  private void beforeATemplate(VolumeId volume) throws Exception {
    clonedWithoutATemplate(volume);
    copied(volume);
    if (!possible(Feature.SNAPSHOT, volume)) {
      return;
    }
    rig().done(() -> host().planSnapshot(volume, "one"));
    Pool pool = pool();
    if (backend.supportsSnapshot(Feature.LINKED_CLONE, pool, name(volume))
        instanceof Support.No(var reason)) {
      assertEquals(reason, refused(() -> host().planClone(volume, "one", FREE)));
    } else {
      VolumeId clone = applied(() -> host().planClone(volume, "one", FREE));
      assertMark(clone);
      rig().done(() -> host().planFree(clone));
      refused(() -> host().planClone(volume, "missing", FREE));
    }
    if (backend.supportsSnapshot(Feature.FULL_COPY, pool, name(volume))
        instanceof Support.No(var reason)) {
      assertEquals(reason, refused(() -> host().planCopy(volume, "one", id, FREE, null)));
    } else {
      VolumeId copy = applied(() -> host().planCopy(volume, "one", id, FREE, null));
      assertMark(copy);
      rig().done(() -> host().planFree(copy));
      refused(() -> host().planCopy(volume, "missing", id, FREE, null));
    }
    rig().done(() -> host().planDeleteSnapshot(volume, "one"));
  }

  /** Where a clone is as good as a copy, as on Btrfs, it needs no template. */
  private void clonedWithoutATemplate(VolumeId volume) throws Exception {
    if (!possible(Feature.LINKED_CLONE, volume)) {
      refusal(Feature.LINKED_CLONE, volume, () -> host().planClone(volume, null, FREE));
      return;
    }
    VolumeId clone = applied(() -> host().planClone(volume, null, FREE));
    assertEquals(Set.of(volume, clone), Set.copyOf(volumeIds()));
    assertMark(clone);
    rig().done(() -> host().planFree(clone));
  }

  private void ofATemplate(VolumeId template) throws Exception {
    refusal(Feature.TEMPLATE, template, () -> host().planTemplate(template, InUse.REFUSE));
    refusal(Feature.RENAME, template, () -> host().planRename(template, FREE, InUse.REFUSE));
    refusal(Feature.RESIZE, template, () -> host().planResize(template, Size.mib(16)));
    refusal(Feature.SNAPSHOT, template, () -> host().planSnapshot(template, "one"));
  }

  /** Where a clone's name tells of its template, the template can't go before it. */
  private void staysForItsClones(VolumeId template, VolumeId clone) throws Exception {
    Optional<VolumeName.Base> base = name(clone).origin();
    if (base.isPresent()) {
      assertEquals(name(template).name(), base.get().name());
      InvalidException why = assertThrows(InvalidException.class, () -> host().planFree(template));
      assertTrue(why.problems().getFirst().said().args().contains(clone.toString()));
    }
  }

  private void copied(VolumeId source) throws Exception {
    if (!possible(Feature.FULL_COPY, source)) {
      refusal(Feature.FULL_COPY, source, () -> host().planCopy(source, null, id, FREE, null));
      return;
    }
    VolumeId copy = applied(() -> host().planCopy(source, null, id, FREE, null));
    assertEquals(volume(source).space().size(), volume(copy).space().size());
    assertEquals(Optional.empty(), name(copy).origin());
    assertMark(copy);
    rig().done(() -> host().planFree(copy));
    Evidence.of(fixture.type(), "full-copy");
  }

  private void assertMark(VolumeId volume) throws Exception {
    new Mark(rig()).assertOn(volume(volume));
  }

  private boolean possible(Feature feature, VolumeId volume) throws Exception {
    return backend.supports(feature, pool(), name(volume)).possible();
  }

  /** What is not possible is refused with the reason that menus show. */
  private void refusal(Feature feature, VolumeId volume, Executable attempt) throws Exception {
    if (backend.supports(feature, pool(), name(volume)) instanceof Support.No(var reason)) {
      assertEquals(reason, refused(attempt));
    } else {
      throw new AssertionError(feature + " should not be possible with " + volume);
    }
  }

  private static Object refused(Executable attempt) {
    return assertThrows(InvalidException.class, attempt).problems().getFirst().said();
  }

  private VolumeId applied(Host.Planning planning) throws Exception {
    return made(rig().done(planning));
  }

  private VolumeName name(VolumeId volume) throws InvalidException {
    return backend.parse(volume.name());
  }
}
