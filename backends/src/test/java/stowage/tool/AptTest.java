package stowage.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static stowage.tool.Told.assertLines;
import static stowage.tool.Told.known;
import static stowage.tool.Told.ok;
import static stowage.tool.Told.reason;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stowage.exec.Exec;
import stowage.exec.Probe;
import stowage.exec.Reading;
import stowage.exec.Result;
import stowage.tool.Apt.Outlook;

class AptTest {
  private static final Probe<Outlook> OUTLOOK = Apt.outlook(List.of("nfs-common"));

  private static Reading<Outlook> told(Result answer) {
    return OUTLOOK.read(List.of(answer));
  }

  @Test
  void readsWhatInstallingWouldDo() {
    String recorded =
        """
        Reading package lists...
        Building dependency tree...
        NOTE: This is only a simulation!
              apt-get needs root privileges for real execution.
        The following additional packages will be installed:
          keyutils libnfsidmap1 rpcbind
        Remv old-nfs [1.2-3]
        Inst libnfsidmap1 (1:2.6.2-4+deb12u1 Debian:12.15/oldstable [amd64])
        Inst libc6:i386 (2.36-9 Debian:12.15/oldstable [i386])
        Inst nfs-common [1:2.6.1] (1:2.6.2-4+deb12u1 Debian:12.15/oldstable [amd64]) []
        Conf libnfsidmap1 (1:2.6.2-4+deb12u1 Debian:12.15/oldstable [amd64])
        Purg older-nfs [1.0]
        """;
    assertEquals(
        new Outlook(
            List.of("libnfsidmap1", "libc6:i386"),
            List.of("nfs-common"),
            List.of("old-nfs", "older-nfs")),
        known(told(ok(recorded))));
  }

  @Test
  void whatIsThereAlreadyChangesNothing() {
    String recorded = "nfs-common is already the newest version (1:2.6.2-4+deb12u1).\n";
    assertEquals(new Outlook(List.of(), List.of(), List.of()), known(told(ok(recorded))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          100 | E: Unable to locate package nfs-common | program-failed
          100 | E: Unmet dependencies. Try 'apt --fix-broken install' | program-failed
          127 | sh: 1: /usr/bin/apt-get: not found | program-missing
          """)
  void whatCanNotBeInstalledIsNotAnEmptyOutlook(int status, String said, String expected) {
    String begun = "Reading package lists...\nInst keyutils (1.6.3-2 Debian:12 [amd64])\n";
    assertEquals(expected, reason(told(Result.exited(status, begun, said + "\n"))));
  }

  @Test
  void aSimulationThatHangsIsNone() {
    Result hung = new Result(Result.Ending.TIMED_OUT, 124, new byte[0], new byte[0]);
    assertEquals("timed-out", reason(told(hung)));
  }

  @Test
  void anybodyMaySimulate() {
    assertLines(
        "?$ /usr/bin/apt-get --simulate --quiet --no-install-recommends install -- nfs-common",
        OUTLOOK.programs().getFirst());
  }

  @Test
  void nothingIsAskedAndNoNamePassesForAnOption() {
    assertLines(
        """
        !# /usr/bin/apt-get --yes --quiet --option DPkg::Lock::Timeout=120 update
        !# /usr/bin/apt-get --yes --quiet --option DPkg::Lock::Timeout=120 \
        --no-install-recommends --no-remove install -- nfs-common cifs-utils
        !# /usr/bin/apt-get --yes --quiet --option DPkg::Lock::Timeout=120 remove -- nfs-common
        """,
        Apt.update(),
        Apt.install(List.of("nfs-common", "cifs-utils")),
        Apt.remove(List.of("nfs-common")));
  }

  @Test
  void anotherAptAtWorkIsWaitedForWithinTheLimit() {
    Exec install = Apt.install(List.of("nfs-common"));
    assertTrue(install.limit().toSeconds() > 2 * 120, "the lock alone may take two minutes");
  }
}
