package stowage.type;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import stowage.config.StorageType;
import stowage.exec.Exec;
import stowage.exec.Probe;
import stowage.exec.Reading;
import stowage.exec.Result;
import stowage.exec.Step;
import stowage.message.Message;
import stowage.schema.InvalidException;
import stowage.schema.Schema;
import stowage.schema.Schemas;
import stowage.tool.HostTool;
import stowage.tool.Iscsi;
import stowage.tool.IscsiDisks;
import stowage.volume.ContentType;
import stowage.volume.Volume;
import stowage.volume.VolumeName;
import stowage.volume.VolumeNames;

/** Units of an iSCSI target that the host's kernel is logged in to. */
public final class IscsiBackend implements Backend {

  @Override
  public Schema schema() {
    return Schemas.of(StorageType.ISCSI);
  }

  @Override
  public List<HostTool> tools() {
    return List.of(Iscsi.ISCSIADM);
  }

  @Override
  public Support supports(Feature feature, Pool pool, @Nullable VolumeName volume) {
    return Luns.supports(feature, true);
  }

  @Override
  public Probe<PoolStatus> status(Pool pool) {
    return IscsiSessions.ask(pool).map(sessions -> sessions.status());
  }

  @Override
  public Probe<Change> activation(Pool pool) {
    return IscsiLogin.probe(pool);
  }

  /** Logging out takes the disks away from whoever uses them, without asking. */
  @Override
  public Probe<Change> deactivation(Pool pool) {
    Probe<IscsiSessions> sessions = IscsiSessions.ask(pool);
    Exec disks = IscsiDisks.disks();
    int split = sessions.programs().size();
    List<Exec> programs = new ArrayList<>(sessions.programs());
    programs.addAll(List.of(IscsiDisks.hosts(), disks));
    return Probe.of(
        programs,
        answers ->
            sessions
                .read(answers.subList(0, split))
                .then(there ->
                    IscsiDisks.disks(disks, answers.getLast())
                        .then(all ->
                            logout(pool, there, IscsiDisks.hosts(answers.get(split)), all))));
  }

  private static Reading<Change> logout(
      Pool pool, IscsiSessions sessions, Map<Integer, Integer> hosts, List<IscsiDisks.Disk> disks) {
    if (sessions.mine().isEmpty()) {
      return Reading.known(Change.of());
    }
    Set<Integer> mine =
        sessions.mine().stream()
            .flatMap(s -> Optional.ofNullable(hosts.get(s.id())).stream())
            .collect(Collectors.toSet());
    List<String> busy =
        disks.stream()
            .filter(d -> d.busy() && mine.contains(d.host()))
            .map(IscsiDisks.Disk::device)
            .toList();
    if (!busy.isEmpty()) {
      return Reading.failed("problem.iscsi-in-use", Luns.target(pool), String.join(", ", busy));
    }
    String target = Luns.target(pool);
    return Reading.known(
        Change.of(
            Step.of(Message.of("step.iscsi-logout", target), Iscsi.logout(target))
                .undoneBy(Iscsi.login(target))));
  }

  /** Units that have a stable name, as Proxmox VE lists them. */
  @Override
  public Probe<List<Volume>> list(Pool pool, Set<ContentType> wanted) {
    if (!wanted.contains(ContentType.IMAGES)) {
      return Limited.nothing();
    }
    List<Exec> programs =
        List.of(Iscsi.sessions(), IscsiDisks.hosts(), IscsiDisks.disks(), IscsiDisks.stableNames());
    return Probe.of(programs, answers -> volumes(pool, programs, answers));
  }

  private static Reading<List<Volume>> volumes(
      Pool pool, List<Exec> programs, List<Result> answers) {
    Map<Integer, Integer> hosts = IscsiDisks.hosts(answers.get(1));
    Map<String, String> names = IscsiDisks.stableNames(answers.get(3));
    return Iscsi.sessions(programs.get(0), answers.get(0))
        .then(sessions -> {
          Set<Integer> mine =
              sessions.stream()
                  .filter(s -> s.target().equals(Luns.target(pool)) && hosts.containsKey(s.id()))
                  .map(s -> hosts.get(s.id()))
                  .collect(Collectors.toSet());
          return IscsiDisks.disks(programs.get(2), answers.get(2))
              .map(disks -> volumes(pool, disks, mine, names));
        });
  }

  private static List<Volume> volumes(
      Pool pool, List<IscsiDisks.Disk> disks, Set<Integer> hosts, Map<String, String> names) {
    List<Volume> volumes = new ArrayList<>();
    for (IscsiDisks.Disk disk : disks) {
      String stable = names.get(disk.device());
      String name = disk.address() + "." + stable;
      boolean named = stable != null && VolumeNames.read(StorageType.ISCSI, name).isPresent();
      if (hosts.contains(disk.host()) && named) {
        volumes.add(Luns.volume(pool, name, disk.size()));
      }
    }
    // Several paths to one unit are one volume.
    return volumes.stream().distinct().toList();
  }

  @Override
  public VolumeName parse(String name) throws InvalidException {
    return VolumeNames.parse(StorageType.ISCSI, name);
  }

  @Override
  public String path(Pool pool, String name, @Nullable String snapshot) throws InvalidException {
    Limited.refuseSnapshot(this, pool, snapshot);
    return "/dev/disk/by-id/" + parse(name).name();
  }

  @Override
  public Optional<Provisioning> provisioning() {
    return Optional.empty();
  }

  @Override
  public Optional<Snapshots> snapshots() {
    return Optional.empty();
  }

  @Override
  public Optional<Transfer> transfer() {
    return Optional.of(new UnitTransfer());
  }
}
