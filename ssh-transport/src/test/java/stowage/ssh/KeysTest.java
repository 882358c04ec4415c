package stowage.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import stowage.exec.Secret;

/** Files that {@code ssh-keygen} and {@code openssl} write, without a server. */
class KeysTest {
  private static final String PASSPHRASE = "열려라 참깨 ß$\"'";

  @TempDir Path dir = Path.of("");
  private final List<Secret> told = new ArrayList<>();

  private Passphrase saying(String passphrase) {
    return () -> {
      Secret secret = Secret.of(passphrase.getBytes(StandardCharsets.UTF_8));
      told.add(secret);
      return Optional.of(secret);
    };
  }

  private static String text(KeyPair key) {
    return PublicKeyEntry.toString(key.getPublic());
  }

  private static String words(Path file) throws IOException {
    String[] words = Files.readString(file).strip().split(" ");
    return words[0] + " " + words[1];
  }

  /** A passphrase is bytes to OpenSSH; people in Seoul type it in their own letters. */
  @ParameterizedTest
  @CsvSource({
    "ed25519, 256,  RFC4716",
    "ecdsa,   256,  RFC4716",
    "ecdsa,   384,  PKCS8",
    "ecdsa,   521,  PEM",
    "rsa,     2048, RFC4716",
    "rsa,     2048, PEM",
    "rsa,     3072, PKCS8",
  })
  void passphrasesInAnyAlphabet(String type, String bits, String format) throws Exception {
    Path file = dir.resolve("key");
    Sshd.keygen(
        "-t", type, "-b", bits, "-m", format, "-a", "1", "-N", PASSPHRASE, "-f", file.toString());
    assertEquals(words(Path.of(file + ".pub")), text(Keys.read(file, saying(PASSPHRASE))));
    assertEquals(1, told.size());
    assertThrows(IllegalStateException.class, told.getFirst()::reveal);
    assertThrows(Exception.class, () -> Keys.read(file, saying("열려라")));
    assertThrows(Exception.class, () -> Keys.read(file, Optional::empty));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-v2 aes-256-cbc",
        "-v2 aes-128-cbc -v2prf hmacWithSHA512",
        "-v2 aes-256-cbc -v2prf hmacWithSHA1 -iter 10",
      })
  void pkcs8AsOpensslWritesIt(String how) throws Exception {
    Path plain = dir.resolve("plain");
    Sshd.keygen("-t", "ecdsa", "-m", "PEM", "-N", "", "-f", plain.toString());
    Path locked = dir.resolve("locked");
    Files.writeString(dir.resolve("word"), PASSPHRASE + "\n");
    Sshd.run(
        "sh",
        "-c",
        "openssl pkcs8 -topk8 %s -in %s -out %s -passout file:%s"
            .formatted(how, plain, locked, dir.resolve("word")));
    assertEquals(words(Path.of(plain + ".pub")), text(Keys.read(locked, saying(PASSPHRASE))));
  }

  /** To be asked three times for what can't help would be worse than to be refused. */
  @ParameterizedTest
  @ValueSource(strings = {"-scrypt", "-v1 PBE-SHA1-3DES", "-v2 des3"})
  void nobodyIsAskedForThePassphraseOfAKeyThatCannotBeOpened(String how) throws Exception {
    Path plain = dir.resolve("plain");
    Sshd.keygen("-t", "rsa", "-m", "PEM", "-N", "", "-f", plain.toString());
    Path locked = dir.resolve("locked");
    Sshd.run(
        "sh",
        "-c",
        "openssl pkcs8 -topk8 %s -in %s -out %s -passout pass:x".formatted(how, plain, locked));
    Exception refused = assertThrows(Exception.class, () -> Keys.read(locked, saying("x")));
    assertTrue(
        refused instanceof IOException
            || refused instanceof GeneralSecurityException
            || refused instanceof RuntimeException,
        "" + refused);
    assertEquals(List.of(), told);
  }

  @Test
  void aDirectoryAPipeAndAVeryLargeFileAreNoKeys() throws Exception {
    Path large = dir.resolve("large");
    Files.write(large, new byte[(1 << 20) + 1]);
    Path pipe = dir.resolve("pipe");
    Sshd.run("mkfifo", pipe.toString());
    for (Path file : List.of(dir, large, pipe, Path.of("/dev/zero"), dir.resolve("missing"))) {
      assertThrows(IOException.class, () -> Keys.read(file, saying("x")), file.toString());
    }
    assertEquals(List.of(), told);
  }

  @Test
  void aKeyIsMadeOnceAndForItsOwnerOnly() throws Exception {
    Path file = dir.resolve("made");
    String first = text(Keys.madeIfMissing(file));
    assertEquals(first, text(Keys.madeIfMissing(file)));
    // OpenSSH refuses key files that others may read.
    assertEquals(
        first,
        words(
            Files.writeString(
                dir.resolve("made.pub"), Sshd.run("ssh-keygen", "-y", "-f", file.toString()))));
    Files.writeString(file, "spoilt");
    assertThrows(IOException.class, () -> Keys.madeIfMissing(file));
    assertEquals("spoilt", Files.readString(file));
  }
}
