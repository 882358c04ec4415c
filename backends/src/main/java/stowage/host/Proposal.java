package stowage.host;

import java.util.ArrayList;
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
 * @param stake what a person should be sure to give up; null for nothing
 * @param draft of a pool for what is there afterwards; null where it is none yet, or not for one
 */
public record Proposal(
    Plan plan,
    @Nullable String diff,
    List<Message> findings,
    @Nullable String result,
    @Nullable Stake stake,
    @Nullable Sequel sequel) {

  /**
   * What could be lost.
   *
   * @param name of that whose data are gone for good afterwards, or that guests rely on
   * @param guests that rely on it and will not find it as it was
   * @param disks whole disks are taken for something new: what can be taken back then is what is
   *     made of them, not what could not be seen on them
   */
  public record Stake(String name, List<Guest> guests, boolean disks) {
    public Stake {
      guests = List.copyOf(guests);
    }
  }

  public Proposal {
    findings = List.copyOf(findings);
  }

  public Proposal(
      Plan plan, @Nullable String diff, List<Message> findings, @Nullable String result) {
    this(plan, diff, findings, result, null, null);
  }

  /** The same, destroying the data of this. */
  public Proposal losing(String name) {
    return losing(name, List.of());
  }

  /** The same for a volume that guests rely on, if any do. */
  public Proposal losing(String name, List<Guest> guests) {
    return new Proposal(plan, diff, findings, result, new Stake(name, guests, false), sequel);
  }

  /**
   * The same, taking whole disks.
   *
   * @param name that a person knows the disks by
   */
  Proposal taking(String name) {
    return new Proposal(plan, diff, findings, result, new Stake(name, List.of(), true), sequel);
  }

  /** The same, with more to know before agreeing. */
  Proposal saying(List<Message> more) {
    List<Message> all = new ArrayList<>(findings);
    all.addAll(more);
    return new Proposal(plan, diff, all, result, stake, sequel);
  }

  /** The same, making what this needs. */
  Proposal leadingTo(@Nullable Sequel next) {
    return new Proposal(plan, diff, findings, result, stake, next);
  }

  /** What a pool can be made of once this is done, as far as it is known. */
  public Optional<Sequel> next() {
    return Optional.ofNullable(sequel);
  }

  public Optional<String> configDiff() {
    return Optional.ofNullable(diff);
  }

  public Optional<String> made() {
    return Optional.ofNullable(result);
  }

  /**
   * What a person should type before this is applied: the name of what is destroyed, or taken from
   * a guest, or that of whole disks. Empty as long as every step can be taken back, or nothing is
   * lost by it (a volume that grew stays grown).
   */
  public Optional<String> doomed() {
    boolean lasting = plan.steps().stream().anyMatch(s -> s.undo() instanceof Step.Undo.Impossible);
    return Optional.ofNullable(stake)
        .filter(s -> lasting || s.disks() || !s.guests().isEmpty())
        .map(Stake::name);
  }

  /** Whether whole disks are taken that should be blank. */
  public boolean takesDisks() {
    return stake != null && stake.disks();
  }

  /** Guests whose configuration names what is to change. */
  public List<Guest> guests() {
    return stake == null ? List.of() : stake.guests();
  }
}
