package stowage.tool;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import stowage.exec.Exec;
import stowage.exec.Reading;
import stowage.exec.Result;
import stowage.volume.Assurance;
import tools.jackson.databind.JsonNode;

/**
 * {@code proxmox-backup-client}. The password never passes through here: the client reads the
 * pool's secret file by itself.
 */
public final class PbsClient {
  public static final HostTool CLIENT =
      new HostTool("/usr/bin/proxmox-backup-client", "proxmox-backup-client");
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

  private PbsClient() {}

  /**
   * @param repository {@code user@realm@server:port:datastore}
   * @param namespace empty for the root
   * @param fingerprint of the server's certificate, empty for a trusted one
   * @param secretFile on the host; its first line is the password or token
   */
  public record Access(
      String repository, String namespace, String fingerprint, String secretFile) {}

  public record Use(long total, long used, long available) {}

  /**
   * @param size null when the server does not know
   * @param notes first line, empty for none
   */
  public record Backup(
      String type,
      String id,
      Instant time,
      @Nullable Long size,
      String notes,
      boolean isProtected,
      Assurance assurance) {}

  public static Exec status(Access access) {
    return client(access, "status").and("--output-format", "json");
  }

  public static Reading<Use> status(Exec asked, Result answer) {
    if (!answer.ok()) {
      return failed(asked, answer);
    }
    Optional<JsonNode> json = Json.parse(answer.out()).filter(JsonNode::isObject);
    OptionalLong total = json.map(j -> Json.whole(j, "total")).orElse(OptionalLong.empty());
    OptionalLong used = json.map(j -> Json.whole(j, "used")).orElse(OptionalLong.empty());
    OptionalLong available = json.map(j -> Json.whole(j, "avail")).orElse(OptionalLong.empty());
    return total.isPresent() && used.isPresent() && available.isPresent()
        ? Reading.known(new Use(total.getAsLong(), used.getAsLong(), available.getAsLong()))
        : Reading.failed("problem.answer-unreadable", CLIENT.program());
  }

  public static Exec backups(Access access) {
    Exec list = client(access, "snapshot", "list").and("--output-format", "json");
    return access.namespace().isEmpty() ? list : list.and("--ns", access.namespace());
  }

  public static Reading<List<Backup>> backups(Exec asked, Result answer) {
    if (!answer.ok()) {
      return failed(asked, answer);
    }
    Optional<JsonNode> rows = Json.parse(answer.out()).filter(JsonNode::isArray);
    if (rows.isEmpty()) {
      return Reading.failed("problem.answer-unreadable", CLIENT.program());
    }
    List<JsonNode> all = new ArrayList<>();
    rows.get().forEach(all::add);
    return Answers.each(asked, Reading.known(all), PbsClient::backup);
  }

  /** Type, id and time are the backup's name. */
  private static Optional<Backup> backup(JsonNode row) {
    String type = Json.text(row, "backup-type");
    String id = Json.text(row, "backup-id");
    OptionalLong time = Json.whole(row, "backup-time");
    return type.isEmpty()
            || id.isEmpty()
            || time.isEmpty()
            || time.getAsLong() > LAST.getEpochSecond()
        ? Optional.empty()
        : Optional.of(
            new Backup(
                type,
                id,
                Instant.ofEpochSecond(time.getAsLong()),
                Json.wholeOrNull(row, "size"),
                Json.text(row, "comment"),
                row.path("protected").asBoolean(false),
                assurance(row)));
  }

  private static Assurance assurance(JsonNode row) {
    Map<String, String> modes = new HashMap<>();
    for (JsonNode file : row.path("files")) {
      modes.put(Json.text(file, "filename"), Json.text(file, "crypt-mode"));
    }
    Assurance.Verification verification =
        switch (Json.text(row.path("verification"), "state")) {
          case "ok" -> Assurance.Verification.OK;
          case "failed" -> Assurance.Verification.FAILED;
          default -> Assurance.Verification.UNKNOWN;
        };
    return new Assurance(
        verification,
        Json.text(row.path("verification"), "upid"),
        Assurance.Encryption.of(modes),
        Json.text(row, "fingerprint"));
  }

  private static Exec client(Access access, String... command) {
    Exec env = Exec.reads("/usr/bin/env", "PBS_PASSWORD_FILE=" + access.secretFile());
    if (!access.fingerprint().isEmpty()) {
      env = env.and("PBS_FINGERPRINT=" + access.fingerprint());
    }
    return env.and(CLIENT.program())
        .and(command)
        .and("--repository", access.repository())
        .within(LIMIT)
        .asRoot();
  }

  private static <T> Reading<T> failed(Exec asked, Result answer) {
    // env passes this status on for the program that it could not start.
    return answer.ending() == Result.Ending.EXITED && answer.status() == Result.NOT_FOUND
        ? Reading.failed("problem.program-missing", CLIENT.program())
        : Answers.failed(asked, answer);
  }
}
