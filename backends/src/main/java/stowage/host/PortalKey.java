package stowage.host;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import stowage.message.Message;
import stowage.tool.Remote;

/**
 * How far root of a host is on its way into another one, where pools of type zfs have their
 * volumes.
 *
 * @param remote the other host
 * @param publicKey what the other host has to be given; null as long as there is no key
 * @param trouble why the login does not work; null when it does
 * @param programs of zfs and of targets that are there, by their paths
 */
public record PortalKey(
    Remote remote, @Nullable String publicKey, @Nullable Message trouble, List<String> programs) {
  public PortalKey {
    programs = List.copyOf(programs);
  }

  /** All is there that a pool needs. */
  public boolean ready() {
    return missing().isEmpty();
  }

  /** What a person has to see to next; empty when nothing is left to do. */
  public Optional<Message> missing() {
    if (publicKey == null) {
      return Optional.of(Message.of("problem.portal-no-key", remote.key()));
    }
    if (trouble != null) {
      return Optional.of(trouble);
    }
    if (!has("zfs")) {
      return Optional.of(Message.of("problem.portal-no-zfs", remote.portal()));
    }
    return programs.size() > 1
        ? Optional.empty()
        : Optional.of(Message.of("problem.portal-no-target", remote.portal()));
  }

  private boolean has(String program) {
    return programs.stream().anyMatch(path -> path.endsWith("/" + program));
  }

  /** What root of this host runs once, to be let in and to get to know the other host's key. */
  public String command() {
    return "ssh-copy-id -i " + remote.key() + ".pub root@" + remote.portal();
  }
}
