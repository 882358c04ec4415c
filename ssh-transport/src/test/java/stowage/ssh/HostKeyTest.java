package stowage.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stowage.exec.HostException;

/** Who the host is, on Debian's OpenSSH server. */
class HostKeyTest {
  @TempDir Path dir = Path.of("");

  private final SshConnector connector = new SshConnector(SshSettings.DEFAULT);
  private Sshd sshd;
  private String place;

  @BeforeEach
  void start() throws Exception {
    sshd = Sshd.start(dir);
    place = "[127.0.0.1]:" + sshd.port;
  }

  @AfterEach
  void close() {
    connector.close();
    sshd.close();
  }

  private SshLink connect(Prompts prompts) throws HostException {
    return connector.connect(sshd.target(), sshd.key(), prompts);
  }

  private String fingerprint(Path key) throws Exception {
    return Sshd.run("ssh-keygen", "-l", "-f", key + ".pub").split(" ")[1];
  }

  @Test
  void anUnknownKeyIsAskedForAndRefused() throws Exception {
    sshd.know();
    Answers refusing = Answers.trusting(Prompts.Trust.REFUSE);
    HostException.HostKeyUnknown unknown =
        assertThrows(HostException.HostKeyUnknown.class, () -> connect(refusing));
    assertEquals("ssh-ed25519", unknown.keyType());
    assertEquals(fingerprint(sshd.hostKey), unknown.fingerprint());
    assertEquals(
        List.of("host key " + sshd.port + " ssh-ed25519 " + fingerprint(sshd.hostKey)),
        refusing.asked);
    assertEquals("", Files.readString(sshd.knownHosts));
  }

  @Test
  void onceLastsAsLongAsTheLink() throws Exception {
    sshd.know();
    Answers once = Answers.trusting(Prompts.Trust.ONCE);
    try (SshLink link = connect(once)) {
      sshd.drop();
      link.start("true", OutputStream.nullOutputStream()).close();
    }
    assertEquals(1, once.asked.size());
    assertEquals("", Files.readString(sshd.knownHosts));
    assertThrows(HostException.HostKeyUnknown.class, () -> connect(Prompts.NOBODY));
  }

  @Test
  void rememberedKeysAreKnownToSshToo() throws Exception {
    Files.delete(sshd.knownHosts);
    Answers remember = Answers.trusting(Prompts.Trust.REMEMBER);
    connect(remember).close();
    connect(remember).close();
    assertEquals(1, remember.asked.size());
    assertEquals(
        place + " " + sshd.publicKey(sshd.hostKey) + "\n", Files.readString(sshd.knownHosts));
    Sshd.run(
        "ssh",
        "-F",
        "none",
        "-i",
        sshd.userKey.toString(),
        "-p",
        "" + sshd.port,
        "-o",
        "BatchMode=yes",
        "-o",
        "StrictHostKeyChecking=yes",
        "-o",
        "UserKnownHostsFile=" + sshd.knownHosts,
        "127.0.0.1",
        "true");
  }

  @Test
  void namesAreHashedWhereTheUserWantsThat() throws Exception {
    sshd.know();
    Target.Files plain = sshd.target().files();
    Target hashing =
        sshd.target()
            .with(new Target.Files(plain.identities(), false, null, plain.knownHosts(), true));
    connector.connect(hashing, sshd.key(), Answers.trusting(Prompts.Trust.REMEMBER)).close();
    assertTrue(Files.readString(sshd.knownHosts).startsWith("|1|"));
    connect(Prompts.NOBODY).close();
  }

  @Test
  void aFileThatCannotBeWrittenIsSaid() throws Exception {
    Target.Files files =
        new Target.Files(
            List.of(sshd.userKey), false, null, List.of(dir.resolve("id_ed25519/below")), false);
    HostException.Unreachable refused =
        assertThrows(
            HostException.Unreachable.class,
            () ->
                connector.connect(
                    sshd.target().with(files),
                    sshd.key(),
                    Answers.trusting(Prompts.Trust.REMEMBER)));
    assertEquals("host.key-not-remembered", refused.said().key());
  }

  @Test
  void aChangedKeyIsRefusedWithoutAsking() throws Exception {
    Sshd.keygen("-t", "ed25519", "-N", "", "-f", dir.resolve("other").toString());
    sshd.know("# first line", place + " " + sshd.publicKey(dir.resolve("other")));
    Answers trusting = Answers.trusting(Prompts.Trust.REMEMBER);
    HostException.HostKeyChanged changed =
        assertThrows(HostException.HostKeyChanged.class, () -> connect(trusting));
    assertTrue(changed.said().args().contains(sshd.knownHosts + ":2"));
    assertTrue(changed.said().args().contains(fingerprint(sshd.hostKey)));
    assertEquals(List.of(), trusting.asked);
  }

  @Test
  void aRevokedKeyIsRefusedWithoutAsking() throws Exception {
    String key = sshd.publicKey(sshd.hostKey);
    sshd.know(place + " " + key, "@revoked * " + key);
    Answers trusting = Answers.trusting(Prompts.Trust.REMEMBER);
    HostException.HostKeyChanged changed =
        assertThrows(HostException.HostKeyChanged.class, () -> connect(trusting));
    assertTrue(changed.said().args().contains(sshd.knownHosts + ":2"));
    assertEquals(List.of(), trusting.asked);
  }

  @Test
  void theKnownKindOfKeyIsAskedFor() throws Exception {
    for (String type : List.of("rsa", "ecdsa")) {
      Path key = dir.resolve("host_" + type);
      Sshd.keygen("-t", type, "-N", "", "-f", key.toString());
      try (Sshd several = Sshd.start(dir, "HostKey " + sshd.hostKey, "HostKey " + key)) {
        several.know("[127.0.0.1]:" + several.port + " " + several.publicKey(key));
        connector.connect(several.target(), several.key(), Prompts.NOBODY).close();
        Sshd.keygen("-H", "-f", several.knownHosts.toString());
        connector.connect(several.target(), several.key(), Prompts.NOBODY).close();
      }
    }
  }

  @Test
  void aHostCertificateIsCheckedAgainstTheAuthorityAndTheName() throws Exception {
    Path authority = dir.resolve("authority");
    Sshd.keygen("-t", "ed25519", "-N", "", "-f", authority.toString());
    for (String principal : List.of("127.0.0.1", "other.example.com")) {
      Sshd.keygen(
          "-s", authority.toString(), "-h", "-I", "test", "-n", principal, sshd.hostKey + ".pub");
      try (Sshd certified =
          Sshd.start(
              dir, "HostKey " + sshd.hostKey, "HostCertificate " + sshd.hostKey + "-cert.pub")) {
        certified.know("@cert-authority * " + sshd.publicKey(authority));
        if (principal.equals("127.0.0.1")) {
          connector.connect(certified.target(), certified.key(), Prompts.NOBODY).close();
          certified.know(
              "@cert-authority * " + sshd.publicKey(authority),
              "@revoked * " + sshd.publicKey(authority));
          assertThrows(
              HostException.HostKeyChanged.class,
              () -> connector.connect(certified.target(), certified.key(), Prompts.NOBODY));
        } else {
          // A certificate for another host vouches for nothing; its plain key is unknown.
          assertThrows(
              HostException.HostKeyUnknown.class,
              () -> connector.connect(certified.target(), certified.key(), Prompts.NOBODY));
        }
      }
    }
  }
}
