package stowage.tool;

import java.time.Duration;
import java.util.List;
import stowage.exec.Exec;
import stowage.exec.Guard;
import stowage.exec.Reading;
import stowage.exec.Result;
import stowage.exec.Step;
import stowage.message.Message;
import stowage.volume.Size;

/**
 * Block images of a Ceph pool, see rbd(8); {@link RbdReport} reads the answers. Root reads the
 * keys.
 *
 * @param namespace empty for none
 */
public record Rbd(Ceph.Cluster cluster, String pool, String namespace) {
  public static final HostTool RBD = new HostTool("/usr/bin/rbd", "ceph-common");

  /** Exit status for what is not there: ENOENT. */
  private static final int MISSING = 2;

  /** Removing, and going back to a snapshot, touch every object of an image. */
  private static final Duration LONG = Duration.ofHours(12);

  /** The program opens every image of the pool for it: minutes for some thousands of them. */
  private static final Duration LIST_LIMIT = Duration.ofMinutes(15);

  /**
   * Seconds after which a list gives up on monitors or on a disk that don't answer. Only where
   * nothing is changed: a change that was given up on may still happen.
   */
  private static final List<String> PATIENCE =
      List.of("--client_mount_timeout", "30", "--rados_osd_op_timeout", "30");

  private Exec rbd(Exec program, String... operation) {
    Exec rbd = program.and("-p", pool);
    if (!namespace.isEmpty()) {
      rbd = rbd.and("--namespace", namespace);
    }
    return rbd.and(cluster.options()).and(operation).asRoot();
  }

  private Exec asks(String... operation) {
    return rbd(Exec.reads(RBD.program()), operation).within(Ceph.LIMIT);
  }

  private Exec changes(String... operation) {
    return rbd(Exec.changes(RBD.program()), operation);
  }

  /** An image as commands name it that take two. */
  private String full(String image) {
    return pool + "/" + (namespace.isEmpty() ? "" : namespace + "/") + image;
  }

  public Exec images() {
    return asks("ls", "-l", "--format", "json").and(PATIENCE).within(LIST_LIMIT);
  }

  public Exec snapshots(String image) {
    return asks("snap", "ls", image, "--format", "json");
  }

  /** Nobody has the image open: no guest runs on it, no host has it mapped. */
  public Guard unwatched(Message otherwise, String image) {
    return new Guard(otherwise, asks("status", image, "--format", "json"), 0, "{\"watchers\":[]");
  }

  /** Fails when the pool can't be reached with this user and key. */
  public Exec reach() {
    return changes("ls").within(Ceph.LIMIT);
  }

  /**
   * @param dataPool empty to keep the data in the pool itself
   */
  public Exec create(String image, Size size, String dataPool) {
    Exec create = changes("create", "--image-format", "2", "--size", mib(size));
    return inPool(create, dataPool).and(image);
  }

  private static Exec inPool(Exec command, String dataPool) {
    return dataPool.isEmpty() ? command : command.and("--data-pool", dataPool);
  }

  private static String mib(Size size) {
    return String.valueOf(size.bytes() >> 20);
  }

  /** Refused while the image has snapshots, or somebody has it open. */
  public Exec remove(String image) {
    return changes("rm", image).within(LONG);
  }

  /** Leaves protected snapshots, and counts as done even so. */
  public Exec purge(String image) {
    return changes("snap", "purge", image).within(LONG);
  }

  /** Refused when it would make the image smaller. */
  public Exec resize(String image, Size size) {
    return changes("resize", "--size", mib(size), image);
  }

  public Exec rename(String from, String to) {
    return changes("rename", full(from), full(to));
  }

  public Exec snapshot(String image, String snapshot) {
    return changes("snap", "create", "--snap", snapshot, image);
  }

  public Exec removeSnapshot(String image, String snapshot) {
    return changes("snap", "rm", "--snap", snapshot, image).within(LONG);
  }

  public Exec rollback(String image, String snapshot) {
    return changes("snap", "rollback", "--snap", snapshot, image).within(LONG);
  }

  public Exec protect(String image, String snapshot) {
    return changes("snap", "protect", image, "--snap", snapshot);
  }

  public static Step.Leniency isProtected() {
    return Step.Leniency.ignoring("snap is already protected");
  }

  /** Refused while another image shares the snapshot's data. */
  public Exec unprotect(String image, String snapshot) {
    return changes("snap", "unprotect", image, "--snap", snapshot);
  }

  public static Step.Leniency isUnprotected() {
    return Step.Leniency.ignoring("snap is already unprotected");
  }

  /**
   * @param dataPool as for {@link #create}
   */
  public Exec clone(String image, String snapshot, String to, String dataPool) {
    Exec clone = changes("clone", full(image), "--snap", snapshot);
    return inPool(clone, dataPool).and(full(to));
  }

  /** Asks for an image's features. */
  public Exec info(String image) {
    return asks("info", image, "--format", "json");
  }

  public Exec disable(String image, List<String> features) {
    return changes("feature", "disable", image).and(features);
  }

  /** Makes the image, or {@code image@snapshot}, a device of this host. */
  public Exec map(String image) {
    return changes("map", image).within(Ceph.LIMIT);
  }

  /** Asks this host's kernel for the images that are devices here, whatever cluster they are of. */
  public static Exec devices() {
    return Exec.reads(RBD.program(), "device", "list", "--format", "json")
        .asRoot()
        .within(Ceph.LIMIT);
  }

  /** Those of this pool: images, and snapshots as {@code image@snapshot}. */
  public Reading<List<String>> devices(Exec asked, Result answer) {
    return RbdReport.rows(asked, answer)
        .map(rows ->
            rows.stream()
                .filter(row -> Json.text(row, "pool").equals(pool))
                .filter(row -> Json.text(row, "namespace").equals(namespace))
                .map(RbdReport::mapped)
                .toList());
  }

  /**
   * Refused while something has the device open. Asks nobody but this host's kernel, so it takes no
   * more than the name.
   */
  public Exec unmap(String image) {
    return Exec.changes(RBD.program(), "unmap", full(image)).asRoot();
  }

  /** Writes the image's data to standard output. */
  public Exec export(String image) {
    return asks("export", "--export-format", "1", image, "-");
  }

  /**
   * Makes an image of the data on standard input.
   *
   * @param dataPool as for {@link #create}
   */
  public Exec importInto(String image, String dataPool) {
    Exec program = Exec.changes(RBD.program(), "--dest-pool", pool);
    if (!namespace.isEmpty()) {
      program = program.and("--dest-namespace", namespace);
    }
    Exec taken = program.and(cluster.options()).and("import", "--export-format", "1");
    return inPool(taken, dataPool).and("-", image).asRoot();
  }

  public Guard absent(Message otherwise, String image) {
    return Guard.status(otherwise, info(image), MISSING);
  }
}
