package stowage.type;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import stowage.config.StorageId;
import stowage.config.StorageType;
import stowage.exec.Exec;
import stowage.exec.Probe;
import stowage.exec.Reading;
import stowage.exec.Result;
import stowage.schema.InvalidException;
import stowage.volume.ContentType;
import stowage.volume.Volume;

/**
 * Every type on a host that answers with anything at all. Nothing may make a backend fall over, and
 * whatever it believes must be possible: names that it can read itself, sizes that are none below
 * zero, a reason where a pool can't be used.
 */
class HostileAnswersTest {
  private static final Set<ContentType> ALL = EnumSet.allOf(ContentType.class);
  private static final Map<String, String> VALUES =
      Map.ofEntries(
          Map.entry("path", "/p"),
          Map.entry("server", "192.0.2.9"),
          Map.entry("server2", "192.0.2.10"),
          Map.entry("export", "/srv/e"),
          Map.entry("share", "s"),
          Map.entry("volume", "v0"),
          Map.entry("vgname", "pve"),
          Map.entry("thinpool", "data"),
          Map.entry("pool", "rbd"),
          Map.entry("portal", "192.0.2.9"),
          Map.entry("target", "iqn.x:y"),
          Map.entry("iscsiprovider", "LIO"),
          Map.entry("lio_tpg", "tpg1"),
          Map.entry("datastore", "main"),
          Map.entry("base", "san1:0.0.1.scsi-3600"));

  private static Pool pool(StorageType type) {
    Set<ContentType> contents = EnumSet.allOf(ContentType.class);
    contents.remove(ContentType.NONE);
    return new Pool(new StorageId("pool1"), type, VALUES, contents, true, Set.of());
  }

  private static Result raw(int... bytes) {
    byte[] out = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      out[i] = (byte) bytes[i];
    }
    return new Result(Result.Ending.EXITED, 0, out, new byte[0]);
  }

  private static List<Result> odd() {
    List<Result> odd = new ArrayList<>();
    for (String text :
        List.of(
            "",
            "\n",
            " ",
            "\0",
            "\0\0\0\0\0\0\0",
            "null",
            "0",
            "-1",
            "\"\"",
            "[]",
            "{}",
            "[[]]",
            "[null]",
            "[{}]",
            "{\"report\":null}",
            "{\"report\":[]}",
            "{\"report\":[{}]}",
            "{\"report\":[{\"lv\":null}]}",
            "{\"report\":[{\"vg\":{}}]}",
            "{\"report\":[{\"lv\":[{\"lv_name\":7,\"lv_size\":\"x\"}]}]}",
            "{\"report\":[{\"lv\":[{\"lv_name\":\"vm-100-disk-0\",\"lv_attr\":\"\",\"lv_size\":\"-9\"}]}]}",
            "{\"pools\":7}",
            "{\"pools\":[{\"name\":\"rbd\",\"stats\":[]}]}",
            "{\"pools\":[{\"name\":\"rbd\",\"stats\":{\"stored\":-1,\"max_avail\":-1}}]}",
            "{\"pools\":[{\"name\":\"rbd\",\"stats\":{\"stored\":1e400,\"max_avail\":1.5}}]}",
            "{\"total\":-1,\"used\":99999999999999999999,\"avail\":\"x\"}",
            "{\"total\":1,\"used\":2,\"avail\":9223372036854775807}",
            "{\"blockdevices\":[null,7,{\"hctl\":\"a:b\"},{\"hctl\":\"0:0:0:0:0\",\"size\":-1}]}",
            "[{\"image\":\"vm-100-disk-0\",\"size\":-1},{\"image\":\"\",\"size\":1}]",
            "[".repeat(5000),
            "{\"a\":".repeat(5000),
            "available\t\nused\n",
            "available\t-5\nused\t-7\ntype\tfilesystem\n",
            "rbd\tONLINE\textra\t\t\n\t\t\n",
            "rbd/vm-100-disk-0\t-\t-\n",
            "rbd/vm-100-disk-0\t-1\t-\tvolume\t-\t-1\n",
            "rbd/vm-100-\u00a0x\t1\t-\tvolume\t-\t1\n",
            "100 50\n",
            "0 0 0 0 \n",
            "9223372036854775807 9223372036854775807 9223372036854775807 9223372036854775807 ext2\n",
            "1 2 3 4 ext2/ext3\n",
            "-1 -2 -3 -4 ext2/ext3\n",
            "ffffffffffffffffff\n",
            "tcp: [99999999999999999999] x iqn.x:y\n",
            "tcp: [1]\n",
            "session1 host0\nsession ../host/\nsessionx ../../hostx/session\n",
            "/p\0a\0b\0c\0d\0e",
            "/p\u0000100/vm-100-disk-0.raw\0f\09223372036854775808\0x\0.\0",
            "Lun:99999999999999999999 Type:D (Size:99999999999T)\nLun: (Size:)\n",
            "Target:iqn.x:y\n  Lun:-1 Type:DIRECT_ACCESS (Size:1X)\n",
            "none\n/proc\n",
            "a b c\\",
            "a b\\0 c d 0 0\n",
            "a b\\777 ext4 rw 0 0\n",
            "--help\n-rf\n",
            "x".repeat(200_000),
            "\u001b]0;x\u0007\u202e",
            "vm-100-disk-0\r\n")) {
      odd.add(Result.exited(0, text, ""));
      odd.add(Result.exited(1, text, ""));
    }
    odd.add(raw(0xff, 0xfe, 0x00, 0x80, 0x0a));
    odd.add(raw(0xc3, 0x28, 0x0a, 0xed, 0xa0, 0x80));
    for (int status : new int[] {1, 2, 5, 21, 124, 126, 127, 128, 137, 255, -1}) {
      odd.add(Result.exited(status, "", ""));
      odd.add(Result.exited(status, "{", "x: No such file or directory\n"));
      odd.add(Result.exited(status, "[]", "\n\n \n"));
    }
    for (Result.Ending ending : List.of(Result.Ending.TIMED_OUT, Result.Ending.OVERFLOWED)) {
      odd.add(new Result(ending, 0, new byte[0], new byte[0]));
      odd.add(new Result(ending, 0, "[]".getBytes(StandardCharsets.UTF_8), new byte[0]));
    }
    return odd;
  }

  private static String shown(Result answer) {
    String text = answer.text();
    return answer.ending()
        + " "
        + answer.status()
        + " "
        + text.substring(0, Math.min(80, text.length()))
        + " / "
        + answer.errorText();
  }

  private static <T> Reading<T> all(Probe<T> probe, Result answer) {
    return probe.read(Collections.nCopies(probe.programs().size(), answer));
  }

  private static Backend backend(StorageType type) {
    return Backends.of(type).orElseThrow();
  }

  @ParameterizedTest
  @EnumSource(StorageType.class)
  void aStatusIsPossibleOrUnknown(StorageType type) {
    Probe<PoolStatus> probe = backend(type).status(pool(type));
    for (Result answer : odd()) {
      possible(all(probe, answer), shown(answer));
    }
  }

  private static void possible(Reading<PoolStatus> reading, String answer) {
    reading
        .optional()
        .ifPresent(status -> {
          assertTrue(status.total() >= 0, answer + status);
          Long used = status.used();
          Long available = status.available();
          assertTrue(used == null || used >= 0, answer + status);
          assertTrue(available == null || available >= 0, answer + status);
          if (status.active()) {
            assertNull(status.reason(), answer);
          } else {
            assertNotNull(status.reason(), answer);
            assertEquals(0, status.total(), answer);
          }
        });
  }

  @ParameterizedTest
  @EnumSource(StorageType.class)
  void whatIsListedHasAnIdAndASize(StorageType type) {
    Probe<List<Volume>> probe = backend(type).list(pool(type), ALL);
    for (Result answer : odd()) {
      all(probe, answer).optional().ifPresent(found -> possible(type, found, shown(answer)));
    }
  }

  private static void possible(StorageType type, List<Volume> found, String answer) {
    for (Volume volume : found) {
      Long size = volume.space().size();
      assertTrue(size == null || size >= 0, answer + volume);
      Long used = volume.space().used();
      assertTrue(used == null || used >= 0, answer + volume);
      try {
        assertFalse(backend(type).parse(volume.id().name()).name().isEmpty());
      } catch (InvalidException e) {
        throw new AssertionError(answer + " lists what can't be read: " + volume, e);
      }
    }
  }

  /** A hung, killed or missing program has not said that there is nothing. */
  @ParameterizedTest
  @EnumSource(value = StorageType.class, names = "ISCSI", mode = EnumSource.Mode.EXCLUDE)
  void silenceIsNeverAnEmptyList(StorageType type) {
    Probe<List<Volume>> probe = backend(type).list(pool(type), ALL);
    for (Result silent :
        List.of(
            new Result(Result.Ending.TIMED_OUT, 0, new byte[0], new byte[0]),
            new Result(Result.Ending.OVERFLOWED, 0, new byte[0], new byte[0]),
            Result.exited(137, "", ""),
            Result.exited(127, "", "not found"),
            Result.exited(255, "", ""))) {
      assertEquals(List.of(), all(probe, silent).optional().stream().toList(), shown(silent));
    }
  }

  @ParameterizedTest
  @EnumSource(StorageType.class)
  void theOtherQuestionsSurviveToo(StorageType type) {
    Backend backend = backend(type);
    Pool pool = pool(type);
    List<Probe<?>> probes =
        List.of(
            backend.activation(pool),
            backend.deactivation(pool),
            backend.taken(pool),
            backend.briefed(pool),
            backend.complete(pool),
            backend.founding(pool));
    for (Probe<?> probe : probes) {
      for (Exec program : probe.programs()) {
        assertTrue(program.argv().getFirst().startsWith("/"), program.shown());
      }
      for (Result answer : odd()) {
        assertNotNull(all(probe, answer), shown(answer));
      }
    }
  }

  /** What would be changed after such an answer: with whole words, and never below the root. */
  @ParameterizedTest
  @EnumSource(StorageType.class)
  void noStepIsMadeOfNonsense(StorageType type) {
    Backend backend = backend(type);
    Pool pool = pool(type);
    for (Probe<Change> probe :
        List.of(backend.activation(pool), backend.deactivation(pool), backend.founding(pool))) {
      for (Result answer : odd()) {
        all(probe, answer)
            .optional()
            .ifPresent(change ->
                change
                    .steps()
                    .forEach(step ->
                        assertTrue(
                            step.command().argv().stream().noneMatch(w -> w.indexOf('\0') >= 0),
                            step.command().shown())));
      }
    }
  }

  @Test
  void scansSurviveAnything() {
    for (Scan scan : Scans.all()) {
      List<String> values = Collections.nCopies(scan.arguments().size(), "192.0.2.9");
      Probe<List<Scan.Found>> probe = scan.probe(values);
      for (Result answer : odd()) {
        all(probe, answer)
            .optional()
            .ifPresent(found ->
                found.forEach(
                    f -> assertFalse(f.name().isEmpty(), scan.word() + ": " + shown(answer))));
      }
    }
  }

  // Answers that were cut off or damaged on the way

  private static Stream<Arguments> good() {
    return Stream.of(
        Arguments.of(
            StorageType.RBD,
            List.of(
                """
                [{"image":"base-100-disk-0","size":33554432,"format":2},
                {"image":"vm-101-disk-0","size":33554432,"parent":{"pool":"rbd","pool_namespace":"","image":"base-100-disk-0","snapshot":"__base__"},"format":2}]
                """)),
        Arguments.of(
            StorageType.ZFSPOOL,
            List.of(
                """
                rbd\t-\t-\tfilesystem\t0\t352256
                rbd/base-100-disk-0\t1073741824\t-\tvolume\t-\t57344
                rbd/subvol-100-disk-1\t-\t-\tfilesystem\t1073741824\t98304
                rbd/vm-101-disk-0\t1073741824\trbd/base-100-disk-0@__base__\tvolume\t-\t0
                """)),
        Arguments.of(
            StorageType.PBS,
            List.of(
                """
                [{"backup-type":"vm","backup-id":"100","backup-time":1577836800,"size":5,"comment":"a\\nb","protected":true,"verification":{"state":"ok","upid":"x"}}]
                """)),
        Arguments.of(
            StorageType.ISCSI,
            List.of(
                "tcp: [1] 127.0.0.1:3260,1 iqn.x:y (non-flash)\n",
                "session1 ../../devices/platform/host0/session1/iscsi_session/session1\n",
                """
                {"blockdevices":[{"name":"sda","kname":"sda","hctl":"0:0:0:0","type":"disk","size":536870912}]}
                """,
                "scsi-3600140526e1531d38fc40c69f9aea44a ../../sda\n")));
  }

  private static Result answer(byte[] out) {
    return new Result(Result.Ending.EXITED, 0, out, new byte[0]);
  }

  private static List<Result> answers(Probe<?> probe, List<String> texts) {
    List<Result> answers = new ArrayList<>();
    for (int i = 0; i < probe.programs().size(); i++) {
      String text = texts.get(Math.min(i, texts.size() - 1));
      answers.add(answer(text.getBytes(StandardCharsets.UTF_8)));
    }
    return answers;
  }

  @ParameterizedTest
  @MethodSource("good")
  void whatIsWholeIsListed(StorageType type, List<String> texts) {
    Probe<List<Volume>> probe = backend(type).list(pool(type), ALL);
    assertFalse(Samples.known(probe.read(answers(probe, texts))).isEmpty());
  }

  @ParameterizedTest
  @MethodSource("good")
  void anAnswerMayEndAnywhere(StorageType type, List<String> texts) {
    Probe<List<Volume>> probe = backend(type).list(pool(type), ALL);
    List<Result> whole = answers(probe, texts);
    int most = Samples.known(probe.read(whole)).size();
    for (int which = 0; which < whole.size(); which++) {
      byte[] out = whole.get(which).out();
      for (int end = 0; end < out.length; end++) {
        List<Result> cut = new ArrayList<>(whole);
        cut.set(which, answer(Arrays.copyOf(out, end)));
        String where = "cut at " + end + " of " + which;
        probe
            .read(cut)
            .optional()
            .ifPresent(found -> {
              possible(type, found, where);
              assertTrue(found.size() <= most, where);
            });
      }
    }
  }

  @ParameterizedTest
  @MethodSource("good")
  void anyByteMayBeAnother(StorageType type, List<String> texts) {
    Probe<List<Volume>> probe = backend(type).list(pool(type), ALL);
    List<Result> whole = answers(probe, texts);
    for (int which = 0; which < whole.size(); which++) {
      byte[] out = whole.get(which).out();
      for (int at = 0; at < out.length; at++) {
        for (int other : new int[] {0, '\n', '"', '-', '/', '9', 0x7f, 0xff}) {
          byte[] damaged = out.clone();
          damaged[at] = (byte) other;
          List<Result> answers = new ArrayList<>(whole);
          answers.set(which, answer(damaged));
          probe
              .read(answers)
              .optional()
              .ifPresent(found -> possible(type, found, "damaged: " + answer(damaged).text()));
        }
      }
    }
  }
}
