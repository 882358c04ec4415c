package stowage.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.List;
import org.junit.jupiter.api.Test;
import stowage.exec.Reading;
import stowage.exec.Result;

class NfsTest {
  @Test
  void readsTheListOfExports() {
    String recorded =
        """
        /srv/nfs/b 10.77.0.0/24,127.0.0.1
        /srv/nfs/a 10.77.0.0/24,127.0.0.1
        /everyone  (everyone)
        no path here
        """;
    assertEquals(
        Reading.known(
            List.of(
                new Nfs.Export("/srv/nfs/b", "10.77.0.0/24,127.0.0.1"),
                new Nfs.Export("/srv/nfs/a", "10.77.0.0/24,127.0.0.1"),
                new Nfs.Export("/everyone", "(everyone)"))),
        Nfs.exports(Nfs.exports("nas"), Result.exited(0, recorded, "")));
  }

  @Test
  void aServerWithoutExportsHasAnEmptyList() {
    assertEquals(
        Reading.known(List.of()), Nfs.exports(Nfs.exports("nas"), Result.exited(0, "", "")));
  }

  @Test
  void repeatsWhyTheServerDidNotAnswer() {
    Result recorded = Result.exited(1, "", "clnt_create: RPC: Unable to receive\n");
    var failed =
        assertInstanceOf(Reading.Failed.class, Nfs.exports(Nfs.exports("10.77.0.99"), recorded));
    assertEquals("problem.program-failed", failed.reason().key());
    assertEquals(
        List.of("/sbin/showmount", "clnt_create: RPC: Unable to receive"), failed.reason().args());
  }

  @Test
  void aMissingProgramIsNamed() {
    Result recorded = Result.exited(127, "", "sh: 1: /sbin/showmount: not found");
    var failed = assertInstanceOf(Reading.Failed.class, Nfs.exports(Nfs.exports("nas"), recorded));
    assertEquals("problem.program-missing", failed.reason().key());
  }
}
