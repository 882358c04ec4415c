package stowage.host;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import stowage.config.StorageId;
import stowage.config.StorageType;
import stowage.exec.Exec;
import stowage.exec.HostException;
import stowage.exec.Reading;
import stowage.exec.Result;
import stowage.exec.Shell;
import stowage.host.Keys.Lying;
import stowage.host.Keys.Master;
import stowage.host.Keys.Overview;
import stowage.host.Keys.PoolKeys;
import stowage.pbs.FileTime;
import stowage.pbs.Fingerprint;
import stowage.pbs.MasterPublicKey;
import stowage.pbs.PbsException;
import stowage.schema.InvalidException;
import stowage.schema.Properties;
import stowage.type.Pool;
import stowage.type.SecretForm;

/**
 * Looks at the keys of a host without taking one away: what lies there, what each file says of
 * itself, and to which pool it belongs.
 */
record KeyInventory(Shell shell) {
  static final String DIRECTORY = "/etc/pve/priv/storage";

  Reading<Overview> of(Survey survey) throws HostException, InvalidException {
    List<ConfiguredPool> pools = new ArrayList<>();
    for (Pool pool : survey.pools().known()) {
      if (pool.type() == StorageType.PBS) {
        pools.add(ConfiguredPool.of(pool));
      }
    }
    Exec find = KeptKeys.names(DIRECTORY, "*.");
    return switch (KeptKeys.names(find, shell.run(find))) {
      case Reading.Failed<List<String>>(var reason) -> new Reading.Failed<>(reason);
      case Reading.Known<List<String>>(var all) -> overview(pools, all);
    };
  }

  private Reading<Overview> overview(List<ConfiguredPool> pools, List<String> all)
      throws HostException {
    // No program of a host is given a word with a line break.
    List<String> keys =
        all.stream()
            .filter(n -> !n.contains("\n") && KeyFileName.of(n).isPresent())
            .sorted()
            .toList();
    Map<String, Lying> lying = new HashMap<>();
    if (!keys.isEmpty()) {
      Exec look = KeptKeys.members(keys);
      switch (KeptKeys.members(look, shell.run(look))) {
        case Reading.Failed<Map<String, Map<String, String>>>(var reason) -> {
          return new Reading.Failed<>(reason);
        }
        case Reading.Known<Map<String, Map<String, String>>>(var said) ->
            keys.forEach(k -> lying.put(k, lying(k, said.getOrDefault(k, Map.of()))));
      }
    }
    List<PoolKeys> found = new ArrayList<>();
    for (ConfiguredPool entry : pools) {
      String path = entry.secretFile(SecretForm.ENCRYPTION_KEY).path();
      String master = entry.secretFile(SecretForm.MASTER_KEY).path();
      found.add(
          new PoolKeys(
              entry.pool().id(),
              entry.pool().values().get(Properties.ENCRYPTION_KEY.key()),
              lying.remove(path),
              all.contains(master) ? master(master) : null,
              keys.stream()
                  .filter(k -> isOld(k, entry.pool().id()))
                  .flatMap(k -> Optional.ofNullable(lying.remove(k)).stream())
                  .toList()));
    }
    return Reading.known(
        new Overview(
            found,
            keys.stream().flatMap(k -> Optional.ofNullable(lying.get(k)).stream()).toList()));
  }

  private static boolean isOld(String key, StorageId pool) {
    return KeyFileName.of(key).filter(k -> !k.inUse() && k.pool().equals(pool.text())).isPresent();
  }

  private static Lying lying(String path, Map<String, String> said) {
    boolean keyFile = said.containsKey("created");
    String kdf = said.getOrDefault("kdf", "").toLowerCase(Locale.ROOT);
    return new Lying(
        path,
        keyFile ? (kdf.isEmpty() ? "none" : kdf) : "",
        fingerprint(said.get("fingerprint")),
        time(said.get("created")),
        said.get("hint"));
  }

  private static @Nullable Fingerprint fingerprint(@Nullable String text) {
    try {
      return text == null ? null : Fingerprint.read(text);
    } catch (PbsException _) {
      return null;
    }
  }

  private static @Nullable Instant time(@Nullable String text) {
    try {
      return text == null ? null : FileTime.read(text);
    } catch (PbsException _) {
      return null;
    }
  }

  private Master master(String path) throws HostException {
    Result answer = shell.run(KeptKeys.read(path));
    try {
      return new Master(path, answer.ok() ? MasterPublicKey.read(answer.out()) : null);
    } catch (PbsException _) {
      return new Master(path, null);
    }
  }
}
