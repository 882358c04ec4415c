package stowage.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import stowage.config.StorageId;
import stowage.exec.HostException;
import stowage.exec.Reading;
import stowage.host.BackupKeys;
import stowage.host.Host;
import stowage.host.KeyTrial;
import stowage.host.KnownKey;
import stowage.host.KnownKeys;
import stowage.host.Opening;
import stowage.host.ServerPool;
import stowage.message.Message;
import stowage.pbs.EncryptionKey;
import stowage.pbs.PbsException;
import stowage.pbs.Proof;
import stowage.pbs.server.ServerException;
import stowage.pbs.server.SnapshotId;
import stowage.schema.InvalidException;
import stowage.settings.HostEntry;
import stowage.volume.VolumeId;
import stowage.words.Words;

/** Which key opens which backup of a pool on a backup server. */
final class ServerKeys {
  private final Session session;
  private final StorageId pool;
  private final ServerWork work;
  private final Words words;

  ServerKeys(Session session, StorageId pool, boolean direct) {
    this.session = session;
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

  /**
   * @param proves whether each is tried, too
   */
  int list(boolean proves) throws InvalidException {
    KnownKeys elsewhere = elsewhere();
    return work.ask(
        pool,
        (host, at) -> {
          KnownKeys known = elsewhere.and(host.backupKeys().known());
          List<Opening> all = host.backupKeys().list(at, pool, known);
          return proves
              ? tried(host, at, known, all)
              : Shown.of(lines(all), all.stream().map(this::json).toList());
        });
  }

  /** Where several hosts are named, one may have the key of the other's backup. */
  private KnownKeys elsewhere() throws InvalidException {
    List<HostEntry> hosts = session.hosts();
    KnownKeys known = KnownKeys.NONE;
    for (HostEntry entry : hosts.size() > 1 ? hosts : List.<HostEntry>of()) {
      try (Host host = session.door().open(entry)) {
        known = known.and(host.backupKeys().known());
      } catch (HostException e) {
        session.output().error(entry.name(), e.said());
        known = known.incomplete();
      }
    }
    return known;
  }

  private EncryptionKey open(Host host, KnownKey key) throws HostException, PbsException {
    if (key.host().equals(host.name())) {
      return host.backupKeys().open(key);
    }
    try (Host other = session.door().open(session.host(key.host()))) {
      return other.backupKeys().open(key);
    } catch (InvalidException e) {
      throw new HostException.NoAnswer(e.problems().getFirst().said());
    }
  }

  private Shown tried(Host host, ServerPool at, KnownKeys known, List<Opening> all)
      throws ServerException {
    int width = all.stream().mapToInt(o -> volume(o).length()).max().orElse(1);
    String row = "%-" + width + "s  %s";
    List<String> lines = new ArrayList<>();
    List<Map<String, Object>> rows = new ArrayList<>();
    Exit worst = Exit.OK;
    try (KeyTrial trial = host.backupKeys().trial(at, pool, known, key -> open(host, key))) {
      for (Opening opening : all) {
        BackupKeys.Tried tried = trial.of(opening);
        lines.add(row.formatted(volume(opening), lines(tried).getFirst()));
        rows.add(json(tried));
        worst = worst.worse(exit(tried));
      }
    }
    return new Shown(lines, rows, worst);
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
        yield Message.of("cli.opening.other-key", key.pool(), key.path(), key.host());
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
            .map(k ->
                Map.of(
                    "host",
                    k.host(),
                    "storage",
                    k.pool(),
                    "path",
                    k.path(),
                    "in-use",
                    k.inUse() ? 1 : 0))
            .toList());
    return row;
  }

  int prove(SnapshotId backup) throws InvalidException {
    KnownKeys elsewhere = elsewhere();
    return work.ask(
        pool,
        (host, at) -> {
          KnownKeys known = elsewhere.and(host.backupKeys().known());
          Opening opening =
              host.backupKeys().list(at, pool, known).stream()
                  .filter(o -> o.backup().id().equals(backup))
                  .findFirst()
                  .orElseThrow(() ->
                      new InvalidException("prove", "problem.no-such-backup", backup.toString()));
          try (KeyTrial trial = host.backupKeys().trial(at, pool, known, key -> open(host, key))) {
            BackupKeys.Tried tried = trial.of(opening);
            List<String> lines = new ArrayList<>(List.of(words.say(said(opening))));
            lines.addAll(lines(tried));
            return new Shown(lines, json(tried), exit(tried));
          }
        });
  }

  private static Exit exit(BackupKeys.Tried tried) {
    return switch (tried.proof()) {
      case Reading.Failed<Proof> _ -> Exit.FAILED;
      case Reading.Known<Proof>(var proof) ->
          proof.holds() || proof.outcome() == Proof.Outcome.NOT_ENCRYPTED ? Exit.OK : Exit.FAILED;
    };
  }

  private List<String> lines(BackupKeys.Tried tried) {
    return switch (tried.proof()) {
      case Reading.Failed<Proof>(var why) -> List.of(words.say(why));
      case Reading.Known<Proof>(var proof) -> lines(proof);
    };
  }

  private List<String> lines(Proof proof) {
    List<String> lines = new ArrayList<>();
    lines.add(words.say(proof.outcome().said()));
    lines.add(words.say(proof.judgement().said()));
    if (proof.refused() != null) {
      lines.add(words.say(proof.refused()));
    } else if (proof.file() != null) {
      lines.add(words.say("cli.proof.opened", proof.file(), proof.bytes()));
    }
    return lines;
  }

  private Map<String, Object> json(BackupKeys.Tried tried) {
    Map<String, Object> row = json(tried.opening());
    row.put("proven", tried.holds() ? 1 : 0);
    if (tried.tried() != null) {
      row.put("tried", tried.tried().path());
    }
    switch (tried.proof()) {
      case Reading.Failed<Proof>(var why) -> row.put("error", words.say(why));
      case Reading.Known<Proof>(var proof) -> {
        row.put("proof", proof.outcome().word());
        row.put("verdict", proof.judgement().verdict().word());
        if (proof.file() != null) {
          row.put("file", proof.file());
        }
        if (proof.refused() != null) {
          row.put("error", words.say(proof.refused()));
        } else if (proof.file() != null) {
          row.put("bytes", proof.bytes());
        }
      }
    }
    return row;
  }
}
