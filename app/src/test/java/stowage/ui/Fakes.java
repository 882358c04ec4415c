package stowage.ui;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import stowage.config.StorageConfig;
import stowage.exec.Reading;
import stowage.host.HostState;
import stowage.host.HostState.Availability;
import stowage.host.HostState.PoolState;
import stowage.message.Message;
import stowage.settings.Address;
import stowage.settings.HostEntry;
import stowage.settings.Login;
import stowage.tool.ClusterFile;
import stowage.tool.HostTool;
import stowage.type.Pool;
import stowage.type.PoolStatus;
import stowage.type.Pools;

/** Hosts as they could be, without any host. */
public final class Fakes {
  private static final long TIB = 1L << 40;
  private static final String CONFIG =
      """
      dir: local
      \tpath /var/lib/vz
      \tcontent iso,vztmpl,backup

      lvmthin: local-lvm
      \tthinpool data
      \tvgname pve
      \tcontent rootdir,images

      zfspool: tank-vm
      \tpool tank/vm
      \tcontent images,rootdir
      \tsparse 1

      nfs: nas-iso
      \tpath /mnt/pve/nas-iso
      \tserver 10.0.4.20
      \texport /srv/export/iso
      \tcontent iso,vztmpl

      cifs: office-share
      \tpath /mnt/pve/office-share
      \tserver files.example.org
      \tshare backup$
      \tusername backup
      \tcontent backup

      pbs: vault
      \tdatastore main
      \tserver pbs.example.org
      \tcontent backup
      \tusername admin@pbs
      \tfingerprint aa:bb
      \tencryption-key 1a:2b:3c:4d

      rbd: ceph-vm
      \tpool vm
      \tcontent images
      \tnodes pve2,pve3

      dir: old-backups
      \tpath /srv/old-backups-of-the-previous-cluster
      \tcontent backup
      \tdisable
      """;

  private Fakes() {}

  public static HostEntry entry(String name, String group) {
    return new HostEntry(
        name,
        group,
        HostEntry.Origin.SSH,
        new Address(name + ".example.org", 0, "root", ""),
        Login.AGENT,
        false);
  }

  public static HostState state(HostState.Kind kind) {
    return state(kind, Instant.now().minusSeconds(7));
  }

  public static HostState state(HostState.Kind kind, Instant at) {
    StorageConfig config = StorageConfig.parse(CONFIG.getBytes(StandardCharsets.UTF_8));
    List<PoolState> pools = new ArrayList<>();
    for (Pool pool : Pools.of(config).known()) {
      pools.add(new PoolState(pool, availability(pool), status(pool)));
    }
    Map<HostTool, Boolean> tools = new LinkedHashMap<>();
    tools.put(new HostTool("/usr/bin/qemu-img", "qemu-utils"), true);
    tools.put(new HostTool("/usr/sbin/lvs", "lvm2"), true);
    tools.put(new HostTool("/usr/sbin/zfs", "zfsutils-linux"), true);
    tools.put(new HostTool("/usr/sbin/mount.nfs", "nfs-common"), true);
    tools.put(new HostTool("/usr/sbin/mount.cifs", "cifs-utils"), false);
    tools.put(new HostTool("/usr/bin/iscsiadm", "open-iscsi"), false);
    return new HostState(
        at,
        "pve1",
        kind,
        config,
        pools,
        new HostState.Inventory(tools, Map.of("100", "qemu"), List.of(), Optional.empty()));
  }

  /** The same picture as a node of a cluster would give it. */
  public static HostState member(HostState state, String node, String cluster, String... nodes) {
    Map<String, String> addresses = new LinkedHashMap<>();
    for (String each : nodes) {
      addresses.put(each, "192.0.2." + each.hashCode() % 100);
    }
    HostState.Inventory found = state.inventory();
    return new HostState(
        state.at(),
        node,
        HostState.Kind.CLUSTER,
        state.config(),
        state.pools(),
        new HostState.Inventory(
            found.tools(),
            found.guests(),
            found.strangers(),
            Optional.of(new ClusterFile.Members(cluster, true, addresses))));
  }

  private static Availability availability(Pool pool) {
    if (pool.disabled()) {
      return Availability.DISABLED;
    }
    return pool.usableOn("pve1") ? Availability.USABLE : Availability.ELSEWHERE;
  }

  private static Reading<PoolStatus> status(Pool pool) {
    return switch (pool.id().text()) {
      case "local" -> Reading.known(PoolStatus.active(TIB / 10, TIB / 23, TIB / 17));
      case "local-lvm" ->
          Reading.known(
              new PoolStatus(
                  true,
                  null,
                  TIB,
                  (long) (TIB * 0.64),
                  (long) (TIB * 0.36),
                  new PoolStatus.Notes(List.of(Message.of("ui.pool-filling", 71)), List.of())));
      case "tank-vm" ->
          Reading.known(PoolStatus.active(8 * TIB, (long) (7.1 * TIB), (long) (0.9 * TIB)));
      case "vault" ->
          Reading.known(PoolStatus.active(20 * TIB, (long) (19.4 * TIB), (long) (0.6 * TIB)));
      case "office-share" -> Reading.known(PoolStatus.inactive("host.read-only", "office-share"));
      case "nas-iso" -> Reading.failed("host.timed-out", "pve1", "nas-iso", 10);
      default -> Reading.known(PoolStatus.active(TIB, TIB / 3, 2 * TIB / 3));
    };
  }

  public static Set<String> names(HostState state) {
    Set<String> names = new java.util.TreeSet<>();
    state.pools().forEach(p -> names.add(p.pool().id().text()));
    return names;
  }
}
