package stowage.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import stowage.exec.Exec;
import stowage.exec.HostException;
import stowage.exec.Probe;
import stowage.exec.Reading;
import stowage.exec.Result;
import stowage.exec.ScriptedHost;
import stowage.schema.InvalidException;

class InquiryTest {
  private static final String CONFIG = "/usr/bin/cat /etc/pve/storage.cfg";
  private static final Probe<String> UPTIME =
      Probe.of(Exec.reads("/usr/bin/uptime"), r -> Reading.known(r.text()));

  private final ScriptedHost host =
      new ScriptedHost()
          .on(CONFIG, "dir: one\n\tpath /a\n\n")
          .on("/usr/bin/uname -n", "pve1.example.net\n")
          .on("/usr/bin/cat /proc/mounts", "/dev/sda1 / ext4 rw 0 0\n")
          .on("/usr/bin/find", "")
          .on("/usr/bin/stat", Result.exited(1, "/etc/pve\n", ""))
          .on("/usr/bin/uptime", "up");
  private final Inquiry inquiry = new Inquiry(host);

  @Test
  void theFirstQuestionTakesTwoTripsAndEveryLaterOneTakesOne() throws Exception {
    inquiry.ask(_ -> UPTIME);
    assertEquals(2, host.trips());
    assertEquals(new Reading.Known<>("up"), inquiry.ask(_ -> UPTIME).reading());
    assertEquals(3, host.trips());
  }

  @Test
  void aChangedConfigurationCostsOneMoreTripAndIsWhatTheAnswerIsFor() throws Exception {
    inquiry.ask(_ -> UPTIME);
    host.on(CONFIG, "dir: two\n\tpath /b\n\n");
    List<String> asked = new java.util.ArrayList<>();
    inquiry.ask(survey -> {
      asked.add(survey.config().sections().getFirst().id());
      return UPTIME;
    });
    assertEquals(List.of("one", "two"), asked);
    assertEquals(4, host.trips());
  }

  @Test
  void whatIsWrongOnlyForTheOldConfigurationIsAskedAgain() throws Exception {
    inquiry.survey();
    host.on(CONFIG, "dir: two\n\tpath /b\n\n");
    Reading<String> reading =
        inquiry
            .ask(survey -> {
              if (survey.config().section("two").isEmpty()) {
                throw new InvalidException("storage", "problem.storage-missing", "b");
              }
              return UPTIME;
            })
            .reading();
    assertEquals(new Reading.Known<>("up"), reading);
  }

  @Test
  void whatIsWrongForThePresentConfigurationIsRefused() throws Exception {
    inquiry.survey();
    assertThrows(
        InvalidException.class,
        () ->
            inquiry.ask(_ -> {
              throw new InvalidException("storage", "problem.storage-missing", "b");
            }));
  }

  @Test
  void theSameProgramRunsOnceForTwoQuestions() throws Exception {
    Reading<List<Reading<String>>> both = inquiry.ask(Probe.all(List.of(UPTIME, UPTIME)));
    assertEquals(2, both.optional().orElseThrow().size());
    assertEquals(List.of("/usr/bin/uptime"), host.asked());
  }

  @Test
  void anAnswerThatNoParserUnderstandsIsAFailedReading() throws Exception {
    Probe<Integer> number =
        Probe.of(Exec.reads("/usr/bin/uptime"), r -> Reading.known(Integer.valueOf(r.text())));
    assertInstanceOf(Reading.Failed.class, inquiry.ask(number));
  }

  @Test
  void aMissingFileIsAnEmptyConfiguration() throws Exception {
    host.on(CONFIG, Result.exited(1, "", "cat: /etc/pve/storage.cfg: No such file or directory\n"));
    Survey survey = inquiry.survey();
    assertEquals(List.of(), survey.config().sections());
    assertEquals(new Survey.Ground(HostState.Kind.PLAIN, true, false), survey.ground());
  }

  @Test
  void aFileThatCannotBeReadIsNeverTakenForAnEmptyOne() {
    host.on(CONFIG, Result.exited(1, "", "cat: /etc/pve/storage.cfg: Permission denied\n"));
    assertThrows(HostException.CommandFailed.class, inquiry::survey);
    host.on(CONFIG, new Result(Result.Ending.TIMED_OUT, 0, new byte[0], new byte[0]));
    assertThrows(HostException.TimedOut.class, inquiry::survey);
    host.on(CONFIG, new Result(Result.Ending.OVERFLOWED, 0, new byte[0], new byte[0]));
    assertThrows(HostException.Unreadable.class, inquiry::survey);
  }

  @Test
  void theKindOfHostIsToldByWhatLiesAtEtcPve() throws Exception {
    assertEquals(HostState.Kind.PLAIN, inquiry.survey().ground().kind());
    host.on("/usr/bin/cat /proc/mounts", "/dev/fuse /etc/pve fuse rw,nosuid 0 0\n");
    assertEquals(HostState.Kind.CLUSTER, inquiry.survey().ground().kind());
    host.on("/usr/bin/stat", "/etc/pve\n/etc/stowage-demo\n");
    assertEquals(HostState.Kind.DEMO, inquiry.survey().ground().kind());
  }

  @Test
  void theNodeIsTheHostNameWithoutItsDomain() throws Exception {
    assertEquals("pve1", inquiry.survey().node());
    host.on("/usr/bin/uname -n", "");
    assertThrows(HostException.Unreadable.class, inquiry::survey);
  }
}
