package stowage.host;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import stowage.config.ConfigDiff;
import stowage.config.Section;
import stowage.config.StorageId;
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
import stowage.schema.Problem;
import stowage.type.Change;
import stowage.type.Completion;
import stowage.type.Pool;

/** Plans that change {@code storage.cfg}: a pool is added, changed or removed. */
final class ConfigPlans {
  private final Inquiry inquiry;

  ConfigPlans(Inquiry inquiry) {
    this.inquiry = inquiry;
  }

  /** What the host says about a pool that it does not have yet. */
  private record Preparation(Completion completion, Activation activation) {}

  Proposal add(Draft draft) throws HostException, InvalidException {
    var answer = inquiry.ask(survey -> preparation(survey, added(survey, draft)));
    Survey survey = answer.survey();
    Preparation prepared = Inquiry.required(answer.reading());
    ConfiguredPool entry = added(survey, draft);
    Section section = completed(Drafts.added(draft), prepared.completion());
    ConfigWrite write = new ConfigWrite(survey, survey.config().with(section));

    List<Guard> guards = new ArrayList<>(List.of(write.guard()));
    List<Step> steps = new ArrayList<>();
    if (usable(survey, entry)) {
      Change activation = prepared.activation().required(survey);
      guards.addAll(activation.guards());
      steps.addAll(activation.steps());
    }
    steps.addAll(write.steps());
    List<Message> findings = new ArrayList<>(Drafts.findings(draft));
    findings.addAll(prepared.completion().findings());
    findings.addAll(Findings.onAdd(entry.pool(), survey));
    findings.addAll(Activation.findings(entry, survey));
    Message title = Message.of("step.add-pool", draft.id(), draft.type());
    return proposal(new Plan(title, List.of(write.lock()), guards, steps), write, findings);
  }

  /**
   * @param digest of the file that the draft was made from; null to take the newest
   */
  Proposal set(Draft draft, @Nullable String digest) throws HostException, InvalidException {
    var answer =
        inquiry.ask(survey -> {
          requireUnchanged(survey, digest);
          return reactivation(survey, current(survey, draft), changed(survey, draft));
        });
    Survey survey = answer.survey();
    ConfiguredPool before = current(survey, draft);
    ConfiguredPool after = changed(survey, draft);
    Section section = Drafts.changed(section(survey, before), draft);
    ConfigWrite write = new ConfigWrite(survey, survey.config().with(section));
    List<Step> steps = new ArrayList<>(write.steps());
    List<Message> findings = new ArrayList<>(Findings.onSet(before.pool(), after.pool(), survey));
    answer
        .reading()
        .optional()
        .ifPresent(activation -> {
          steps.addAll(activation.attempted());
          activation.obstacle().ifPresent(findings::add);
        });
    Message title = Message.of("step.set-pool", draft.id());
    return proposal(plan(title, write, steps), write, findings);
  }

  Proposal remove(StorageId id) throws HostException, InvalidException {
    Survey survey = inquiry.survey();
    List<Section> sections = survey.config().sections();
    refuse(Drafts.checkRemove(id.text(), sections));
    ConfiguredPool entry = survey.require(id);
    ConfigWrite write = new ConfigWrite(survey, survey.config().without(id.text()));
    Message title = Message.of("step.remove-pool", id.text());
    return proposal(
        plan(title, write, write.steps()), write, Findings.onRemove(entry.pool(), survey));
  }

  private static ConfiguredPool added(Survey survey, Draft draft) throws InvalidException {
    List<String> taken = survey.config().sections().stream().map(Section::id).toList();
    refuse(Drafts.checkAdd(draft, taken));
    refuseSecrets(draft);
    return ConfiguredPool.of(Drafts.added(draft));
  }

  private static ConfiguredPool current(Survey survey, Draft draft) throws InvalidException {
    if (!StorageId.isValid(draft.id())) {
      throw new InvalidException("storage", "problem.storage-id", draft.id());
    }
    return survey.require(new StorageId(draft.id()));
  }

  private static ConfiguredPool changed(Survey survey, Draft draft) throws InvalidException {
    ConfiguredPool before = current(survey, draft);
    Section section = section(survey, before);
    refuse(Drafts.checkSet(section, draft));
    refuseSecrets(draft);
    return ConfiguredPool.of(Drafts.changed(section, draft));
  }

  /** As written; {@code local} takes effect without being in the file. */
  private static Section section(Survey survey, ConfiguredPool entry) {
    Pool pool = entry.pool();
    return survey
        .config()
        .section(pool.id().text())
        .filter(s -> s.type().equals(pool.type().word()))
        .orElseGet(() -> new Section(pool.type().word(), pool.id().text(), pool.values()));
  }

  /** What the host knows fills in what was left open. */
  private static Section completed(Section entered, Completion completion) {
    Map<String, String> values = new LinkedHashMap<>(entered.values());
    completion.values().forEach(values::putIfAbsent);
    return new Section(entered.type(), entered.id(), values);
  }

  /** Secrets have files of their own, which this version does not write. */
  private static void refuseSecrets(Draft draft) throws InvalidException {
    refuse(
        draft.secrets().keySet().stream()
            .map(key -> Problem.of(key, "problem.secret-not-yet", key))
            .toList());
  }

  private static void refuse(List<Problem> problems) throws InvalidException {
    if (!problems.isEmpty()) {
      throw new InvalidException(problems);
    }
  }

  private static void requireUnchanged(Survey survey, @Nullable String digest)
      throws HostException.Conflict {
    if (digest != null && !digest.equals(survey.config().digest())) {
      throw new HostException.Conflict(Message.of("host.config-changed"));
    }
  }

  private static Probe<Preparation> preparation(Survey survey, ConfiguredPool entry) {
    Probe<Activation> activation =
        usable(survey, entry)
            ? Activation.probe(entry)
            : Probe.constant(Reading.known(Activation.none(entry)));
    return entry
        .backend()
        .complete(entry.pool())
        .and(
            activation,
            (completion, looked) ->
                looked.map(a -> new Preparation(completion.optional().orElse(Completion.NONE), a)));
  }

  /** A pool that is switched on should be there at once, as far as that can be had. */
  private static Probe<Activation> reactivation(
      Survey survey, ConfiguredPool before, ConfiguredPool after) {
    return !usable(survey, before) && usable(survey, after)
        ? Activation.probe(after)
        : Probe.constant(Reading.known(Activation.none(after)));
  }

  private static boolean usable(Survey survey, ConfiguredPool entry) {
    return survey.obstacle(entry.pool()).isEmpty();
  }

  private static Plan plan(Message title, ConfigWrite write, List<Step> steps) {
    return new Plan(title, List.of(write.lock()), List.of(write.guard()), steps);
  }

  private static Proposal proposal(Plan plan, ConfigWrite write, List<Message> findings)
      throws InvalidException {
    write.requireText();
    String diff = ConfigDiff.unified(write.before().config(), write.after());
    return new Proposal(plan, diff.isEmpty() ? null : diff, findings, null);
  }
}
