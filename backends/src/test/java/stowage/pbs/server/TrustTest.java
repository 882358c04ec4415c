package stowage.pbs.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;

/** Whom the client believes; nothing may be said to a server before that. */
class TrustTest {
  private static final Certificates AUTHORITY = Certificates.authority();

  private static FakeServer server(Certificates who) throws Exception {
    return FakeServer.start(who, _ -> FakeServer.Reply.data("{\"version\":\"3.2\"}"));
  }

  private static BackupServer client(Endpoint endpoint) throws Exception {
    return new BackupServer(endpoint, Clients.token(), authorities(), Clock.systemUTC());
  }

  private static X509TrustManager authorities() throws Exception {
    return Trust.authorities(AUTHORITY.asAuthority());
  }

  @Test
  void anUnknownCertificateIsOfferedForConfirmation() throws Exception {
    Certificates who = Certificates.selfSigned("pbs.example.test");
    try (FakeServer server = server(who);
        BackupServer client = client(Clients.at(server.port()))) {
      var asked = assertThrows(ServerException.CertificateUnknown.class, client::version);
      assertEquals(who.pin(), asked.shown());
      assertEquals(List.of(), server.asked());
      try (BackupServer sure = client(Clients.at(server.port()).pinnedTo(asked.shown()))) {
        assertEquals("3.2", sure.version());
      }
    }
  }

  @Test
  void aPinAcceptsItsCertificateUnderAnyName() throws Exception {
    Certificates who = Certificates.selfSigned();
    try (FakeServer server = server(who);
        BackupServer client = client(Clients.at(server.port()).pinnedTo(who.pin()))) {
      assertEquals("3.2", client.version());
    }
  }

  @Test
  void anotherCertificateThanThePinnedIsRefused() throws Exception {
    Pin known = Certificates.selfSigned("pbs.example.test").pin();
    Certificates other = Certificates.selfSigned("pbs.example.test");
    try (FakeServer server = server(other);
        BackupServer client = client(Clients.at(server.port()).pinnedTo(known))) {
      var refused = assertThrows(ServerException.CertificateChanged.class, client::version);
      assertEquals(other.pin(), refused.shown());
      assertEquals(
          List.of("pbs.example.test:8007", other.pin().text(), known.text()),
          refused.said().args());
      assertEquals(List.of(), server.asked());
    }
  }

  @Test
  void aPinCountsEvenAgainstAnAuthority() throws Exception {
    Certificates vouched = AUTHORITY.issue("pbs.example.test");
    Pin known = Certificates.selfSigned("pbs.example.test").pin();
    try (FakeServer server = server(vouched);
        BackupServer client = client(Clients.at(server.port()).pinnedTo(known))) {
      assertThrows(ServerException.CertificateChanged.class, client::version);
      assertEquals(List.of(), server.asked());
    }
  }

  @Test
  void thePinOfTheAuthorityIsNotThatOfTheServer() throws Exception {
    Certificates vouched = AUTHORITY.issue("pbs.example.test");
    try (FakeServer server = server(vouched);
        BackupServer client = client(Clients.at(server.port()).pinnedTo(AUTHORITY.pin()))) {
      assertThrows(ServerException.CertificateChanged.class, client::version);
    }
  }

  @Test
  void withoutAPinAnAuthorityVouchesForTheRealName() throws Exception {
    try (FakeServer server = server(AUTHORITY.issue("pbs.example.test"));
        BackupServer client = client(Clients.at(server.port()))) {
      assertEquals("3.2", client.version());
    }
  }

  @Test
  void theNameOfTheTunnelsEndIsNotThatOfTheServer() throws Exception {
    Certificates loopback = AUTHORITY.issue("127.0.0.1", "localhost");
    try (FakeServer server = server(loopback);
        BackupServer client = client(Clients.at(server.port()))) {
      var asked = assertThrows(ServerException.CertificateUnknown.class, client::version);
      assertEquals(loopback.pin(), asked.shown());
    }
  }

  @Test
  void straightToTheServerItsAddressCounts() throws Exception {
    try (FakeServer server = server(AUTHORITY.issue("127.0.0.1"));
        BackupServer client = client(Endpoint.direct("127.0.0.1", server.port(), null))) {
      assertEquals("3.2", client.version());
    }
    try (FakeServer server = server(AUTHORITY.issue("127.0.0.2"));
        BackupServer client = client(Endpoint.direct("127.0.0.1", server.port(), null))) {
      assertThrows(ServerException.CertificateUnknown.class, client::version);
    }
  }

  @Test
  void theAuthoritiesOfJavaDoNotVouchForJustAnybody() throws Exception {
    try (FakeServer server = server(AUTHORITY.issue("pbs.example.test"));
        BackupServer client = new BackupServer(Clients.at(server.port()), Clients.token())) {
      assertThrows(ServerException.CertificateUnknown.class, client::version);
      assertTrue(server.asked().isEmpty());
    }
  }

  @Test
  void aCertificateCanBeLookedAtBeforeAnythingIsSent() throws Exception {
    Certificates who = Certificates.selfSigned("pbs.example.test");
    Pin other = Certificates.selfSigned("pbs.example.test").pin();
    try (FakeServer server = server(who)) {
      Certificate shown =
          BackupServer.certificate(Clients.at(server.port()).pinnedTo(other), authorities());
      assertEquals(who.pin(), shown.pin());
      assertFalse(shown.vouched());
      assertEquals(shown.subject(), shown.issuer());
      assertTrue(shown.isValidAt(Instant.now()));
      assertFalse(shown.isValidAt(shown.until().plusSeconds(1)));
      assertEquals(List.of(), server.asked());
    }
  }

  @Test
  void anAuthorityIsNamedWhereOneVouches() throws Exception {
    Certificates vouched = AUTHORITY.issue("pbs.example.test");
    try (FakeServer server = server(vouched)) {
      Certificate shown = BackupServer.certificate(Clients.at(server.port()), authorities());
      assertTrue(shown.vouched());
      assertEquals(vouched.pin(), shown.pin());
      assertFalse(shown.subject().equals(shown.issuer()), shown.toString());
    }
  }
}
