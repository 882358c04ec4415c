package stowage.pbs.server;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** An HTTPS server on loopback that says what a test wants it to say, and remembers the asked. */
final class FakeServer implements AutoCloseable {
  private final HttpsServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Asked> asked = new CopyOnWriteArrayList<>();

  record Asked(
      String method,
      String uri,
      String body,
      @Nullable String authorization,
      @Nullable String cookie,
      @Nullable String csrf) {
    boolean isLogin() {
      return uri.equals("/api2/json/access/ticket");
    }
  }

  record Reply(int status, String body) {
    static Reply data(String json) {
      return new Reply(200, "{\"data\":" + json + "}");
    }
  }

  private FakeServer(HttpsServer server) {
    this.server = server;
  }

  static FakeServer start(Certificates who, Function<Asked, Reply> answers) throws IOException {
    HttpsServer https =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    https.setHttpsConfigurator(new HttpsConfigurator(who.context()));
    FakeServer fake = new FakeServer(https);
    https.setExecutor(fake.threads);
    https.createContext("/", exchange -> fake.answer(exchange, answers));
    https.start();
    return fake;
  }

  private void answer(HttpExchange exchange, Function<Asked, Reply> answers) throws IOException {
    try (exchange) {
      var headers = exchange.getRequestHeaders();
      Asked one =
          new Asked(
              exchange.getRequestMethod(),
              exchange.getRequestURI().toString(),
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8),
              headers.getFirst("Authorization"),
              headers.getFirst("Cookie"),
              headers.getFirst("CSRFPreventionToken"));
      asked.add(one);
      Reply reply = answers.apply(one);
      byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json;charset=UTF-8");
      if (reply.status() / 100 == 3) {
        exchange.getResponseHeaders().set("Location", "https://127.0.0.1:1/elsewhere");
      }
      exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }

  List<Asked> asked() {
    return asked;
  }

  int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
