package stowage.tool;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import stowage.exec.Exec;
import stowage.exec.Reading;
import stowage.exec.Result;
import tools.jackson.databind.JsonNode;

/** The command-line clients of Ceph, see rbd(8) and ceph(8). Root reads the keys. */
public final class Ceph {
  public static final HostTool RBD = new HostTool("/usr/bin/rbd", "ceph-common");
  public static final HostTool CEPH = new HostTool("/usr/bin/ceph", "ceph-common");

  // The clients wait for a monitor without end unless they are told otherwise.
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private Ceph() {}

  /**
   * A cluster as the clients reach it. Configuration and key may lie in several places: the clients
   * take the first file of a list that is there.
   *
   * @param monitors empty for those that the configuration names
   * @param user without {@code client.}
   */
  public record Cluster(
      List<String> configs, List<String> monitors, String user, List<String> keyrings) {
    public Cluster {
      configs = List.copyOf(configs);
      monitors = List.copyOf(monitors);
      keyrings = List.copyOf(keyrings);
    }

    private List<String> options() {
      List<String> options = new ArrayList<>();
      options.addAll(List.of("-c", String.join(",", configs)));
      if (!monitors.isEmpty()) {
        options.addAll(List.of("-m", String.join(",", monitors)));
      }
      options.addAll(List.of("-n", "client." + user, "--keyring", String.join(",", keyrings)));
      return options;
    }
  }

  /**
   * @param parent {@code image@snapshot}, empty for none
   */
  public record Image(String name, long size, String parent) {}

  /**
   * @param stored bytes before replication
   * @param available bytes that can still be stored
   */
  public record Use(long stored, long available) {}

  public static Exec images(Cluster cluster, String pool, String namespace) {
    Exec rbd = Exec.reads(RBD.program(), "-p", pool);
    if (!namespace.isEmpty()) {
      rbd = rbd.and("--namespace", namespace);
    }
    return rbd.and(cluster.options()).and("ls", "-l", "--format", "json").within(LIMIT).asRoot();
  }

  /** Images without their snapshots. */
  public static Reading<List<Image>> images(Exec asked, Result answer) {
    if (!answer.ok()) {
      return Answers.failed(asked, answer);
    }
    if (answer.text().isBlank()) {
      return Reading.known(List.of());
    }
    Optional<JsonNode> rows = Json.parse(answer.out()).filter(JsonNode::isArray);
    if (rows.isEmpty()) {
      return Reading.failed("problem.answer-unreadable", asked.argv().getFirst());
    }
    List<Image> images = new ArrayList<>();
    for (JsonNode row : rows.get()) {
      OptionalLong size = Json.whole(row, "size");
      String name = Json.text(row, "image");
      if (size.isPresent() && !name.isEmpty() && row.path("snapshot").isMissingNode()) {
        JsonNode parent = row.path("parent");
        String origin =
            parent.isObject()
                ? Json.text(parent, "image") + "@" + Json.text(parent, "snapshot")
                : "";
        images.add(new Image(name, size.getAsLong(), origin));
      }
    }
    return Reading.known(images);
  }

  public static Exec use(Cluster cluster) {
    return Exec.reads(CEPH.program())
        .and(cluster.options())
        .and("--connect-timeout", "10", "df", "--format", "json")
        .within(LIMIT)
        .asRoot();
  }

  /** By name of the Ceph pool. */
  public static Reading<Map<String, Use>> use(Exec asked, Result answer) {
    if (!answer.ok()) {
      return Answers.failed(asked, answer);
    }
    Optional<JsonNode> pools =
        Json.parse(answer.out()).map(j -> j.path("pools")).filter(JsonNode::isArray);
    if (pools.isEmpty()) {
      return Reading.failed("problem.answer-unreadable", asked.argv().getFirst());
    }
    Map<String, Use> uses = new HashMap<>();
    for (JsonNode pool : pools.get()) {
      JsonNode stats = pool.path("stats");
      OptionalLong stored = Json.whole(stats, "stored");
      // Before Nautilus only the raw number was there.
      OptionalLong used = stored.isPresent() ? stored : Json.whole(stats, "bytes_used");
      OptionalLong available = Json.whole(stats, "max_avail");
      if (used.isPresent() && available.isPresent()) {
        uses.put(Json.text(pool, "name"), new Use(used.getAsLong(), available.getAsLong()));
      }
    }
    return Reading.known(uses);
  }
}
