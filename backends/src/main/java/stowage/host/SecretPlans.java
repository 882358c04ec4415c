package stowage.host;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import stowage.exec.Exec;
import stowage.exec.Guard;
import stowage.exec.Secret;
import stowage.exec.Step;
import stowage.message.Message;
import stowage.schema.Draft;
import stowage.schema.InvalidException;
import stowage.schema.Problem;
import stowage.schema.Properties;
import stowage.type.SecretFile;
import stowage.type.SecretFiles;
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
        replace(file, steps().written(file, entered), work);
      } else if (!file.form().ofCeph()) {
        setAside(file, work);
      } else {
        copyAdmin(file, draft.id(), work);
      }
      refer(file, work);
    }
    return work;
  }

  /** Somebody's own file stays as it is: more may stand in it. */
  private void refer(SecretFile file, Work work) {
    SecretFile.Reference reference = file.reference();
    if (reference == null || work.first().isEmpty()) {
      return;
    }
    work.guards().add(thereAsSeen(reference.path()));
    if (seen.has(reference.path())) {
      work.findings().add(Message.of("finding.ceph-config-stays", reference.path()));
    } else {
      work.first().addAll(steps().referring(reference));
    }
  }

  /** Only what is mentioned changes. */
  Work onSet(Draft draft) throws InvalidException {
    requireKeyOfMaster(draft);
    Work work = Work.begun();
    for (SecretFile file : files) {
      Secret entered = draft.secrets().get(file.property().key());
      if (entered != null) {
        replace(file, steps().written(file, entered), work);
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

  /**
   * The same, and keys that go to places of their own, where nothing is yet.
   *
   * @param beside content by path
   */
  Work onReturn(Draft draft, Map<String, Secret> beside) throws InvalidException {
    Work work = onSet(draft);
    for (SecretFile file : files) {
      if (file.form().isLasting()) {
        for (var each : beside.entrySet()) {
          SecretFile place =
              new SecretFile(file.property(), each.getKey(), file.mode(), file.form());
          replace(place, steps().written(place, each.getValue()), work);
        }
      }
    }
    return work;
  }

  Work onRemove() {
    Work work = Work.begun();
    for (SecretFile file : files) {
      remove(file, work);
      if (file.reference() != null) {
        remove(file.reference(), work);
      }
    }
    return work;
  }

  private void remove(SecretFile.Reference reference, Work work) {
    if (!seen.has(reference.path())) {
      return;
    }
    if (seen.isForeign(reference.path())) {
      work.findings().add(Message.of("finding.ceph-config-left", reference.path()));
    } else {
      work.last().add(SecretSteps.removed(reference.path()));
    }
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
      work.last().add(SecretSteps.removed(file.path()));
      return;
    }
    // Before the configuration forgets it: in between a backup fails, and is not made in clear.
    putAway(file, work);
  }

  private void putAway(SecretFile file, Work work) {
    work.guards().add(unchanged(file));
    makeRoom(file, work);
    work.first().add(SecretSteps.retired(file));
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
    work.first().add(SecretSteps.further(old, further));
    work.findings().add(Message.of("finding.key-kept", further));
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
    work.guards().add(unchanged(file));
    work.first().add(SecretSteps.aside(file));
    work.last().add(SecretSteps.forgotten(file));
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
    replace(file, steps().copied(file, admin.get()), work);
  }

  /** Puts new content in place in one instant; the old one comes back when the plan fails. */
  private void replace(SecretFile file, List<Step> content, Work work) {
    work.guards().add(unchanged(file));
    List<String> missing =
        Stream.of(SecretFiles.DIRECTORY, file.directory())
            .filter(d -> !seen.has(d) && !work.makes(d))
            .toList();
    if (!missing.isEmpty()) {
      work.first().add(steps().directories(file, missing));
    }
    work.first().add(steps().begun(file));
    work.first().addAll(content);
    if (!seen.has(file.path())) {
      work.first().add(SecretSteps.placed(file));
      return;
    }
    // A copy, so that there is a secret at every moment.
    if (file.form().isLasting()) {
      makeRoom(file, work);
      work.first().addAll(steps().copiedToStay(file));
      work.first().add(SecretSteps.placedOver(file));
      work.findings().add(Message.of("finding.key-kept", file.old()));
      return;
    }
    work.first().add(SecretSteps.kept(file));
    work.first().add(SecretSteps.placedOver(file));
    work.last().add(SecretSteps.forgotten(file));
  }

  private SecretSteps steps() {
    return new SecretSteps(cluster);
  }

  private Guard unchanged(SecretFile file) {
    return thereAsSeen(file.path());
  }

  private Guard thereAsSeen(String path) {
    Exec there = Exec.reads("/usr/bin/test", "-e", path).asRoot();
    return Guard.status(Message.of("host.secret-changed", path), there, seen.has(path) ? 0 : 1);
  }
}
