package stowage.type;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static stowage.type.Samples.failure;
import static stowage.type.Samples.known;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import stowage.config.StorageType;
import stowage.exec.Probe;
import stowage.exec.Reading;
import stowage.exec.Result;
import stowage.schema.InvalidException;
import stowage.volume.ContentType;
import stowage.volume.Size;
import stowage.volume.Volume;

/**
 * A row of which a part can't be read, the same for every type whose volumes are rows of an answer:
 * a volume of unknown size is there, and a row that does not say which volume it is makes it
 * unknown what is there, so that nothing is made in its place.
 */
class UnreadableRowsTest {

  /**
   * @param whole the answer around rows
   * @param good {@code vm-100-disk-0}
   * @param sizeless {@code vm-100-disk-1}
   * @param mute a row about nobody knows what
   */
  record Kind(
      Backend backend, Pool pool, Around whole, String good, String sizeless, List<String> mute) {

    Reading<List<Volume>> list(String... rows) {
      return told(backend.list(pool, Set.of(ContentType.IMAGES)), rows);
    }

    Reading<List<Volume>> taken(String... rows) {
      return told(backend.taken(pool), rows);
    }

    private Reading<List<Volume>> told(Probe<List<Volume>> probe, String... rows) {
      String out = whole.before() + String.join(whole.between(), rows) + whole.after();
      int programs = probe.programs().size();
      return probe.read(new ArrayList<>(Collections.nCopies(programs, Result.exited(0, out, ""))));
    }

    @Override
    public String toString() {
      return pool.type().word();
    }
  }

  record Around(String before, String between, String after) {}

  private static final Around LVM = new Around("{\"report\":[{\"lv\":[", ",", "]}]}");
  private static final Around LINES = new Around("", "", "");
  private static final Around ARRAY = new Around("[", ",", "]");

  private static String lv(String name, String size, String attr) {
    return """
    {"vg_name":"vg", "lv_name":%s, "lv_size":%s, "lv_attr":"%s", "pool_lv":"data", "origin":"",
     "lv_tags":"pve-vm-100"}
    """
        .formatted(name, size, attr);
  }

  private static Kind lvm(Backend backend, StorageType type, String attr) {
    return new Kind(
        backend,
        Samples.of(type, "pool", "vgname", "vg", "thinpool", "data"),
        LVM,
        lv("\"vm-100-disk-0\"", "\"4194304\"", attr),
        lv("\"vm-100-disk-1\"", "\"much\"", attr),
        List.of("null", "[]", "\"vm-100-disk-2\"", lv("null", "\"1\"", attr), "{}"));
  }

  static Stream<Kind> kinds() {
    return Stream.of(
        lvm(new LvmBackend(), StorageType.LVM, "-wi-a-----"),
        lvm(new LvmThinBackend(), StorageType.LVMTHIN, "Vwi-a-tz--"),
        new Kind(
            new ZfsPoolBackend(),
            Samples.of(StorageType.ZFSPOOL, "pool", "pool", "tank"),
            LINES,
            "tank/vm-100-disk-0\t4194304\t-\tvolume\t-\t1\n",
            "tank/vm-100-disk-1\t4M\t-\tvolume\t-\t-\n",
            List.of("\t1\t-\tvolume\t-\t1\n", "tank/vm-100-disk-2\t1\t-\t\t-\t1\n", "tank/vm\n")),
        new Kind(
            new RbdBackend(),
            Samples.of(StorageType.RBD, "pool", "pool", "rbd"),
            ARRAY,
            "{\"image\":\"vm-100-disk-0\",\"size\":4194304}",
            "{\"image\":\"vm-100-disk-1\",\"size\":-4}",
            List.of("null", "[]", "{}", "{\"image\":null,\"size\":1}", "\"vm-100-disk-2\"")));
  }

  private static List<String> shown(List<Volume> volumes) {
    return volumes.stream().map(v -> v.id() + " " + v.space().size()).toList();
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void aVolumeOfUnknownSizeIsThereAndItsNameTaken(Kind kind) throws InvalidException {
    List<String> both = List.of("pool:vm-100-disk-0 4194304", "pool:vm-100-disk-1 null");
    assertEquals(both, shown(known(kind.list(kind.good(), kind.sizeless()))));
    List<Volume> taken = known(kind.taken(kind.good(), kind.sizeless()));
    assertEquals(both, shown(taken));
    Provisioning provisioning = kind.backend().provisioning().orElseThrow();
    Provisioning.Order order = new Provisioning.Order(100, null, null, Size.mib(4));
    assertEquals(
        "pool:vm-100-disk-2", provisioning.allocate(kind.pool(), order, taken).made().toString());
    Provisioning.Order named = new Provisioning.Order(100, "vm-100-disk-1", null, Size.mib(4));
    assertRefused("problem.volume-exists", () -> provisioning.allocate(kind.pool(), named, taken));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void itCanBeRemovedButNotGrown(Kind kind) throws InvalidException {
    List<Volume> listed = known(kind.list(kind.good(), kind.sizeless()));
    Provisioning provisioning = kind.backend().provisioning().orElseThrow();
    assertRefused(
        "problem.size-unknown",
        () -> provisioning.resize(kind.pool(), listed.getLast(), Size.mib(64)));
    assertEquals(false, provisioning.free(kind.pool(), listed.getLast(), listed).steps().isEmpty());
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void aRowAboutNobodyKnowsWhatMakesItUnknownWhatIsThere(Kind kind) {
    for (String mute : kind.mute()) {
      assertEquals("problem.answer-unreadable", failure(kind.list(kind.good(), mute)), mute);
      assertEquals("problem.answer-unreadable", failure(kind.taken(kind.good(), mute)), mute);
      assertEquals("problem.answer-unreadable", failure(kind.taken(mute, kind.good())), mute);
    }
  }

  private static void assertRefused(String key, Executable attempt) {
    InvalidException refused = assertThrows(InvalidException.class, attempt);
    assertEquals(key, refused.problems().getFirst().said().key());
  }
}
