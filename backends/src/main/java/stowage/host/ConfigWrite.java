package stowage.host;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import stowage.config.StorageConfig;
import stowage.exec.Exec;
import stowage.exec.Guard;
import stowage.exec.Input;
import stowage.exec.Lock;
import stowage.exec.Step;
import stowage.message.Message;
import stowage.schema.InvalidException;

/**
 * Replaces {@code storage.cfg} in one instant: readers see the old file or the new one. Other
 * writers are kept out by the lock that Proxmox VE takes for the same purpose.
 *
 * @param before what the host had when the change was planned
 * @param after what it is to have
 */
record ConfigWrite(Survey before, StorageConfig after) {

  /** A job's input is text: a file that is none would come out changed where nobody touched it. */
  void requireText() throws InvalidException {
    byte[] bytes = after.bytes();
    byte[] sent = new String(bytes, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8);
    if (!Arrays.equals(bytes, sent)) {
      throw new InvalidException("storage", "problem.config-encoding");
    }
  }

  Lock lock() {
    return before.ground().kind() == HostState.Kind.CLUSTER
        ? new Lock.Cluster("file-storage_cfg")
        : new Lock.File("/var/lock/pve-manager/storage_cfg");
  }

  /** The file is still the one that the change was made from. */
  Guard guard() {
    Message changed = Message.of("host.config-changed");
    if (!before.ground().file()) {
      Exec absent = Exec.reads("/usr/bin/test", "!", "-e", StorageConfig.PATH).asRoot();
      return Guard.status(changed, absent, 0);
    }
    Exec sum = Exec.reads("/usr/bin/sha1sum", StorageConfig.PATH).asRoot();
    return new Guard(changed, sum, 0, before.config().digest());
  }

  /** What must be there before anything can be written below it. */
  List<Step> ground() {
    return before.ground().directory()
        ? List.of()
        : List.of(
            step("config-directory", change("/usr/bin/mkdir", "-m", "0755", Survey.DIRECTORY))
                .undoneBy(change("/usr/bin/rmdir", Survey.DIRECTORY)));
  }

  List<Step> steps() {
    List<Step> steps = new ArrayList<>();
    // Named after its content, so a plan can be compared with another; nobody else writes it.
    String draft = StorageConfig.PATH + ".tmp." + after.digest().substring(0, 12);
    Exec clear = change("/usr/bin/rm", "-f", draft);
    Exec write =
        change("/usr/bin/dd", "of=" + draft, "bs=1M", "iflag=fullblock", "conv=excl,fsync")
            .and("status=none")
            .with(new Input.Text(new String(after.bytes(), StandardCharsets.UTF_8)));
    // One may be left from a job that a power cut ended.
    steps.add(step("config-clear", clear));
    steps.add(step("config-write", write).undoneEvenHalfwayBy(clear));
    steps.add(step("config-mode", mode(draft)));
    // Needs no undo: nothing that comes after it in a plan can fail the plan.
    steps.add(step("config-replace", change("/usr/bin/mv", "-f", "-T", draft, StorageConfig.PATH)));
    return steps;
  }

  /** The cluster file system knows one mode only, and refuses to be told another. */
  private Exec mode(String draft) {
    boolean copies = before.ground().file() && before.ground().kind() != HostState.Kind.CLUSTER;
    return copies
        ? change("/usr/bin/chmod", "--reference=" + StorageConfig.PATH, draft)
        : change("/usr/bin/chmod", "0640", draft);
  }

  private static Exec change(String... argv) {
    return Exec.changes(argv).asRoot();
  }

  private static Step step(String title, Exec command) {
    return Step.of(Message.of("step." + title, StorageConfig.PATH), command);
  }
}
