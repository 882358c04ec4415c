package stowage.pbs.server;

import java.time.Clock;
import java.util.Map;
import java.util.function.BooleanSupplier;
import javax.net.ssl.X509TrustManager;
import stowage.tool.Json;
import tools.jackson.databind.JsonNode;

/** Asks as somebody who is logged in, and takes the answer out of its wrapping. */
final class Line implements AutoCloseable {
  private final Endpoint server;
  private final Http http;
  private final Login login;
  private final BooleanSupplier readOnly;

  /**
   * @param readOnly whether nothing may be changed, asked before every change
   */
  Line(
      Endpoint server,
      Account account,
      X509TrustManager authorities,
      Clock clock,
      BooleanSupplier readOnly) {
    this.server = server;
    this.http = new Http(server, authorities);
    this.login = new Login(server, http, account, clock);
    this.readOnly = readOnly;
  }

  /** What stands under {@code data}. */
  JsonNode ask(Call call) throws ServerException {
    return data(server, call.path(), send(call));
  }

  /** The whole answer. */
  JsonNode askWhole(Call call) throws ServerException {
    return whole(server, call.path(), send(call));
  }

  byte[] raw(Call call) throws ServerException {
    return send(call).body();
  }

  ServerException unreadable(String what) {
    return new ServerException.Unreadable(server, what);
  }

  private Http.Answer send(Call call) throws ServerException {
    if (call.changes() && readOnly.getAsBoolean()) {
      throw new ServerException.ReadOnlyMode(server);
    }
    Map<String, String> headers = login.headers(call.needsToken());
    Http.Answer answer = http.send(call, headers);
    if (answer.status() == 401 && login.expired(headers)) {
      // Refused before anything was done, so nothing is done twice.
      answer = http.send(call, login.headers(call.needsToken()));
    }
    if (answer.status() != 200) {
      throw Said.of(answer).failure(server, login.user());
    }
    return answer;
  }

  static JsonNode data(Endpoint server, String path, Http.Answer answer) throws ServerException {
    return whole(server, path, answer).path("data");
  }

  private static JsonNode whole(Endpoint server, String path, Http.Answer answer)
      throws ServerException {
    JsonNode whole =
        Json.parse(answer.body())
            .orElseThrow(() ->
                looksForeign(answer.body())
                    ? new ServerException.Foreign(server, "HTML")
                    : new ServerException.Unreadable(server, path));
    if (!whole.has("data")) {
      throw new ServerException.Foreign(server, path);
    }
    return whole;
  }

  private static boolean looksForeign(byte[] body) {
    int at = 0;
    while (at < body.length && body[at] <= ' ') {
      at++;
    }
    return at < body.length && body[at] == '<';
  }

  @Override
  public void close() {
    http.close();
  }
}
