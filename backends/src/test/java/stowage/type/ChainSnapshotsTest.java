package stowage.type;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stowage.config.StorageId;
import stowage.config.StorageType;
import stowage.exec.Exec;
import stowage.exec.Guard;
import stowage.exec.Result;
import stowage.exec.Step;
import stowage.schema.InvalidException;
import stowage.tool.ThisMachine;
import stowage.volume.ContentType;
import stowage.volume.ImageFormat;
import stowage.volume.Size;
import stowage.volume.Volume;
import stowage.volume.VolumeId;

/** Snapshots that are files of their own, with the real {@code qemu-img}. */
class ChainSnapshotsTest {
  private static final DirBackend DIR = new DirBackend();
  private static final Provisioning VOLUMES = DIR.provisioning().orElseThrow();
  private static final Snapshots SNAPSHOTS = DIR.snapshots().orElseThrow();
  private static final Set<ContentType> IMAGES = Set.of(ContentType.IMAGES);
  private static final VolumeId DISK =
      new VolumeId(new StorageId("local"), "100/vm-100-disk-0.qcow2");

  @TempDir Path base;
  private Pool pool;

  @BeforeEach
  void make() throws Exception {
    pool =
        Rehearsal.pool(
            StorageType.DIR,
            "local",
            "path=" + base,
            "content=images",
            "snapshot-as-volume-chain=1");
    Rehearsal.apply(Rehearsal.known(DIR.activation(pool)));
    Rehearsal.apply(
        VOLUMES
            .allocate(
                pool, new Provisioning.Order(100, null, ImageFormat.QCOW2, Size.mib(4)), List.of())
            .change());
    write(0, "first");
  }

  /** As a guest does, one MiB apart. */
  private void write(int mib, String word) throws Exception {
    Path text = Files.writeString(base.resolve("word"), word);
    run(
        "/usr/bin/qemu-io",
        "-f",
        "qcow2",
        "-c",
        "write -s %s %dM 512".formatted(text, mib),
        image().toString());
  }

  private static void run(String... words) throws IOException, InterruptedException {
    Result result = ThisMachine.run(Exec.changes(words));
    assertTrue(result.ok(), () -> result.text() + result.errorText());
  }

  /** What a guest reads of the image, or of one of its layers. */
  private List<String> read(Path image) throws Exception {
    Path raw = base.resolve("raw");
    run("/usr/bin/qemu-img", "convert", "-O", "raw", image.toString(), raw.toString());
    byte[] bytes = Files.readAllBytes(raw);
    List<String> words = new ArrayList<>();
    for (int at = 0; at < bytes.length; at += 1 << 20) {
      // qemu-io repeats what it is given.
      String word = new String(bytes, at, 5, StandardCharsets.US_ASCII);
      if (bytes[at] != 0) {
        words.add(word);
      }
    }
    return words;
  }

  private Path image() {
    return base.resolve("images/100/vm-100-disk-0.qcow2");
  }

  private Path layer(String snapshot) {
    return base.resolve("images/100/snap-" + snapshot + "-vm-100-disk-0.qcow2");
  }

  private Volume volume() throws Exception {
    return Rehearsal.known(DIR.list(pool, IMAGES)).stream()
        .filter(v -> v.id().equals(DISK))
        .findFirst()
        .orElseThrow();
  }

  private List<Snapshot> snapshots() throws Exception {
    return Rehearsal.known(SNAPSHOTS.list(pool, volume()));
  }

  private List<String> names() throws Exception {
    return snapshots().stream().map(Snapshot::name).toList();
  }

  private List<String> files() {
    String[] names = base.resolve("images/100").toFile().list();
    return names == null ? fail("no directory") : List.of(names).stream().sorted().toList();
  }

  private void take(String name) throws Exception {
    Rehearsal.apply(SNAPSHOTS.create(pool, volume(), name));
  }

  /** Three states of the image, and a fourth that it is in now. */
  private void history() throws Exception {
    take("one");
    write(1, "secon");
    take("two");
    write(2, "third");
    take("three");
    write(0, "fourt");
  }

  @Test
  void eachIsTheImageAsItWas() throws Exception {
    assertEquals(List.of(), names());
    history();
    assertEquals(List.of("one", "two", "three"), names());
    assertEquals(
        List.of(List.of("two", "three"), List.of("three"), List.of()),
        snapshots().stream().map(s -> s.blockers().stream().sorted().toList().reversed()).toList());
    assertEquals(List.of("first"), read(layer("one")));
    assertEquals(List.of("first", "secon"), read(layer("two")));
    assertEquals(List.of("first", "secon", "third"), read(layer("three")));
    assertEquals(List.of("fourt", "secon", "third"), read(image()));
    assertEquals(
        List.of(DISK), Rehearsal.known(DIR.list(pool, IMAGES)).stream().map(Volume::id).toList());
    assertEquals(3, volume().extra().snapshots());
    assertEquals(layer("two").toString(), DIR.path(pool, DISK.name(), "two"));
    assertEquals("640", mode(image()));
  }

  private static String mode(Path file) throws Exception {
    Result told = ThisMachine.run(Exec.reads("/usr/bin/stat", "-c", "%a", file.toString()));
    return told.text().strip();
  }

  @Test
  void onlyTheNewestIsGoneBackTo() throws Exception {
    history();
    assertEquals("problem.snapshot-not-newest", refused(() -> back("two")));
    assertEquals("problem.snapshot-missing", refused(() -> back("four")));
    Rehearsal.apply(back("three"));
    assertEquals(List.of("first", "secon", "third"), read(image()));
    assertEquals(List.of("one", "two", "three"), names());
    assertEquals(4, files().size());
    write(3, "fifth");
    assertEquals(List.of("first", "secon", "third"), read(layer("three")));
  }

  private Change back(String snapshot) throws Exception {
    return SNAPSHOTS.rollback(pool, volume(), snapshot, snapshots());
  }

  private Change delete(String snapshot) throws Exception {
    return SNAPSHOTS.delete(pool, volume(), snapshot, snapshots());
  }

  @ParameterizedTest
  @CsvSource({"one", "two", "three"})
  void aDeletedOneIsMissedByNobody(String gone) throws Exception {
    history();
    Rehearsal.apply(delete(gone));
    List<String> left = new ArrayList<>(List.of("one", "two", "three"));
    left.remove(gone);
    assertEquals(left, names());
    assertFalse(Files.exists(layer(gone)));
    assertEquals(List.of("fourt", "secon", "third"), read(image()));
    for (String snapshot : left) {
      List<String> words = List.of("first", "secon", "third");
      int known = List.of("one", "two", "three").indexOf(snapshot) + 1;
      assertEquals(words.subList(0, known), read(layer(snapshot)), snapshot);
    }
  }

  @Test
  void oneAfterTheOtherGoes() throws Exception {
    history();
    for (String snapshot : List.of("two", "one", "three")) {
      Rehearsal.apply(delete(snapshot));
    }
    assertEquals(List.of(), names());
    assertEquals(List.of("vm-100-disk-0.qcow2"), files());
    assertEquals(List.of("fourt", "secon", "third"), read(image()));
    run("/usr/bin/qemu-img", "check", "-q", image().toString());
  }

  @Test
  void anImageThatHasGrownKeepsItsSize() throws Exception {
    take("one");
    Rehearsal.apply(VOLUMES.resize(pool, volume(), Size.mib(8)));
    write(6, "grown");
    take("two");
    Rehearsal.apply(delete("one"));
    assertEquals(Size.mib(8).bytes(), volume().space().size());
    assertEquals(List.of("first", "grown"), read(image()));
  }

  @Test
  void whatIsStoppedHalfwayIsAsBefore() throws Exception {
    history();
    for (Change change :
        List.of(SNAPSHOTS.create(pool, volume(), "four"), back("three"), delete("two"))) {
      for (int steps = 1; steps <= reversible(change); steps++) {
        Change begun = new Change(change.guards(), change.steps().subList(0, steps));
        Rehearsal.apply(begun);
        Rehearsal.undo(begun);
        assertEquals(List.of("one", "two", "three"), names());
        assertEquals(4, files().size(), () -> files().toString());
        assertEquals(List.of("fourt", "secon", "third"), read(image()));
        assertEquals(List.of("first", "secon", "third"), read(layer("three")));
      }
    }
  }

  private static int reversible(Change change) {
    int count = 0;
    for (Step step : change.steps()) {
      if (step.undo() instanceof Step.Undo.Impossible) {
        return count;
      }
      count++;
    }
    return count;
  }

  @Test
  void whatHasChangedSinceIsNotTouched() throws Exception {
    history();
    Change back = back("three");
    Change delete = delete("two");
    Change again = SNAPSHOTS.create(pool, volume(), "five");
    take("four");
    assertEquals("problem.chain-changed", hindered(back));
    assertEquals("problem.chain-changed", hindered(delete));
    Rehearsal.apply(delete("four"));
    assertEquals("", hindered(delete));
    take("five");
    assertEquals("problem.snapshot-exists", hindered(again));
    Rehearsal.apply(delete("five"));
    Files.delete(layer("one"));
    assertEquals("problem.chain-changed", hindered(delete));
  }

  /** Which of its guards keeps a change from being made. */
  private static String hindered(Change change) throws Exception {
    for (Guard guard : change.guards()) {
      if (ThisMachine.run(guard.check()).status() != guard.status()) {
        return guard.otherwise().key();
      }
    }
    return "";
  }

  @Test
  void aTemplateUnderAChainIsInUse() throws Exception {
    Cloning cloning = DIR.cloning().orElseThrow();
    List<Volume> all = Rehearsal.known(DIR.list(pool, IMAGES));
    Provisioning.Allocation template = cloning.template(pool, volume(), List.of(), all);
    Rehearsal.apply(template.change());
    // Only its owner could remove it otherwise, when the test is over.
    ThisMachine.run(
        Exec.changes("/usr/bin/chattr", "-i", DIR.path(pool, template.made().name(), null)));
    Volume made = Rehearsal.known(DIR.list(pool, IMAGES)).getFirst();
    Provisioning.Allocation clone =
        cloning.clone(pool, made, null, new Naming(200, null), List.of(made));
    Rehearsal.apply(clone.change());
    assertEquals("100/base-100-disk-0.qcow2/200/vm-200-disk-0.qcow2", clone.made().name());
    Volume cloned = found(clone.made());
    Rehearsal.apply(SNAPSHOTS.create(pool, cloned, "one"));
    Rehearsal.apply(SNAPSHOTS.create(pool, cloned, "two"));
    Volume layered = found(clone.made());
    assertEquals(2, layered.extra().snapshots());
    assertEquals(
        List.of("one", "two"),
        Rehearsal.known(SNAPSHOTS.list(pool, layered)).stream().map(Snapshot::name).toList());
    List<Volume> both = Rehearsal.known(DIR.list(pool, IMAGES));
    assertEquals("problem.volume-has-clones", refused(() -> VOLUMES.free(pool, made, both)));
    for (String name : List.of("one", "two")) {
      Volume now = found(clone.made());
      Rehearsal.apply(
          SNAPSHOTS.delete(pool, now, name, Rehearsal.known(SNAPSHOTS.list(pool, now))));
    }
    assertEquals("../100/base-100-disk-0.qcow2", found(clone.made()).extra().parent());
  }

  private Volume found(VolumeId id) throws Exception {
    return Rehearsal.known(DIR.list(pool, IMAGES)).stream()
        .filter(v -> v.id().equals(id))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aChainNeitherMovesNorTravels() throws Exception {
    take("one");
    Volume snapped = volume();
    List<Volume> all = List.of(snapped);
    assertEquals(
        "problem.volume-has-snapshots",
        refused(() -> DIR.cloning().orElseThrow().template(pool, snapped, List.of(), all)));
    assertEquals(
        "problem.volume-has-snapshots",
        refused(() ->
            DIR.renaming()
                .orElseThrow()
                .rename(pool, snapped, new Naming(200, null), List.of(), all)));
    assertEquals(
        "problem.stream-chain",
        refused(() ->
            DIR.transfer()
                .orElseThrow()
                .export(pool, snapped, StreamFormat.QCOW2_SIZE, Transfer.Extent.PRESENT)));
  }

  @Test
  void allOfItIsRemoved() throws Exception {
    history();
    Files.writeString(base.resolve("images/100/snap-s1-vm-100-disk-10.qcow2"), "another one's");
    Rehearsal.apply(VOLUMES.free(pool, volume(), List.of(volume())));
    assertEquals(List.of("snap-s1-vm-100-disk-10.qcow2"), files());
  }

  private static String refused(org.junit.jupiter.api.function.Executable attempt) {
    return assertThrows(InvalidException.class, attempt).problems().getFirst().said().key();
  }
}
