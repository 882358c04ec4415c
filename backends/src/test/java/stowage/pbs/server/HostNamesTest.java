package stowage.pbs.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostNamesTest {

  @ParameterizedTest
  @CsvSource({
    "pbs.example.org, pbs.example.org, true",
    "pbs.example.org, PBS.Example.ORG, true",
    "pbs.example.org, pbs.example.org., true",
    "pbs.example.org, example.org, false",
    "pbs.example.org, xpbs.example.org, false",
    "pbs.example.org, pbs.example.org.evil.test, false",
    "*.example.org, pbs.example.org, true",
    "*.example.org, a.pbs.example.org, false",
    "*.example.org, example.org, false",
    "*.example.org, .example.org, false",
    "*.org, example.org, false",
    "192.0.2.7, 192.0.2.7, true",
    "192.0.2.7, 192.0.2.8, false",
    "2001:db8::1, 2001:db8:0:0:0:0:0:1, true",
    "2001:db8::1, [2001:db8::1], true",
    "2001:db8::1, 2001:db8::2, false",
    "127.0.0.1, 999.0.0.1, false",
    "xn--bcher-kva.example.org, bücher.example.org, true"
  })
  void aCertificateIsForTheNamesItSays(String certified, String server, boolean matches) {
    assertEquals(
        matches, HostNames.names(Certificates.selfSigned(certified).certificate(), server));
  }

  @ParameterizedTest
  @CsvSource({"backup", "127.0.0.1"})
  void theSubjectIsNoName(String server) {
    assertEquals(false, HostNames.names(Certificates.selfSigned().certificate(), server));
  }
}
