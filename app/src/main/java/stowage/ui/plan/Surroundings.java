package stowage.ui.plan;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import stowage.host.Proposal;
import stowage.schema.InvalidException;

/** What happens around a change that is led from its question to its end. */
public interface Surroundings {
  /** The user wants to enter something else; the problems are to be shown there. */
  void back(@Nullable InvalidException problems);

  /** The change has ended, well or not: what is shown beside it may be out of date. */
  default void ended() {}

  /** The change has ended well and the user has seen it. */
  void done(Proposal proposal);

  /** Whether the page stays from the beginning of the change until its good end has been seen. */
  default boolean holds() {
    return false;
  }

  /** Does one or the other. */
  static Surroundings of(Consumer<@Nullable InvalidException> back, Consumer<Proposal> done) {
    return of(back, done, false);
  }

  /**
   * @param holds as {@link #holds} says
   */
  static Surroundings of(
      Consumer<@Nullable InvalidException> back, Consumer<Proposal> done, boolean holds) {
    return new Surroundings() {
      @Override
      public boolean holds() {
        return holds;
      }

      @Override
      public void back(@Nullable InvalidException problems) {
        back.accept(problems);
      }

      @Override
      public void done(Proposal proposal) {
        done.accept(proposal);
      }
    };
  }
}
