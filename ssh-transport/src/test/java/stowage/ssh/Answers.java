package stowage.ssh;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import stowage.exec.Secret;

/** A person whose answers are known beforehand; remembers what was asked. */
class Answers implements Prompts {
  final List<String> asked = new ArrayList<>();
  final List<Secret> given = new ArrayList<>();
  private final Deque<String> secrets = new ArrayDeque<>();
  private Trust trust = Trust.REFUSE;

  static Answers trusting(Trust trust) {
    Answers answers = new Answers();
    answers.trust = trust;
    return answers;
  }

  /** Told one after the other, whatever is asked for; then nothing more. */
  static Answers saying(String... secrets) {
    Answers answers = new Answers();
    answers.secrets.addAll(List.of(secrets));
    return answers;
  }

  @Override
  public Trust unknownHostKey(Target host, String keyType, String fingerprint) {
    asked.add("host key " + host.port() + " " + keyType + " " + fingerprint);
    return trust;
  }

  @Override
  public Optional<Secret> passphrase(Path key, int attempt) {
    asked.add("passphrase " + key.getFileName() + " " + attempt);
    return next();
  }

  @Override
  public Optional<Secret> password(Target host, int attempt) {
    asked.add("password " + attempt);
    return next();
  }

  @Override
  public Optional<List<Secret>> answers(
      Target host, String title, String instruction, List<Question> questions) {
    asked.add("questions " + questions);
    return secrets.isEmpty()
        ? Optional.empty()
        : Optional.of(questions.stream().flatMap(_ -> next().stream()).toList());
  }

  private Optional<Secret> next() {
    Optional<Secret> next =
        Optional.ofNullable(secrets.poll())
            .map(text -> Secret.of(text.getBytes(StandardCharsets.UTF_8)));
    next.ifPresent(given::add);
    return next;
  }
}
