package stowage.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import stowage.exec.Result;

class ClusterFileTest {

  @Test
  void nameAndNodesAreTold() {
    String text =
        """
        {
        "nodename": "pve1",
        "version": 7,
        "cluster": { "name": "seoul", "version": 3, "nodes": 2, "quorate": 1 },
        "nodelist": {
          "pve1": { "id": 1, "online": 1, "ip": "192.0.2.11"},
          "pve2": { "id": 2, "online": 0}
          }
        }
        """;
    assertEquals(
        Optional.of(
            new ClusterFile.Members("seoul", true, Map.of("pve1", "192.0.2.11", "pve2", ""))),
        ClusterFile.members(Result.exited(0, text, "")));
  }

  @Test
  void aNodeAloneIsInNoCluster() {
    String alone = "{\n\"nodename\": \"pve\",\n\"version\": 0\n}\n";
    assertEquals(Optional.empty(), ClusterFile.members(Result.exited(0, alone, "")));
    assertEquals(Optional.empty(), ClusterFile.members(Result.exited(0, "no json", "")));
    assertEquals(Optional.empty(), ClusterFile.members(Result.exited(1, "", "no such file")));
  }
}
