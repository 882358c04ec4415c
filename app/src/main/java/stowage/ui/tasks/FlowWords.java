package stowage.ui.tasks;

import java.time.Duration;
import java.util.OptionalLong;
import stowage.words.Words;

/** How far data are that pass through this computer, in words. */
final class FlowWords {
  private FlowWords() {}

  static String say(Flow flow, OptionalLong rate, Words words) {
    String at = words.size(flow.at());
    String fast =
        rate.isEmpty() ? words.say("ui.flow-no-rate") : words.size(rate.getAsLong()) + "/s";
    if (flow.total() <= 0) {
      return words.say("ui.flow", at, fast);
    }
    String far = words.say("ui.flow-of", at, words.size(flow.total()), percent(flow), fast);
    long missing = flow.total() - flow.at();
    return rate.isEmpty() || rate.getAsLong() <= 0 || missing <= 0
        ? far
        : far + ", " + left(Duration.ofSeconds(missing / rate.getAsLong()), words);
  }

  private static String left(Duration time, Words words) {
    return time.toMinutes() < 1
        ? words.say("ui.flow-seconds", time.toSeconds() + 1)
        : time.toHours() < 2
            ? words.say("ui.flow-minutes", time.toMinutes() + 1)
            : words.say("ui.flow-hours", time.toHours() + 1);
  }

  private static int percent(Flow flow) {
    return (int) (100 * part(flow));
  }

  /** Negative when nobody knows. */
  static double part(Flow flow) {
    return flow.total() <= 0 ? -1 : Math.min(1, (double) flow.at() / flow.total());
  }

  /**
   * @param stayed whether the host is as before
   * @param otherwise what is to be said of the failure itself
   */
  static String failed(Flow flow, boolean stayed, String otherwise, Words words) {
    String said =
        flow.isCut() && stayed
            ? words.say("ui.flow-stopped")
            : flow.trouble().map(t -> words.say("ui.flow-unreadable", t)).orElse(otherwise);
    if (flow.isOver()) {
      // Then it was something else that failed, and nothing is left to go on from.
      return said;
    }
    return said
        + " "
        + words.say(
            switch (flow.remains()) {
              case ON_HOST -> "ui.flow-left-on-host";
              case HERE -> "ui.flow-left-here";
              case NOTHING -> stayed ? "ui.flow-left-nothing" : "ui.flow-left-unknown";
            });
  }
}
