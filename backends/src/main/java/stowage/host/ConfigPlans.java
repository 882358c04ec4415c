package stowage.host;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import stowage.config.ConfigDiff;
import stowage.config.Section;
import stowage.config.StorageConfig;
import stowage.config.StorageId;
import stowage.config.StorageType;
import stowage.exec.Guard;
import stowage.exec.HostException;
import stowage.exec.Plan;
import stowage.exec.Probe;
import stowage.exec.Reading;
import stowage.exec.Step;
import stowage.message.Message;
import stowage.schema.Draft;
import stowage.schema.Drafts;
import stowage.schema.InvalidException;
import stowage.schema.Properties;
import stowage.type.Change;
import stowage.type.Completion;
import stowage.volume.VolumeId;

/** Plans that change {@code storage.cfg}: a pool is added, changed or removed. */
final class ConfigPlans {
  private final Inquiry inquiry;

  ConfigPlans(Inquiry inquiry) {
    this.inquiry = inquiry;
  }

  /**
   * What the host says about a pool that is added or changed.
   *
   * @param completion what was left open
   * @param activation failed when the pool can't be made usable
   */
  private record Preparation(
      Completion completion,
      Reading<Activation> activation,
      SecretLook secrets,
      PveRelease release) {

    Preparation on(PveRelease found) {
      return new Preparation(completion, activation, secrets, found);
    }
  }

  Proposal add(Draft draft) throws HostException, InvalidException {
    var answer =
        inquiry.ask(survey -> {
          ConfiguredPool entry = new Drafted(survey, draft).added();
          Probe<Activation> activation =
              usable(survey, entry) ? Activation.founded(entry, draft.secrets()) : unasked(entry);
          return preparation(survey, entry, activation);
        });
    Survey survey = answer.survey();
    Preparation prepared = Inquiry.required(answer.reading());
    ConfiguredPool entry = new Drafted(survey, draft).added();
    Section section = new Drafted(survey, draft).addedSection(prepared.completion());
    ConfigWrite write = new ConfigWrite(survey, survey.config().with(section));
    SecretPlans.Work secrets = secrets(survey, entry, prepared.secrets()).onAdd(draft);

    List<Guard> guards = new ArrayList<>(List.of(write.guard()));
    guards.addAll(secrets.guards());
    List<Step> steps = new ArrayList<>(write.ground());
    steps.addAll(secrets.first());
    if (usable(survey, entry)) {
      Change activation = Inquiry.required(prepared.activation()).required(survey);
      guards.addAll(activation.guards());
      steps.addAll(activation.steps());
    }
    steps.addAll(write.steps());
    steps.addAll(secrets.last());
    List<Message> findings = new ArrayList<>(Drafts.findings(draft));
    findings.addAll(prepared.completion().findings());
    findings.addAll(secrets.findings());
    findings.addAll(Findings.onAdd(entry.pool(), survey));
    findings.addAll(prepared.release().findings(entry.pool()));
    findings.addAll(Activation.findings(entry, survey));
    Message title = Message.of("step.add-pool", draft.id(), draft.type());
    Proposal proposal =
        proposal(new Plan(title, List.of(write.lock()), guards, steps), write, findings);
    return entry
        .pool()
        .get(Properties.BASE)
        .flatMap(VolumeId::parse)
        .map(base -> proposal.losing(base.leaf()))
        .orElse(proposal);
  }

  /**
   * @param digest of the file that the draft was made from; null to take the newest
   */
  Proposal set(Draft draft, @Nullable String digest) throws HostException, InvalidException {
    var answer =
        inquiry.ask(survey -> {
          requireUnchanged(survey, digest);
          Drafted drafted = new Drafted(survey, draft);
          ConfiguredPool after = drafted.changed();
          return preparation(survey, after, reactivation(survey, drafted.current(), after, draft));
        });
    Survey survey = answer.survey();
    Preparation prepared = Inquiry.required(answer.reading());
    Drafted drafted = new Drafted(survey, draft);
    ConfiguredPool before = drafted.current();
    ConfiguredPool after = drafted.changed();
    ConfigWrite write = new ConfigWrite(survey, survey.config().with(drafted.changedSection()));
    SecretPlans.Work secrets = secrets(survey, after, prepared.secrets()).onSet(draft);
    List<Step> steps = new ArrayList<>(write.ground());
    steps.addAll(secrets.first());
    steps.addAll(write.steps());
    steps.addAll(secrets.last());
    List<Message> findings =
        new ArrayList<>(
            Findings.onSet(before.pool(), after.pool(), survey, !secrets.first().isEmpty()));
    findings.addAll(prepared.release().findings(after.pool()));
    findings.addAll(secrets.findings());
    switch (prepared.activation()) {
      case Reading.Known<Activation>(var activation) -> {
        steps.addAll(activation.attempted());
        activation.obstacle().ifPresent(findings::add);
      }
      case Reading.Failed<Activation>(var reason) -> findings.add(reason);
    }
    Message title = Message.of("step.set-pool", draft.id());
    return proposal(plan(title, write, secrets.guards(), steps), write, findings);
  }

  /** Keys of several pools: all of them come back, or none. */
  Proposal restore(KeyReturn keys) throws HostException, InvalidException {
    List<KeyReturn.Back> backs = keys.backs();
    List<Draft> drafts = new ArrayList<>();
    for (KeyReturn.Back back : backs) {
      String type = StorageType.PBS.word();
      drafts.add(new Draft(back.pool().text(), type, Map.of(), back.used(), Set.of()));
    }
    var answer =
        inquiry.ask(survey -> {
          List<Probe<SecretLook>> looks = new ArrayList<>();
          for (Draft draft : drafts) {
            ConfiguredPool after = new Drafted(survey, draft).changed();
            looks.add(SecretLook.of(after.backend().secretFiles(after.pool())));
          }
          return Probe.all(looks);
        });
    Survey survey = answer.survey();
    List<Reading<SecretLook>> seen = Inquiry.required(answer.reading());
    StorageConfig config = survey.config();
    List<SecretPlans.Work> works = new ArrayList<>();
    for (int i = 0; i < drafts.size(); i++) {
      Draft draft = drafts.get(i);
      Drafted drafted = new Drafted(survey, draft);
      config = config.with(drafted.changedSection());
      works.add(
          secrets(survey, drafted.changed(), Inquiry.required(seen.get(i)))
              .onReturn(draft, backs.get(i).beside()));
    }
    ConfigWrite write = new ConfigWrite(survey, config);
    List<Guard> guards = new ArrayList<>();
    List<Step> steps = new ArrayList<>(write.ground());
    List<Message> findings = new ArrayList<>();
    for (SecretPlans.Work work : works) {
      guards.addAll(work.guards());
      steps.addAll(work.first());
      findings.addAll(work.findings());
    }
    findings.addAll(keys.findings());
    if (!config.digest().equals(survey.config().digest())) {
      steps.addAll(write.steps());
    }
    works.forEach(work -> steps.addAll(work.last()));
    String names = drafts.stream().map(Draft::id).collect(Collectors.joining(", "));
    Message title = Message.of("step.set-pool", names);
    return proposal(plan(title, write, guards, steps), write, findings);
  }

  /** The pool as it would be. */
  ConfiguredPool after(Draft draft) throws HostException, InvalidException {
    Survey survey = inquiry.survey();
    Drafted drafted = new Drafted(survey, draft);
    return survey.config().section(draft.id()).isPresent() ? drafted.changed() : drafted.added();
  }

  /** What the host says about a pool that is to go. */
  private record Remains(SecretLook secrets, Reading<Change> left) {}

  /**
   * @param leaves whether mounts and sessions are to go with it
   */
  Proposal remove(StorageId id, boolean leaves) throws HostException, InvalidException {
    var answer =
        inquiry.ask(survey -> {
          Drafted.refuse(Drafts.checkRemove(id.text(), survey.config().sections()));
          ConfiguredPool entry = survey.require(id);
          Probe<Change> left = entry.backend().deactivation(entry.pool());
          return SecretLook.of(entry.backend().secretFiles(entry.pool()))
              .and(
                  leaves ? left : Probe.constant(Reading.known(Change.of())),
                  (secrets, change) -> secrets.map(s -> new Remains(s, change)));
        });
    Survey survey = answer.survey();
    ConfiguredPool entry = survey.require(id);
    Remains remains = Inquiry.required(answer.reading());
    ConfigWrite write = new ConfigWrite(survey, survey.config().without(id.text()));
    SecretPlans.Work secrets = secrets(survey, entry, remains.secrets()).onRemove();
    List<Step> steps = new ArrayList<>(secrets.first());
    steps.addAll(write.steps());
    steps.addAll(secrets.last());
    Inquiry.required(remains.left()).steps().stream()
        .map(step -> step.forgiving(Step.Leniency.OPTIONAL))
        .forEach(steps::add);
    Message title = Message.of("step.remove-pool", id.text());
    List<Message> findings = new ArrayList<>(Findings.onRemove(entry.pool(), survey, leaves));
    findings.addAll(secrets.findings());
    return proposal(plan(title, write, secrets.guards(), steps), write, findings);
  }

  private static SecretPlans secrets(Survey survey, ConfiguredPool entry, SecretLook seen) {
    boolean cluster = survey.ground().kind() == HostState.Kind.CLUSTER;
    return new SecretPlans(entry.backend().secretFiles(entry.pool()), seen, cluster);
  }

  private static void requireUnchanged(Survey survey, @Nullable String digest)
      throws HostException.Conflict {
    if (digest != null && !digest.equals(survey.config().digest())) {
      throw new HostException.Conflict(Message.of("host.config-changed"));
    }
  }

  private static Probe<Preparation> preparation(
      Survey survey, ConfiguredPool entry, Probe<Activation> activation) {
    return SecretLook.of(entry.backend().secretFiles(entry.pool()))
        .and(
            entry.backend().complete(entry.pool()),
            (secrets, completion) ->
                secrets.map(s -> Map.entry(s, completion.optional().orElse(Completion.NONE))))
        .and(
            activation,
            (known, looked) ->
                known.map(
                    k -> new Preparation(k.getValue(), looked, k.getKey(), PveRelease.UNKNOWN)))
        .and(
            PveRelease.probe(survey),
            (prepared, release) ->
                prepared.map(p -> p.on(release.optional().orElse(PveRelease.UNKNOWN))));
  }

  /** A pool that is switched on should be there at once, as far as that can be had. */
  private static Probe<Activation> reactivation(
      Survey survey, ConfiguredPool before, ConfiguredPool after, Draft draft) {
    if (usable(survey, before) || !usable(survey, after)) {
      return unasked(after);
    }
    return draft.secrets().isEmpty()
        ? Activation.probe(after)
        : Activation.probe(after, draft.secrets());
  }

  private static Probe<Activation> unasked(ConfiguredPool entry) {
    return Probe.constant(Reading.known(Activation.none(entry)));
  }

  private static boolean usable(Survey survey, ConfiguredPool entry) {
    return survey.obstacle(entry.pool()).isEmpty();
  }

  private static Plan plan(Message title, ConfigWrite write, List<Guard> more, List<Step> steps) {
    List<Guard> guards = new ArrayList<>(List.of(write.guard()));
    guards.addAll(more);
    return new Plan(title, List.of(write.lock()), guards, steps);
  }

  private static Proposal proposal(Plan plan, ConfigWrite write, List<Message> findings)
      throws InvalidException {
    write.requireText();
    String diff = ConfigDiff.unified(write.before().config(), write.after());
    return new Proposal(plan, diff.isEmpty() ? null : diff, findings, null);
  }
}
