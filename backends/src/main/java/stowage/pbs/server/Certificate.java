package stowage.pbs.server;

import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;

/**
 * What a server shows of itself before anybody logs in.
 *
 * @param subject whose it says it is; as untrusted as the issuer
 * @param vouched whether an authority vouches for it and it names the server: no pin is needed then
 */
public record Certificate(
    Pin pin, String subject, String issuer, Instant from, Instant until, boolean vouched) {

  static Certificate of(X509Certificate shown, boolean vouched)
      throws CertificateEncodingException {
    return new Certificate(
        Pin.of(shown),
        shown.getSubjectX500Principal().getName(),
        shown.getIssuerX500Principal().getName(),
        shown.getNotBefore().toInstant(),
        shown.getNotAfter().toInstant(),
        vouched);
  }

  public boolean isValidAt(Instant time) {
    return !time.isBefore(from) && !time.isAfter(until);
  }
}
