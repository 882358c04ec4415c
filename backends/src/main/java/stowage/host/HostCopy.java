package stowage.host;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import stowage.config.StorageId;
import stowage.config.StorageType;
import stowage.exec.HostException;
import stowage.exec.Outcome;
import stowage.schema.InvalidException;
import stowage.type.Bandwidth;
import stowage.type.StreamFormat;
import stowage.type.Transfer;
import stowage.volume.VolumeId;
import stowage.volume.VolumeName;

/**
 * Copies a volume from one host to another through this computer, without a temporary file
 * anywhere. The volume is whole on the target or not there at all.
 *
 * @param from the host that has it
 * @param to the host that gets it
 */
public record HostCopy(Host from, Host to) {

  /**
   * @param owner the guest that the copy is for; null for the same
   * @param snapshot the state that is copied; null for the present one
   */
  public record Order(
      VolumeId volume, StorageId target, @Nullable Integer owner, @Nullable String snapshot) {}

  /** What a host can send of a volume. */
  record Offer(StorageType type, VolumeName volume, List<StreamFormat> formats, Bandwidth limit) {
    /** The volume's format at the other end of that stream. */
    String arriving(StreamFormat format) {
      return switch (format) {
        case RAW_SIZE -> "raw";
        case QCOW2_SIZE -> "qcow2";
        case VMDK_SIZE -> "vmdk";
        case TAR_SIZE -> "subvol";
        case ZFS, BTRFS -> volume.format();
      };
    }
  }

  /** What the other host takes of that, and under which name. */
  record Acceptance(StreamFormat format, String name, Bandwidth limit) {}

  /**
   * Both halves, ready to be looked at.
   *
   * @param limit how fast it may go
   */
  public record Planned(Sending sending, Proposal receiving, Bandwidth limit) {}

  /**
   * @throws InvalidException also when the two pools have no format in common
   */
  public Planned plan(Order order) throws HostException, InvalidException {
    Transfer.Extent extent = new Transfer.Extent(null, order.snapshot(), false);
    Offer offer = from.transfers().offer(order.volume(), extent);
    Acceptance accepted = to.transfers().accept(order, offer, extent);
    Sending sending = from.transfers().planSend(order.volume(), accepted.format(), extent);
    Proposal receiving =
        to.transfers()
            .planReceive(
                new VolumeId(order.target(), accepted.name()),
                accepted.format(),
                sending.size(),
                extent,
                true);
    Bandwidth limit = offer.limit().and(accepted.limit());
    return new Planned(sending, receiving.saying(Findings.onLimit(limit)), limit);
  }

  /**
   * @param jobId begins the names of the jobs on both hosts
   */
  public Outcome run(Planned planned, String jobId, Consumer<Outcome> progress)
      throws HostException {
    return run(planned, jobId, data -> data, progress);
  }

  /**
   * The same for whoever wants to see the data pass.
   *
   * @param passing what the other host gets in place of the data
   */
  public Outcome run(
      Planned planned, String jobId, UnaryOperator<InputStream> passing, Consumer<Outcome> progress)
      throws HostException {
    try (VolumeStream data = from.open(planned.sending(), jobId)) {
      Bandwidth limit = planned.limit();
      InputStream paced = limit.isLimit() ? new PacedStream(data, limit.bytes()) : data;
      return to.apply(planned.receiving(), jobId, passing.apply(paced), progress);
    } catch (IOException e) {
      throw e.getCause() instanceof HostException known
          ? known
          : new HostException.Unreachable(from.name(), String.valueOf(e.getMessage()), e);
    }
  }
}
