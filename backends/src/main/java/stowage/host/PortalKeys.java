package stowage.host;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import stowage.exec.Exec;
import stowage.exec.Guard;
import stowage.exec.HostException;
import stowage.exec.Plan;
import stowage.exec.Probe;
import stowage.exec.Reading;
import stowage.exec.Result;
import stowage.exec.Step;
import stowage.message.Message;
import stowage.schema.InvalidException;
import stowage.schema.Problem;
import stowage.tool.Remote;

/** Keys with which root of a host logs in where pools of type zfs have their volumes. */
final class PortalKeys {
  private static final String KEYGEN = "/usr/bin/ssh-keygen";
  private static final String PRIVATE = "/etc/pve/priv";

  // ssh and the name of the key's file take the address as it is: no port, no brackets.
  private static final Pattern PORTAL =
      Pattern.compile("[A-Za-z0-9][A-Za-z0-9.-]*|[0-9A-Fa-f]*:[0-9A-Fa-f.]*:[0-9A-Fa-f:.]*");

  private static final String LOOK =
      "PATH=$PATH:/sbin:/usr/sbin:/usr/local/sbin:/usr/local/bin;"
          + " for p in zfs targetcli stmfadm ietadm istgt; do command -v \"$p\"; done; exit 0";

  // What a login prints on its way is not among them.
  private static final Pattern PROGRAM =
      Pattern.compile("/(?:.*/)?(?:zfs|targetcli|stmfadm|ietadm|istgt)");

  private final Inquiry inquiry;

  PortalKeys(Inquiry inquiry) {
    this.inquiry = inquiry;
  }

  Reading<PortalKey> look(String portal) throws HostException, InvalidException {
    Remote remote = remote(portal);
    // Made of the private key, as the file beside it may be gone.
    Exec key = Exec.reads(KEYGEN, "-y", "-P", "", "-f", remote.key()).asRoot();
    return inquiry.ask(
        Probe.of(
            List.of(key, remote.reads(LOOK)),
            answers -> Reading.known(read(remote, answers.getFirst(), answers.getLast()))));
  }

  private static PortalKey read(Remote remote, Result key, Result login) {
    String line = key.text().strip();
    String publicKey = key.ok() && line.startsWith("ssh-") ? line : null;
    Optional<Message> trouble = remote.trouble(login);
    if (trouble.isEmpty() && !login.ok()) {
      trouble =
          Optional.of(Message.of("problem.portal-unreachable", remote.portal(), login.errorLine()));
    }
    return new PortalKey(
        remote, publicKey, trouble.orElse(null), login.ok() ? programs(login) : List.of());
  }

  private static List<String> programs(Result login) {
    return login.lines().stream().filter(line -> PROGRAM.matcher(line).matches()).toList();
  }

  /** A key where there is none; one that is there is never touched. */
  Proposal create(String portal) throws HostException, InvalidException {
    Remote remote = remote(portal);
    Exec look =
        Exec.reads("/usr/bin/stat", "-L", "-c", "%n", PRIVATE, Remote.KEYS, remote.key()).asRoot();
    Survey survey = inquiry.survey();
    List<String> there =
        Inquiry.required(inquiry.ask(Probe.of(look, a -> Reading.known(a.lines()))));
    Message exists = Message.of("problem.portal-key-there", remote.key());
    if (there.contains(remote.key())) {
      throw new InvalidException(List.of(new Problem("portal", exists)));
    }
    List<Step> steps = new ArrayList<>();
    if (!survey.ground().directory()) {
      steps.add(
          Step.of(
                  Message.of("step.portal-directory", Survey.DIRECTORY),
                  Exec.changes("/usr/bin/mkdir", "-m", "0755", Survey.DIRECTORY).asRoot())
              .undoneBy(Exec.changes("/usr/bin/rmdir", Survey.DIRECTORY).asRoot()));
    }
    for (String directory : List.of(PRIVATE, Remote.KEYS)) {
      if (!there.contains(directory)) {
        steps.add(directory(directory, survey));
      }
    }
    Exec keygen =
        Exec.changes(KEYGEN, "-q", "-t", "rsa", "-b", "4096", "-N", "")
            .and("-C", "root@" + survey.node(), "-f", remote.key())
            .asRoot();
    steps.add(Step.of(Message.of("step.portal-key", portal), keygen));
    Guard absent =
        Guard.status(exists, Exec.reads("/usr/bin/test", "-e", remote.key()).asRoot(), 1);
    return new Proposal(
        new Plan(Message.of("step.portal-key", portal), List.of(), List.of(absent), steps),
        null,
        List.of(),
        remote.key());
  }

  /** The cluster file system gives them their mode by itself and refuses to be told. */
  private static Step directory(String path, Survey survey) {
    Exec make =
        survey.ground().kind() == HostState.Kind.CLUSTER
            ? Exec.changes("/usr/bin/mkdir", "-p", path)
            : Exec.changes("/usr/bin/mkdir", "-p", "-m", "0700", path);
    return Step.of(Message.of("step.portal-directory", path), make.asRoot())
        .undoneBy(Exec.changes("/usr/bin/rmdir", "--ignore-fail-on-non-empty", path).asRoot());
  }

  private static Remote remote(String portal) throws InvalidException {
    if (!PORTAL.matcher(portal).matches() || portal.length() > 255) {
      throw new InvalidException("portal", "problem.portal-plain", portal);
    }
    return new Remote(portal);
  }
}
