package stowage.pbs.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PinTest {
  private static final String FINGERPRINT =
      "35:8b:90:64:9d:28:27:b2:14:47:29:6d:fa:52:70:44"
          + ":c1:d0:fc:9a:93:38:44:81:82:88:20:9f:9e:80:a6:fb";

  private static final String CERTIFICATE =
      """
      -----BEGIN CERTIFICATE-----
      MIIC9jCCAd6gAwIBAgIIa1Dh4xOXrMkwDQYJKoZIhvcNAQELBQAwOjEbMBkGA1UE
      CgwSVGVzdCBCYWNrdXAgU2VydmVyMRswGQYDVQQDDBJwYnMuc2hhcmVkLmV4YW1w
      bGUwIBcNMjQwMTAxMDAwMDAwWhgPMzAyMzAxMDEwMDAwMDBaMDoxGzAZBgNVBAoM
      ElRlc3QgQmFja3VwIFNlcnZlcjEbMBkGA1UEAwwScGJzLnNoYXJlZC5leGFtcGxl
      MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA6aSx+Sb6lJmROfYLL+1D
      6pS78aBHr/zh4n5p/QFt3ZlLcRefWEtKuOuoOSeGRbC3PJKha+DKdpDN3IGYMJGk
      0CZg+S8axECdMCNyq7toCHRtu2pbmQP5Zatg5bf0BjV4lMmrAkj6qkYQ3QJaOn4M
      pW5pyUJbjnc2VBNQ0LHL9IjtOwdD1Ko2uvuW9YrMC7dank8deBn4QL7Ga1fSmygZ
      yNohqcYLJY6JBWeQqxCZSFl/IHBkaRYDFtXLewK2vMNnDsPPqFKwkyId0G44joTX
      XkbJex6lUtQSReo+iLDPo8Z4G5MfeYAYdHFyR6Z9zeO/4XN09+vh5+clgDhUZ7DV
      nQIDAQABMA0GCSqGSIb3DQEBCwUAA4IBAQDF9IZF+i1tahqWedajkbID0xyIqpu5
      3YAcSTSL9WcY5vzZSyLRXvOVjwfHjfpB+nh/4y8lfxgCUiJ0ThpsgXFZ+A4OjwFJ
      f3GOafufkAGzBh7Va8BFN+l4sUZnLJqcwgkFBqP5g4PHXxgumkKol7FH+Dv4AlyP
      7Ua7+kRho+ZOPHSmYkHfYjAcbwX07/vuKqC4Typ5JYLIUudAXBoo97N/eO1fnhaB
      4yK6TGzM7sI0P/xrT2ACw0pTJLuSp6cyMEyFC/gr0eDRq4ruIALRODZQFmxiol0W
      6pYRSApa2A1ZcuRbtU230YUph5/3mKeSS2P++C/+6iw1seANIbyLAO5Q
      -----END CERTIFICATE-----
      """;

  @Test
  void itIsTheDigestOfTheCertificate() throws Exception {
    X509Certificate certificate =
        (X509Certificate)
            CertificateFactory.getInstance("X.509")
                .generateCertificate(
                    new ByteArrayInputStream(CERTIFICATE.getBytes(StandardCharsets.US_ASCII)));
    assertEquals(FINGERPRINT, Pin.of(certificate).text());
  }

  @Test
  void itIsReadInEveryFormThatPeopleWrite() {
    Optional<Pin> pin = Optional.of(new Pin(FINGERPRINT));
    assertEquals(pin, Pin.parse(FINGERPRINT));
    assertEquals(pin, Pin.parse(FINGERPRINT.toUpperCase(Locale.ROOT)));
    assertEquals(pin, Pin.parse(FINGERPRINT.replace(":", "")));
    assertEquals(pin, Pin.parse(" " + FINGERPRINT + "\n"));
    assertEquals(FINGERPRINT, pin.orElseThrow().toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "35:8b", "x", "35 8b", "SHA256:abc"})
  void anythingElseIsNone(String text) {
    assertEquals(Optional.empty(), Pin.parse(text));
  }

  @Test
  void oneFormOnlyIsKept() {
    String upper = FINGERPRINT.toUpperCase(Locale.ROOT);
    assertThrows(IllegalArgumentException.class, () -> new Pin(upper));
    assertThrows(IllegalArgumentException.class, () -> new Pin("35:8b"));
  }
}
