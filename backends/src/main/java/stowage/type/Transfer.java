package stowage.type;

import java.util.List;
import org.jspecify.annotations.Nullable;
import stowage.exec.Exec;
import stowage.schema.InvalidException;
import stowage.volume.Size;
import stowage.volume.Volume;
import stowage.volume.VolumeName;

/** Volumes as streams, the same that Proxmox VE sends from node to node. */
public interface Transfer {

  /**
   * What of a volume travels.
   *
   * @param base snapshot that the receiver has already; null to send everything
   * @param snapshot the state to send; null for the present one
   * @param withSnapshots whether the snapshots before it travel too
   * @param earlier those snapshots, the oldest first, where a stream has to name them; empty when
   *     they are all that there are
   */
  record Extent(
      @Nullable String base,
      @Nullable String snapshot,
      boolean withSnapshots,
      List<String> earlier) {
    public static final Extent PRESENT = new Extent(null, null, false);

    public Extent {
      earlier = List.copyOf(earlier);
    }

    public Extent(@Nullable String base, @Nullable String snapshot, boolean withSnapshots) {
      this(base, snapshot, withSnapshots, List.of());
    }
  }

  /**
   * A volume on its way out.
   *
   * @param before what makes it readable: it is activated, a device is mapped
   * @param source the program that writes the stream's data, without its size, to standard output
   * @param after puts back what {@code before} did
   */
  record Export(Change before, Exec source, Change after) {}

  /** Formats that a volume can be sent in, the best first. */
  List<StreamFormat> exports(Pool pool, VolumeName volume, Extent extent);

  /** Formats that a volume of this name can be received in, the best first. */
  List<StreamFormat> imports(Pool pool, VolumeName volume, Extent extent);

  /**
   * @throws InvalidException when the format is not among {@link #exports}
   */
  Export export(Pool pool, Volume volume, StreamFormat format, Extent extent)
      throws InvalidException;

  /**
   * Makes a volume from a stream. One step reads the stream's data, without its size, as {@code
   * Input.Streamed}; a volume that did not arrive whole is undone.
   *
   * @param name what it is to be called: the part of a volume id behind the colon
   * @param size from the stream's head; zero for a format that has none
   * @param existing everything that takes a name, freshly read by {@link Backend#taken}
   * @throws InvalidException when a rule forbids it
   */
  Provisioning.Allocation receive(
      Pool pool, String name, StreamFormat format, Size size, Extent extent, List<Volume> existing)
      throws InvalidException;
}
