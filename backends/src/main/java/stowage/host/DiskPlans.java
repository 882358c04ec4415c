package stowage.host;

import java.util.List;
import stowage.disk.Disk;
import stowage.disk.DiskSetup;
import stowage.disk.Order;
import stowage.exec.HostException;
import stowage.exec.Lock;
import stowage.exec.Plan;
import stowage.message.Message;
import stowage.schema.InvalidException;
import stowage.type.Change;

/** Plans that make storage of disks, under the lock that Proxmox VE takes for the same. */
final class DiskPlans {
  private static final Lock LOCK = new Lock.File("/run/lock/pve-diskmanage.lck");

  private final Inquiry inquiry;

  DiskPlans(Inquiry inquiry) {
    this.inquiry = inquiry;
  }

  Proposal plan(Order order) throws HostException, InvalidException {
    Workshop workshop = Inquiry.required(inquiry.ask(Workshop.probe()));
    List<Disk> disks = workshop.disks();
    Equipment.require(order.tools(), workshop.tools());
    Change change = DiskSetup.plan(order, disks);
    Plan plan = new Plan(title(order), List.of(LOCK), change.guards(), change.steps());
    List<Message> findings = List.of(taken(DiskSetup.described(order, disks)));
    Proposal proposal = new Proposal(plan, null, findings, made(order));
    String typed = DiskSetup.confirmation(order, disks);
    return order instanceof Order.Wipe ? proposal.losing(typed) : proposal.taking(typed);
  }

  /** One line for each; a host's words alone never break one. */
  private static Message taken(List<String> disks) {
    Message said = Message.of("finding.disks", disks.getFirst());
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
