package stowage.type;

import java.util.List;
import org.jspecify.annotations.Nullable;
import stowage.exec.Exec;
import stowage.exec.Probe;
import stowage.exec.Reading;
import stowage.exec.Result;
import stowage.exec.Secret;
import stowage.tool.Answers;
import stowage.tool.Smb;

/** What a Windows or Samba server shares. */
public final class CifsScan implements Scan {

  @Override
  public String word() {
    return "cifs";
  }

  @Override
  public List<String> arguments() {
    return List.of("server");
  }

  @Override
  public boolean asksWho() {
    return true;
  }

  @Override
  public Probe<List<Found>> probe(List<String> values) {
    return probe(values, Who.GUEST);
  }

  @Override
  public Probe<List<Found>> probe(List<String> values, Who who) {
    String server = values.getFirst();
    @Nullable Secret password = who.password();
    Smb.Login login =
        password == null
            ? new Smb.Login.Guest()
            : new Smb.Login.Typed(who.user(), who.domain(), password);
    Exec ask = Smb.shares(server, login);
    return Probe.of(ask, answer -> read(server, ask, answer));
  }

  /** A server that refuses something may have told of its shares before. */
  private static Reading<List<Found>> read(String server, Exec asked, Result answer) {
    List<Found> found =
        Smb.shares(answer).stream().map(s -> new Found(s.name(), s.comment())).toList();
    if (answer.ok() || !found.isEmpty()) {
      return Reading.known(found);
    }
    if (Answers.isMissing(answer)) {
      return Answers.failed(asked, answer);
    }
    return Smb.refusal(answer)
        .<Reading<List<Found>>>map(why -> Reading.failed("problem.smb-no-list", server, why))
        .orElseGet(() -> Reading.failed("problem.smb-silent", server));
  }
}
