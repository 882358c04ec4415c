package stowage.cli;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Option;
import stowage.exec.HostException;
import stowage.host.Host;
import stowage.host.ServerTrial;
import stowage.message.Message;
import stowage.pbs.server.ServerException;
import stowage.schema.Draft;
import stowage.schema.InvalidException;
import stowage.schema.Problem;

/**
 * A backup server is asked before the host gets a login, a certificate or a place there that it
 * would refuse; once for each host, however often the change is planned.
 */
final class LoginTrial {
  private final Set<String> tried = new HashSet<>();

  @Option(names = "--untried")
  private boolean untried;

  /** Where this computer does not get through, nothing is known, and a script's change is made. */
  void of(Host host, Draft draft, Output output) throws HostException, InvalidException {
    if (untried || !tried.add(host.name())) {
      return;
    }
    try {
      Optional<Message> obstacle = ServerTrial.obstacleIfUsed(host.servers(), draft);
      if (obstacle.isPresent()) {
        throw new InvalidException(List.of(new Problem("storage", obstacle.get())));
      }
    } catch (ServerException e) {
      if (!ServerTrial.isOpen(e)) {
        output.note(output.words().say("cli.untried"));
        throw new InvalidException(List.of(new Problem("storage", e.said())));
      }
      output.note(output.words().say("cli.not-tried", output.words().say(e.said())));
    }
  }
}
