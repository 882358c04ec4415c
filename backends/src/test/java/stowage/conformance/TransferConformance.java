package stowage.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import stowage.config.StorageType;
import stowage.exec.Exec;
import stowage.exec.Outcome;
import stowage.host.HostCopy;
import stowage.host.Proposal;
import stowage.host.Sending;
import stowage.host.VolumeStream;
import stowage.schema.InvalidException;
import stowage.type.Feature;
import stowage.type.Intake;
import stowage.type.Naming;
import stowage.type.StreamFormat;
import stowage.type.Transfer;
import stowage.volume.Checksum;
import stowage.volume.ContentType;
import stowage.volume.ImageFormat;
import stowage.volume.Size;
import stowage.volume.Volume;
import stowage.volume.VolumeId;

/** Volumes that travel as streams, and files that are put on a pool, with one pool type. */
public abstract class TransferConformance extends PoolTrial {
  private static final ContentType ISO = ContentType.ISO;
  private static final String FILE = "stowage-conformance.iso";

  /**
   * @param fixture the type to put to the test
   */
  protected TransferConformance(Fixture fixture) {
    super(fixture);
  }

  @Test
  void volumesComeBackAsTheyWent() throws Exception {
    rig().done(() -> host().planAdd(fixture.draft()));
    for (ImageFormat format : fixture.formats()) {
      VolumeId sent = made(rig().done(() -> host().planAllocate(id, order(null, format))));
      new Mark(rig()).put(volume(sent));
      List<StreamFormat> streams = streams(sent, Transfer.Extent.PRESENT);
      assertTrue(!streams.isEmpty(), format + " travels in some way");
      for (StreamFormat stream : streams) {
        VolumeId back = back(sent, stream, Transfer.Extent.PRESENT, sent, true);
        same(sent, back);
        rig().done(() -> host().planFree(back));
      }
      same(sent, copied(sent));
      becomesATemplate(sent);
      snapshotsComeAlong(sent);
      laterStates(sent);
      clearVolumes();
      Evidence.of(fixture.type(), "export", "import");
    }
  }

  private List<StreamFormat> streams(VolumeId volume, Transfer.Extent extent) throws Exception {
    Transfer transfer = backend.transfer().orElseThrow();
    var name = backend.parse(volume.name());
    List<StreamFormat> imports = transfer.imports(pool(), name, extent);
    return transfer.exports(pool(), name, extent).stream().filter(imports::contains).toList();
  }

  private VolumeId back(
      VolumeId sent, StreamFormat format, Transfer.Extent extent, VolumeId wanted, boolean renames)
      throws Exception {
    Sending sending = host().transfers().planSend(sent, format, extent);
    Proposal receiving =
        host().transfers().planReceive(wanted, format, sending.size(), extent, renames);
    try (VolumeStream data = host().open(sending, rig().freshJob())) {
      return arrived(receiving, data);
    }
  }

  private VolumeId arrived(Proposal receiving, InputStream data) throws Exception {
    rig().done(receiving, data);
    return made(receiving);
  }

  /** From the host to itself, as it goes from one to another. */
  private VolumeId copied(VolumeId sent) throws Exception {
    HostCopy copy = new HostCopy(host(), host());
    HostCopy.Planned planned = copy.plan(new HostCopy.Order(sent, id, GUEST, null));
    Outcome outcome = copy.run(planned, rig().freshJob(), _ -> {});
    assertTrue(outcome.done(), outcome::toString);
    return made(planned.receiving());
  }

  /** What comes under a template's name is one, with all of its data. */
  private void becomesATemplate(VolumeId sent) throws Exception {
    VolumeId wanted = new VolumeId(id, sent.name().replaceFirst("(^|/)vm-", "$1base-"));
    if (wanted.equals(sent)
        || !backend.supports(Feature.TEMPLATE, pool(), backend.parse(sent.name())).possible()
        || streams(wanted, Transfer.Extent.PRESENT).isEmpty()) {
      return;
    }
    StreamFormat stream = streams(wanted, Transfer.Extent.PRESENT).getFirst();
    if (stream == StreamFormat.ZFS) {
      // Only a template's own stream has what makes it one.
      return;
    }
    VolumeId template = back(sent, stream, Transfer.Extent.PRESENT, wanted, true);
    assertTrue(backend.parse(template.name()).template(), template::toString);
    alike(sent, template);
    if (pool().type() != StorageType.LVMTHIN) { // there a template is no device until it is used
      new Mark(rig()).assertOn(volume(template));
    }
    if (backend.supports(Feature.LINKED_CLONE, pool(), backend.parse(template.name())).possible()) {
      VolumeId clone =
          made(rig().done(() -> host().planClone(template, null, new Naming(GUEST, null))));
      new Mark(rig()).assertOn(volume(clone));
      rig().done(() -> host().planFree(clone));
    }
    rig().done(() -> host().planFree(template));
  }

  private void snapshotsComeAlong(VolumeId sent) throws Exception {
    Transfer.Extent both = new Transfer.Extent(null, "two", true, List.of("one"));
    List<StreamFormat> streams = streams(sent, both);
    if (streams.isEmpty()
        || !backend.supports(Feature.SNAPSHOT, pool(), backend.parse(sent.name())).possible()) {
      return;
    }
    for (String snapshot : List.of("one", "two")) {
      rig().done(() -> host().planSnapshot(sent, snapshot));
    }
    for (StreamFormat stream : streams) {
      VolumeId copy = back(sent, stream, both, sent, true);
      assertEquals(List.of("one", "two"), snapshots(copy), stream::word);
      rig().done(() -> host().planFree(copy));
    }
    for (String snapshot : List.of("two", "one")) {
      rig().done(() -> host().planDeleteSnapshot(sent, snapshot));
    }
  }

  /** What changed between two snapshots follows a copy that has the first of them. */
  private void laterStates(VolumeId sent) throws Exception {
    if (!backend.supports(Feature.REPLICATE, pool(), backend.parse(sent.name())).possible()) {
      return;
    }
    rig().done(() -> host().planSnapshot(sent, "one"));
    Transfer.Extent first = new Transfer.Extent(null, "one", false);
    VolumeId copy = back(sent, StreamFormat.ZFS, first, sent, true);
    rig().done(() -> host().planSnapshot(sent, "two"));
    Transfer.Extent second = new Transfer.Extent("one", "two", false);
    assertEquals(copy, back(sent, StreamFormat.ZFS, second, copy, false));
    assertEquals(List.of("one", "two"), snapshots(copy));
    Evidence.of(fixture.type(), "replicate");
  }

  private void alike(VolumeId sent, VolumeId back) throws Exception {
    assertEquals(volume(sent).format(), volume(back).format());
    assertEquals(volume(sent).space().size(), volume(back).space().size());
  }

  private void same(VolumeId sent, VolumeId back) throws Exception {
    alike(sent, back);
    new Mark(rig()).assertOn(volume(back));
  }

  @Test
  void filesArriveWholeOrNotAtAll() throws Exception {
    String contents = fixture.values().getOrDefault("content", "images");
    rig().done(() -> host().planAdd(fixture.draft()));
    if (backend.intake().isEmpty()) {
      assertTrue(!backend.supports(Feature.UPLOAD, pool(), null).possible());
      return;
    }
    Set<String> both = new TreeSet<>(Arrays.asList(contents.split(",")));
    both.add(ISO.word());
    rig()
        .done(() -> host().planSet(fixture.draft(Map.of("content", String.join(",", both))), null));
    byte[] file = new byte[300_000];
    Arrays.fill(file, (byte) 'x');
    Checksum wrong = new Checksum(Checksum.Algorithm.SHA256, "0".repeat(64));
    Proposal refused = host().files().planUpload(id, arrival(wrong), 0);
    Outcome outcome =
        host().apply(refused, rig().freshJob(), new ByteArrayInputStream(file), _ -> {});
    Outcome.Verdict.Undone undone =
        assertInstanceOf(Outcome.Verdict.Undone.class, outcome.verdict());
    // As the program says that counts them: they differ.
    assertEquals(1, outcome.of(undone.step()).orElseThrow().status());
    assertEquals(List.of(), files());
    String digits = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(file));
    Checksum right = new Checksum(Checksum.Algorithm.SHA256, digits);
    VolumeId there =
        arrived(host().files().planUpload(id, arrival(right), 0), new ByteArrayInputStream(file));
    assertEquals(List.of(there), files());
    assertEquals(right, host().files().checksum(there, Checksum.Algorithm.SHA256));
    try (VolumeStream data =
        host().open(host().files().planDownload(there, 299_990), rig().freshJob())) {
      assertArrayEquals("xxxxxxxxxx".getBytes(StandardCharsets.US_ASCII), data.readAllBytes());
    }
    travels(there, file);
    Exec look = Exec.reads("/usr/bin/test", "-f", host().path(there, null)).asRoot();
    assertTrue(rig().run(look).ok(), "is where the path says");
    assertThrows(InvalidException.class, () -> host().files().planUpload(id, arrival(right), 0));
    rig().done(() -> host().planFree(there));
    assertEquals(List.of(), files());
    Evidence.of(fixture.type(), "upload", "list", "path", "free");
  }

  private void travels(VolumeId there, byte[] file) throws Exception {
    VolumeId other = new VolumeId(id, there.name().replace(FILE, "other-" + FILE));
    VolumeId back = back(there, StreamFormat.RAW_SIZE, Transfer.Extent.PRESENT, other, true);
    assertEquals(other, back);
    assertEquals(Set.of(there, other), Set.copyOf(files()));
    assertEquals(
        host().files().checksum(there, Checksum.Algorithm.SHA256),
        host().files().checksum(other, Checksum.Algorithm.SHA256));
    rig().done(() -> host().planFree(other));
    Proposal longer =
        host()
            .transfers()
            .planReceive(
                other,
                StreamFormat.RAW_SIZE,
                new Size(file.length + 1),
                Transfer.Extent.PRESENT,
                false);
    Outcome outcome =
        host()
            .apply(
                longer,
                rig().freshJob(),
                new ByteArrayInputStream(Arrays.copyOf(file, file.length - 4096)),
                _ -> {});
    assertInstanceOf(Outcome.Verdict.Undone.class, outcome.verdict());
    assertEquals(List.of(there), files());
    Evidence.of(fixture.type(), "export", "import");
  }

  private static Intake.Arrival arrival(@Nullable Checksum checksum) {
    return new Intake.Arrival(ISO, FILE, checksum, false);
  }

  private List<VolumeId> files() throws Exception {
    return host().volumes(id, Set.of(ISO)).optional().orElseThrow().stream()
        .map(Volume::id)
        .filter(v -> v.name().endsWith(FILE))
        .toList();
  }

  @Override
  void clear() throws Exception {
    if (host().refresh().pool(id).isPresent()) {
      for (VolumeId file : files()) {
        rig().done(() -> host().planFree(file));
      }
    }
    super.clear();
  }
}
