package stowage.tool;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import stowage.exec.Exec;
import stowage.exec.Result;
import tools.jackson.databind.JsonNode;

/** What the cluster file system itself tells of the cluster, see pmxcfs(8). */
public final class ClusterFile {
  private static final String MEMBERS = "/etc/pve/.members";
  private static final Duration LIMIT = Duration.ofSeconds(5);

  private ClusterFile() {}

  /**
   * A cluster as one of its nodes sees it.
   *
   * @param quorate whether its nodes agree, without which nothing can be changed
   * @param nodes by name, each with its address; empty where none is told
   */
  public record Members(String name, boolean quorate, Map<String, String> nodes) {
    public Members {
      nodes = Map.copyOf(nodes);
    }
  }

  public static Exec read() {
    return Exec.reads("/usr/bin/cat", MEMBERS).asRoot().within(LIMIT);
  }

  /** Empty for a node that is in no cluster, and when the host did not tell. */
  public static Optional<Members> members(Result answer) {
    return answer.ok() ? Json.parse(answer.out()).flatMap(ClusterFile::members) : Optional.empty();
  }

  private static Optional<Members> members(JsonNode file) {
    JsonNode cluster = file.path("cluster");
    String name = Json.text(cluster, "name");
    if (name.isEmpty()) {
      return Optional.empty();
    }
    Map<String, String> nodes = new TreeMap<>();
    file.path("nodelist")
        .propertyStream()
        .forEach(node -> nodes.put(node.getKey(), Json.text(node.getValue(), "ip")));
    boolean quorate = Json.whole(cluster, "quorate").orElse(0) == 1;
    return Optional.of(new Members(name, quorate, nodes));
  }
}
