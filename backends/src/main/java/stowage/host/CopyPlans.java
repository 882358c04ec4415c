package stowage.host;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import stowage.config.StorageId;
import stowage.exec.Exec;
import stowage.exec.Guard;
import stowage.exec.HostException;
import stowage.exec.Plan;
import stowage.exec.Probe;
import stowage.exec.Reading;
import stowage.exec.Step;
import stowage.message.Message;
import stowage.schema.InvalidException;
import stowage.tool.QemuImg;
import stowage.type.Access;
import stowage.type.Bandwidth;
import stowage.type.Change;
import stowage.type.Feature;
import stowage.type.Naming;
import stowage.type.Provisioning;
import stowage.volume.ContentType;
import stowage.volume.ImageFormat;
import stowage.volume.Size;
import stowage.volume.Volume;
import stowage.volume.VolumeId;
import stowage.volume.VolumeName;

/**
 * Plans that copy a volume on one host. The lock of the pool that the copy is made on is held until
 * the new volume is there, and given back before its data come.
 */
final class CopyPlans {
  private final Inquiry inquiry;

  CopyPlans(Inquiry inquiry) {
    this.inquiry = inquiry;
  }

  /**
   * What is copied, and where to.
   *
   * @param snapshot null for the present state
   * @param format null for that of the source, if the pool can hold it
   */
  record Order(
      VolumeId source,
      @Nullable String snapshot,
      StorageId target,
      Naming naming,
      @Nullable ImageFormat format) {}

  /**
   * @param exact the source's size; empty where its pool's list tells it
   */
  private record Sight(Stock source, Stock target, Optional<Size> exact) {}

  Proposal copy(Order order) throws HostException, InvalidException {
    VolumePlans.requireNaming(order.naming());
    var answer = inquiry.ask(survey -> question(survey, order));
    Survey survey = answer.survey();
    Sight sight = Inquiry.required(answer.reading());
    Volumes.Found from =
        Volumes.find(survey, sight.source().pool(), order.source(), sight.source().volumes());
    from.pool().require(Feature.FULL_COPY, from.name(), order.snapshot());
    if (order.snapshot() != null) {
      new ClonePlans(inquiry).requireSnapshot(from, order.snapshot());
    }
    ConfiguredPool to = sight.target().pool();
    Provisioning.Allocation made =
        to.provisioning(Feature.ALLOCATE, null)
            .allocate(
                to.pool(),
                allocation(order, from, to, sight.exact().orElse(null)),
                sight.target().taken());
    Change start =
        VolumePlans.joined(
            sight.source().activation().required(survey),
            VolumePlans.joined(sight.target().activation().required(survey), made.change()));
    Access access =
        reached(
            from.pool()
                .backend()
                .reached(from.pool().pool(), order.source().name(), order.snapshot()));
    Access into = reached(to.backend().filled(to.pool(), made.made().name()));
    requireWay(survey, access, into);
    Bandwidth limit =
        Bandwidth.of(from.pool().pool(), Bandwidth.Work.CLONE)
            .and(Bandwidth.of(to.pool(), Bandwidth.Work.CLONE));
    List<Guard> guards = new ArrayList<>(start.guards());
    guards.addAll(access.guards());
    List<Step> steps = new ArrayList<>(start.steps());
    int locked = steps.size();
    steps.addAll(access.before());
    steps.addAll(into.before());
    steps.add(
        Step.of(
            Message.of("step.copy-data", from.name().name(), made.made().toString()),
            convert(
                order,
                from,
                access,
                new QemuImg.Copy(format(to.parse(made.made())), into.path()),
                limit)));
    steps.addAll(into.after());
    steps.addAll(access.after());
    Plan plan =
        new Plan(
            Message.of("step.copy", order.source().toString(), made.made().toString()),
            List.of(survey.storageLock(to.pool())),
            guards,
            steps,
            locked);
    return new Proposal(
            plan, null, Findings.onAllocate(order.naming().owner(), survey), made.made().toString())
        .saying(Findings.onLimit(limit));
  }

  private static Probe<Sight> question(Survey survey, Order order) throws InvalidException {
    ConfiguredPool from = survey.requireUsable(order.source().storage());
    VolumeName name = from.parse(order.source());
    ConfiguredPool to = survey.requireUsable(order.target());
    to.require(Feature.ALLOCATE, null);
    return Stock.of(from, from.backend().list(from.pool(), Set.of(name.content())))
        .and(
            Stock.of(to, Probe.constant(Reading.known(List.of()))),
            (source, target) ->
                source.then(s -> target.map(t -> new Sight(s, t, Optional.empty()))))
        .and(
            from.backend().measured(from.pool(), order.source().name()),
            (sight, exact) ->
                sight.then(s -> exact.map(size -> new Sight(s.source(), s.target(), size))));
  }

  private static Provisioning.Order allocation(
      Order order, Volumes.Found from, ConfiguredPool to, @Nullable Size exact)
      throws InvalidException {
    Volume source = from.volume();
    ImageFormat own = format(from.name());
    if (!source.format().equals(own.word())) {
      throw new InvalidException(
          "volume", "problem.image-invalid", source.id().toString(), own.word());
    }
    if (order.format() == ImageFormat.SUBVOL) {
      throw new InvalidException("format", "support.format-no-copy", order.format().word());
    }
    String name = order.naming().name();
    boolean open = order.format() == null && (name == null || name.indexOf('.') < 0);
    ImageFormat wanted =
        open && to.backend().schema().formats().contains(own) ? own : order.format();
    return new Provisioning.Order(
        order.naming().owner(), name, wanted, exact == null ? source.requireSize() : exact);
  }

  private Access reached(Probe<Access> access) throws HostException {
    return Inquiry.required(inquiry.ask(access));
  }

  /** What the copy takes besides the pools' own programs: it would stop with half of it done. */
  private void requireWay(Survey survey, Access from, Access into)
      throws HostException, InvalidException {
    if (!survey.tools().getOrDefault(QemuImg.TOOL, false)) {
      throw new InvalidException(
          "type", "problem.tool-missing", QemuImg.TOOL.program(), QemuImg.TOOL.debianPackage());
    }
    for (String path : List.of(from.path(), into.path())) {
      Optional<QemuImg.Driver> driver = QemuImg.Driver.of(path);
      if (driver.isPresent() && !Inquiry.required(inquiry.ask(QemuImg.has(driver.get())))) {
        String key =
            switch (driver.get()) {
              case ISCSI -> "problem.copy-needs-iscsi";
              case RBD -> "problem.copy-needs-rbd";
            };
        throw new InvalidException("type", key, QemuImg.TOOL.program(), QemuImg.DRIVERS_PACKAGE);
      }
    }
  }

  private static Exec convert(
      Order order, Volumes.Found from, Access source, QemuImg.Copy target, Bandwidth limit)
      throws InvalidException {
    ImageFormat format = format(from.name());
    String inside =
        format == ImageFormat.QCOW2 && !isApart(order, from.pool()) ? order.snapshot() : null;
    return QemuImg.convert(new QemuImg.Copy(format, source.path()), inside, target, limit.bytes());
  }

  /** Whether the snapshot has a path of its own; else it is within the image. */
  private static boolean isApart(Order order, ConfiguredPool from) throws InvalidException {
    String name = order.source().name();
    return order.snapshot() != null
        && !from.backend()
            .path(from.pool(), name, order.snapshot())
            .equals(from.backend().path(from.pool(), name, null));
  }

  private static ImageFormat format(VolumeName name) throws InvalidException {
    Optional<ImageFormat> format = ImageFormat.of(name.format());
    if (format.isEmpty() || name.content() != ContentType.IMAGES) {
      throw new InvalidException("volume", "support.no-guest-volume", name.name());
    }
    return format.get();
  }
}
