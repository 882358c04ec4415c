package stowage.host;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import stowage.exec.Plan;
import stowage.message.Message;

/**
 * A change ready to be looked at and applied.
 *
 * @param plan what would run
 * @param diff how {@code storage.cfg} would change, as unified diff; null when it would not
 * @param findings what a person should know before agreeing, for example "same export as pool x"
 * @param result what will be there afterwards, for example a volume id; null for nothing in
 *     particular
 */
public record Proposal(
    Plan plan, @Nullable String diff, List<Message> findings, @Nullable String result) {
  public Proposal {
    findings = List.copyOf(findings);
  }

  public Optional<String> configDiff() {
    return Optional.ofNullable(diff);
  }

  public Optional<String> made() {
    return Optional.ofNullable(result);
  }
}
