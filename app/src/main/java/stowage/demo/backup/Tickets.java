package stowage.demo.backup;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What shows for two hours that somebody has logged in. */
final class Tickets {
  private static final Duration LIFE = Duration.ofHours(2);
  private static final Duration SKEW = Duration.ofMinutes(5);
  private final byte[] key;
  private final Clock clock;

  Tickets(Clock clock) {
    this(new byte[32], clock);
    new SecureRandom().nextBytes(key);
  }

  private Tickets(byte[] key, Clock clock) {
    this.key = key;
    this.clock = clock;
  }

  /** The same ones by another clock. */
  Tickets at(Clock other) {
    return new Tickets(key, other);
  }

  String issue(String user) {
    return signed("PBS:" + user + ":" + "%08X".formatted(clock.instant().getEpochSecond()));
  }

  /** What stands for the password alone, and names the factors that are lacking. */
  String half(String user) {
    return signed(
        "PBS:!tfa!{\"totp\"%%3Atrue,\"user\"%%3A\"%s\"}:%08X"
            .formatted(user, clock.instant().getEpochSecond()));
  }

  boolean isHalf(String ticket, String user) {
    int end = ticket.indexOf("::");
    return end > 0
        && same(ticket, signed(ticket.substring(0, end)))
        && ticket.contains("\"%3A\"" + user + "\"}:");
  }

  /** Whom the ticket was issued to; empty for one that is no longer or was never good. */
  Optional<String> user(String ticket) {
    int end = ticket.indexOf("::");
    if (end < 0 || !same(ticket, signed(ticket.substring(0, end)))) {
      return Optional.empty();
    }
    String[] parts = ticket.substring(0, end).split(":");
    if (parts.length != 3 || !parts[0].equals("PBS")) {
      return Optional.empty();
    }
    long age = clock.instant().getEpochSecond() - Long.parseLong(parts[2], 16);
    return age >= -SKEW.toSeconds() && age <= LIFE.toSeconds()
        ? Optional.of(parts[1])
        : Optional.empty();
  }

  /** Vouches for changes of this user. */
  String vouching(String user) {
    return signed("CSRF:" + user).substring(("CSRF:" + user + "::").length());
  }

  boolean vouches(String token, String user) {
    return same(token, vouching(user));
  }

  static boolean same(String one, String other) {
    return MessageDigest.isEqual(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }

  private String signed(String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      byte[] signature = mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
      return text + "::" + Base64.getEncoder().encodeToString(signature);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
