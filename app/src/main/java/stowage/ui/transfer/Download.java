package stowage.ui.transfer;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.function.Consumer;
import stowage.access.LocalFile;
import stowage.exec.HostException;
import stowage.exec.Outcome;
import stowage.exec.Plan;
import stowage.host.Host;
import stowage.host.Proposal;
import stowage.host.Sending;
import stowage.host.VolumeStream;
import stowage.message.Message;
import stowage.schema.InvalidException;
import stowage.ui.plan.ChangeView;
import stowage.ui.tasks.Flow;
import stowage.ui.tasks.Passage;
import stowage.volume.Checksum;
import stowage.volume.ContentType;
import stowage.volume.Volume;

/**
 * A file of a pool on its way to this computer. What has arrived stays beside the file until it is
 * whole, and has its name only once the host has told the same checksum.
 */
record Download(Host host, Sending sending, Order order, Flow flow) implements Passage {
  private static final int BLOCK = 1 << 16;

  /**
   * @param replaces whether a file that is there may be replaced
   * @param goesOn whether to go on behind what an earlier download has left
   */
  record Order(Path file, boolean replaces, boolean goesOn) {

    Order goingOn() {
      return new Order(file, replaces, true);
    }

    /** Where the data are until they are all there. */
    Path part() {
      return part(file);
    }

    static Path part(Path file) {
      return file.resolveSibling(file.getFileName() + ".part");
    }
  }

  static ChangeView.Prepared prepared(Host host, Volume volume, Order order)
      throws HostException, InvalidException {
    Sending whole = host.files().planDownload(volume.id(), 0);
    // An image's size is that of the disk in it, which says little of its file.
    long total = volume.content() == ContentType.IMAGES ? 0 : whole.size().bytes();
    long there = order.goesOn() ? size(order.part()) : 0;
    // More than all of it is something else.
    long from = total == 0 || there <= total ? there : 0;
    Sending sending = from == 0 ? whole : host.files().planDownload(volume.id(), from);
    Flow flow = new Flow(from, total, Flow.Remains.HERE);
    Message title =
        Message.of("ui-transfer.downloading", volume.id().toString(), order.file().toString());
    Proposal nothing =
        new Proposal(
            new Plan(title, List.of(), List.of(), List.of()),
            null,
            List.of(),
            order.file().toString());
    return new ChangeView.Prepared(nothing, new Download(host, sending, order, flow));
  }

  private static long size(Path part) throws InvalidException {
    try {
      return Files.exists(part) ? Files.size(part) : 0;
    } catch (IOException e) {
      throw new InvalidException("file", "ui-transfer.unreadable", part.toString(), e.toString());
    }
  }

  @Override
  public Outcome run(String job, Consumer<Outcome> progress) throws Exception {
    StandardOpenOption how =
        flow.at() > 0 ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING;
    try (OutputStream out =
            Files.newOutputStream(
                order.part(), StandardOpenOption.CREATE, StandardOpenOption.WRITE, how);
        VolumeStream data = host.open(sending, job)) {
      copy(flow.through(data), out);
    } catch (IOException e) {
      throw unwritable(e);
    }
    prove();
    return new Outcome(new Outcome.Verdict.Done(), List.of());
  }

  private void copy(InputStream data, OutputStream out) throws HostException, IOException {
    byte[] block = new byte[BLOCK];
    for (int n = read(data, block); n >= 0; n = read(data, block)) {
      out.write(block, 0, n);
    }
  }

  /** What goes wrong here is the host's or the link's, not this computer's. */
  private int read(InputStream data, byte[] block) throws HostException {
    try {
      return data.read(block);
    } catch (IOException e) {
      if (flow.isCut()) {
        throw new HostException.Cancelled(host.name());
      }
      throw e.getCause() instanceof HostException known
          ? known
          : new HostException.Unreachable(host.name(), String.valueOf(e.getMessage()), e);
    }
  }

  private void prove() throws HostException, InvalidException {
    Path part = order.part();
    try {
      flow.waits(Thread.currentThread());
      Checksum there = host.files().checksum(sending.volume(), Checksum.Algorithm.SHA256);
      Checksum here = LocalFile.checksum(part, Checksum.Algorithm.SHA256);
      flow.waited();
      if (!here.equals(there)) {
        Files.delete(part);
        throw new InvalidException(
            "file", "problem.checksum-mismatch", order.file().toString(), here.hex(), there.hex());
      }
      if (Files.exists(order.file()) && !order.replaces()) {
        throw new InvalidException("file", "cli.file-exists", order.file().toString());
      }
      Files.move(part, order.file(), StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      if (flow.isCut()) {
        throw new HostException.Cancelled(host.name());
      }
      throw unwritable(e);
    }
  }

  private InvalidException unwritable(IOException e) {
    return new InvalidException(
        "file", "ui-transfer.unwritable", order.file().toString(), e.toString());
  }
}
