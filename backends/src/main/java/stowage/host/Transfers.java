package stowage.host;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import stowage.config.StorageType;
import stowage.exec.HostException;
import stowage.exec.Input;
import stowage.exec.Plan;
import stowage.exec.Probe;
import stowage.exec.Step;
import stowage.message.Message;
import stowage.schema.InvalidException;
import stowage.type.Bandwidth;
import stowage.type.Change;
import stowage.type.Feature;
import stowage.type.Intake;
import stowage.type.Provisioning;
import stowage.type.StreamFormat;
import stowage.type.Transfer;
import stowage.volume.ImageFormat;
import stowage.volume.NewName;
import stowage.volume.Size;
import stowage.volume.TargetName;
import stowage.volume.Volume;
import stowage.volume.VolumeId;
import stowage.volume.VolumeName;
import stowage.volume.VolumeNames;

/** Volumes that leave a host or come to it as a stream. */
public final class Transfers {
  private final Inquiry inquiry;

  Transfers(Inquiry inquiry) {
    this.inquiry = inquiry;
  }

  /**
   * @param format null for the best one that its type has
   */
  public Sending planSend(VolumeId id, @Nullable StreamFormat format, Transfer.Extent extent)
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
        chosen.sized() ? found.volume().requireSize() : Size.ZERO,
        proposal(Message.of("step.send", id.toString()), export.before()),
        export.source(),
        proposal(Message.of("step.sent", id.toString()), export.after()));
  }

  private static Proposal proposal(Message title, Change change) {
    return new Proposal(
        new Plan(title, List.of(), change.guards(), change.steps()), null, List.of(), null);
  }

  /**
   * A volume that comes as a stream; apply it with its data.
   *
   * @param size from the stream's head; zero for a format that has none
   * @param renames whether another name is taken when this one is in use
   */
  public Proposal planReceive(
      VolumeId wanted, StreamFormat format, Size size, Transfer.Extent extent, boolean renames)
      throws HostException, InvalidException {
    var answer =
        inquiry.ask(survey -> {
          ConfiguredPool pool = survey.requireUsable(wanted.storage());
          receiver(pool, isFile(pool, wanted));
          return Holding.of(pool, taken(pool, wanted));
        });
    Survey survey = answer.survey();
    Holding there = Inquiry.required(answer.reading());
    ConfiguredPool pool = there.pool();
    Transfer transfer = receiver(pool, isFile(pool, wanted));
    Change activation = there.activation().required(survey);
    boolean counted = renames && !isFile(pool, wanted);
    String name = counted ? freeName(pool, wanted.name(), there.taken()) : wanted.name();
    Provisioning.Allocation allocation =
        transfer.receive(pool.pool(), name, format, size, extent, there.taken());
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

  /** Some pools take files, but no volumes of guests. */
  private static Transfer receiver(ConfiguredPool pool, boolean file) throws InvalidException {
    Optional<Transfer> receiver = pool.backend().transfer();
    return file && pool.backend().intake().isPresent() && receiver.isPresent()
        ? receiver.get()
        : pool.transfer(Feature.ALLOCATE, null);
  }

  /** Names of files have no numbers that could be gone on with. */
  private static boolean isFile(ConfiguredPool pool, VolumeId wanted) {
    return VolumeNames.read(pool.pool().type(), wanted.name())
        .filter(name -> Intake.CONTENTS.contains(name.content()))
        .isPresent();
  }

  private static Probe<List<Volume>> taken(ConfiguredPool pool, VolumeId wanted)
      throws InvalidException {
    return isFile(pool, wanted)
        ? pool.backend().list(pool.pool(), Set.of(pool.parse(wanted).content()))
        : pool.backend().taken(pool.pool());
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
    return new HostCopy.Offer(
        pool.pool().type(),
        found.name(),
        possible,
        Bandwidth.of(pool.pool(), Bandwidth.Work.MIGRATION));
  }

  /** The first of the formats on offer that this pool can receive. */
  HostCopy.Acceptance accept(HostCopy.Order order, HostCopy.Offer offer, Transfer.Extent extent)
      throws HostException, InvalidException {
    ConfiguredPool pool = inquiry.survey().requireUsable(order.target());
    boolean file = Intake.CONTENTS.contains(offer.volume().content());
    Transfer transfer = receiver(pool, file);
    StorageType type = pool.pool().type();
    if (order.owner() != null && file) {
      throw new InvalidException("vmid", "problem.file-no-guest", offer.volume().name());
    }
    for (StreamFormat format : offer.formats()) {
      String name =
          TargetName.of(offer.volume(), offer.type(), type, offer.arriving(format), order.owner());
      Optional<VolumeName> read = VolumeNames.read(type, name);
      if (read.isPresent() && transfer.imports(pool.pool(), read.get(), extent).contains(format)) {
        return new HostCopy.Acceptance(
            format, name, Bandwidth.of(pool.pool(), Bandwidth.Work.MIGRATION));
      }
    }
    // Such an image has no other stream, but any pool that has guests' disks takes a raw one.
    boolean layered =
        !offer.formats().isEmpty()
            && Set.of(StreamFormat.QCOW2_SIZE, StreamFormat.VMDK_SIZE).containsAll(offer.formats());
    throw new InvalidException(
        "storage",
        layered ? "problem.stream-raw-first" : "problem.stream-no-common",
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

  /** The wanted name, or the guest's first free one when it is in use. */
  private static String freeName(ConfiguredPool pool, String wanted, List<Volume> taken)
      throws InvalidException {
    // A template comes as an ordinary volume first.
    List<String> names = List.of(wanted, wanted.replaceFirst("(^|/)base-", "$1vm-"));
    if (taken.stream().noneMatch(v -> names.contains(v.id().name()))) {
      return wanted;
    }
    VolumeName name = pool.backend().parse(wanted);
    int owner = Integer.parseInt(name.guest().orElse("0"));
    List<String> all = taken.stream().map(v -> v.id().name()).toList();
    ImageFormat format = ImageFormat.of(name.format()).orElse(ImageFormat.RAW);
    String free =
        NewName.free(pool.pool().type(), owner, format, all)
            .orElseThrow(() ->
                new InvalidException(
                    "name", "problem.no-free-name", owner, pool.pool().id().text()));
    String start = name.template() ? free.replaceFirst("^vm-", "base-") : free;
    return wanted.contains("/") ? owner + "/" + start : start;
  }
}
