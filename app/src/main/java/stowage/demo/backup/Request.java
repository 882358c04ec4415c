package stowage.demo.backup;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import stowage.pbs.server.GroupId;
import stowage.pbs.server.SnapshotId;
import stowage.pbs.server.Space;

/**
 * What is asked.
 *
 * @param path its parts below {@code /api2/json}, decoded
 */
record Request(String method, List<String> path, Map<String, String> parameters) {

  /** Reads {@code a=b&c=d}. */
  static Map<String, String> parameters(String encoded) throws Refusal {
    Map<String, String> parameters = new HashMap<>();
    for (String pair : encoded.isEmpty() ? new String[0] : encoded.split("&")) {
      int is = pair.indexOf('=');
      if (is < 0) {
        throw new Refusal(400, "parameter without a value: " + pair);
      }
      parameters.put(decoded(pair.substring(0, is)), decoded(pair.substring(is + 1)));
    }
    return parameters;
  }

  static String decoded(String text) throws Refusal {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      throw new Refusal(400, "broken encoding");
    }
  }

  /** Method and call behind the datastore's name, {@code GET snapshots}. */
  String call(int from) {
    return method + " " + String.join("/", path.subList(from, path.size()));
  }

  Optional<String> given(String name) {
    return Optional.ofNullable(parameters.get(name));
  }

  String needed(String name) throws Refusal {
    return given(name)
        .orElseThrow(() ->
            new Refusal(
                400,
                "parameter verification failed - '"
                    + name
                    + "': parameter is missing and it is not optional."));
  }

  boolean isOn(String name, boolean otherwise) throws Refusal {
    return switch (given(name).orElse(otherwise ? "1" : "0")) {
      case "1", "true", "yes", "on" -> true;
      case "0", "false", "no", "off" -> false;
      default -> throw new Refusal(400, "parameter verification failed - '" + name + "'");
    };
  }

  long number(String name, long otherwise) throws Refusal {
    try {
      return Long.parseLong(given(name).orElse(Long.toString(otherwise)));
    } catch (NumberFormatException _) {
      throw new Refusal(400, "parameter verification failed - '" + name + "': not a number");
    }
  }

  Space space() throws Refusal {
    return Space.of(path.get(2), given("ns").orElse(""))
        .orElseThrow(() -> new Refusal(400, "parameter verification failed - 'ns'"));
  }

  boolean namesGroup() {
    return parameters.containsKey("backup-id");
  }

  boolean namesBackup() {
    return parameters.containsKey("backup-time");
  }

  GroupId group() throws Refusal {
    return GroupId.parse(needed("backup-type") + "/" + needed("backup-id"))
        .orElseThrow(() -> new Refusal(400, "parameter verification failed - 'backup-id'"));
  }

  SnapshotId backup() throws Refusal {
    GroupId group = group();
    needed("backup-time");
    try {
      return new SnapshotId(group, Instant.ofEpochSecond(number("backup-time", 0)));
    } catch (IllegalArgumentException | DateTimeException _) {
      throw new Refusal(400, "parameter verification failed - 'backup-time'");
    }
  }
}
