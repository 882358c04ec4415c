package stowage.host;

import java.util.List;
import stowage.exec.Exec;
import stowage.exec.Input;
import stowage.exec.Secret;
import stowage.exec.Step;
import stowage.message.Message;
import stowage.type.SecretFile;
import stowage.type.SecretForm;

/**
 * The single steps with which the files of secrets are changed: each is whole or can be undone.
 *
 * @param cluster whether they lie on the cluster file system, which gives files their modes itself
 */
record SecretSteps(boolean cluster) {

  /** The key gets the name of the one before. */
  static Step retired(SecretFile file) {
    return moved("step.key-retire", file.path(), file.old());
  }

  /** The key before gets a name of its own. */
  static Step further(String old, String further) {
    return moved("step.key-further", old, further);
  }

  private static Step moved(String title, String from, String to) {
    return Step.of(Message.of(title, from, to), change("/usr/bin/mv", "-n", "-T", "--", from, to))
        .undoneBy(change("/usr/bin/mv", "-n", "-T", "--", to, from));
  }

  static Step removed(String path) {
    return step("secret-remove", path, change("/usr/bin/rm", "-f", "--", path))
        .irreversible()
        .forgiving(Step.Leniency.OPTIONAL);
  }

  static Step aside(SecretFile file) {
    return step("secret-aside", file.path(), forth(file.path(), file.old()))
        .undoneBy(forth(file.old(), file.path()));
  }

  private static Exec forth(String from, String to) {
    return change("/usr/bin/mv", "-f", "-T", "--", from, to);
  }

  static Step forgotten(SecretFile file) {
    return step("secret-forget", file.path(), change("/usr/bin/rm", "-f", "--", file.old()))
        .forgiving(Step.Leniency.OPTIONAL);
  }

  /** An empty draft, or the place of one. */
  Step begun(SecretFile file) {
    return begun(file.path(), file.mode());
  }

  private Step begun(String path, String mode) {
    String draft = draft(path);
    Exec unused = change("/usr/bin/rm", "-f", "--", draft);
    Exec clear = cluster ? unused : empty(draft, mode);
    return step("secret-begin", path, clear).undoneEvenHalfwayBy(unused);
  }

  private static Exec empty(String path, String mode) {
    return change("/usr/bin/install", "-m", mode, "-T", "/dev/null", path);
  }

  /** The draft takes its place in one instant. */
  static Step placed(SecretFile file) {
    return step("secret-place", file.path(), forth(draft(file.path()), file.path()))
        .undoneBy(change("/usr/bin/rm", "-f", "--", file.path()));
  }

  /** The same where one was before, of which there is a copy. */
  static Step placedOver(SecretFile file) {
    return step("secret-place", file.path(), forth(draft(file.path()), file.path()))
        .undoneBy(forth(file.old(), file.path()));
  }

  static Step kept(SecretFile file) {
    Exec copy = change("/usr/bin/cp", "-T", "--", file.path(), file.old());
    return step("secret-keep", file.path(), copy)
        .undoneEvenHalfwayBy(change("/usr/bin/rm", "-f", "--", file.old()));
  }

  /** On the disk before the one that it was made of is replaced. */
  List<Step> copiedToStay(SecretFile file) {
    Exec forget = change("/usr/bin/rm", "-f", "--", file.old());
    Message title = Message.of("step.key-keep", file.path(), file.old());
    Exec copy =
        change("/usr/bin/dd", "if=" + file.path(), "of=" + file.old(), "bs=1M", how())
            .and("status=none");
    if (cluster) {
      return List.of(Step.of(title, copy).undoneEvenHalfwayBy(forget));
    }
    Exec begin = empty(file.old(), file.mode());
    return List.of(Step.of(title, begin).undoneEvenHalfwayBy(forget), Step.of(title, copy));
  }

  List<Step> written(SecretFile file, Secret entered) {
    Exec write = into(draft(file.path())).with(new Input.Hidden(file.form().content(entered)));
    return List.of(step("secret-write", file.path(), write));
  }

  /** The key never leaves the host. */
  List<Step> copied(SecretFile file, String admin) {
    String draft = draft(file.path());
    Exec copy =
        file.form() == SecretForm.KEY
            ? change(
                "/usr/bin/sed",
                "-n",
                " /^\\[client\\.admin\\]/,/^\\[/ s/^[[:space:]]*key[[:space:]]*=[[:space:]]*//w "
                    + draft,
                admin)
            : into(draft).and("if=" + admin);
    Exec check =
        Exec.reads("/usr/bin/grep", "-q", "-E", "-e", file.form().line(), "--", draft).asRoot();
    return List.of(
        Step.of(Message.of("step.secret-copy", admin, file.path()), copy),
        step("secret-check", file.path(), check));
  }

  /**
   * Nothing of it is secret, but it lies among what is. Somebody else's that appears meanwhile
   * stays as it is; then the last step fails, for mv(1) leaves the draft without a word.
   */
  List<Step> referring(SecretFile.Reference reference) {
    String path = reference.path();
    String draft = draft(path);
    Exec write = into(draft).with(new Input.Text(reference.content()));
    Exec gone = Exec.reads("/usr/bin/test", "!", "-e", draft).asRoot();
    return List.of(
        begun(path, "0600"),
        step("secret-reference", path, write),
        moved("step.secret-place-new", draft, path),
        step("secret-placed", path, gone));
  }

  private Exec into(String path) {
    return change("/usr/bin/dd", "of=" + path, "bs=1M", "iflag=fullblock", how())
        .and("status=none");
  }

  private String how() {
    return cluster ? "conv=excl,fsync" : "conv=nocreat,fsync";
  }

  Step directories(SecretFile file, List<String> missing) {
    // The cluster file system gives them that mode by itself and refuses to be told.
    Exec make =
        cluster
            ? change("/usr/bin/mkdir", "-p", "--")
            : change("/usr/bin/mkdir", "-p", "-m", "0700", "--");
    Exec unmake =
        change("/usr/bin/rmdir", "--ignore-fail-on-non-empty", "--").and(missing.reversed());
    return step("secret-directory", file.path(), make.and(missing)).undoneBy(unmake);
  }

  private static String draft(String path) {
    return path + ".tmp.stowage";
  }

  private static Exec change(String... argv) {
    return Exec.changes(argv).asRoot();
  }

  private static Step step(String title, String path, Exec command) {
    return Step.of(Message.of("step." + title, path), command);
  }
}
