package stowage.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import stowage.config.StorageType;
import stowage.exec.Exec;
import stowage.exec.Outcome;
import stowage.exec.Outcome.Verdict;
import stowage.exec.Result;
import stowage.host.Proposal;
import stowage.schema.Draft;
import stowage.type.Provisioning;
import stowage.volume.ImageFormat;
import stowage.volume.Size;
import stowage.volume.VolumeId;

/** Disks without any space left on a real host, where this may mount: it is as before, and says. */
public abstract class PoolOnFullDisk extends PoolTrial {
  private static final String NO_SPACE = "No space left on device";
  // What the type's program says of a volume that finds no space; nothing where it is promised.
  private static final Map<StorageType, String> REFUSALS =
      Map.of(
          StorageType.LVM, "insufficient free space",
          StorageType.ZFSPOOL, "out of space",
          StorageType.LVMTHIN, "",
          StorageType.BTRFS, "");
  // More than any disk of the host, in MiB.
  private static final int MUCH = 1 << 20;
  private static final String DISK = "/srv/stowage-full";

  private static final String MOUNT_FILES =
      "mkdir -p DISK && mount -t tmpfs -o size=1m stowage-full DISK";

  /** As small as Btrfs goes, filled until it takes no more. */
  private static final String MOUNT_BTRFS =
      """
      mkdir -p DISK && truncate -s 128M DISK.img && mkfs.btrfs -q DISK.img && \
      mount -o loop DISK.img DISK || exit 1; \
      dd if=/dev/zero of=DISK/ballast bs=1M status=none; sync; \
      ! dd if=/dev/zero of=DISK/more bs=1M count=1 conv=fsync status=none\
      """;

  /** The configuration on a disk of its own that has space for nothing but it. */
  private static final String FILL_CONFIG =
      """
      mkdir -p /etc/pve && touch /etc/pve/storage.cfg && cp -p /etc/pve/storage.cfg /run/stowage-full.cfg && \
      mount -t tmpfs -o size=64k,mode=755 stowage-full /etc/pve && \
      cp -p /run/stowage-full.cfg /etc/pve/storage.cfg || exit 1; \
      dd if=/dev/zero of=/etc/pve/ballast bs=4k status=none; \
      test -s /etc/pve/ballast\
      """;

  private static final String FREE_CONFIG = "umount /etc/pve; rm -f /run/stowage-full.cfg";
  private static final String FREE_DISK =
      "umount DISK; rmdir DISK; rm -f DISK.img".replace("DISK", DISK);

  /**
   * @param fixture the type to put to the test
   */
  protected PoolOnFullDisk(Fixture fixture) {
    super(fixture);
  }

  private Result sh(String script) throws Exception {
    return rig().run(Exec.changes("/bin/sh", "-c", script).asRoot());
  }

  @Override
  void clear() throws Exception {
    sh(FREE_CONFIG);
    // The pool's volumes are known only while its disk is there.
    super.clear();
    sh(FREE_DISK);
  }

  @Test
  void aConfigurationThatFindsNoSpaceStaysAsItWas() throws Exception {
    assertTrue(sh(FILL_CONFIG).ok());
    byte[] full = config();
    List<String> untouched = footprint();
    tells(NO_SPACE, host().planAdd(fixture.draft()));
    assertArrayEquals(full, config());
    assertEquals(untouched, footprint());
  }

  private void tells(String said, Proposal proposal) throws Exception {
    Outcome outcome = host().apply(proposal, rig().freshJob(), _ -> {});
    Verdict.Undone undone = assertInstanceOf(Verdict.Undone.class, outcome.verdict());
    Result failed = outcome.of(undone.step()).orElseThrow();
    assertTrue(failed.errorText().contains(said), failed::errorText);
  }

  /**
   * Thin pools and Btrfs promise what they do not have yet; everything else needs its space at
   * once.
   */
  @Test
  void aVolumeIsRefusedOrPromisedButNeverHalfMade() throws Exception {
    boolean file = backend.schema().formats().contains(ImageFormat.QCOW2);
    boolean subvolumes = fixture.type() == StorageType.BTRFS;
    if (file) {
      Result mounted = sh((subvolumes ? MOUNT_BTRFS : MOUNT_FILES).replace("DISK", DISK));
      assertTrue(mounted.ok(), mounted::errorText);
      Map<String, String> values =
          Map.of("path", DISK, "content", "images", "preallocation", "full", "is_mountpoint", "1");
      rig().done(() -> host().planAdd(Draft.of(id.text(), subvolumes ? "btrfs" : "dir", values)));
    } else {
      Map<String, String> values = new HashMap<>(fixture.values());
      values.remove("sparse");
      rig().done(() -> host().planAdd(Draft.of(id.text(), fixture.type().word(), values)));
    }
    List<String> untouched = footprint();
    Size size = file ? SIZE : Size.mib(MUCH);
    Provisioning.Order order = new Provisioning.Order(GUEST, null, ImageFormat.RAW, size);
    String refusal = REFUSALS.getOrDefault(fixture.type(), NO_SPACE);
    if (!refusal.isEmpty()) {
      tells(refusal, host().planAllocate(id, order));
    } else {
      rig().done(() -> host().planAllocate(id, order));
      VolumeId made = volumeIds().getFirst();
      rig().done(() -> host().planFree(made));
    }
    assertEquals(List.of(), volumeIds());
    assertEquals(untouched, footprint());
  }
}
