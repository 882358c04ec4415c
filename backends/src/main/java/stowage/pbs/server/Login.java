package stowage.pbs.server;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import stowage.exec.Secret;
import stowage.pbs.server.Tickets.Ticket;
import stowage.tool.Json;
import tools.jackson.databind.JsonNode;

/** What goes with each request so that the server knows who asks. */
final class Login {
  /** A ticket lasts two hours. */
  private static final Duration FRESH = Duration.ofHours(1);

  private static final Duration LIFE = Duration.ofHours(2);
  private static final String VISIBLE = "[\\x21-\\x7e]+";
  private static final String PATH = "access/ticket";

  /** What a ticket holds that stands for the password alone. */
  private static final String CHALLENGE = "!tfa!";

  private static final byte[] TOTP = "totp:".getBytes(StandardCharsets.US_ASCII);

  private final Endpoint server;
  private final Http http;
  private final Account account;
  private final Clock clock;
  private final Tickets.Seat seat;

  Login(Endpoint server, Http http, Account account, Clock clock) {
    this.server = server;
    this.http = http;
    this.account = account;
    this.clock = clock;
    this.seat = account.tickets().seat(server, account);
  }

  String user() {
    return account.user();
  }

  /**
   * @param changes whether the request changes something, which has to be vouched for
   */
  Map<String, String> headers(boolean changes) throws ServerException {
    if (account.isToken()) {
      return Map.of("Authorization", token());
    }
    seat.take(server);
    try {
      Ticket current = current();
      Map<String, String> headers = new HashMap<>();
      headers.put("Cookie", cookie(current));
      if (changes) {
        headers.put("CSRFPreventionToken", current.changes());
      }
      return headers;
    } catch (IllegalStateException _) {
      // Wiped meanwhile: the host was left.
      throw new ServerException.Cancelled(server);
    } finally {
      seat.leave();
    }
  }

  private static String cookie(Ticket ticket) {
    byte[] encoded = Parameters.encode(ticket.text());
    try {
      return "PBSAuthCookie=" + new String(encoded, StandardCharsets.US_ASCII);
    } finally {
      Arrays.fill(encoded, (byte) 0);
    }
  }

  /** The server no longer takes the ticket; true when a new one can be had. */
  boolean expired(Map<String, String> refused) throws ServerException {
    String cookie = refused.get("Cookie");
    if (cookie == null) {
      return false;
    }
    seat.take(server);
    try {
      Ticket known = seat.ticket();
      // Another thread may have got a new one meanwhile.
      if (known != null && cookie.equals(cookie(known))) {
        seat.forget();
      }
      return true;
    } catch (IllegalStateException _) {
      throw new ServerException.Cancelled(server);
    } finally {
      seat.leave();
    }
  }

  private String token() {
    byte[] encoded = Parameters.encode(account.secret());
    try {
      return "PBSAPIToken=" + account.user() + ":" + new String(encoded, StandardCharsets.US_ASCII);
    } finally {
      Arrays.fill(encoded, (byte) 0);
    }
  }

  private Ticket current() throws ServerException {
    Ticket known = seat.ticket();
    Instant now = clock.instant();
    if (known != null && now.isBefore(known.made().plus(FRESH))) {
      return known;
    }
    Ticket made = known == null ? null : renewed(known, now);
    if (made == null) {
      made = enter(account.secret());
    }
    seat.keep(made);
    return made;
  }

  /** Null when the old ticket does not do any more, and the password must. */
  private @Nullable Ticket renewed(Ticket old, Instant now) throws ServerException {
    if (!now.isBefore(old.made().plus(LIFE))) {
      return null;
    }
    try {
      return enter(old.text());
    } catch (ServerException.LoginRefused _) {
      return null;
    }
  }

  private Ticket enter(Secret password) throws ServerException {
    Parameters who = Parameters.of().and("username", account.user());
    JsonNode data = ask(who, password);
    String half = Json.text(data, "ticket");
    if (!half.contains(CHALLENGE)) {
      return ticket(data);
    }
    Optional<Secret> code =
        takesCodes(half) ? account.codes().code(account.user()) : Optional.empty();
    if (code.isEmpty()) {
      throw new ServerException.SecondFactor(server, account.user());
    }
    try (Secret given = code.get();
        Secret answer = given.shaped(Login::answer)) {
      JsonNode whole = ask(who.and("tfa-challenge", half), answer);
      if (Json.text(whole, "ticket").contains(CHALLENGE)) {
        throw new ServerException.SecondFactor(server, account.user());
      }
      return ticket(whole);
    }
  }

  private static byte[] answer(byte[] code) {
    byte[] all = Arrays.copyOf(TOTP, TOTP.length + code.length);
    System.arraycopy(code, 0, all, TOTP.length, code.length);
    return all;
  }

  /** The ticket names the factors that the account has; colons in it are written otherwise. */
  private static boolean takesCodes(String ticket) {
    int from = ticket.indexOf(CHALLENGE) + CHALLENGE.length();
    int to = ticket.indexOf(':', from);
    String factors = ticket.substring(from, to < 0 ? ticket.length() : to).replace("%3A", ":");
    return Json.parse(factors.getBytes(StandardCharsets.UTF_8))
        .map(json -> json.path("totp").asBoolean(false))
        .orElse(false);
  }

  private JsonNode ask(Parameters open, Secret password) throws ServerException {
    byte[] body = open.encoded("password", password);
    Http.Answer answer;
    try {
      answer = http.send(Call.post(PATH, Parameters.of()), body);
    } finally {
      Arrays.fill(body, (byte) 0);
    }
    if (answer.status() != 200) {
      throw Said.of(answer).failure(server, account.user());
    }
    return Line.data(server, PATH, answer);
  }

  private Ticket ticket(JsonNode data) throws ServerException {
    String text = Json.text(data, "ticket");
    String changes = Json.text(data, "CSRFPreventionToken");
    if (text.isEmpty() || !changes.matches(VISIBLE)) {
      throw new ServerException.Unreadable(server, PATH);
    }
    return new Ticket(Secret.of(text.getBytes(StandardCharsets.UTF_8)), changes, clock.instant());
  }
}
