package stowage.settings;

import java.util.Locale;
import java.util.Objects;

/**
 * What the preferences page offers.
 *
 * @param language of the whole program
 * @param theme light or dark
 * @param refreshSeconds how often the page in front asks its host again
 * @param usageThreshold percent from which a pool needs attention
 * @param readOnly whether nothing may be changed on any host
 */
public record Choices(
    Language language, Theme theme, int refreshSeconds, int usageThreshold, boolean readOnly) {
  public enum Language {
    SYSTEM,
    ENGLISH,
    KOREAN;

    public Locale locale() {
      return switch (this) {
        case SYSTEM -> Locale.getDefault();
        case ENGLISH -> Locale.ENGLISH;
        case KOREAN -> Locale.KOREAN;
      };
    }
  }

  public enum Theme {
    SYSTEM,
    LIGHT,
    DARK
  }

  public static final Choices USUAL = new Choices(Language.SYSTEM, Theme.SYSTEM, 10, 85, false);

  public Choices {
    language = Objects.requireNonNullElse(language, Language.SYSTEM);
    theme = Objects.requireNonNullElse(theme, Theme.SYSTEM);
    refreshSeconds = refreshSeconds <= 0 ? 10 : Math.clamp(refreshSeconds, 2, 3600);
    usageThreshold = usageThreshold <= 0 ? 85 : Math.clamp(usageThreshold, 1, 100);
  }

  public Choices with(Language given) {
    return new Choices(given, theme, refreshSeconds, usageThreshold, readOnly);
  }

  public Choices with(Theme given) {
    return new Choices(language, given, refreshSeconds, usageThreshold, readOnly);
  }

  public Choices refreshingEvery(int seconds) {
    return new Choices(language, theme, seconds, usageThreshold, readOnly);
  }

  public Choices warningAt(int percent) {
    return new Choices(language, theme, refreshSeconds, percent, readOnly);
  }

  public Choices readOnly(boolean given) {
    return new Choices(language, theme, refreshSeconds, usageThreshold, given);
  }
}
