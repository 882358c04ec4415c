package stowage.tool;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import stowage.exec.Exec;
import stowage.exec.Reading;
import stowage.exec.Result;
import tools.jackson.databind.JsonNode;

/** The command-line clients of Ceph, see rbd(8) and ceph(8). Root reads the keys. */
public final class Ceph {
  public static final HostTool CEPH = new HostTool("/usr/bin/ceph", "ceph-common");

  /** Lines of a configuration that says no more than where the key is, for grep(1). */
  public static final String KEYRING_ONLY =
      "^[[:space:]]*(\\[global\\]|keyring[[:space:]]*=.*)?[[:space:]]*$";

  // The clients wait for a monitor without end unless they are told otherwise.
  static final Duration LIMIT = Duration.ofSeconds(30);

  private static final Pattern ID = Pattern.compile("[0-9A-Fa-f-]{36}");

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

    List<String> options() {
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
   * @param stored bytes before replication
   * @param available bytes that can still be stored
   */
  public record Use(long stored, long available) {}

  public static Exec use(Cluster cluster) {
    return asks(cluster).and("df", "--format", "json");
  }

  private static Exec asks(Cluster cluster) {
    return Exec.reads(CEPH.program())
        .and(cluster.options())
        .and("--connect-timeout", "10")
        .within(LIMIT)
        .asRoot();
  }

  public static Exec pools(Cluster cluster) {
    return asks(cluster).and("osd", "pool", "ls", "--format", "json");
  }

  /** Names of the cluster's pools. */
  public static Reading<List<String>> pools(Exec asked, Result answer) {
    if (!answer.ok()) {
      return Answers.failed(asked, answer);
    }
    Optional<JsonNode> names = Json.parse(answer.out()).filter(JsonNode::isArray);
    if (names.isEmpty()) {
      return Reading.failed("problem.answer-unreadable", asked.argv().getFirst());
    }
    List<String> pools = new ArrayList<>();
    names.get().forEach(name -> pools.add(name.asString("")));
    return Reading.known(pools.stream().filter(n -> !n.isEmpty()).toList());
  }

  public static Exec states(Cluster cluster) {
    return asks(cluster).and("osd", "pool", "ls", "detail", "--format", "json");
  }

  /**
   * Names of the pools that take no more data, for want of space or by their quota: whoever writes
   * to one waits until somebody makes room.
   */
  public static Reading<Set<String>> full(Exec asked, Result answer) {
    if (!answer.ok()) {
      return Answers.failed(asked, answer);
    }
    Optional<JsonNode> pools = Json.parse(answer.out()).filter(JsonNode::isArray);
    if (pools.isEmpty()) {
      return Answers.unreadable(asked);
    }
    Set<String> full = new HashSet<>();
    for (JsonNode pool : pools.get()) {
      if (List.of(Json.text(pool, "flags_names").split(",")).contains("full")) {
        full.add(Json.text(pool, "pool_name"));
      }
    }
    return Reading.known(Set.copyOf(full));
  }

  /** Asks for the cluster's id, which is part of the names of mapped devices. */
  public static Exec id(Cluster cluster) {
    return asks(cluster).and("fsid");
  }

  public static Reading<String> id(Exec asked, Result answer) {
    return answer.ok() && !ID.matcher(answer.text().strip()).matches()
        ? Answers.unreadable(asked)
        : Answers.read(asked, answer, r -> r.text().strip());
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
      if (used.isEmpty() || available.isEmpty()) {
        // Left out, the pool would look as if it were gone.
        return Answers.unreadable(asked);
      }
      uses.put(Json.text(pool, "name"), new Use(used.getAsLong(), available.getAsLong()));
    }
    return Reading.known(uses);
  }
}
