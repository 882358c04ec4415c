package stowage.host;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import stowage.config.StorageType;
import stowage.disk.Disk;
import stowage.disk.DiskSetup;
import stowage.disk.Order;
import stowage.exec.HostException;
import stowage.exec.Lock;
import stowage.exec.Plan;
import stowage.message.Message;
import stowage.schema.Draft;
import stowage.schema.InvalidException;
import stowage.schema.Properties;
import stowage.type.Change;
import stowage.type.Pool;

/** Plans that make storage of disks, under the lock that Proxmox VE takes for the same. */
final class DiskPlans {
  static final Lock LOCK = new Lock.File("/run/lock/pve-diskmanage.lck");

  private static final String GUESTS = "images,rootdir";

  /** What says where a pool lies; what is not among them may differ. */
  private static final List<String> PLACES =
      List.of(
          Properties.VGNAME.key(),
          Properties.THINPOOL.key(),
          Properties.POOL.key(),
          Properties.PATH.key());

  private final Inquiry inquiry;

  DiskPlans(Inquiry inquiry) {
    this.inquiry = inquiry;
  }

  Proposal plan(Order order) throws HostException, InvalidException {
    Inquiry.Answer<Workshop> answer = inquiry.ask(_ -> Workshop.probe());
    Workshop workshop = Inquiry.required(answer.reading());
    List<Disk> disks = workshop.disks();
    Equipment.require(order.tools(), workshop.tools());
    Change change = DiskSetup.plan(order, disks);
    Plan plan = new Plan(title(order), List.of(LOCK), change.guards(), change.steps());
    List<Message> findings = List.of(listed("finding.disks", DiskSetup.described(order, disks)));
    Proposal proposal =
        new Proposal(plan, null, findings, made(order)).leadingTo(next(order, answer.survey()));
    String typed = DiskSetup.confirmation(order, disks);
    return order instanceof Order.Wipe ? proposal.losing(typed) : proposal.taking(typed);
  }

  /** One line for each; a host's words alone never break one. */
  static Message listed(String key, List<String> disks) {
    Message said = Message.of(key, disks.getFirst());
    for (String disk : disks.subList(1, disks.size())) {
      said = Message.of("finding.disks-more", said, disk);
    }
    return said;
  }

  private static Message title(Order order) {
    String disks = String.join(", ", order.disks());
    return switch (order) {
      case Order.VolumeGroup(var name, _) -> Message.of("step.disks-vg", name, disks);
      case Order.ThinPool(var name, _) -> Message.of("step.disks-thinpool", name, disks);
      case Order.Zpool zpool -> Message.of("step.disks-zpool", zpool.name(), disks);
      case Order.Directory directory -> Message.of("step.disks-directory", directory.name(), disks);
      case Order.Btrfs btrfs -> Message.of("step.disks-btrfs", btrfs.name(), disks);
      case Order.Gpt _ -> Message.of("step.disks-gpt", disks);
      case Order.Wipe _ -> Message.of("step.disks-wipe", disks);
    };
  }

  /** In a cluster a pool of this node only, as other nodes have other disks. */
  private static @Nullable Sequel next(Order order, Survey survey) {
    Draft draft = pool(order);
    if (draft == null) {
      return null;
    }
    if (survey.ground().kind() != HostState.Kind.CLUSTER) {
      return new Sequel.NewPool(draft);
    }
    Optional<Pool> known = known(draft, survey);
    List<String> nodes = new ArrayList<>();
    known.ifPresent(pool -> pool.nodes().stream().sorted().forEach(nodes::add));
    nodes.add(survey.node());
    Map<String, String> joined = Map.of(Properties.NODES.key(), String.join(",", nodes));
    if (known.isPresent()) {
      return known.get().usableOn(survey.node())
          ? null
          : new Sequel.KnownPool(Draft.of(draft.id(), draft.type(), joined));
    }
    Map<String, String> values = new HashMap<>(draft.values());
    values.putAll(joined);
    return new Sequel.NewPool(Draft.of(draft.id(), draft.type(), values));
  }

  /** The pool of this name, if it lies at the same place. */
  private static Optional<Pool> known(Draft draft, Survey survey) {
    return survey.pools().known().stream()
        .filter(pool -> pool.id().text().equals(draft.id()))
        .filter(pool -> pool.type().word().equals(draft.type()))
        .filter(pool ->
            PLACES.stream()
                .allMatch(key -> Objects.equals(draft.values().get(key), pool.values().get(key))))
        .findFirst();
  }

  private static @Nullable Draft pool(Order order) {
    return switch (order) {
      case Order.VolumeGroup(var name, _) ->
          draft(name, StorageType.LVM, GUESTS, Map.of(Properties.VGNAME.key(), name));
      case Order.ThinPool(var name, _) ->
          draft(
              name,
              StorageType.LVMTHIN,
              GUESTS,
              Map.of(Properties.VGNAME.key(), name, Properties.THINPOOL.key(), name));
      case Order.Zpool zpool ->
          draft(
              zpool.name(),
              StorageType.ZFSPOOL,
              GUESTS,
              Map.of(Properties.POOL.key(), zpool.name()));
      case Order.Directory directory -> mounted(directory.name(), StorageType.DIR);
      case Order.Btrfs btrfs -> mounted(btrfs.name(), StorageType.BTRFS);
      case Order.Gpt _, Order.Wipe _ -> null;
    };
  }

  /** Used only while it is mounted, or the files would go to the disk of the host's system. */
  private static Draft mounted(String name, StorageType type) {
    return draft(
        name,
        type,
        GUESTS + ",iso,backup,vztmpl,snippets",
        Map.of(Properties.PATH.key(), "/mnt/pve/" + name, Properties.IS_MOUNTPOINT.key(), "yes"));
  }

  private static Draft draft(
      String name, StorageType type, String content, Map<String, String> place) {
    Map<String, String> values = new HashMap<>(place);
    values.put(Properties.CONTENT.key(), content);
    return Draft.of(name, type.word(), values);
  }

  private static String made(Order order) {
    return switch (order) {
      case Order.VolumeGroup(var name, _) -> name;
      case Order.ThinPool(var name, _) -> name + "/" + name;
      case Order.Zpool zpool -> zpool.name();
      case Order.Directory directory -> "/mnt/pve/" + directory.name();
      case Order.Btrfs btrfs -> "/mnt/pve/" + btrfs.name();
      case Order.Gpt(var disk) -> disk;
      case Order.Wipe(var disk) -> disk;
    };
  }
}
