package stowage.host;

import stowage.exec.Exec;
import stowage.type.StreamFormat;
import stowage.volume.Size;
import stowage.volume.VolumeId;

/**
 * A volume that is about to be sent.
 *
 * @param volume which
 * @param format of the stream
 * @param size what its head says, where it has one
 * @param before makes the volume readable; often without steps
 * @param source writes the stream's data
 * @param after takes back what {@code before} did
 */
public record Sending(
    VolumeId volume,
    StreamFormat format,
    Size size,
    Proposal before,
    Exec source,
    Proposal after) {}
