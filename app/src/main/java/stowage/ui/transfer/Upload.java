package stowage.ui.transfer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import stowage.access.LocalFile;
import stowage.config.StorageId;
import stowage.exec.HostException;
import stowage.exec.Outcome;
import stowage.host.Host;
import stowage.host.Proposal;
import stowage.message.Message;
import stowage.schema.InvalidException;
import stowage.type.Intake;
import stowage.ui.plan.ChangeView;
import stowage.ui.tasks.Flow;
import stowage.ui.tasks.Passage;
import stowage.volume.Checksum;
import stowage.volume.Size;

/** A file of this computer on its way to a pool. */
record Upload(Host host, Proposal proposal, LocalFile file, Flow flow) implements Passage {

  /** Which file is to arrive as what. */
  record Order(Path file, Intake.Arrival arrival) {}

  /** Goes on where an upload of the same file broke off. */
  static ChangeView.Prepared prepared(
      Host host, StorageId pool, Order order, Consumer<Message> tell)
      throws HostException, InvalidException {
    if (!Files.isRegularFile(order.file())) {
      throw new InvalidException("file", "ui-transfer.no-file", order.file().toString());
    }
    // What is refused anyway is refused before the whole file is read.
    host.files().planUpload(pool, with(null, order.arrival()), 0);
    LocalFile local = read(order, tell);
    Intake.Arrival arrival = with(local.checksum(), order.arrival());
    tell.accept(Message.of("ui-plan.planning"));
    long there = host.files().arrived(pool, arrival);
    long from = there <= local.size() ? there : 0;
    Proposal planned = host.files().planUpload(pool, arrival, from);
    Proposal proposal = from > 0 ? saying(planned, from, local.size()) : planned;
    Flow flow = new Flow(from, local.size(), Flow.Remains.ON_HOST);
    return new ChangeView.Prepared(proposal, new Upload(host, proposal, local, flow));
  }

  private static Intake.Arrival with(@Nullable Checksum checksum, Intake.Arrival as) {
    return new Intake.Arrival(as.content(), as.name(), checksum, as.replaces());
  }

  private static LocalFile read(Order order, Consumer<Message> tell) throws InvalidException {
    try {
      long size = Files.size(order.file());
      return LocalFile.of(
          order.file(), order.arrival().checksum(), telling(order.file(), size, tell));
    } catch (IOException e) {
      throw new InvalidException(
          "file", "ui-transfer.unreadable", order.file().toString(), e.toString());
    }
  }

  private static LongConsumer telling(Path file, long size, Consumer<Message> tell) {
    long[] said = {-1};
    return bytes -> {
      long percent = size == 0 ? 100 : bytes * 100 / size;
      if (percent > said[0]) {
        said[0] = percent;
        tell.accept(Message.of("ui-transfer.reading", String.valueOf(file.getFileName()), percent));
      }
    };
  }

  private static Proposal saying(Proposal planned, long from, long size) {
    List<Message> findings = new ArrayList<>(planned.findings());
    findings.add(Message.of("ui-transfer.goes-on", new Size(from), new Size(size)));
    return new Proposal(planned.plan(), null, findings, planned.made().orElse(null));
  }

  @Override
  public Outcome run(String job, Consumer<Outcome> progress) throws HostException, IOException {
    try (InputStream data = file.from(flow.at())) {
      return host.apply(proposal, job, flow.through(data), progress);
    }
  }
}
