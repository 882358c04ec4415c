package stowage.demo.backup;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import stowage.pbs.server.Pin;

/**
 * A stand-in for a backup server on 127.0.0.1. What it does not know it does not find, as an older
 * server would. Other than a real one it refuses logins at once.
 */
public final class StandIn implements AutoCloseable {
  private static final String BASE = "/api2/json/";
  private static final int BODY = 64 << 10;
  private static final int LONGEST = 3072;

  private final HttpsServer server;
  private final Identity identity;
  private final Holdings holdings;
  private final Access access;
  private final Tasks tasks;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  private StandIn(
      HttpsServer server, Identity identity, Holdings holdings, List<Person> people, Clock clock) {
    this.server = server;
    this.identity = identity;
    this.holdings = holdings;
    this.access = new Access(people, new Tickets(clock), holdings);
    this.tasks = new Tasks(clock);
    PastTasks.of(holdings).forEach(tasks::add);
  }

  /** Listens on a free port, with a certificate of its own. */
  public static StandIn start(Holdings holdings, List<Person> people, Clock clock)
      throws IOException {
    // TLS checks the certificate's days against the real time, whatever the clock says.
    Identity made = Identity.made("backup.example", Clock.systemUTC().instant());
    return start(holdings, people, made, clock);
  }

  static StandIn start(Holdings holdings, List<Person> people, Identity identity, Clock clock)
      throws IOException {
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    StandIn standIn = new StandIn(server, identity, holdings, people, clock);
    server.setHttpsConfigurator(new HttpsConfigurator(identity.context()));
    server.setExecutor(standIn.threads);
    server.createContext("/", standIn::serve);
    server.start();
    return standIn;
  }

  public int port() {
    return server.getAddress().getPort();
  }

  /** Of its certificate. */
  public Pin pin() {
    return identity.pin();
  }

  public Holdings holdings() {
    return holdings;
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      Answer answer;
      try {
        answer = answer(exchange);
      } catch (Refusal e) {
        answer = Answer.refused(e);
      }
      exchange.getRequestBody().skip(Long.MAX_VALUE);
      exchange.getResponseHeaders().set("Content-Type", answer.label());
      exchange.sendResponseHeaders(
          answer.status(), answer.body().length == 0 ? -1 : answer.body().length);
      exchange.getResponseBody().write(answer.body());
    }
  }

  private Answer answer(HttpExchange exchange) throws IOException, Refusal {
    URI uri = exchange.getRequestURI();
    if (!uri.getRawPath().startsWith(BASE)) {
      throw new Refusal(404, "Path '" + uri.getPath() + "' not found.");
    }
    if (uri.toString().length() > LONGEST) {
      throw new Refusal(414, "URI Too Long");
    }
    Request request = request(exchange, uri);
    String call = request.call(0);
    if (call.equals("GET ping")) {
      return Answer.data(Map.of("pong", true));
    }
    if (call.equals("POST access/ticket")) {
      return Answer.data(access.login(request));
    }
    Headers headers = exchange.getRequestHeaders();
    Person person =
        access.person(
            request,
            headers.getFirst("Authorization"),
            headers.getFirst("Cookie"),
            headers.getFirst("CSRFPreventionToken"));
    Answer answer = answer(request, person);
    if (!request.method().equals("GET")) {
      holdings.save();
    }
    return answer;
  }

  private Answer answer(Request request, Person person) throws Refusal {
    String call = request.call(0);
    List<String> path = request.path();
    if (call.equals("GET version")) {
      return Answer.data(Map.of("version", "3.2", "release", "4", "repoid", "0"));
    }
    if (call.equals("GET admin/datastore")) {
      return Answer.data(datastores(person));
    }
    if (path.size() > 3 && call.contains(" admin/datastore/")) {
      return new DatastoreCalls(holdings, access, tasks).answer(request, person);
    }
    if (path.size() >= 3 && call.contains(" nodes/localhost/tasks")) {
      return new TaskCalls(tasks).answer(request, person);
    }
    throw new Refusal(404, "Path '" + String.join("/", path) + "' not found.");
  }

  private List<Object> datastores(Person person) {
    List<Object> rows = new ArrayList<>();
    if (person.rights().contains(Person.Right.Audit)
        || person.rights().contains(Person.Right.Backup)) {
      for (String name : holdings.datastores()) {
        rows.add(Map.of("store", name, "comment", "A stand-in"));
      }
    }
    return rows;
  }

  private static Request request(HttpExchange exchange, URI uri) throws IOException, Refusal {
    List<String> path = new ArrayList<>();
    for (String part : uri.getRawPath().substring(BASE.length()).split("/")) {
      path.add(Request.decoded(part));
    }
    String method = exchange.getRequestMethod();
    String parameters = orEmpty(uri.getRawQuery());
    if (method.equals("POST") || method.equals("PUT")) {
      byte[] body = exchange.getRequestBody().readNBytes(BODY + 1);
      if (body.length > BODY) {
        throw new Refusal(400, "Request body too large");
      }
      String kind = orEmpty(exchange.getRequestHeaders().getFirst("Content-Type"));
      if (body.length > 0 && !kind.startsWith("application/x-www-form-urlencoded")) {
        throw new Refusal(400, "unsupported content type '" + kind + "'");
      }
      parameters = new String(body, StandardCharsets.UTF_8);
    }
    return new Request(method, path, Request.parameters(parameters));
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
    tasks.close();
  }
}
