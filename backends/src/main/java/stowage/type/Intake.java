package stowage.type;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import stowage.exec.Exec;
import stowage.exec.Probe;
import stowage.schema.InvalidException;
import stowage.volume.Checksum;
import stowage.volume.ContentType;
import stowage.volume.Volume;
import stowage.volume.VolumeId;

/** Files that are put on a pool as they are. */
public interface Intake {
  /** What can be put on a pool that allows it. */
  Set<ContentType> CONTENTS =
      Set.of(ContentType.ISO, ContentType.VZTMPL, ContentType.IMPORT, ContentType.SNIPPETS);

  /**
   * What is to arrive.
   *
   * @param content installation image, template of containers, disk to import, or snippet
   * @param name of the file; characters that make trouble are replaced
   * @param checksum that it must have; null when nobody knows
   * @param replaces whether a file of that name may be replaced
   */
  record Arrival(ContentType content, String name, @Nullable Checksum checksum, boolean replaces) {}

  /**
   * @param volume what will be there
   * @param part where it lies until it is complete
   */
  record Place(VolumeId volume, String part) {}

  /**
   * @param existing volumes of that content type, freshly listed
   * @throws InvalidException when the pool doesn't take it, its name has not the right ending, or
   *     it is there already
   */
  Place place(Pool pool, Arrival arrival, List<Volume> existing) throws InvalidException;

  /** Bytes that have arrived earlier, when sending broke off; zero when there are none. */
  Probe<Long> arrived(Place place);

  /**
   * Writes what is streamed behind what has arrived earlier; then checks it and gives it its name.
   * When the stream breaks off, what has arrived stays, to go on from there.
   *
   * @param from bytes that are there already and are not sent again, as {@link #arrived} says
   */
  Change receive(Pool pool, Place place, Arrival arrival, long from) throws InvalidException;

  /**
   * Lets the host itself fetch it; what is incomplete or wrong is removed. A checksum is that of
   * the file as it is offered, also if it is unpacked then.
   */
  Change fetch(Pool pool, Place place, Arrival arrival, Origin origin) throws InvalidException;

  /**
   * Writes a file of the pool to standard output.
   *
   * @param from the first byte that is wanted
   */
  Exec read(Pool pool, Volume volume, long from) throws InvalidException;

  /** Tells the checksum of a file of the pool: its digits, then other things. */
  Exec sum(Pool pool, Volume volume, Checksum.Algorithm algorithm) throws InvalidException;

  /**
   * Where the host fetches from.
   *
   * @param url http or https
   * @param verified whether the server's certificate must be good
   * @param packing what is taken off it; null to take it as it is
   */
  record Origin(String url, boolean verified, @Nullable Packing packing) {
    public Origin(String url, boolean verified) {
      this(url, verified, null);
    }
  }
}
