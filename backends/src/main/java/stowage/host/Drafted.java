package stowage.host;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import stowage.config.Section;
import stowage.config.StorageId;
import stowage.schema.Draft;
import stowage.schema.Drafts;
import stowage.schema.InvalidException;
import stowage.schema.Problem;
import stowage.type.Completion;
import stowage.type.Pool;

/**
 * What a draft makes of the configuration that was read: the pool as it is and as it would be, and
 * its section in the file.
 */
record Drafted(Survey survey, Draft draft) {

  /** The pool that the draft adds. */
  ConfiguredPool added() throws InvalidException {
    List<String> taken = survey.config().sections().stream().map(Section::id).toList();
    refuse(Drafts.checkAdd(draft, taken));
    return suited(survey.placed(ConfiguredPool.of(Drafts.added(draft))));
  }

  /** The pool that the draft changes, as it is. */
  ConfiguredPool current() throws InvalidException {
    if (!StorageId.isValid(draft.id())) {
      throw new InvalidException("storage", "problem.storage-id", draft.id());
    }
    return survey.require(new StorageId(draft.id()));
  }

  /** The same, as it would be. */
  ConfiguredPool changed() throws InvalidException {
    Section section = present();
    refuse(Drafts.checkSet(section, draft));
    return suited(survey.placed(ConfiguredPool.of(Drafts.changed(section, draft))));
  }

  /** Its section as it would be. */
  Section changedSection() throws InvalidException {
    return shown(Drafts.changed(present(), draft), changed());
  }

  /**
   * The section of the pool that the draft adds.
   *
   * @param completion what the host knows, for what was left open
   */
  Section addedSection(Completion completion) throws InvalidException {
    Section entered = Drafts.added(draft);
    Map<String, String> values = new LinkedHashMap<>(entered.values());
    completion.values().forEach(values::putIfAbsent);
    return shown(new Section(entered.type(), entered.id(), values), added());
  }

  /** The pool, if the secrets that were entered for it can be kept. */
  private ConfiguredPool suited(ConfiguredPool entry) throws InvalidException {
    refuse(SecretPlans.problems(entry.backend().secretFiles(entry.pool()), draft));
    return entry;
  }

  /** As written; {@code local} takes effect without being in the file. */
  private Section present() throws InvalidException {
    Pool pool = current().pool();
    return survey
        .config()
        .section(pool.id().text())
        .filter(s -> s.type().equals(pool.type().word()))
        .orElseGet(() -> new Section(pool.type().word(), pool.id().text(), pool.values()));
  }

  /** Secrets lie elsewhere; some leave a mark. */
  private Section shown(Section section, ConfiguredPool entry) {
    Map<String, String> values = new LinkedHashMap<>(section.values());
    values.putAll(SecretPlans.shown(entry.backend().secretFiles(entry.pool()), draft));
    return new Section(section.type(), section.id(), values);
  }

  static void refuse(List<Problem> problems) throws InvalidException {
    if (!problems.isEmpty()) {
      throw new InvalidException(problems);
    }
  }
}
