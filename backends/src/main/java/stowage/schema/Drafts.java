package stowage.schema;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import stowage.config.Section;
import stowage.config.StorageId;
import stowage.config.StorageType;
import stowage.exec.Secret;
import stowage.message.Message;
import stowage.schema.Property.Trait;

/**
 * Checks what a person entered for a pool, and turns it into a section of the file.
 *
 * <p>A problem's field is a property's key, or {@code storage} for the name and {@code type} for
 * the type; whoever shows it puts the field in front of the text.
 */
public final class Drafts {
  /** The pool that is always there: the file's reader makes it up when it is missing. */
  public static final String LOCAL = "local";

  private static final String NAME = "storage";
  private static final String TYPE = "type";
  private static final int LONGEST_PASSWORD = 256;

  private Drafts() {}

  /**
   * What keeps the draft from being added as a new pool; empty when nothing does.
   *
   * @param taken names of the pools that are there
   */
  public static List<Problem> checkAdd(Draft draft, Collection<String> taken) {
    List<Problem> problems = new ArrayList<>();
    if (!StorageId.isValid(draft.id())) {
      problems.add(Problem.of(NAME, "problem.storage-id", draft.id()));
    } else if (draft.id().equals(LOCAL) || taken.contains(draft.id())) {
      problems.add(Problem.of(NAME, "problem.storage-taken", draft.id()));
    }
    Optional<StorageType> type = StorageType.of(draft.type());
    if (type.isEmpty()) {
      problems.add(Problem.of(TYPE, "problem.type-unknown", draft.type(), words()));
      return problems;
    }
    Schema schema = Schemas.of(type.get());
    problems.addAll(values(schema, draft));
    for (String key : new TreeSet<>(draft.deletes())) {
      problems.add(Problem.of(key, "problem.delete-when-adding"));
    }
    for (Property<?> property : schema.properties()) {
      String key = property.key();
      if (property.is(Trait.REQUIRED)
          && !draft.values().containsKey(key)
          && schema.prefilled(key, draft.id()).isEmpty()) {
        problems.add(Problem.of(key, "problem.required"));
      }
    }
    problems.addAll(together(draft, draft.values()));
    return problems;
  }

  /** What keeps the draft from being applied to this pool; empty when nothing does. */
  public static List<Problem> checkSet(Section current, Draft draft) {
    List<Problem> problems = new ArrayList<>();
    if (!draft.type().isEmpty() && !draft.type().equals(current.type())) {
      problems.add(Problem.of(TYPE, "problem.type-fixed", draft.type(), current.type()));
    }
    Optional<StorageType> type = StorageType.of(current.type());
    if (type.isEmpty()) {
      problems.add(Problem.of(TYPE, "problem.type-unknown", current.type(), words()));
      return problems;
    }
    Schema schema = Schemas.of(type.get());
    problems.addAll(values(schema, draft));
    for (Property<?> property : schema.properties()) {
      String key = property.key();
      if (property.is(Trait.FIXED) && draft.values().containsKey(key)) {
        problems.add(Problem.of(key, "problem.fixed"));
      }
    }
    for (String key : new TreeSet<>(draft.deletes())) {
      deletion(schema, draft, key).ifPresent(problems::add);
    }
    if (current.id().equals(LOCAL) && draft.values().containsKey("nodes")) {
      problems.add(Problem.of("nodes", "problem.local-everywhere"));
    }
    problems.addAll(together(draft, merged(current, draft)));
    return problems;
  }

  /**
   * What keeps the pool from being removed; empty when nothing does.
   *
   * @param sections all pools
   */
  public static List<Problem> checkRemove(String id, List<Section> sections) {
    if (id.equals(LOCAL)) {
      return List.of(Problem.of(NAME, "problem.local-stays"));
    }
    if (sections.stream().noneMatch(s -> s.id().equals(id))) {
      return List.of(Problem.of(NAME, "problem.storage-missing", id));
    }
    return sections.stream()
        .filter(s -> s.values().getOrDefault(Properties.BASE.key(), "").startsWith(id + ":"))
        .map(s -> Problem.of(NAME, "problem.storage-is-base", id, s.id()))
        .toList();
  }

  /** What is legal and yet probably not meant. */
  public static List<Message> findings(Draft draft) {
    List<Message> findings = new ArrayList<>();
    Map<String, String> values = draft.values();
    if (draft.type().equals(StorageType.CIFS.word())
        && draft.secrets().containsKey(Properties.PASSWORD.key())
        && !values.containsKey(Properties.USERNAME.key())) {
      findings.add(Message.of("problem.password-without-user"));
    }
    if ("LIO".equals(values.get(Properties.ISCSIPROVIDER.key()))
        && !values.containsKey(Properties.LIO_TPG.key())) {
      findings.add(Message.of("problem.lio-without-tpg"));
    }
    return findings;
  }

  /** The section of a new pool. The draft must have passed {@link #checkAdd}. */
  public static Section added(Draft draft) {
    Schema schema = Schemas.of(StorageType.of(draft.type()).orElseThrow());
    Map<String, String> values = new LinkedHashMap<>();
    for (Property<?> property : schema.properties()) {
      String key = property.key();
      String entered = draft.values().getOrDefault(key, "").strip();
      if (!entered.isEmpty()) {
        values.put(key, schema.normal(property, entered));
      } else {
        schema.prefilled(key, draft.id()).ifPresent(text -> values.put(key, text));
      }
    }
    return new Section(draft.type(), draft.id(), values);
  }

  /** The section of a pool after the change. The draft must have passed {@link #checkSet}. */
  public static Section changed(Section current, Draft draft) {
    return new Section(current.type(), current.id(), merged(current, draft));
  }

  private static Map<String, String> merged(Section current, Draft draft) {
    Map<String, String> values = new LinkedHashMap<>(current.values());
    Optional<Schema> schema = StorageType.of(current.type()).map(Schemas::of);
    draft
        .values()
        .forEach((key, text) ->
            values.put(
                key,
                schema
                    .flatMap(s -> s.property(key).map(p -> s.normal(p, text)))
                    .orElse(text.strip())));
    draft.deletes().forEach(values::remove);
    return values;
  }

  private static List<Problem> values(Schema schema, Draft draft) {
    List<Problem> problems = new ArrayList<>();
    for (Property<?> property : schema.properties()) {
      String key = property.key();
      String text = draft.values().get(key);
      Secret secret = draft.secrets().get(key);
      if (text != null && property.is(Trait.SECRET)) {
        problems.add(Problem.of(key, "problem.secret-in-clear"));
      } else if (text != null && !(text.isBlank() && key.equals(Properties.NODES.key()))) {
        schema.problem(property, text).map(said -> new Problem(key, said)).ifPresent(problems::add);
      }
      if (secret != null) {
        secretProblem(property, secret)
            .map(said -> new Problem(key, said))
            .ifPresent(problems::add);
      }
    }
    TreeSet<String> strange = new TreeSet<>(draft.values().keySet());
    strange.addAll(draft.secrets().keySet());
    strange.removeIf(key -> schema.property(key).isPresent());
    for (String key : strange) {
      problems.add(Problem.of(key, "problem.property-unknown", key, schema.type().word()));
    }
    return problems;
  }

  private static Optional<Message> secretProblem(Property<?> property, Secret secret) {
    if (!property.is(Trait.SECRET)) {
      return Optional.of(Message.of("problem.not-secret"));
    }
    if (secret.isEmpty()) {
      return Optional.of(Message.of("problem.secret-empty"));
    }
    byte[] bytes = secret.reveal();
    try {
      if (property.key().equals(Properties.PASSWORD.key())) {
        for (byte b : bytes) {
          // The password becomes one line of a file.
          if (b == '\n' || b == '\r' || b == 0) {
            return Optional.of(Message.of("problem.secret-line-break"));
          }
        }
        if (bytes.length > LONGEST_PASSWORD) {
          return Optional.of(Message.of("problem.secret-too-long", LONGEST_PASSWORD));
        }
      }
      return Optional.empty();
    } finally {
      java.util.Arrays.fill(bytes, (byte) 0);
    }
  }

  private static Optional<Problem> deletion(Schema schema, Draft draft, String key) {
    Optional<Property<?>> property = schema.property(key);
    if (property.isEmpty()) {
      return Optional.of(Problem.of(key, "problem.property-unknown", key, schema.type().word()));
    }
    if (property.get().is(Trait.REQUIRED)) {
      return Optional.of(Problem.of(key, "problem.delete-required"));
    }
    if (property.get().is(Trait.FIXED)) {
      return Optional.of(Problem.of(key, "problem.delete-fixed"));
    }
    if (draft.values().containsKey(key) || draft.secrets().containsKey(key)) {
      return Optional.of(Problem.of(key, "problem.set-and-deleted"));
    }
    return Optional.empty();
  }

  /** Rules about values that belong together. */
  private static List<Problem> together(Draft draft, Map<String, String> values) {
    List<Problem> problems = new ArrayList<>();
    if (values.containsKey(Properties.SERVER2.key())
        && !values.containsKey(Properties.SERVER.key())) {
      problems.add(Problem.of(Properties.SERVER2.key(), "problem.server2-alone"));
    }
    String masterKey = Properties.MASTER_PUBKEY.key();
    String key = Properties.ENCRYPTION_KEY.key();
    if (draft.secrets().containsKey(masterKey)
        && !draft.secrets().containsKey(key)
        && !values.containsKey(key)) {
      problems.add(Problem.of(masterKey, "problem.master-without-key"));
    }
    return problems;
  }

  private static String words() {
    return Schemas.all().stream().map(s -> s.type().word()).collect(Collectors.joining(", "));
  }
}
