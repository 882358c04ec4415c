package stowage.ui.host;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import stowage.exec.HostException;
import stowage.message.Message;
import stowage.ui.look.Status;

/**
 * How a host is, in one word, and why.
 *
 * @param status the word
 * @param why null when the word says it all
 */
public record HostHealth(Status status, @Nullable Message why) {

  public static HostHealth of(HostModel host) {
    return switch (host.connection().get()) {
      case Connection.Off() -> new HostHealth(Status.OFFLINE, null);
      case Connection.Connecting() -> new HostHealth(Status.BUSY, null);
      case Connection.Asking(_) ->
          new HostHealth(Status.WAITING, Message.of("ui.host-waits-for-answer"));
      case Connection.On(_) -> new HostHealth(Status.OK, null);
      case Connection.Failed(HostException why) -> new HostHealth(Status.PROBLEM, why.said());
      case Connection.Failed(_) ->
          new HostHealth(Status.PROBLEM, Message.of("ui.error-unexpected"));
    };
  }

  public Optional<Message> reason() {
    return Optional.ofNullable(why);
  }
}
