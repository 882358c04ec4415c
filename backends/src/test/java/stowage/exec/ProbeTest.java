package stowage.exec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Questions are combined without mixing up whose answer is whose. */
class ProbeTest {
  private static Probe<String> probe(String name) {
    return Probe.of(
        Exec.reads("/bin/" + name),
        r -> r.ok() ? Reading.known(r.text()) : Reading.failed("problem." + name));
  }

  private static Probe<String> pair(String name) {
    return Probe.of(
        List.of(Exec.reads("/bin/" + name, "1"), Exec.reads("/bin/" + name, "2")),
        answers -> Reading.known(answers.get(0).text() + answers.get(1).text()));
  }

  private static final ScriptedHost HOST =
      new ScriptedHost()
          .on("/bin/a", "A")
          .on("/bin/b", "B")
          .on("/bin/p 1", "P1")
          .on("/bin/p 2", "P2");

  @Test
  void manyQuestionsTakeOneRoundTrip() throws Exception {
    ScriptedHost host = new ScriptedHost().on("/bin/a", "A").on("/bin/b", "B");
    Probe<List<Reading<String>>> all =
        Probe.all(List.of(probe("a"), probe("lost"), probe("b"), probe("a")));
    assertEquals(
        Reading.known(
            List.of(
                Reading.known("A"),
                Reading.failed("problem.lost"),
                Reading.known("B"),
                Reading.known("A"))),
        all.ask(host));
    assertEquals(1, host.trips());
  }

  @Test
  void answersOfSeveralProgramsStayTogether() throws Exception {
    Probe<String> both =
        pair("p").and(probe("b"), (x, y) -> x.map(known -> known + y.optional().orElse("-")));
    assertEquals(Reading.known("P1P2B"), both.ask(HOST));
    Probe<String> turned =
        probe("b").and(pair("p"), (x, y) -> y.map(known -> x.optional().orElse("-") + known));
    assertEquals(Reading.known("BP1P2"), turned.ask(HOST));
    Probe<String> three =
        both.and(turned, (x, y) -> x.map(known -> known + "|" + y.optional().orElse("-")));
    assertEquals(Reading.known("P1P2B|BP1P2"), three.ask(HOST));
  }

  @Test
  void oneFailureDoesNotKeepTheOtherFromBeingRead() throws Exception {
    Probe<String> mixed =
        probe("lost").and(probe("a"), (x, y) -> x instanceof Reading.Failed ? y : x);
    assertEquals(Reading.known("A"), mixed.ask(HOST));
  }

  @Test
  void whatIsKnownBeforehandTakesNoRoundTrip() throws Exception {
    ScriptedHost host = new ScriptedHost();
    assertEquals(Reading.known(5), Probe.constant(Reading.known(5)).ask(host));
    Probe<List<Reading<String>>> none = Probe.all(List.of());
    assertEquals(Reading.known(List.of()), none.ask(host));
    assertEquals(0, host.trips());
  }

  @Test
  void aFailureIsNotMapped() throws Exception {
    Probe<Integer> length = probe("lost").map(String::length);
    assertEquals(Reading.failed("problem.lost"), length.ask(HOST));
    assertEquals(Reading.known(1), probe("a").map(String::length).ask(HOST));
    assertEquals(Optional.empty(), Reading.<String>failed("x", 1).map(String::length).optional());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          '' | ''
          one | one
          'one\ntwo' | two
          'one\n two  \n\n  \n' | two
          '\n' | ''
          'a\r\nb\r\n' | b
          """)
  void theCauseIsTheLastLineThatSaysSomething(String err, String line) {
    assertEquals(line, Result.exited(1, "", err).errorLine());
  }

  @ParameterizedTest
  @CsvSource({
    "EXITED, 0, true",
    "EXITED, 1, false",
    "EXITED, 255, false",
    "TIMED_OUT, 0, false",
    "OVERFLOWED, 0, false"
  })
  void aProgramThatWasStoppedDidNotEndWell(Result.Ending ending, int status, boolean ok) {
    assertEquals(ok, new Result(ending, status, new byte[0], new byte[0]).ok());
  }
}
