package stowage.ssh;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.sshd.client.auth.AbstractUserAuth;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.util.buffer.Buffer;
import stowage.exec.Secret;

/** Keyboard-interactive authentication (RFC 4256), with answers that are wiped once sent. */
final class QuestionLogin extends AbstractUserAuth {
  static final String NAME = "keyboard-interactive";
  private static final int ATTEMPTS = 3;
  private static final int MOST_QUESTIONS = 32;

  private int attempts;
  private boolean givenUp;
  private boolean knownTried;

  QuestionLogin() {
    super(NAME);
  }

  @Override
  protected boolean sendAuthDataRequest(ClientSession session, String service) throws Exception {
    Login login = Login.of(session);
    if (login.ways(Auth.KeyboardInteractive.class).isEmpty() || givenUp || attempts == ATTEMPTS) {
      return false;
    }
    attempts++;
    Buffer buffer = session.createBuffer(SshConstants.SSH_MSG_USERAUTH_REQUEST, 256);
    buffer.putString(session.getUsername());
    buffer.putString(service);
    buffer.putString(NAME);
    buffer.putString("");
    buffer.putString("");
    session.writePacket(buffer);
    return true;
  }

  @Override
  protected boolean processAuthDataRequest(ClientSession session, String service, Buffer buffer)
      throws Exception {
    if (buffer.getUByte() != SshConstants.SSH_MSG_USERAUTH_INFO_REQUEST) {
      return false;
    }
    String title = buffer.getString();
    String instruction = buffer.getString();
    buffer.getString(); // language, deprecated
    int count = buffer.getInt();
    if (count < 0 || count > MOST_QUESTIONS) {
      return false;
    }
    List<Prompts.Question> questions = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      questions.add(new Prompts.Question(buffer.getString(), buffer.getBoolean()));
    }
    Login login = Login.of(session);
    // Whatever was sent before, the host has gone on from there.
    login.answered();
    List<byte[]> answers = answers(login, title, instruction, questions);
    if (answers.size() != count) {
      answers.forEach(answer -> Arrays.fill(answer, (byte) 0));
      givenUp = true;
      return false;
    }
    if (count > 0) {
      login.trying(NAME);
    }
    Buffer reply = session.createBuffer(SshConstants.SSH_MSG_USERAUTH_INFO_RESPONSE, 256);
    reply.putUInt(answers.size());
    for (byte[] answer : answers) {
      reply.putBytes(answer);
      Arrays.fill(answer, (byte) 0);
    }
    session.writePacket(reply);
    return true;
  }

  private List<byte[]> answers(
      Login login, String title, String instruction, List<Prompts.Question> questions)
      throws Exception {
    if (questions.isEmpty()) {
      // An empty round is normal: some hosts end with one.
      return List.of();
    }
    Optional<Secret> known = login.credentials().password(login.target());
    if (known.isPresent() && !knownTried && asksForPassword(questions)) {
      knownTried = true;
      login.sending();
      return List.of(known.get().reveal());
    }
    Optional<List<Secret>> told =
        login
            .relay()
            .ask(() -> login.prompts().answers(login.target(), title, instruction, questions));
    List<byte[]> answers = new ArrayList<>();
    for (Secret secret : told.orElse(List.of())) {
      answers.add(secret.reveal());
      secret.close();
    }
    return answers;
  }

  private static boolean asksForPassword(List<Prompts.Question> questions) {
    return questions.size() == 1
        && !questions.getFirst().echo()
        && questions.getFirst().text().toLowerCase(Locale.ROOT).contains("password");
  }

  @Override
  public void signalAuthMethodFailure(
      ClientSession session,
      String service,
      boolean partial,
      List<String> serverMethods,
      Buffer buffer) {
    Login login = Login.of(session);
    login.answered();
    if (knownTried && !partial) {
      login.credentials().forgetPassword(login.target());
    }
  }
}
