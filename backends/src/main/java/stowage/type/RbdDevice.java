package stowage.type;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import stowage.exec.Exec;
import stowage.exec.Guard;
import stowage.exec.Probe;
import stowage.exec.Reading;
import stowage.exec.Step;
import stowage.message.Message;
import stowage.tool.Ceph;
import stowage.tool.Kernel;
import stowage.tool.Rbd;
import stowage.tool.RbdReport;

/**
 * An image as a device of the host, through the kernel's client.
 *
 * @param image without its template
 * @param snapshot null for the image itself
 */
record RbdDevice(Pool pool, String image, @Nullable String snapshot) {
  private static final String RULES = "/usr/lib/udev/rules.d/50-rbd-pve.rules";

  /** What older kernels can't do, and what has to go with it. */
  private static final List<String> YOUNG = List.of("fast-diff", "object-map", "deep-flatten");

  private static final Kernel KNOWS_ALL = new Kernel(5, 3);
  private static final Kernel KNOWS_LOCK = new Kernel(5, 0);

  private String name() {
    return snapshot == null ? image : image + "@" + snapshot;
  }

  /**
   * Proxmox VE has devices of its own, whose names hold the cluster's id; other hosts have those of
   * Ceph's packages.
   */
  Probe<String> path() {
    String below = RbdVolumes.place(pool) + name();
    Exec id = Ceph.id(RbdVolumes.cluster(pool));
    return Probe.of(
        List.of(Exec.reads("/usr/bin/test", "-e", RULES), id),
        answers ->
            answers.getFirst().ok()
                ? Ceph.id(id, answers.getLast()).map(i -> "/dev/rbd-pve/" + i + "/" + below)
                : Reading.known("/dev/rbd/" + below));
  }

  /** Mapped while it is read or written, and only then. */
  Probe<Access> mapped(List<Guard> guards) {
    Rbd rbd = RbdVolumes.rbd(pool);
    Exec info = rbd.info(image);
    Probe<List<String>> young =
        Probe.of(
            List.of(Kernel.ask(), info),
            answers ->
                Kernel.of(Kernel.ask(), answers.getFirst())
                    .map(kernel -> tooYoung(kernel, RbdReport.features(answers.getLast()))));
    return path()
        .and(
            young,
            (path, features) ->
                path instanceof Reading.Known<String>(String device)
                    ? features.map(f -> access(rbd, device, guards, f))
                    : path.map(device -> access(rbd, device, guards, List.of())));
  }

  private static List<String> tooYoung(Kernel kernel, Set<String> features) {
    if (kernel.atLeast(KNOWS_ALL)) {
      return List.of();
    }
    List<String> young = new ArrayList<>(YOUNG);
    if (!kernel.atLeast(KNOWS_LOCK)) {
      young.add("exclusive-lock");
    }
    young.retainAll(features);
    return young;
  }

  private Access access(Rbd rbd, String device, List<Guard> guards, List<String> young) {
    List<Step> before = new ArrayList<>();
    if (!young.isEmpty()) {
      // Not taken back: an image does as well without, and not all of it can be switched on again.
      before.add(
          Step.of(
              Message.of("step.rbd-align", String.join(", ", young), image),
              rbd.disable(image, young)));
    }
    before.add(
        Step.of(Message.of("step.rbd-map", name()), rbd.map(name())).undoneBy(rbd.unmap(name())));
    Step after =
        Step.of(Message.of("step.rbd-unmap", name()), rbd.unmap(name()))
            .forgiving(Step.Leniency.OPTIONAL);
    return new Access(device, guards, before, List.of(after));
  }
}
