package stowage.target;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import stowage.exec.Exec;
import stowage.exec.Input;
import stowage.exec.Probe;
import stowage.exec.Reading;
import stowage.exec.Result;
import stowage.exec.Step;
import stowage.message.Message;
import stowage.tool.Remote;

/** Targets that answer oddly or not at all, and the files that configure them. */
class TargetAnswersTest {
  private static final Remote REMOTE = new Remote("192.0.2.70");

  private static Site site(Software software) {
    return new Site(REMOTE, software, "iqn.x:y", Map.of("lio_tpg", "tpg1"));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static byte[] file(String text) {
    return bytes("/etc/t.conf\n/etc/rc.d/t\n" + text.length() + "\n" + text);
  }

  private static String failure(Reading<?> reading) {
    return switch (reading) {
      case Reading.Known<?> known -> "known: " + known;
      case Reading.Failed<?>(var reason) -> reason.key();
    };
  }

  // Words

  @ParameterizedTest
  @EnumSource(Software.class)
  void softwareIsFoundByItsWordAlone(Software software) {
    assertEquals(Optional.of(software), Software.of(software.word()));
    assertEquals(Optional.empty(), Software.of(software.word() + " "));
    assertTrue(software.base().startsWith("/dev"));
    Exec survey = site(software).units().programs().getFirst();
    assertFalse(survey.changesHost());
    assertEquals(Remote.SSH.program(), survey.argv().getFirst());
  }

  @ParameterizedTest
  @CsvSource({
    "/dev/tank/vm-100-disk-0, true",
    "/dev/zvol/tank/vm-100-disk-0, true",
    "/dev/zvol/rdsk/tank/vm-100-disk-0, true",
    "/srv/tank/vm-100-disk-0, false",
    "/dev/zvol/othertank/vm-100-disk-0, false",
    "/dev/zvol/tank/vm-100-disk-01, false",
    "/dev/zvol/tank/vm-100-disk-0@s1, false",
    "'', false",
  })
  void aDeviceIsKnownByAnyOfItsPaths(String path, boolean same) {
    assertEquals(same, new Device("/dev/zvol", "tank/vm-100-disk-0").isAt(path));
  }

  @Test
  void aDeviceOutsideOfDevIsKnownByItsOwnPathOnly() {
    Device device = new Device("/zvols", "tank/a/vm-100-disk-0");
    assertEquals("/zvols/tank/a/vm-100-disk-0", device.path());
    assertEquals("vm-100-disk-0", device.leaf());
    assertTrue(device.isAt("/zvols/tank/a/vm-100-disk-0"));
    assertFalse(device.isAt("/other/tank/a/vm-100-disk-0"));
  }

  // Answers

  @ParameterizedTest
  @EnumSource(Software.class)
  void whatSshSaysComesFirst(Software software) {
    Probe<Units> probe = site(software).units();
    assertEquals(
        "problem.portal-unreachable",
        failure(probe.read(List.of(Result.exited(255, "", "ssh: connect: timed out\n")))));
    assertEquals(
        "problem.portal-login",
        failure(
            probe.read(
                List.of(Result.exited(255, "", "root@x: Permission denied (publickey).\n")))));
    assertEquals(
        "problem.timed-out",
        failure(
            probe.read(List.of(new Result(Result.Ending.TIMED_OUT, 0, new byte[0], new byte[0])))));
    assertEquals(
        "problem.program-failed",
        failure(probe.read(List.of(Result.exited(2, "", "cat: /x: Permission denied\n")))));
  }

  private static final String LIO =
      """
      {"storage_objects":[{"plugin":"block","name":"tank-vm-100-disk-0","dev":"/dev/tank/vm-100-disk-0","wwn":"w"}],
      "targets":[{"wwn":"iqn.x:y","tpgs":[{"tag":1,"luns":[{"index":5,"storage_object":"/backstores/block/tank-vm-100-disk-0"}]}]}]}
      """;
  private static final String IET =
      "Target iqn.x:y\n\tLun 0 Path=/dev/tank/vm-100-disk-0,Type=blockio\n";
  private static final String ISTGT =
      "[LogicalUnit1]\n  TargetName iqn.x:y\n  LUN0 Storage /dev/zvol/tank/vm-100-disk-0 AUTO\n";
  private static final String COMSTAR =
      "unit 600144F0E1CE620000005A5B5D2F0001 /dev/zvol/rdsk/tank/vm-100-disk-0\n"
          + "View Entry: 0\n    Host group   : All\n    LUN          : 4\n";

  private static byte[] good(Software software) {
    return switch (software) {
      case LIO -> bytes(LIO);
      case COMSTAR -> bytes(COMSTAR);
      case ISTGT -> file(ISTGT);
      case IET -> {
        byte[] config = file(IET);
        byte[] state = bytes("tid:7 name:iqn.x:y\n");
        byte[] both = Arrays.copyOf(config, config.length + state.length);
        System.arraycopy(state, 0, both, config.length, state.length);
        yield both;
      }
    };
  }

  private static Reading<Units> read(Software software, byte[] told) {
    return site(software)
        .units()
        .read(List.of(new Result(Result.Ending.EXITED, 0, told, new byte[0])));
  }

  private static void possible(Reading<Units> reading, String told) {
    assertNotNull(reading, told);
    reading
        .optional()
        .ifPresent(units ->
            units
                .units()
                .forEach(unit -> {
                  Integer number = unit.number();
                  assertTrue(number == null || number >= 0, told + " " + unit);
                }));
  }

  @ParameterizedTest
  @EnumSource(Software.class)
  void anAnswerMayEndAnywhereOrBeDamaged(Software software) {
    byte[] good = good(software);
    assertEquals(1, read(software, good).optional().orElseThrow().units().size());
    for (int at = 0; at < good.length; at++) {
      byte[] cut = Arrays.copyOf(good, at);
      possible(read(software, cut), "cut at " + at);
      for (int other : new int[] {0, '\n', ' ', '"', '-', '9', 0xff}) {
        byte[] damaged = good.clone();
        damaged[at] = (byte) other;
        possible(read(software, damaged), new String(damaged, StandardCharsets.ISO_8859_1));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n",
        "\n\n\n\n",
        "null",
        "[]",
        "{}",
        "7",
        "{\"targets\":null}",
        "{\"targets\":[7]}",
        "{\"targets\":[{\"wwn\":\"iqn.x:y\",\"tpgs\":[{\"tag\":\"1\",\"luns\":[7,{\"index\":-1}]}]}]}",
        "{\"targets\":[{\"wwn\":\"iqn.x:y\",\"tpgs\":[{\"tag\":1,\"luns\":[{\"index\":1e99}]}]}]}",
        "unit\n",
        "unit x\nLUN : 1\n",
        "LUN : 1\n",
        "unit a /b\nView Entry: 0\n LUN : -1\n",
        "unit a /b\nView Entry: 0\n LUN : 99999999999999999999\n",
        "/f\n/d\n-1\nabc",
        "/f\n/d\n99999999999\nabc",
        "/f\n/d\n3\nabc",
        "/f\n/d\n0\n",
        "/f\n/d\n200\nTarget iqn.x:y\n"
      })
  void nonsenseIsNoTarget(String told) {
    for (Software software : Software.values()) {
      possible(read(software, bytes(told)), software + ": " + told);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Lun -1 Path=/dev/x",
        "Lun 99999999999999999999 Path=/dev/x",
        "Lun x",
        "Lun",
        "Lun 0",
        "Lun 0 Path=",
        "Lun 0 Type=nullio,Sectors=1"
      })
  void oddLinesOfAFileAreNoUnits(String line) {
    String text = "Target iqn.x:y\n\t" + line + "\n";
    byte[] told = bytes("/etc/t.conf\n\n" + text.length() + "\n" + text + "tid:7 name:iqn.x:y\n");
    Reading<Units> reading = read(Software.IET, told);
    possible(reading, line);
    reading
        .optional()
        .ifPresent(units ->
            assertEquals(
                Optional.empty(), units.find(new Device("/dev", "tank/vm-100-disk-0")), line));
  }

  // Files

  private static ConfigFile config(String... lines) {
    return new ConfigFile("/etc/t.conf", "/etc/rc.d/t", List.of(lines));
  }

  @Test
  void aFileIsReadByItsLength() {
    ConfigFile.Shown shown =
        ConfigFile.of(bytes("/etc/t.conf\n/etc/rc.d/t\n    6\na\n\u00e9\nbmore\n")).orElseThrow();
    assertEquals(config("a\n", "\u00e9\n", "bm"), shown.file());
    assertEquals("ore\n", shown.rest());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/f",
        "/f\n",
        "/f\n/d\n",
        "/f\n/d\n3",
        "/f\n/d\nx\nabc",
        "/f\n/d\n\nabc",
        "/f\n/d\n4\nabc",
        "/f\n/d\n-1\nabc",
        "/f\n/d\n99999999999\nabc"
      })
  void aFileThatDidNotArriveWholeIsNone(String told) {
    assertEquals(Optional.empty(), ConfigFile.of(bytes(told)));
  }

  @Test
  void linesComeAndGo() {
    ConfigFile file = config("a\n", "b");
    assertEquals(List.of("a\n", "x\n", "y\n", "b"), file.with(0, List.of("x", "y")).lines());
    // A last line without an end gets one before another follows.
    assertEquals(List.of("a\n", "b\n", "x\n"), file.with(1, List.of("x")).lines());
    assertEquals(List.of("b"), file.without(List.of(0)).lines());
    assertEquals(List.of(), file.without(List.of(1, 0)).lines());
    assertEquals(file, file.without(List.of(7)));
  }

  @Test
  void aFileIsNeverShownAndGoesBackAsItWas() {
    ConfigFile file = config("IncomingUser anna geheim\n");
    ConfigFile next = file.with(0, List.of("Lun 1"));
    Step step = file.replaced(REMOTE, Message.of("x"), next, false);
    assertFalse(step.command().shown().contains("geheim"));
    assertFalse(step.toString().contains("geheim"));
    assertTrue(step.command().input() instanceof Input.Hidden);
    if (step.undo() instanceof Step.Undo.By(var commands, boolean halfway)) {
      assertTrue(halfway);
      assertEquals(1, commands.size());
      assertTrue(
          commands.getFirst().input() instanceof Input.Hidden(var secret)
              && new String(secret.reveal(), StandardCharsets.ISO_8859_1)
                  .equals("IncomingUser anna geheim\n"));
      // Whatever the first restarted, going back restarts it.
      assertTrue(commands.getFirst().argv().getLast().contains("/etc/rc.d/t"));
      assertFalse(step.command().argv().getLast().endsWith("/etc/rc.d/t"));
    } else {
      throw new AssertionError(step.undo());
    }
  }
}
