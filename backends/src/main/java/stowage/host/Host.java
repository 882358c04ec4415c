package stowage.host;

import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import stowage.config.StorageId;
import stowage.disk.Disk;
import stowage.disk.Disks;
import stowage.disk.Order;
import stowage.disk.Removal;
import stowage.disk.Smart;
import stowage.exec.HostException;
import stowage.exec.Job;
import stowage.exec.Outcome;
import stowage.exec.Plan;
import stowage.exec.Reading;
import stowage.exec.Shell;
import stowage.pbs.server.Codes;
import stowage.pbs.server.Tickets;
import stowage.schema.Draft;
import stowage.schema.InvalidException;
import stowage.tool.HostTool;
import stowage.type.Naming;
import stowage.type.Provisioning;
import stowage.type.Scan;
import stowage.type.Snapshot;
import stowage.volume.ContentType;
import stowage.volume.ImageFormat;
import stowage.volume.Size;
import stowage.volume.Volume;
import stowage.volume.VolumeId;

/**
 * A host and its pools. All that the console and the command line do goes through here: read,
 * propose, apply.
 *
 * <p>Longer than other files, as it is the one list of what a host can be asked for: each entry is
 * a line that says who does it, and only jobs are run here.
 *
 * <p>Blocks; call it on virtual threads. Reading methods may be called side by side. Every method
 * that plans looks at the host first, so a plan is never made from what was known before; between
 * planning and applying the guards of the plan take over.
 */
public final class Host implements AutoCloseable {
  /** Names taken by others between planning and applying, time and again, are no coincidence. */
  private static final int ATTEMPTS = 4;

  private final String name;
  private final Shell shell;
  private final Inquiry inquiry;
  private final Volumes volumes;
  private final JobFollower jobs;
  private final Forwarding forwarding;
  private final Tickets tickets = new Tickets();

  /**
   * @param name as the user calls it
   * @param shell a way to it, {@code sudo} and read-only mode included
   */
  public Host(String name, Shell shell) {
    this(name, shell, Forwarding.NONE);
  }

  /**
   * @param forwarding a way through it to servers
   */
  public Host(String name, Shell shell, Forwarding forwarding) {
    this.name = name;
    this.shell = shell;
    this.forwarding = forwarding;
    this.inquiry = new Inquiry(shell);
    this.volumes = new Volumes(inquiry);
    this.jobs = new JobFollower(shell);
  }

  public String name() {
    return name;
  }

  /**
   * Asks for everything the host page shows: one round trip, two when the configuration changed.
   */
  public HostState refresh() throws HostException {
    return new Refresh(inquiry).state();
  }

  /**
   * Volumes of a pool in the order of {@code pvesm list}; fails as a reading when only this pool
   * does not answer. A content type that the pool does not allow has no volumes.
   *
   * @throws InvalidException when the pool is unknown, disabled, or not for this node
   */
  public Reading<List<Volume>> volumes(StorageId pool, Set<ContentType> wanted)
      throws HostException, InvalidException {
    return volumes.list(pool, wanted).map(Content::volumes);
  }

  /** As {@link #volumes}, and who uses each. */
  public Reading<Content> content(StorageId pool, Set<ContentType> wanted)
      throws HostException, InvalidException {
    return volumes.list(pool, wanted);
  }

  /** Looks on all pools for volumes that no guest's configuration names. */
  public Orphans orphans() throws HostException, InvalidException {
    return new OrphanSearch(inquiry).orphans();
  }

  public Reading<List<Snapshot>> snapshots(VolumeId volume) throws HostException, InvalidException {
    return new SnapshotPlans(inquiry).list(volume);
  }

  /** Notes, protection, logs, configurations of backups, and which of them stay. */
  public Backups backups() {
    return new Backups(shell, inquiry);
  }

  /** Keys that backups are encrypted with. */
  public Keys keys() {
    return new Keys(shell, inquiry);
  }

  /** Which keys open which backups of pools on backup servers. */
  public BackupKeys backupKeys() {
    return new BackupKeys(shell);
  }

  /** Path or address of a volume; whether it exists is not checked. */
  public String path(VolumeId volume, @Nullable String snapshot)
      throws HostException, InvalidException {
    return volumes.path(volume, snapshot);
  }

  public Reading<List<Scan.Found>> scan(Scan scan, List<String> values, Scan.Who who)
      throws HostException {
    return inquiry.ask(scan.probe(values, who));
  }

  /** The host's whole disks, and what is on them. */
  public Reading<List<Disk>> disks() throws HostException {
    return inquiry.ask(Disks.probe());
  }

  /** The same, with what they have become, and the programs to make something of them. */
  public Reading<Workshop> workshop() throws HostException {
    try {
      return inquiry.ask(survey -> Workshop.whole(survey.mounts())).reading();
    } catch (InvalidException e) {
      throw new IllegalStateException("every host may be asked for its disks", e);
    }
  }

  /** Whether each program that there is a use for is there: for pools, for disks, for transfers. */
  public Map<HostTool, Boolean> tools() throws HostException {
    return Equipment.all(inquiry);
  }

  /**
   * What a disk says about its health.
   *
   * @param disk its device
   */
  public Reading<Smart> smart(String disk) throws HostException {
    return inquiry.ask(Smart.probe(disk));
  }

  /** Makes a volume group, a pool, a file system of blank disks; or makes a disk blank. */
  public Proposal planDisks(Order order) throws HostException, InvalidException {
    return new DiskPlans(inquiry).plan(order);
  }

  /** Takes away what was made of disks, once nothing is in it and no pool is on it. */
  public Proposal planRemoval(Removal removal) throws HostException, InvalidException {
    return new RemovalPlans(inquiry).plan(removal);
  }

  /**
   * Installs packages that bring what pool types and work on disks need; see {@link #tools}.
   *
   * @param packages Debian's names; none for all that are missing and can be had
   */
  public Proposal planInstall(List<String> packages) throws HostException, InvalidException {
    return new ToolPlans(inquiry).install(packages);
  }

  /** How far root of this host is on its way into the host behind a portal of type zfs. */
  public Reading<PortalKey> portalKey(String portal) throws HostException, InvalidException {
    return new PortalKeys(inquiry).look(portal);
  }

  /** Makes the key for it, unless there is one. */
  public Proposal planPortalKey(String portal) throws HostException, InvalidException {
    return new PortalKeys(inquiry).create(portal);
  }

  /** A new pool, usable at once if it is enabled and for this node. */
  public Proposal planAdd(Draft draft) throws HostException, InvalidException {
    return new ConfigPlans(inquiry).add(draft);
  }

  /**
   * @param digest of the configuration that the draft was made from; null to take the newest
   * @throws HostException.Conflict when somebody has changed the configuration since
   */
  public Proposal planSet(Draft draft, @Nullable String digest)
      throws HostException, InvalidException {
    return new ConfigPlans(inquiry).set(draft, digest);
  }

  /** Backup servers that this host reaches, those behind its pools among them. */
  public Servers servers() {
    return new Servers(inquiry, shell, forwarding, Codes.NONE, tickets);
  }

  /** The backup server behind a pool; close it after use. */
  public ServerPool server(StorageId pool) throws HostException, InvalidException {
    return servers().of(pool);
  }

  /** Forgets the pool; what lies on it stays, and so do mounts. */
  public Proposal planRemove(StorageId pool) throws HostException, InvalidException {
    return new ConfigPlans(inquiry).remove(pool, false);
  }

  /**
   * The same, and takes back what {@link #planActivate} does: mounts, sessions. If that can't be
   * done, because something still uses them, the pool is removed nevertheless, with a warning.
   */
  public Proposal planRemoveAndDeactivate(StorageId pool) throws HostException, InvalidException {
    return new ConfigPlans(inquiry).remove(pool, true);
  }

  /**
   * Makes a pool usable that is not: mounts it, makes its directories, activates it. No steps when
   * it is usable already.
   */
  public Proposal planActivate(StorageId pool) throws HostException, InvalidException {
    return new VolumePlans(inquiry).activate(pool);
  }

  /**
   * Takes back what makes a pool usable: unmounts it, logs out. Refused by the host while something
   * uses it. No steps when there is nothing to take back.
   */
  public Proposal planDeactivate(StorageId pool) throws HostException, InvalidException {
    return new VolumePlans(inquiry).deactivate(pool);
  }

  public Proposal planAllocate(StorageId pool, Provisioning.Order order)
      throws HostException, InvalidException {
    return new VolumePlans(inquiry).allocate(pool, order);
  }

  public Proposal planFree(VolumeId volume) throws HostException, InvalidException {
    return planFree(volume, InUse.REFUSE);
  }

  public Proposal planFree(VolumeId volume, InUse inUse) throws HostException, InvalidException {
    return new VolumePlans(inquiry).free(volume, inUse);
  }

  /** Fixes the volume's content for good, so that clones can share it; it gets another name. */
  public Proposal planTemplate(VolumeId volume, InUse inUse)
      throws HostException, InvalidException {
    return new ClonePlans(inquiry).template(volume, inUse);
  }

  /**
   * @param snapshot null to clone the template itself
   */
  public Proposal planClone(VolumeId source, @Nullable String snapshot, Naming wanted)
      throws HostException, InvalidException {
    return new ClonePlans(inquiry).clone(source, snapshot, wanted);
  }

  public Proposal planRename(VolumeId volume, Naming wanted, InUse inUse)
      throws HostException, InvalidException {
    return new ClonePlans(inquiry).rename(volume, wanted, inUse);
  }

  /**
   * A volume of its own with the same data, on a pool of this host.
   *
   * @param snapshot null to copy the present state
   * @param format null for that of the source, if the pool can hold it
   */
  public Proposal planCopy(
      VolumeId source,
      @Nullable String snapshot,
      StorageId target,
      Naming wanted,
      @Nullable ImageFormat format)
      throws HostException, InvalidException {
    return new CopyPlans(inquiry)
        .copy(new CopyPlans.Order(source, snapshot, target, wanted, format));
  }

  public Proposal planResize(VolumeId volume, Size size) throws HostException, InvalidException {
    return new VolumePlans(inquiry).resize(volume, size);
  }

  /** Volumes as streams. */
  public Transfers transfers() {
    return new Transfers(inquiry);
  }

  /** Upload and download of files. */
  public FileExchange files() {
    return new FileExchange(shell, inquiry);
  }

  /**
   * Opens a volume for reading. Close the stream: that puts the volume back as it was.
   *
   * @param jobId begins the names of the jobs around it
   */
  public VolumeStream open(Sending sending, String jobId) throws HostException {
    if (!sending.before().plan().steps().isEmpty()) {
      require(apply(sending.before(), jobId + "-before", _ -> {}), sending);
    }
    return new VolumeStream(
        sending.source().argv().getFirst(),
        shell.open(sending.source()),
        () -> {
          if (!sending.after().plan().steps().isEmpty()) {
            require(apply(sending.after(), jobId + "-after", _ -> {}), sending);
          }
        });
  }

  private void require(Outcome outcome, Sending sending) throws HostException {
    if (!outcome.done()) {
      String said = outcome.steps().isEmpty() ? "" : outcome.steps().getLast().result().errorLine();
      throw new HostException.CommandFailed(name, sending.volume().toString(), 1, said);
    }
  }

  public Proposal planSnapshot(VolumeId volume, String snapshot)
      throws HostException, InvalidException {
    return new SnapshotPlans(inquiry).create(volume, snapshot);
  }

  public Proposal planRollback(VolumeId volume, String snapshot)
      throws HostException, InvalidException {
    return planRollback(volume, snapshot, InUse.REFUSE);
  }

  public Proposal planRollback(VolumeId volume, String snapshot, InUse inUse)
      throws HostException, InvalidException {
    return new SnapshotPlans(inquiry).rollback(volume, snapshot, inUse);
  }

  public Proposal planDeleteSnapshot(VolumeId volume, String snapshot)
      throws HostException, InvalidException {
    return new SnapshotPlans(inquiry).delete(volume, snapshot);
  }

  /**
   * Runs the proposal as a job on the host and follows it. A link that breaks is mended if that can
   * be done within seconds.
   *
   * @param progress told on every step's begin and end with the outcome so far; on the calling
   *     thread
   * @return how it ended: done, undone, stuck or interrupted
   * @throws HostException.Conflict when a lock could not be had or a guard failed: nothing was
   *     done, plan again
   * @throws HostException.Unreachable when the link broke; the job that it names goes on, see
   *     {@link #attach}
   */
  public Outcome apply(Proposal proposal, String jobId, Consumer<Outcome> progress)
      throws HostException {
    Plan plan = proposal.plan();
    return jobs.settled(jobs.follow(new Job(jobId, plan), progress), plan);
  }

  /**
   * As {@link #apply(Proposal, String, Consumer)} for a proposal that reads data.
   *
   * @param data sent while the job runs; if it ends with an exception, or the link breaks, the host
   *     takes back what was done
   */
  public Outcome apply(
      Proposal proposal, String jobId, InputStream data, Consumer<Outcome> progress)
      throws HostException {
    Plan plan = proposal.plan();
    return jobs.settled(jobs.follow(new Job(jobId, plan), data, progress), plan);
  }

  /**
   * Follows a job that was started before, to its end.
   *
   * @throws HostException.Conflict also when the host knows no such job
   */
  public Outcome attach(String jobId, Proposal proposal, Consumer<Outcome> progress)
      throws HostException {
    Plan plan = proposal.plan();
    return jobs.settled(jobs.follow(new Job(jobId, plan).followed(), progress), plan);
  }

  /**
   * Tells a job to stop before its next step, and waits for its end. What it did is taken back. A
   * job that has done something that can't be taken back goes on and ends as planned.
   *
   * @throws HostException.Conflict also when the host knows no such job
   */
  public Outcome stop(String jobId, Proposal proposal) throws HostException {
    Plan plan = proposal.plan();
    return jobs.settled(jobs.follow(new Job(jobId, plan).stopped(), _ -> {}), plan);
  }

  /** What the user who logged in may do as root; {@code sudo} may note the question in its log. */
  public Privilege privilege() throws HostException {
    return Privilege.of(shell, RootPrograms.all());
  }

  /** Makes a proposal from the host's present state. */
  @FunctionalInterface
  public interface Planning {
    Proposal plan() throws HostException, InvalidException;
  }

  /**
   * What was applied in the end.
   *
   * @param proposal the last one made
   */
  public record Applied(Proposal proposal, Outcome outcome) {}

  /**
   * Plans and applies, and does both again when somebody else was faster (the free name that was
   * found is taken by now). For changes that need nobody's consent to their details.
   *
   * @param jobId begins the job's name
   * @throws HostException.Conflict when others were faster every time
   */
  public Applied applyReplanning(Planning planning, String jobId, Consumer<Outcome> progress)
      throws HostException, InvalidException {
    for (int attempt = 1; ; attempt++) {
      Proposal proposal = planning.plan();
      Plan plan = proposal.plan();
      String id = attempt == 1 ? jobId : jobId + "-" + attempt;
      Outcome outcome = jobs.follow(new Job(id, plan), progress);
      boolean outrun = outcome.verdict() instanceof Outcome.Verdict.GuardFailed;
      if (!outrun || attempt == ATTEMPTS) {
        return new Applied(proposal, jobs.settled(outcome, plan));
      }
    }
  }

  @Override
  public void close() {
    tickets.close();
    shell.close();
  }
}
