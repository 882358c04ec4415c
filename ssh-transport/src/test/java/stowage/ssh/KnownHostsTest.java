package stowage.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.util.List;
import org.apache.sshd.certificate.OpenSshCertificateBuilder;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KnownHostsTest {
  private static final KeyPair ONE = generate("ssh-ed25519", 256);
  private static final KeyPair TWO = generate("ssh-ed25519", 256);
  private static final KeyPair ECDSA = generate("ecdsa-sha2-nistp256", 256);

  @TempDir Path dir = Path.of("");

  private static KeyPair generate(String type, int size) {
    try {
      return KeyUtils.generateKeyPair(type, size);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String text(KeyPair key) {
    return PublicKeyEntry.toString(key.getPublic());
  }

  private KnownHosts hosts(String... lines) throws Exception {
    Path file = Files.write(dir.resolve("known_hosts"), List.of(lines));
    return KnownHosts.read(List.of(dir.resolve("missing"), file));
  }

  private void assertChanged(int line, KnownHosts.Verdict verdict) {
    assertEquals(new KnownHosts.Verdict.Changed(dir.resolve("known_hosts") + ":" + line), verdict);
  }

  @ParameterizedTest
  @CsvSource({
    "pve1,                    pve1,         22,   true",
    "pve1,                    PVE1,         22,   true",
    "PVE1,                    pve1,         22,   true",
    "pve1,                    pve2,         22,   false",
    "'pve2,pve1,10.0.0.1',    10.0.0.1,     22,   true",
    "[pve1]:2222,             pve1,         2222, true",
    "[pve1]:2222,             pve1,         22,   false",
    "[pve1]:2222,             pve1,         2223, false",
    // A key that is known without a port also counts on another port, as for ssh.
    "pve1,                    pve1,         2222, true",
    "*.example.com,           a.example.com, 22,  true",
    "*.example.com,           example.com,  22,   false",
    "'*.example.com,!b.example.com', b.example.com, 22, false",
    "'!b.example.com,*.example.com', a.example.com, 22, true",
    "pve?,                    pve9,         22,   true",
    "pve?,                    pve10,        22,   false",
    "[*]:2222,                anything,     2222, true",
    "fe80::1,                 fe80::1,      22,   true",
    "[fe80::1]:2222,          fe80::1,      2222, true",
    "!pve1,                   pve2,         22,   false",
  })
  void findsHostsAsSshDoes(String pattern, String host, int port, boolean known) throws Exception {
    KnownHosts.Verdict verdict =
        hosts(pattern + " " + text(ONE)).check(host, port, ONE.getPublic());
    assertEquals(known, verdict instanceof KnownHosts.Verdict.Known, verdict.toString());
    assertEquals(!known, verdict instanceof KnownHosts.Verdict.Unknown, verdict.toString());
  }

  @Test
  void anotherKeyIsAChangedKeyWhateverItsType() throws Exception {
    KnownHosts known = hosts("# comment", "", "pve1 " + text(ONE) + " root@pve1");
    assertChanged(3, known.check("pve1", 22, TWO.getPublic()));
    assertChanged(3, known.check("pve1", 22, ECDSA.getPublic()));
    KnownHosts both = hosts("pve1 " + text(ECDSA), "pve1 " + text(ONE));
    assertChanged(2, both.check("pve1", 22, TWO.getPublic()));
    assertInstanceOf(KnownHosts.Verdict.Known.class, both.check("pve1", 22, ECDSA.getPublic()));
  }

  @Test
  void severalKeysOfOneHostAreAllKnown() throws Exception {
    KnownHosts known = hosts("pve1 " + text(ONE), "pve1 " + text(TWO));
    for (KeyPair key : List.of(ONE, TWO)) {
      assertInstanceOf(KnownHosts.Verdict.Known.class, known.check("pve1", 22, key.getPublic()));
    }
  }

  @Test
  void aRevokedKeyIsRefusedEvenWhereItIsAlsoKnown() throws Exception {
    KnownHosts known = hosts("pve1 " + text(ONE), "@revoked * " + text(ONE));
    KnownHosts.Verdict verdict = known.check("pve1", 22, ONE.getPublic());
    assertEquals(new KnownHosts.Verdict.Revoked(dir.resolve("known_hosts") + ":2"), verdict);
    assertInstanceOf(KnownHosts.Verdict.Unknown.class, known.check("pve2", 22, TWO.getPublic()));
  }

  @Test
  void readsWhatSshKeygenHashed() throws Exception {
    Path file = dir.resolve("hashed");
    Files.write(file, List.of("pve1 " + text(ONE), "[pve1]:2222 " + text(TWO)));
    Sshd.keygen("-H", "-f", file.toString());
    assertFalse(Files.readString(file).contains("pve1"));
    KnownHosts known = KnownHosts.read(List.of(file));
    assertInstanceOf(KnownHosts.Verdict.Known.class, known.check("pve1", 22, ONE.getPublic()));
    assertInstanceOf(KnownHosts.Verdict.Known.class, known.check("pve1", 2222, TWO.getPublic()));
    assertInstanceOf(KnownHosts.Verdict.Changed.class, known.check("pve1", 22, TWO.getPublic()));
    assertInstanceOf(KnownHosts.Verdict.Unknown.class, known.check("pve2", 22, ONE.getPublic()));
  }

  @Test
  void remembersSoThatSshFindsIt() throws Exception {
    Path file = dir.resolve("new/known_hosts");
    KnownHosts.remember(file, "pve1", 22, ONE.getPublic(), false);
    KnownHosts.remember(file, "pve2", 2222, TWO.getPublic(), true);
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    List<String> lines = Files.readAllLines(file);
    assertEquals("pve1 " + text(ONE), lines.get(0));
    assertTrue(lines.get(1).startsWith("|1|"), lines.get(1));
    assertTrue(
        Sshd.run("ssh-keygen", "-F", "[pve2]:2222", "-f", file.toString())
            .contains(PublicKeyEntry.toString(TWO.getPublic())));
  }

  @Test
  void addsAfterALineWithoutEnd() throws Exception {
    Path file = Files.writeString(dir.resolve("cut"), "pve1 " + text(ONE));
    KnownHosts.remember(file, "pve2", 22, TWO.getPublic(), false);
    assertEquals(List.of("pve1 " + text(ONE), "pve2 " + text(TWO)), Files.readAllLines(file));
  }

  @ParameterizedTest
  @CsvSource({
    "|1|",
    "|1|x",
    "|1|@@@|@@@",
    "|1||",
    "@unknown-marker pve1",
    "pve1",
    "''",
    "'   '",
    "@revoked"
  })
  void passesOverWhatMakesNoSense(String line) throws Exception {
    KnownHosts known = hosts(line + " " + text(ONE), line, "pve1 " + text(TWO));
    KnownHosts.Verdict verdict = known.check("pve1", 22, TWO.getPublic());
    assertInstanceOf(KnownHosts.Verdict.Known.class, verdict);
  }

  @Test
  void aCertificateCountsWhereItsAuthorityIsKnown() throws Exception {
    KeyPair authority = generate("ssh-ed25519", 256);
    PublicKey certificate =
        OpenSshCertificateBuilder.hostCertificate()
            .id("pve1")
            .serial(1)
            .publicKey(ONE.getPublic())
            .principals(List.of("pve1.example.com"))
            .sign(authority);
    KnownHosts known = hosts("@cert-authority *.example.com " + text(authority));
    assertInstanceOf(
        KnownHosts.Verdict.Known.class, known.check("pve1.example.com", 22, certificate));
    assertInstanceOf(
        KnownHosts.Verdict.Unknown.class, known.check("pve1.example.org", 22, certificate));
    assertInstanceOf(
        KnownHosts.Verdict.Unknown.class, known.check("pve1.example.com", 22, ONE.getPublic()));
    // An authority's own key is no host key.
    assertInstanceOf(
        KnownHosts.Verdict.Unknown.class,
        known.check("pve1.example.com", 22, authority.getPublic()));
    KnownHosts plain = hosts("pve1.example.com " + text(ONE));
    assertInstanceOf(
        KnownHosts.Verdict.Known.class, plain.check("pve1.example.com", 22, certificate));
    for (KeyPair revoked : List.of(authority, ONE)) {
      assertInstanceOf(
          KnownHosts.Verdict.Revoked.class,
          hosts("@cert-authority * " + text(authority), "@revoked * " + text(revoked))
              .check("pve1.example.com", 22, certificate));
    }
  }

  @Test
  void offersKnownKindsOfKeyFirst() throws Exception {
    List<String> usual =
        List.of(
            "ssh-ed25519-cert-v01@openssh.com",
            "ssh-ed25519",
            "ecdsa-sha2-nistp256",
            "rsa-sha2-512",
            "rsa-sha2-256");
    assertEquals(
        List.of("ssh-ed25519", "ecdsa-sha2-nistp256", "rsa-sha2-512", "rsa-sha2-256"),
        hosts().order("pve1", 22, usual));
    assertEquals(
        List.of("rsa-sha2-512", "rsa-sha2-256", "ssh-ed25519", "ecdsa-sha2-nistp256"),
        hosts("pve1 ssh-rsa AAAA").order("pve1", 22, usual));
    assertEquals(
        List.of("ecdsa-sha2-nistp256", "ssh-ed25519", "rsa-sha2-512", "rsa-sha2-256"),
        hosts(KnownHost.hash("[pve1]:2222") + " " + text(ECDSA)).order("pve1", 2222, usual));
    assertEquals(
        "ssh-ed25519-cert-v01@openssh.com",
        hosts("@cert-authority pve* " + text(ONE)).order("pve1", 22, usual).getFirst());
  }

  @Test
  void patternsCostNoMoreThanTheirLength() {
    String stars = "*a".repeat(40) + "b";
    assertFalse(HostPattern.glob(stars, "a".repeat(200)));
  }
}
