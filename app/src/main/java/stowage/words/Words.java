package stowage.words;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import stowage.message.Message;
import stowage.message.Printable;
import stowage.text.Texts;
import stowage.volume.Size;

/** Puts messages, sizes and ages into words of one language. */
public final class Words {
  private static final List<String> UNITS = List.of("B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB");

  private final Texts texts;

  public Words(Texts texts) {
    this.texts = texts;
  }

  public String say(Message message) {
    return say(message.key(), message.args().toArray());
  }

  /**
   * A message among the arguments is put into words, too, and a size gets its unit. Any other text
   * may be a host's, and is made printable.
   */
  public String say(String key, Object... args) {
    Object[] shown = args.clone();
    for (int i = 0; i < shown.length; i++) {
      shown[i] =
          switch (shown[i]) {
            case Message inner -> say(inner);
            case Size size -> size(size.bytes());
            case String text -> Printable.text(text);
            case Object other -> other;
          };
    }
    return texts.say(key, shown);
  }

  /** For keys made from names of the field that this program may not know. */
  public String sayOr(String key, String otherwise) {
    return texts.has(key) ? texts.say(key) : otherwise;
  }

  public Locale locale() {
    return texts.locale();
  }

  /** Binary units, three significant digits: {@code 1.82 TiB}. */
  public String size(long bytes) {
    double value = bytes;
    int unit = 0;
    while (value >= 1000 && unit < UNITS.size() - 1) {
      value /= 1024;
      unit++;
    }
    BigDecimal digits = new BigDecimal(value, new MathContext(3, RoundingMode.HALF_UP));
    BigDecimal shown = unit == 0 ? new BigDecimal(bytes) : digits.stripTrailingZeros();
    return shown.toPlainString() + " " + UNITS.get(unit);
  }

  /** Of what may be unknown. */
  public String size(@Nullable Long bytes) {
    return bytes == null ? say("ui.size-unknown") : size(bytes.longValue());
  }

  /** How long ago something was, in its largest unit. */
  public String age(Instant at, Instant now) {
    Duration age = Duration.between(at, now);
    if (age.toSeconds() < 5) {
      return say("ui.age-now");
    }
    if (age.toSeconds() < 60) {
      return say("ui.age-seconds", age.toSeconds());
    }
    if (age.toMinutes() < 60) {
      return say("ui.age-minutes", age.toMinutes());
    }
    if (age.toHours() < 48) {
      return say("ui.age-hours", age.toHours());
    }
    return say("ui.age-days", age.toDays());
  }

  /** A point in time, to the minute, in this computer's time zone. */
  public String time(Instant at) {
    return at(DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.SHORT), at);
  }

  public String day(Instant at) {
    return at(DateTimeFormatter.ofLocalizedDate(FormatStyle.MEDIUM), at);
  }

  private String at(DateTimeFormatter form, Instant at) {
    return form.withLocale(locale()).format(at.atZone(ZoneId.systemDefault()));
  }

  /** How long something took or takes, to the second: {@code 1:02:03}, {@code 0:07}. */
  public String duration(Duration length) {
    Duration shown = length.isNegative() ? Duration.ZERO : length;
    return shown.toHours() == 0
        ? "%d:%02d".formatted(shown.toMinutes(), shown.toSecondsPart())
        : "%d:%02d:%02d".formatted(shown.toHours(), shown.toMinutesPart(), shown.toSecondsPart());
  }

  public String yesNo(boolean value) {
    return say(value ? "ui.yes" : "ui.no");
  }
}
