package stowage.ui.pool;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import stowage.exec.Reading;
import stowage.host.HostState.Availability;
import stowage.host.HostState.PoolState;
import stowage.message.Message;
import stowage.type.PoolStatus;
import stowage.ui.look.Status;

/**
 * How a pool is, in one word, and why.
 *
 * @param status the word
 * @param why null when the word says it all
 */
public record Health(Status status, @Nullable Message why) {

  /**
   * @param threshold part of 1 from which use is worth a warning
   */
  public static Health of(PoolState pool, double threshold) {
    return switch (pool.availability()) {
      case Availability.DISABLED -> new Health(Status.DISABLED, null);
      case Availability.ELSEWHERE -> new Health(Status.ELSEWHERE, null);
      case Availability.USABLE ->
          switch (pool.status()) {
            case Reading.Failed<PoolStatus>(var reason) -> new Health(Status.UNKNOWN, reason);
            case Reading.Known<PoolStatus>(var status) -> of(status, threshold);
          };
    };
  }

  private static Health of(PoolStatus status, double threshold) {
    if (!status.active()) {
      return new Health(Status.PROBLEM, status.reason());
    }
    double part = status.share().orElse(0.0);
    if (part >= threshold) {
      return new Health(Status.WARNING, Message.of("ui.pool-filling", Math.round(part * 100)));
    }
    if (!status.notes().warnings().isEmpty()) {
      return new Health(Status.WARNING, status.notes().warnings().getFirst());
    }
    return new Health(Status.OK, null);
  }

  /** The status, if the pool is usable here, the host told it, and it is active. */
  public static Optional<PoolStatus> active(PoolState pool) {
    return pool.availability() == Availability.USABLE
        ? pool.status().optional().filter(PoolStatus::active)
        : Optional.empty();
  }

  public Optional<Message> reason() {
    return Optional.ofNullable(why);
  }
}
