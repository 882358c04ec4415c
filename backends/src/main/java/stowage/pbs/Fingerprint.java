package stowage.pbs;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;
import stowage.pbs.PbsException.Reason;

/**
 * Names a key or a server's certificate without giving anything away.
 *
 * @param hex 64 lower-case digits
 */
public record Fingerprint(String hex) {
  private static final Pattern DIGITS = Pattern.compile("[0-9a-f]{64}");
  private static final HexFormat PAIRS = HexFormat.ofDelimiter(":");

  public Fingerprint {
    if (!DIGITS.matcher(hex).matches()) {
      throw new IllegalArgumentException("not 64 lower-case hex digits: " + hex);
    }
  }

  /** With or without colons, in either case: all that is in use. */
  public static Fingerprint read(String text) throws PbsException {
    String hex = text.replace(":", "").toLowerCase(Locale.ROOT);
    if (!DIGITS.matcher(hex).matches()) {
      throw new PbsException(Reason.BAD_FINGERPRINT, text);
    }
    return new Fingerprint(hex);
  }

  static Fingerprint of(byte[] digest) {
    return new Fingerprint(HexFormat.of().formatHex(digest));
  }

  /** What a server's certificate is pinned by. */
  public static Fingerprint of(X509Certificate certificate) throws CertificateEncodingException {
    return of(sha256().digest(certificate.getEncoded()));
  }

  byte[] bytes() {
    return HexFormat.of().parseHex(hex);
  }

  /** 32 pairs with colons. */
  public String text() {
    return PAIRS.formatHex(bytes());
  }

  /** The first eight pairs, for people. */
  public String brief() {
    return text().substring(0, 23);
  }

  @Override
  public String toString() {
    return text();
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
