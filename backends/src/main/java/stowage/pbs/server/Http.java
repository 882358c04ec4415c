package stowage.pbs.server;

import java.io.EOFException;
import java.net.ProtocolException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.X509TrustManager;

/** Sends requests and tells apart what can go wrong on the way. */
final class Http implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(10);

  private final Endpoint server;
  private final Trust trust;
  private final HttpClient client;

  Http(Endpoint server, X509TrustManager authorities) {
    this.server = server;
    this.trust = new Trust(server, authorities);
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .proxy(HttpClient.Builder.NO_PROXY)
            .connectTimeout(CONNECT)
            .sslContext(trust.context())
            .sslParameters(named(server))
            .build();
  }

  record Answer(int status, byte[] body) {}

  /** What the server shows, whoever it is; nothing is sent to one that is not trusted. */
  Certificate certificate() throws ServerException {
    boolean trusted = true;
    try {
      send(Call.get("ping", Parameters.of()), Map.of());
    } catch (ServerException.CertificateUnknown _) {
      trusted = false;
    }
    X509Certificate shown = trust.shown();
    try {
      if (shown != null) {
        return Certificate.of(shown, trusted);
      }
    } catch (CertificateEncodingException _) {
      // As if it had shown none.
    }
    throw new ServerException.Unreadable(server, "certificate");
  }

  /** Through a tunnel, too, the server is called by its name. */
  private static SSLParameters named(Endpoint server) {
    SSLParameters parameters = new SSLParameters();
    if (!HostNames.isAddress(server.server())) {
      try {
        parameters.setServerNames(List.of(new SNIHostName(server.server())));
      } catch (IllegalArgumentException _) {
        // Not a name that TLS can carry, for example with an underscore: it goes unsaid.
      }
    }
    return parameters;
  }

  Answer send(Call call, Map<String, String> headers) throws ServerException {
    String encoded = call.parameters().encoded();
    return call.inBody()
        ? send(call, "", encoded.getBytes(StandardCharsets.UTF_8), headers)
        : send(call, encoded.isEmpty() ? "" : "?" + encoded, new byte[0], headers);
  }

  /**
   * @param body sent in the place of the parameters
   */
  Answer send(Call call, byte[] body) throws ServerException {
    return send(call, "", body, Map.of());
  }

  private Answer send(Call call, String query, byte[] body, Map<String, String> headers)
      throws ServerException {
    URI uri = URI.create("https://" + server.authority() + "/api2/json/" + call.path() + query);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri)
            .method(
                call.method(),
                call.inBody() ? BodyPublishers.ofByteArray(body) : BodyPublishers.noBody());
    if (call.inBody()) {
      request.header("Content-Type", "application/x-www-form-urlencoded");
    }
    headers.forEach(request::header);
    CompletableFuture<HttpResponse<byte[]>> sent =
        client.sendAsync(request.build(), _ -> new Bounded(call.most()));
    try {
      HttpResponse<byte[]> answer = sent.get(call.within().toMillis(), TimeUnit.MILLISECONDS);
      return new Answer(answer.statusCode(), answer.body());
    } catch (TimeoutException _) {
      throw new ServerException.TimedOut(server, call.path(), call.within().toSeconds());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new ServerException.Cancelled(server);
    } catch (ExecutionException e) {
      throw told(call, e);
    } finally {
      sent.cancel(true);
    }
  }

  private ServerException told(Call call, ExecutionException e) {
    boolean broke = false;
    boolean tls = false;
    for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
      switch (cause) {
        case Trust.Rejected rejected -> {
          return rejected(rejected.shown());
        }
        case Bounded.Exceeded _ -> {
          return new ServerException.TooLong(server, call.path(), call.most());
        }
        case ProtocolException spoken -> {
          return new ServerException.Foreign(server, reason(spoken));
        }
        // Whoever hangs up or turns the handshake down does speak TLS, or nothing at all.
        case SSLHandshakeException _, EOFException _ -> broke = true;
        case SSLException _ -> tls = true;
        default -> {}
      }
    }
    Throwable fault = e.getCause() == null ? e : e.getCause();
    return tls && !broke
        ? new ServerException.Foreign(server, reason(fault))
        : new ServerException.Unreachable(server, reason(fault), fault);
  }

  private ServerException rejected(Pin shown) {
    return server
        .pinned()
        .<ServerException>map(pin -> new ServerException.CertificateChanged(server, pin, shown))
        .orElseGet(() -> new ServerException.CertificateUnknown(server, shown));
  }

  private static String reason(Throwable fault) {
    for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
      String message = cause.getMessage();
      if (message != null && !message.isBlank()) {
        return message;
      }
    }
    return fault.getClass().getSimpleName();
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
