package stowage.type;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import stowage.exec.Probe;
import stowage.exec.Reading;
import stowage.exec.Secret;
import stowage.schema.InvalidException;
import stowage.schema.Schema;
import stowage.tool.HostTool;
import stowage.volume.ContentType;
import stowage.volume.Size;
import stowage.volume.Volume;
import stowage.volume.VolumeName;

/**
 * One pool type. Pure: it describes, parses and plans, and never touches a host. What a type can't
 * do is not there ({@link #provisioning} is empty) or refused with a reason ({@link #supports}).
 */
public interface Backend {

  Schema schema();

  /** Programs the host must have for this type, with the Debian package that brings each. */
  List<HostTool> tools();

  /**
   * Asked by menus, tables, the command line and tests alike.
   *
   * @param volume null to ask about the pool in general
   */
  Support supports(Feature feature, Pool pool, @Nullable VolumeName volume);

  /**
   * The same for a snapshot of the volume in place of the volume: it may be cloned where the volume
   * itself may not. Where the pool has no such thing, the reason is the one that it gives.
   *
   * @param feature linked clone or full copy
   */
  default Support supportsSnapshot(Feature feature, Pool pool, VolumeName volume) {
    if (supports(feature, pool, null) instanceof Support.No no) {
      return no;
    }
    return supports(Feature.SNAPSHOT, pool, null) instanceof Support.No none
        ? none
        : Support.no("support.not-of-snapshot", volume.name());
  }

  /** Asks for use and state; reads only, so nothing is mounted by looking. */
  Probe<PoolStatus> status(Pool pool);

  /**
   * Asks what is missing before the pool can be used on this host, and answers with the steps that
   * bring it: mount, directories, log in. No steps when it is usable already. The guards hold what
   * the steps rely on. Failed when the pool can't be made usable, with the reason.
   */
  Probe<Change> activation(Pool pool);

  /**
   * The same for a pool whose secrets were just entered: when the steps run, {@link #secretFiles}
   * hold these and no others, whatever is there now.
   *
   * @param secrets by property key
   */
  default Probe<Change> activation(Pool pool, Map<String, Secret> secrets) {
    return activation(pool);
  }

  /**
   * Asks what activation has left behind that can be taken back while nobody uses the pool: mounts,
   * sessions. Removing or disabling a pool does not do it by itself. No steps when there is
   * nothing; directories stay.
   */
  default Probe<Change> deactivation(Pool pool) {
    return Probe.constant(Reading.known(Change.of()));
  }

  /**
   * Asks for all volumes of these content types, in bulk: no program per volume.
   *
   * @param wanted content types that the pool allows
   */
  Probe<List<Volume>> list(Pool pool, Set<ContentType> wanted);

  /**
   * Asks for everything that takes a name on the pool, for {@link Provisioning}: its guest volumes,
   * and what shares their name space without being a volume of the pool (snapshots that are logical
   * volumes, other pools of a volume group).
   */
  default Probe<List<Volume>> taken(Pool pool) {
    return list(pool, Set.of(ContentType.IMAGES, ContentType.ROOTDIR));
  }

  /**
   * Asks for what plans of this type rest on besides volumes, and answers with a backend that knows
   * it. Only that one may be asked to plan.
   */
  default Probe<Backend> briefed(Pool pool) {
    return Probe.constant(Reading.known(this));
  }

  /**
   * Asks the host for what is still open about a pool that is to be added. Nothing open is the
   * usual case; a host that does not answer leaves it open and is no reason to refuse.
   *
   * @param pool as it was entered, checked already
   */
  default Probe<Completion> complete(Pool pool) {
    return Probe.constant(Reading.known(Completion.NONE));
  }

  /**
   * Asks what has to be made for a pool that is to be added, before it can be made usable: a volume
   * group on its unit. Failed when that can't be, with the reason.
   *
   * @param pool as it was entered, checked already
   */
  default Probe<Change> founding(Pool pool) {
    return Probe.constant(Reading.known(Change.of()));
  }

  /**
   * @param name the part of a volume id after the colon
   * @throws InvalidException when no volume of this type can have that name
   */
  VolumeName parse(String name) throws InvalidException;

  /**
   * Path or address of a volume on the host; whether it exists is not checked.
   *
   * @param snapshot null for the volume itself
   */
  String path(Pool pool, String name, @Nullable String snapshot) throws InvalidException;

  /** As {@link #path}, where only the host can tell: devices whose names it gives. */
  default Probe<String> located(Pool pool, String name, @Nullable String snapshot)
      throws InvalidException {
    return Probe.constant(Reading.known(path(pool, name, snapshot)));
  }

  /**
   * How programs of the host reach the volume's data; whether it exists is not checked.
   *
   * @param name the part of a volume id after the colon
   * @param snapshot null for the volume itself
   */
  default Access access(Pool pool, String name, @Nullable String snapshot) throws InvalidException {
    return Access.at(path(pool, name, snapshot));
  }

  /**
   * A volume's size to the byte, for what takes its place; empty where lists tell it.
   *
   * @param name the part of a volume id after the colon
   */
  default Probe<Optional<Size>> measured(Pool pool, String name) throws InvalidException {
    return Probe.constant(Reading.known(Optional.empty()));
  }

  /** As {@link #access}, where only the host can tell: devices that are there only while used. */
  default Probe<Access> reached(Pool pool, String name, @Nullable String snapshot)
      throws InvalidException {
    return Probe.constant(Reading.known(access(pool, name, snapshot)));
  }

  /** The same for a volume that is just being made: nobody else uses it, and it is active. */
  default Probe<Access> filled(Pool pool, String name) throws InvalidException {
    return Probe.constant(Reading.known(Access.at(access(pool, name, null).path())));
  }

  /** Making, removing and growing volumes. */
  Optional<Provisioning> provisioning();

  Optional<Snapshots> snapshots();

  /** Templates and linked clones. */
  default Optional<Cloning> cloning() {
    return Optional.empty();
  }

  default Optional<Renaming> renaming() {
    return Optional.empty();
  }

  /** Sending and receiving volumes. */
  default Optional<Transfer> transfer() {
    return Optional.empty();
  }

  /** Files that are put on the pool as they are: installation images, templates of containers. */
  default Optional<Intake> intake() {
    return Optional.empty();
  }

  /** Notes, protection, log and configuration of backups. */
  default Optional<Attributes> attributes() {
    return Optional.empty();
  }

  /** Removing backups by a retention. */
  default Optional<Pruning> pruning() {
    return Optional.empty();
  }

  /** Secrets of a pool, and the files of the host that keep them. */
  default List<SecretFile> secretFiles(Pool pool) {
    return List.of();
  }
}
