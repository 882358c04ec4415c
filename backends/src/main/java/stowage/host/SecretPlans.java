package stowage.host;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import stowage.exec.Exec;
import stowage.exec.Guard;
import stowage.exec.Input;
import stowage.exec.Secret;
import stowage.exec.Step;
import stowage.message.Message;
import stowage.schema.Draft;
import stowage.schema.InvalidException;
import stowage.schema.Problem;
import stowage.schema.Properties;
import stowage.type.SecretFile;
import stowage.type.SecretForm;

/**
 * What becomes of the files with a pool's secrets when the pool is added, changed or removed.
 *
 * @param files of the pool
 * @param seen what is there of them
 * @param cluster whether they lie on the cluster file system
 */
record SecretPlans(List<SecretFile> files, SecretLook seen, boolean cluster) {

  /**
   * Part of a plan that changes the configuration.
   *
   * @param first done before anything that uses the secrets; taken back when a later step fails
   * @param last done once nothing can fail any more
   */
  record Work(List<Guard> guards, List<Step> first, List<Step> last, List<Message> findings) {
    private static Work begun() {
      return new Work(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    }

    private boolean makes(String directory) {
      return first.stream().anyMatch(s -> s.command().argv().contains(directory));
    }
  }

  /** What is wrong with what was entered, as far as it can be told without the host. */
  static List<Problem> problems(List<SecretFile> files, Draft draft) {
    List<Problem> problems = new ArrayList<>();
    Map<String, Secret> entered = draft.secrets();
    for (String key : entered.keySet()) {
      Optional<SecretFile> file =
          files.stream().filter(f -> f.property().key().equals(key)).findFirst();
      if (file.isEmpty()) {
        problems.add(Problem.of(key, "problem.secret-not-kept", key));
      } else if (!entered.get(key).isEmpty()) {
        file.get()
            .form()
            .problem(entered.get(key))
            .map(said -> new Problem(key, said))
            .ifPresent(problems::add);
      }
    }
    return problems;
  }

  /** What the configuration shows of what was entered, which must have been found sound. */
  static Map<String, String> shown(List<SecretFile> files, Draft draft) {
    Map<String, String> shown = new LinkedHashMap<>();
    for (SecretFile file : files) {
      Secret entered = draft.secrets().get(file.property().key());
      if (entered != null) {
        file.form().shown(entered).ifPresent(text -> shown.put(file.property().key(), text));
      }
    }
    return shown;
  }

  /** A new pool has the secrets that were entered and no others. */
  Work onAdd(Draft draft) throws InvalidException {
    Work work = Work.begun();
    for (SecretFile file : files) {
      Secret entered = draft.secrets().get(file.property().key());
      if (entered != null) {
        replace(file, written(file, entered), work);
      } else if (!file.form().ofCeph()) {
        setAside(file, work);
      } else {
        copyAdmin(file, draft.id(), work);
      }
    }
    return work;
  }

  /** Only what is mentioned changes. */
  Work onSet(Draft draft) throws InvalidException {
    requireKeyOfMaster(draft);
    Work work = Work.begun();
    for (SecretFile file : files) {
      Secret entered = draft.secrets().get(file.property().key());
      if (entered != null) {
        replace(file, written(file, entered), work);
      } else if (draft.deletes().contains(file.property().key())) {
        remove(file, work);
      }
    }
    boolean keyGoes = draft.deletes().contains(Properties.ENCRYPTION_KEY.key());
    files.stream()
        .filter(f -> keyGoes && f.form() == SecretForm.MASTER_KEY && seen.has(f.path()))
        .filter(f -> !draft.deletes().contains(f.property().key()))
        .forEach(f -> work.findings().add(Message.of("finding.master-key-idle", f.path())));
    return work;
  }

  Work onRemove() {
    Work work = Work.begun();
    for (SecretFile file : files) {
      remove(file, work);
    }
    return work;
  }

  /** The configuration may speak of a key whose file is gone. */
  private void requireKeyOfMaster(Draft draft) throws InvalidException {
    String key = Properties.ENCRYPTION_KEY.key();
    Optional<SecretFile> file =
        files.stream().filter(f -> f.property().key().equals(key)).findFirst();
    if (file.isPresent()
        && draft.secrets().containsKey(Properties.MASTER_PUBKEY.key())
        && !draft.secrets().containsKey(key)
        && !seen.has(file.get().path())) {
      throw new InvalidException(
          Properties.MASTER_PUBKEY.key(), "problem.key-file-missing", file.get().path());
    }
  }

  private void remove(SecretFile file, Work work) {
    if (!seen.has(file.path())) {
      return;
    }
    if (!file.form().isLasting()) {
      work.last().add(removed(file));
      return;
    }
    // Before the configuration forgets it: in between a backup fails, and is not made in clear.
    putAway(file, work);
  }

  private void putAway(SecretFile file, Work work) {
    work.guards().add(unchanged(file));
    makeRoom(file, work);
    work.first().add(retired(file));
    work.findings().add(Message.of("finding.key-kept", file.old()));
  }

  /** The place of the key before is free afterwards, and none is lost. */
  private void makeRoom(SecretFile file, Work work) {
    String old = file.old();
    work.guards().add(thereAsSeen(old));
    if (!seen.has(old)) {
      return;
    }
    String further = seen.furtherName(old);
    work.guards().add(thereAsSeen(further));
    work.first()
        .add(
            Step.of(
                    Message.of("step.key-further", old, further),
                    change("/usr/bin/mv", "-n", "-T", "--", old, further))
                .undoneBy(change("/usr/bin/mv", "-n", "-T", "--", further, old)));
    work.findings().add(Message.of("finding.key-kept", further));
  }

  private static Step retired(SecretFile file) {
    return Step.of(
            Message.of("step.key-retire", file.path(), file.old()),
            change("/usr/bin/mv", "-n", "-T", "--", file.path(), file.old()))
        .undoneBy(change("/usr/bin/mv", "-n", "-T", "--", file.old(), file.path()));
  }

  private static Step removed(SecretFile file) {
    return step("secret-remove", file, change("/usr/bin/rm", "-f", "--", file.path()))
        .irreversible()
        .forgiving(Step.Leniency.OPTIONAL);
  }

  /** One that an earlier pool of this name has left would be used in place of none. */
  private void setAside(SecretFile file, Work work) {
    if (!seen.has(file.path())) {
      work.guards().add(unchanged(file));
      return;
    }
    if (file.form().isLasting()) {
      putAway(file, work);
      return;
    }
    Exec back = change("/usr/bin/mv", "-f", "-T", "--", old(file), file.path());
    work.guards().add(unchanged(file));
    work.first()
        .add(
            step(
                    "secret-aside",
                    file,
                    change("/usr/bin/mv", "-f", "-T", "--", file.path(), old(file)))
                .undoneBy(back));
    work.last().add(forgotten(file));
  }

  private void copyAdmin(SecretFile file, String pool, Work work) throws InvalidException {
    if (seen.has(file.path())) {
      throw new InvalidException(file.property().key(), "problem.ceph-key-exists", pool);
    }
    Optional<String> admin = SecretForm.ADMIN_KEYRINGS.stream().filter(seen::has).findFirst();
    if (admin.isEmpty()) {
      work.guards().add(unchanged(file));
      work.findings()
          .add(
              Message.of("finding.ceph-no-key", SecretForm.ADMIN_KEYRINGS.getFirst(), file.path()));
      return;
    }
    replace(file, copied(file, admin.get()), work);
  }

  /** Puts new content in place in one instant; the old one comes back when the plan fails. */
  private void replace(SecretFile file, List<Step> content, Work work) {
    work.guards().add(unchanged(file));
    List<String> missing =
        Stream.of(SecretLook.DIRECTORY, file.directory())
            .filter(d -> !seen.has(d) && !work.makes(d))
            .toList();
    if (!missing.isEmpty()) {
      work.first().add(directories(file, missing));
    }
    String path = file.path();
    Exec forget = change("/usr/bin/rm", "-f", "--", path);
    Exec unused = change("/usr/bin/rm", "-f", "--", draft(file));
    Exec clear =
        cluster
            ? unused
            : change("/usr/bin/install", "-m", file.mode(), "-T", "/dev/null", draft(file));
    work.first().add(step("secret-begin", file, clear).undoneEvenHalfwayBy(unused));
    work.first().addAll(content);
    Exec place = change("/usr/bin/mv", "-f", "-T", "--", draft(file), path);
    if (!seen.has(path)) {
      work.first().add(step("secret-place", file, place).undoneBy(forget));
      return;
    }
    Exec back = change("/usr/bin/mv", "-f", "-T", "--", old(file), path);
    // A copy, so that there is a secret at every moment.
    if (file.form().isLasting()) {
      makeRoom(file, work);
      work.first().addAll(copiedToStay(file));
      work.first().add(step("secret-place", file, place).undoneBy(back));
      work.findings().add(Message.of("finding.key-kept", file.old()));
      return;
    }
    work.first()
        .add(
            step("secret-keep", file, change("/usr/bin/cp", "-T", "--", path, old(file)))
                .undoneEvenHalfwayBy(change("/usr/bin/rm", "-f", "--", old(file))));
    work.first().add(step("secret-place", file, place).undoneBy(back));
    work.last().add(forgotten(file));
  }

  /** On the disk before the one that it was made of is replaced. */
  private List<Step> copiedToStay(SecretFile file) {
    Exec forget = change("/usr/bin/rm", "-f", "--", file.old());
    Message title = Message.of("step.key-keep", file.path(), file.old());
    Exec copy =
        change("/usr/bin/dd", "if=" + file.path(), "of=" + file.old(), "bs=1M", how())
            .and("status=none");
    if (cluster) {
      return List.of(Step.of(title, copy).undoneEvenHalfwayBy(forget));
    }
    Exec begin = change("/usr/bin/install", "-m", file.mode(), "-T", "/dev/null", file.old());
    return List.of(Step.of(title, begin).undoneEvenHalfwayBy(forget), Step.of(title, copy));
  }

  private List<Step> written(SecretFile file, Secret entered) {
    return List.of(
        step("secret-write", file, dd(file).with(new Input.Hidden(file.form().content(entered)))));
  }

  /** The key never leaves the host. */
  private List<Step> copied(SecretFile file, String admin) {
    Exec copy =
        file.form() == SecretForm.KEY
            ? change(
                "/usr/bin/sed",
                "-n",
                " /^\\[client\\.admin\\]/,/^\\[/ s/^[[:space:]]*key[[:space:]]*=[[:space:]]*//w "
                    + draft(file),
                admin)
            : dd(file).and("if=" + admin);
    Exec check =
        Exec.reads("/usr/bin/grep", "-q", "-E", "-e", file.form().line(), "--", draft(file))
            .asRoot();
    return List.of(
        Step.of(Message.of("step.secret-copy", admin, file.path()), copy),
        step("secret-check", file, check));
  }

  private Exec dd(SecretFile file) {
    return change("/usr/bin/dd", "of=" + draft(file), "bs=1M", "iflag=fullblock", how())
        .and("status=none");
  }

  private String how() {
    return cluster ? "conv=excl,fsync" : "conv=nocreat,fsync";
  }

  private Step directories(SecretFile file, List<String> missing) {
    // The cluster file system gives them that mode by itself and refuses to be told.
    Exec make =
        cluster
            ? change("/usr/bin/mkdir", "-p", "--")
            : change("/usr/bin/mkdir", "-p", "-m", "0700", "--");
    Exec unmake =
        change("/usr/bin/rmdir", "--ignore-fail-on-non-empty", "--").and(missing.reversed());
    return step("secret-directory", file, make.and(missing)).undoneBy(unmake);
  }

  private static Step forgotten(SecretFile file) {
    return step("secret-forget", file, change("/usr/bin/rm", "-f", "--", old(file)))
        .forgiving(Step.Leniency.OPTIONAL);
  }

  private Guard unchanged(SecretFile file) {
    return thereAsSeen(file.path());
  }

  private Guard thereAsSeen(String path) {
    Exec there = Exec.reads("/usr/bin/test", "-e", path).asRoot();
    return Guard.status(Message.of("host.secret-changed", path), there, seen.has(path) ? 0 : 1);
  }

  private static String draft(SecretFile file) {
    return file.path() + ".tmp.stowage";
  }

  private static String old(SecretFile file) {
    return file.old();
  }

  private static Exec change(String... argv) {
    return Exec.changes(argv).asRoot();
  }

  private static Step step(String title, SecretFile file, Exec command) {
    return Step.of(Message.of("step." + title, file.path()), command);
  }
}
