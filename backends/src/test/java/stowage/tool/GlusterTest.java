package stowage.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static stowage.tool.Told.assertLines;
import static stowage.tool.Told.ok;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import stowage.exec.Result;

class GlusterTest {
  private static final String RECORDED =
      """
      \s
      Volume Name: glustervol
      Type: Distribute
      Volume ID: c81ec2a4-3205-4e1a-833a-5acba3901aa5
      Status: STATE
      Snapshot Count: 0
      Number of Bricks: 1
      Brick1: storage.lab:/srv/gluster/brick
      """;

  @ParameterizedTest
  @CsvSource({"Started, true", "Stopped, false", "Created, false", "Not Started, false"})
  void onlyAStartedVolumeCanBeMounted(String state, boolean started) {
    assertEquals(started, Gluster.started(ok(RECORDED.replace("STATE", state))));
  }

  @Test
  void aServerThatFailsHasNotStartedIt() {
    String started = RECORDED.replace("STATE", "Started");
    assertEquals(false, Gluster.started(Result.exited(1, started, "Connection failed.")));
    assertEquals(false, Gluster.started(ok("")));
    assertEquals(false, Gluster.started(ok("Volume Name: Status: Started\n")));
  }

  @Test
  void listsVolumesOnce() {
    assertEquals(
        List.of("glustervol", "two"),
        Gluster.volumes(ok("glustervol\n  two \nglustervol\nNo volumes present in cluster\n\n")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "127.0.0.1", "::1"})
  void theHostItselfIsAskedWithoutDetour(String server) {
    assertLines(
        """
        ?# /usr/sbin/gluster --mode=script volume list
        ?# /usr/sbin/gluster --mode=script volume info vol0
        """,
        Gluster.volumes(server),
        Gluster.volume(server, "vol0"));
  }

  @Test
  void anotherServerIsAskedThroughItsOwnDaemon() {
    assertLines(
        "?# /usr/sbin/gluster --remote-host=storage.lab --mode=script volume info vol0",
        Gluster.volume("storage.lab", "vol0"));
  }
}
