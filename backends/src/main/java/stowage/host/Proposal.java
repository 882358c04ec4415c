package stowage.host;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import stowage.exec.Plan;
import stowage.exec.Step;
import stowage.message.Message;

/**
 * A change ready to be looked at and applied.
 *
 * @param plan what would run
 * @param diff how {@code storage.cfg} would change, as unified diff; null when it would not
 * @param findings what a person should know before agreeing, for example "same export as pool x"
 * @param result what will be there afterwards, for example a volume id; null for nothing in
 *     particular
 * @param lost name of that whose data are gone for good afterwards; null when none are
 */
public record Proposal(
    Plan plan,
    @Nullable String diff,
    List<Message> findings,
    @Nullable String result,
    @Nullable String lost) {
  public Proposal {
    findings = List.copyOf(findings);
  }

  public Proposal(
      Plan plan, @Nullable String diff, List<Message> findings, @Nullable String result) {
    this(plan, diff, findings, result, null);
  }

  /** The same, destroying the data of this. */
  public Proposal losing(String name) {
    return new Proposal(plan, diff, findings, result, name);
  }

  public Optional<String> configDiff() {
    return Optional.ofNullable(diff);
  }

  public Optional<String> made() {
    return Optional.ofNullable(result);
  }

  /**
   * What a person should type before this is applied: the name of what is destroyed. Empty as long
   * as every step can be taken back, or nothing is lost by it (a volume that grew stays grown).
   */
  public Optional<String> doomed() {
    boolean lasting = plan.steps().stream().anyMatch(s -> s.undo() instanceof Step.Undo.Impossible);
    return Optional.ofNullable(lost).filter(_ -> lasting);
  }
}
