package stowage.host;

import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import stowage.config.StorageId;
import stowage.exec.HostException;
import stowage.exec.Outcome;
import stowage.exec.Reading;
import stowage.exec.Shell;
import stowage.schema.Draft;
import stowage.schema.InvalidException;
import stowage.type.Provisioning;
import stowage.type.Scan;
import stowage.type.Snapshot;
import stowage.volume.ContentType;
import stowage.volume.Size;
import stowage.volume.Volume;
import stowage.volume.VolumeId;

/**
 * A host and its pools. All that the console and the command line do goes through here: read,
 * propose, apply.
 *
 * <p>Blocks; call it on virtual threads. Reading methods may be called side by side.
 */
public final class Host implements AutoCloseable {
  private final String name;
  private final Shell shell;

  /**
   * @param name as the user calls it
   * @param shell a way to it, {@code sudo} and read-only mode included
   */
  public Host(String name, Shell shell) {
    this.name = name;
    this.shell = shell;
  }

  public String name() {
    return name;
  }

  /**
   * Asks for everything the host page shows: one round trip, two when the configuration changed.
   */
  public HostState refresh() throws HostException {
    throw new UnsupportedOperationException("in work");
  }

  /** Volumes of a pool; fails as a reading when only this pool does not answer. */
  public Reading<List<Volume>> volumes(StorageId pool, Set<ContentType> wanted)
      throws HostException, InvalidException {
    throw new UnsupportedOperationException("in work");
  }

  public Reading<List<Snapshot>> snapshots(VolumeId volume) throws HostException, InvalidException {
    throw new UnsupportedOperationException("in work");
  }

  /** Path or address of a volume; whether it exists is not checked. */
  public String path(VolumeId volume, @Nullable String snapshot)
      throws HostException, InvalidException {
    throw new UnsupportedOperationException("in work");
  }

  public Reading<List<Scan.Found>> scan(Scan scan, List<String> values) throws HostException {
    throw new UnsupportedOperationException("in work");
  }

  public Proposal planAdd(Draft draft) throws HostException, InvalidException {
    throw new UnsupportedOperationException("in work");
  }

  /**
   * @param digest of the configuration that the draft was made from; null to take the newest
   */
  public Proposal planSet(Draft draft, @Nullable String digest)
      throws HostException, InvalidException {
    throw new UnsupportedOperationException("in work");
  }

  public Proposal planRemove(StorageId pool) throws HostException, InvalidException {
    throw new UnsupportedOperationException("in work");
  }

  public Proposal planAllocate(StorageId pool, Provisioning.Order order)
      throws HostException, InvalidException {
    throw new UnsupportedOperationException("in work");
  }

  public Proposal planFree(VolumeId volume) throws HostException, InvalidException {
    throw new UnsupportedOperationException("in work");
  }

  public Proposal planResize(VolumeId volume, Size size) throws HostException, InvalidException {
    throw new UnsupportedOperationException("in work");
  }

  public Proposal planSnapshot(VolumeId volume, String snapshot)
      throws HostException, InvalidException {
    throw new UnsupportedOperationException("in work");
  }

  public Proposal planRollback(VolumeId volume, String snapshot)
      throws HostException, InvalidException {
    throw new UnsupportedOperationException("in work");
  }

  public Proposal planDeleteSnapshot(VolumeId volume, String snapshot)
      throws HostException, InvalidException {
    throw new UnsupportedOperationException("in work");
  }

  /**
   * Runs the proposal as a job on the host and follows it.
   *
   * @param progress told on every step's begin and end with the outcome so far; on the calling
   *     thread
   * @throws HostException.Conflict when a guard failed: nothing was done, plan again
   * @throws HostException.Unreachable when the link broke; the job goes on, see {@link #attach}
   */
  public Outcome apply(Proposal proposal, String jobId, Consumer<Outcome> progress)
      throws HostException {
    throw new UnsupportedOperationException("in work: " + shell);
  }

  /** Follows a job that was started before, to its end. */
  public Outcome attach(String jobId, Proposal proposal, Consumer<Outcome> progress)
      throws HostException {
    throw new UnsupportedOperationException("in work: " + shell);
  }

  @Override
  public void close() {
    shell.close();
  }
}
