package stowage.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import stowage.config.StorageId;
import stowage.host.BackupKeys;
import stowage.host.KnownKey;
import stowage.host.Opening;
import stowage.host.ServerPool;
import stowage.message.Message;
import stowage.pbs.Proof;
import stowage.pbs.server.SnapshotId;
import stowage.schema.InvalidException;
import stowage.volume.VolumeId;
import stowage.words.Words;

/** Which key opens which backup of a pool on a backup server. */
final class ServerKeys {
  private final StorageId pool;
  private final ServerWork work;
  private final Words words;

  ServerKeys(Session session, StorageId pool, boolean direct) {
    this.pool = pool;
    this.work = new ServerWork(session, direct);
    this.words = session.output().words();
  }

  /** Reads a volume id of this pool, or the part of it behind {@code backup/}. */
  static SnapshotId snapshot(StorageId pool, String text) throws InvalidException {
    Optional<VolumeId> volume = VolumeId.parse(text).filter(v -> v.storage().equals(pool));
    return volume
        .flatMap(ServerPool::named)
        .or(() -> SnapshotId.parse(text))
        .orElseThrow(() -> new InvalidException("prove", "keys.bad-snapshot", text));
  }

  private String volume(Opening opening) {
    return ServerBackups.volume(pool, opening.backup().id());
  }

  int list() throws InvalidException {
    return work.ask(
        pool,
        (host, at) -> {
          List<Opening> all = host.backupKeys().list(at, pool);
          return Shown.of(lines(all), all.stream().map(this::json).toList());
        });
  }

  private List<String> lines(List<Opening> all) {
    int width = all.stream().mapToInt(o -> volume(o).length()).max().orElse(1);
    String row = "%-" + width + "s %-23s %s";
    List<String> lines = new ArrayList<>();
    lines.add(row.formatted("Volid", "Key", "Opens").stripTrailing());
    for (Opening opening : all) {
      String key = opening.key() == null ? "-" : opening.key().brief();
      lines.add(row.formatted(volume(opening), key, words.say(said(opening))));
    }
    return lines;
  }

  private static Message said(Opening opening) {
    return switch (opening.answer()) {
      case OPENS -> Message.of("cli.opening.opens");
      case OTHER_KEY -> {
        KnownKey key = opening.with().getFirst();
        yield Message.of("cli.opening.other-key", key.pool(), key.path());
      }
      case NOT_ENCRYPTED -> Message.of("cli.opening.not-encrypted");
      case NOBODY -> Message.of("cli.opening.nobody");
      case UNKNOWN -> Message.of("cli.opening.unknown");
    };
  }

  private Map<String, Object> json(Opening opening) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("volid", volume(opening));
    row.put("opens", opening.answer().word());
    if (opening.key() != null) {
      row.put("fingerprint", opening.key().text());
    }
    row.put(
        "keys",
        opening.with().stream()
            .map(k -> Map.of("storage", k.pool(), "path", k.path(), "in-use", k.inUse() ? 1 : 0))
            .toList());
    return row;
  }

  int prove(SnapshotId backup) throws InvalidException {
    return work.ask(pool, (host, at) -> shown(host.backupKeys().prove(at, pool, backup)));
  }

  private Shown shown(BackupKeys.Tried tried) {
    Proof proof = tried.proof();
    Map<String, Object> row = json(tried.opening());
    row.put("verdict", proof.judgement().verdict().word());
    row.put("proven", proof.holds() ? 1 : 0);
    List<String> lines = new ArrayList<>();
    lines.add(words.say(said(tried.opening())));
    lines.add(words.say(proof.judgement().said()));
    KnownKey key = tried.tried();
    if (key != null) {
      row.put("tried", key.path());
    }
    String file = proof.file();
    if (file == null) {
      lines.add(words.say("cli.proof.no-file"));
    } else if (proof.refused() != null) {
      row.put("file", file);
      row.put("error", words.say(proof.refused()));
      lines.add(words.say(proof.refused()));
    } else {
      row.put("file", file);
      row.put("bytes", proof.bytes());
      lines.add(words.say("cli.proof.opened", file, proof.bytes()));
    }
    return new Shown(lines, row, proof.holds() ? Exit.OK : Exit.FAILED);
  }
}
