package stowage.cli;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import stowage.config.StorageId;
import stowage.host.Keys;
import stowage.pbs.Fingerprint;
import stowage.pbs.KeyFile;
import stowage.pbs.MasterPublicKey;
import stowage.settings.KeyRecord;
import stowage.words.Words;

/**
 * How keys are shown: what they are called, never what they are.
 *
 * @param pool the only one that is wanted, null for all
 */
record KeyRows(Words words, @Nullable StorageId pool, KeyDeeds deeds) {

  /** Names and values as the backup client gives them. */
  static Map<String, Object> of(String path, KeyFile key) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("path", path);
    row.put("kdf", key.kdf().word());
    row.put("created", key.created().getEpochSecond());
    row.put("modified", key.modified().getEpochSecond());
    key.fingerprint().ifPresent(f -> row.put("fingerprint", f.text()));
    key.hint().ifPresent(h -> row.put("hint", h));
    return row;
  }

  static Map<String, Object> of(String path, MasterPublicKey key) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("path", path);
    row.put("length", key.bits());
    row.put("exponent", key.exponent().toString());
    row.put("fingerprint", key.fingerprint().text());
    return row;
  }

  private Map<String, Object> of(Keys.Lying key) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("path", key.path());
    row.put("kdf", key.kdf());
    if (key.created() != null) {
      row.put("created", key.created().getEpochSecond());
    }
    if (key.fingerprint() != null) {
      row.put("fingerprint", key.fingerprint().text());
      deeds
          .known(key.fingerprint())
          .ifPresent(done -> {
            put(row, "exported", done.exported());
            put(row, "verified", done.verified());
            put(row, "waived", done.waived());
          });
    }
    if (key.hint() != null) {
      row.put("hint", key.hint());
    }
    return row;
  }

  private static void put(Map<String, Object> row, String name, @Nullable Instant at) {
    if (at != null) {
      row.put(name, at.getEpochSecond());
    }
  }

  private static Map<String, Object> of(Keys.Master master) {
    if (master.key() != null) {
      return of(master.path(), master.key());
    }
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("path", master.path());
    return row;
  }

  /** One line for each value. */
  static List<String> text(Map<String, Object> row) {
    List<String> lines = new ArrayList<>();
    row.forEach((name, value) -> {
      boolean time = name.equals("created") || name.equals("modified");
      lines.add(
          name + ": " + (time && value instanceof Long at ? Instant.ofEpochSecond(at) : value));
    });
    return lines;
  }

  List<String> text(Keys.Overview overview) {
    List<String> lines = new ArrayList<>();
    for (Keys.PoolKeys found : wanted(overview)) {
      lines.add(words.say("cli.key.pool", found.pool().text(), state(found)));
      if (found.key() != null) {
        lines.add(line(found.key()));
      }
      if (found.master() != null) {
        MasterPublicKey key = found.master().key();
        lines.add(
            "  "
                + (key == null
                    ? words.say("cli.key.master-broken", found.master().path())
                    : words.say("cli.key.master", key.bits(), key.fingerprint().brief())));
      }
      found.old().forEach(old -> lines.add(line(old)));
    }
    if (pool == null && !overview.left().isEmpty()) {
      lines.add(words.say("cli.key.left"));
      overview.left().forEach(left -> lines.add(line(left)));
    }
    return lines;
  }

  private String state(Keys.PoolKeys found) {
    if (found.isMissing()) {
      return words.say("cli.key.missing");
    }
    return words.say(found.key() == null ? "cli.key.none" : "cli.key.encrypted");
  }

  private String line(Keys.Lying key) {
    String name =
        key.fingerprint() == null ? words.say("cli.key.unnamed") : key.fingerprint().brief();
    return "  "
        + name
        + "  "
        + (key.kdf().isEmpty() ? "?" : key.kdf())
        + "  "
        + (key.created() == null ? "?" : key.created())
        + "  "
        + key.path()
        + (key.fingerprint() == null ? "" : "  " + copies(key.fingerprint()));
  }

  /** What is known of the copies; what others did with it nobody knows here. */
  private String copies(Fingerprint key) {
    KeyRecord done = deeds.known(key).orElse(null);
    if (done == null || (done.exported() == null && done.verified() == null)) {
      @Nullable Instant waived = done == null ? null : done.waived();
      return waived == null
          ? words.say("cli.key.no-copy")
          : words.say("cli.key.waived", waived.truncatedTo(ChronoUnit.SECONDS));
    }
    return words.say("cli.key.copied", at(done.exported()), at(done.verified()));
  }

  private String at(@Nullable Instant time) {
    return time == null
        ? words.say("cli.key.never")
        : time.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  Object json(Keys.Overview overview) {
    List<Object> pools = new ArrayList<>();
    for (Keys.PoolKeys found : wanted(overview)) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("storage", found.pool().text());
      row.put("missing", found.isMissing());
      if (found.key() != null) {
        row.put("key", of(found.key()));
      }
      if (found.master() != null) {
        row.put("master-pubkey", of(found.master()));
      }
      row.put("old", found.old().stream().map(this::of).toList());
      pools.add(row);
    }
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("pools", pools);
    if (pool == null) {
      all.put("left", overview.left().stream().map(this::of).toList());
    }
    return all;
  }

  private List<Keys.PoolKeys> wanted(Keys.Overview overview) {
    return overview.pools().stream().filter(p -> pool == null || p.pool().equals(pool)).toList();
  }
}
