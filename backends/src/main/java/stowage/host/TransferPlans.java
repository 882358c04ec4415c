package stowage.host;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import stowage.config.StorageId;
import stowage.config.StorageType;
import stowage.exec.Exec;
import stowage.exec.HostException;
import stowage.exec.Input;
import stowage.exec.Plan;
import stowage.exec.Probe;
import stowage.exec.Reading;
import stowage.exec.Result;
import stowage.exec.Shell;
import stowage.exec.Step;
import stowage.message.Message;
import stowage.schema.InvalidException;
import stowage.type.Change;
import stowage.type.Feature;
import stowage.type.Intake;
import stowage.type.Pool;
import stowage.type.Provisioning;
import stowage.type.StreamFormat;
import stowage.type.Transfer;
import stowage.volume.Checksum;
import stowage.volume.ContentType;
import stowage.volume.ImageFormat;
import stowage.volume.NewName;
import stowage.volume.Size;
import stowage.volume.TargetName;
import stowage.volume.Volume;
import stowage.volume.VolumeId;
import stowage.volume.VolumeName;
import stowage.volume.VolumeNames;

/** Plans for data that leave a host or come to it. */
final class TransferPlans {
  private final Inquiry inquiry;

  TransferPlans(Inquiry inquiry) {
    this.inquiry = inquiry;
  }

  /**
   * @param format null for the best one
   */
  Sending send(VolumeId id, @Nullable StreamFormat format, Transfer.Extent extent)
      throws HostException, InvalidException {
    Volumes.Found found = new Volumes(inquiry).find(id);
    ConfiguredPool pool = found.pool();
    Transfer transfer = pool.transfer(Feature.EXPORT, found.name());
    List<StreamFormat> possible = transfer.exports(pool.pool(), found.name(), extent);
    StreamFormat chosen =
        format != null || possible.isEmpty()
            ? Optional.ofNullable(format).orElse(StreamFormat.RAW_SIZE)
            : possible.getFirst();
    Transfer.Export export = transfer.export(pool.pool(), found.volume(), chosen, extent);
    return new Sending(
        id,
        chosen,
        new Size(found.volume().space().size()),
        proposal(Message.of("step.send", id.toString()), export.before()),
        export.source(),
        proposal(Message.of("step.sent", id.toString()), export.after()));
  }

  private static Proposal proposal(Message title, Change change) {
    return new Proposal(
        new Plan(title, List.of(), change.guards(), change.steps()), null, List.of(), null);
  }

  /**
   * @param renames whether another name is taken when this one is in use
   */
  Proposal receive(
      VolumeId wanted, StreamFormat format, Size size, Transfer.Extent extent, boolean renames)
      throws HostException, InvalidException {
    var answer =
        inquiry.ask(survey -> {
          ConfiguredPool pool = survey.requireUsable(wanted.storage());
          pool.transfer(Feature.ALLOCATE, null);
          return stock(pool, pool.backend().taken(pool.pool()));
        });
    Survey survey = answer.survey();
    ConfiguredPool pool = survey.requireUsable(wanted.storage());
    Transfer transfer = pool.transfer(Feature.ALLOCATE, null);
    Stock stock = Inquiry.required(answer.reading());
    Change activation = stock.activation().required(survey);
    String name = renames ? freeName(pool, wanted.name(), stock.taken()) : wanted.name();
    Provisioning.Allocation allocation =
        transfer.receive(pool.pool(), name, format, size, extent, stock.taken());
    String made = allocation.made().toString();
    Change change = VolumePlans.joined(activation, allocation.change());
    Plan plan =
        new Plan(
            Message.of("step.receive", made),
            List.of(survey.storageLock(pool.pool())),
            change.guards(),
            change.steps(),
            streamed(change.steps()));
    return new Proposal(plan, null, List.of(), made);
  }

  HostCopy.Offer offer(VolumeId id, Transfer.Extent extent) throws HostException, InvalidException {
    Volumes.Found found = new Volumes(inquiry).find(id);
    ConfiguredPool pool = found.pool();
    Transfer transfer = pool.transfer(Feature.EXPORT, found.name());
    List<StreamFormat> possible = transfer.exports(pool.pool(), found.name(), extent);
    if (possible.isEmpty()) {
      // Says why.
      transfer.export(pool.pool(), found.volume(), StreamFormat.RAW_SIZE, extent);
    }
    return new HostCopy.Offer(pool.pool().type(), found.name(), possible);
  }

  /** The first of the formats on offer that this pool can receive. */
  HostCopy.Acceptance accept(HostCopy.Order order, HostCopy.Offer offer, Transfer.Extent extent)
      throws HostException, InvalidException {
    ConfiguredPool pool = inquiry.survey().requireUsable(order.target());
    Transfer transfer = pool.transfer(Feature.ALLOCATE, null);
    StorageType type = pool.pool().type();
    for (StreamFormat format : offer.formats()) {
      String name =
          TargetName.of(offer.volume(), offer.type(), type, offer.arriving(format), order.owner());
      Optional<VolumeName> read = VolumeNames.read(type, name);
      if (read.isPresent() && transfer.imports(pool.pool(), read.get(), extent).contains(format)) {
        return new HostCopy.Acceptance(format, name);
      }
    }
    throw new InvalidException(
        "storage",
        "problem.stream-no-common",
        offer.volume().name(),
        offer.type().word(),
        type.word());
  }

  /** How many steps come before the one that takes as long as the stream does. */
  private static int streamed(List<Step> steps) {
    int before = 0;
    while (!(steps.get(before).command().input() instanceof Input.Streamed)) {
      before++;
    }
    return before;
  }

  private record Stock(List<Volume> taken, Activation activation) {}

  private static Probe<Stock> stock(ConfiguredPool pool, Probe<List<Volume>> listing) {
    return listing.and(
        Activation.probe(pool),
        (taken, activation) ->
            switch (activation) {
              case Reading.Known<Activation>(var known) -> taken.map(t -> new Stock(t, known));
              case Reading.Failed<Activation>(var reason) -> new Reading.Failed<Stock>(reason);
            });
  }

  /** The wanted name, or the guest's first free one when it is in use. */
  private static String freeName(ConfiguredPool pool, String wanted, List<Volume> taken)
      throws InvalidException {
    if (taken.stream().noneMatch(v -> v.id().name().equals(wanted))) {
      return wanted;
    }
    VolumeName name = pool.backend().parse(wanted);
    int owner = Integer.parseInt(name.guest().orElse("0"));
    List<String> names = taken.stream().map(v -> v.id().name()).toList();
    ImageFormat format = ImageFormat.of(name.format()).orElse(ImageFormat.RAW);
    String free =
        NewName.free(pool.pool().type(), owner, format, names)
            .orElseThrow(() ->
                new InvalidException(
                    "name", "problem.no-free-name", owner, pool.pool().id().text()));
    return wanted.contains("/") ? owner + "/" + free : free;
  }

  /**
   * A file on its way to a pool.
   *
   * @param from bytes that are there already from an earlier attempt
   */
  Proposal upload(StorageId id, Intake.Arrival arrival, long from)
      throws HostException, InvalidException {
    Entry entry = entry(id, arrival);
    return proposal(
        "step.upload", entry, entry.intake().receive(entry.pool(), entry.place(), arrival, from));
  }

  Proposal fetch(StorageId id, Intake.Arrival arrival, Intake.Origin origin)
      throws HostException, InvalidException {
    Entry entry = entry(id, arrival);
    return proposal(
        "step.download", entry, entry.intake().fetch(entry.pool(), entry.place(), arrival, origin));
  }

  /**
   * A file as it is, for keeping elsewhere.
   *
   * @param from bytes that are not needed
   */
  Sending download(VolumeId id, long from) throws HostException, InvalidException {
    Volumes.Found found = new Volumes(inquiry).find(id);
    Intake intake = intake(found);
    Proposal nothing = proposal(Message.of("step.send", id.toString()), Change.of());
    return new Sending(
        id,
        StreamFormat.RAW_SIZE,
        new Size(found.volume().space().size()),
        nothing,
        intake.read(found.pool().pool(), found.volume(), from),
        nothing);
  }

  Checksum checksum(VolumeId id, Checksum.Algorithm algorithm, Shell shell)
      throws HostException, InvalidException {
    Volumes.Found found = new Volumes(inquiry).find(id);
    Exec sum = intake(found).sum(found.pool().pool(), found.volume(), algorithm);
    Result answer = shell.run(sum);
    if (!answer.ok()) {
      throw new HostException.CommandFailed(
          shell.host(), sum.shown(), answer.status(), answer.errorLine());
    }
    // A name with a backslash or line break would be announced by one in front.
    return Checksum.parse(
        algorithm.word() + ":" + answer.text().replaceFirst("^\\\\", "").split("\\s", 2)[0]);
  }

  private static Intake intake(Volumes.Found found) throws InvalidException {
    String id = found.volume().id().toString();
    return found
        .pool()
        .backend()
        .intake()
        .orElseThrow(() -> new InvalidException("volume", "problem.download-none", id));
  }

  /** How much of a file has arrived in an earlier attempt. */
  long arrived(StorageId id, Intake.Arrival arrival) throws HostException, InvalidException {
    Entry entry = entry(id, arrival);
    return Inquiry.required(inquiry.ask(entry.intake().arrived(entry.place())));
  }

  private record Entry(
      ConfiguredPool configured, Intake intake, Intake.Place place, Change activation) {
    Pool pool() {
      return configured.pool();
    }
  }

  private Entry entry(StorageId id, Intake.Arrival arrival) throws HostException, InvalidException {
    var answer =
        inquiry.ask(survey -> {
          ConfiguredPool pool = survey.requireUsable(id);
          pool.intake();
          Set<ContentType> kind =
              pool.pool().contents().contains(arrival.content())
                  ? Set.of(arrival.content())
                  : Set.of();
          return stock(pool, pool.backend().list(pool.pool(), kind));
        });
    ConfiguredPool pool = answer.survey().requireUsable(id);
    Stock stock = Inquiry.required(answer.reading());
    Intake intake = pool.intake();
    return new Entry(
        pool,
        intake,
        intake.place(pool.pool(), arrival, stock.taken()),
        stock.activation().required(answer.survey()));
  }

  private static Proposal proposal(String title, Entry entry, Change change) {
    Change all = VolumePlans.joined(entry.activation(), change);
    String made = entry.place().volume().toString();
    return new Proposal(
        new Plan(Message.of(title, made), List.of(), all.guards(), all.steps()),
        null,
        List.of(),
        made);
  }
}
