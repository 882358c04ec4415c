package stowage.pbs.server;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/**
 * SHA-256 of a server's certificate.
 *
 * @param text 32 lower-case pairs with colons
 */
public record Pin(String text) {
  private static final HexFormat PAIRS = HexFormat.ofDelimiter(":");
  private static final int SIZE = 32;

  public Pin {
    if (PAIRS.parseHex(text).length != SIZE || !text.equals(text.toLowerCase(Locale.ROOT))) {
      throw new IllegalArgumentException("not a fingerprint of a certificate");
    }
  }

  /** Reads either letter case, with colons or without. */
  public static Optional<Pin> parse(String text) {
    try {
      byte[] digest = HexFormat.of().parseHex(text.strip().replace(":", ""));
      return digest.length == SIZE
          ? Optional.of(new Pin(PAIRS.formatHex(digest)))
          : Optional.empty();
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /** The pin that accepts this certificate and no other. */
  public static Pin of(X509Certificate certificate) throws CertificateEncodingException {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      return new Pin(PAIRS.formatHex(sha256.digest(certificate.getEncoded())));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public String toString() {
    return text;
  }
}
