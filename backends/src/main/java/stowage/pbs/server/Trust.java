package stowage.pbs.server;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Decides on the certificate that a server shows. With a pin it is that one and no other; without,
 * an authority must vouch for it and it must name the server. Being of the extended kind it is the
 * only judge: the name that the connection was opened with may be a tunnel's end on this computer.
 */
final class Trust extends X509ExtendedTrustManager {
  private final Endpoint server;
  private final X509TrustManager authorities;
  private volatile @Nullable X509Certificate shown;

  Trust(Endpoint server, X509TrustManager authorities) {
    this.server = server;
    this.authorities = authorities;
  }

  /** A certificate that was not accepted. */
  static final class Rejected extends CertificateException {
    private static final long serialVersionUID = 1;
    private final transient Pin shown;

    Rejected(Pin shown, @Nullable Throwable cause) {
      super("certificate " + shown + " is not accepted", cause);
      this.shown = shown;
    }

    Pin shown() {
      return shown;
    }
  }

  /**
   * @param store the authorities' certificates; null for those that come with Java
   */
  static X509TrustManager authorities(@Nullable KeyStore store) {
    try {
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(store);
      return Arrays.stream(factory.getTrustManagers())
          .filter(X509TrustManager.class::isInstance)
          .map(X509TrustManager.class::cast)
          .findFirst()
          .orElseThrow();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What the server has shown last, accepted or not; null before. */
  @Nullable X509Certificate shown() {
    return shown;
  }

  SSLContext context() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {this}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String kind) throws CertificateException {
    shown = chain[0];
    Pin own = Pin.of(chain[0]);
    Pin pin = server.pin();
    if (pin != null) {
      if (!pin.equals(own)) {
        throw new Rejected(own, null);
      }
      return;
    }
    try {
      authorities.checkServerTrusted(chain, kind);
    } catch (CertificateException e) {
      throw new Rejected(own, e);
    }
    if (!HostNames.names(chain[0], server.server())) {
      throw new Rejected(own, null);
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String kind, Socket socket)
      throws CertificateException {
    checkServerTrusted(chain, kind);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String kind, SSLEngine engine)
      throws CertificateException {
    checkServerTrusted(chain, kind);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String kind, Socket socket)
      throws CertificateException {
    checkClientTrusted(chain, kind);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String kind, SSLEngine engine)
      throws CertificateException {
    checkClientTrusted(chain, kind);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String kind) throws CertificateException {
    throw new CertificateException("nobody logs in here");
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }
}
