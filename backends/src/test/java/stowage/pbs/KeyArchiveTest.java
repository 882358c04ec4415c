package stowage.pbs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static stowage.pbs.Refusals.refused;
import static stowage.pbs.Vectors.secret;
import static stowage.pbs.Vectors.shown;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stowage.exec.Secret;
import stowage.pbs.PbsException.Reason;

class KeyArchiveTest {
  private static final String PASSPHRASE = "Grüße aus dem Tresor";
  private static String first = "";
  private static String second = "";
  private static byte[] archive = {};

  @TempDir private Path folder;

  @BeforeAll
  static void make() throws Exception {
    first = key();
    second = key();
    archive =
        KeyArchive.write(
            List.of(
                new KeyArchive.Entry("pve1/vault.enc", secret(first)),
                new KeyArchive.Entry("pve1/vault.enc.old", secret(second))),
            secret(PASSPHRASE));
  }

  private static String key() throws PbsException {
    try (EncryptionKey raw = EncryptionKey.generate();
        KeyFile file =
            KeyFile.create(raw, Protection.none(), Instant.parse("2026-01-02T03:04:05Z"));
        Secret text = file.compact(ZoneOffset.UTC)) {
      return shown(text);
    }
  }

  @Test
  void whatGoesInComesOut() throws Exception {
    try (KeyArchive read = KeyArchive.read(archive, secret(PASSPHRASE))) {
      assertEquals(
          List.of("pve1/vault.enc", "pve1/vault.enc.old"),
          read.entries().stream().map(KeyArchive.Entry::name).toList());
      assertEquals(first, shown(read.entries().getFirst().content()));
      assertEquals(second, shown(read.entries().getLast().content()));
      assertEquals("KeyArchive(2 keys)", read.toString());
    }
  }

  @Test
  void nothingIsLeftOfItOnceItIsClosed() throws Exception {
    KeyArchive read = KeyArchive.read(archive, secret(PASSPHRASE));
    read.close();
    Secret content = read.entries().getFirst().content();
    assertThrows(IllegalStateException.class, content::reveal);
  }

  @Test
  void noKeyAndNoNameIsSeenFromOutside() {
    String bytes = new String(archive, StandardCharsets.ISO_8859_1);
    assertFalse(bytes.contains("vault"));
    assertFalse(bytes.contains("created"));
  }

  @Test
  void opensslOpensItWithoutThisProgram() throws Exception {
    Path file = Files.write(folder.resolve("keys.cms"), archive);
    Path zip = folder.resolve("keys.zip");
    Process openssl =
        new ProcessBuilder(
                "openssl",
                "cms",
                "-decrypt",
                "-binary",
                "-inform",
                "DER",
                "-in",
                file.toString(),
                "-out",
                zip.toString(),
                "-pwri_password",
                PASSPHRASE)
            .redirectErrorStream(true)
            .start();
    String said = new String(openssl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(openssl.waitFor(60, TimeUnit.SECONDS));
    assertEquals(0, openssl.exitValue(), said);
    try (ZipFile opened = new ZipFile(zip.toFile())) {
      byte[] content = opened.getInputStream(opened.getEntry("pve1/vault.enc")).readAllBytes();
      assertEquals(first, new String(content, StandardCharsets.UTF_8));
      assertEquals(3, opened.size(), "two keys and their sums");
    }
  }

  @Test
  void andWhatOpensslMakesIsRead() throws Exception {
    try (KeyArchive plain = KeyArchive.read(archive, secret(PASSPHRASE))) {
      assertEquals(2, plain.entries().size());
    }
    Path zip = folder.resolve("own.zip");
    try (var out = new java.util.zip.ZipOutputStream(Files.newOutputStream(zip))) {
      out.putNextEntry(new java.util.zip.ZipEntry("pve9/x.enc"));
      out.write(second.getBytes(StandardCharsets.UTF_8));
    }
    Path cms = folder.resolve("own.cms");
    Process openssl =
        new ProcessBuilder(
                "openssl",
                "cms",
                "-encrypt",
                "-binary",
                "-aes256",
                "-outform",
                "DER",
                "-in",
                zip.toString(),
                "-out",
                cms.toString(),
                "-pwri_password",
                "another one")
            .redirectErrorStream(true)
            .start();
    String said = new String(openssl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(openssl.waitFor(60, TimeUnit.SECONDS));
    assertEquals(0, openssl.exitValue(), said);
    try (KeyArchive read = KeyArchive.read(Files.readAllBytes(cms), secret("another one"))) {
      assertEquals("pve9/x.enc", read.entries().getFirst().name());
      assertEquals(second, shown(read.entries().getFirst().content()));
    }
  }

  @Test
  void aWrongPassphraseOpensNothing() {
    refused(Reason.ARCHIVE_NOT_OPENED, () -> KeyArchive.read(archive, secret("wrong one")));
  }

  @Test
  void twoKeysNeverGetOneName() {
    List<KeyArchive.Entry> twice =
        List.of(
            new KeyArchive.Entry("pve1/vault.enc", secret(first)),
            new KeyArchive.Entry("pve1/vault.enc", secret(second)));
    assertThrows(IllegalArgumentException.class, () -> KeyArchive.write(twice, secret(PASSPHRASE)));
    assertThrows(IllegalArgumentException.class, () -> SingleKeys.of(twice, false, ZoneOffset.UTC));
  }

  @Test
  void hostsWhoseNamesAreAlikeHaveFoldersOfTheirOwn() {
    List<String> alike =
        List.of("a b", "a_b", "a@b", "a%20b", "a/b", "가", "나", ".a", "_.a", "", "%");
    assertEquals(alike.size(), alike.stream().map(KeyArchive::folder).distinct().count());
  }

  @Test
  void aShortPassphraseIsRefused() {
    refused(Reason.PASSPHRASE_TOO_SHORT, () -> KeyArchive.write(List.of(), secret("1234")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}", "PK\u0003\u0004", "-----BEGIN CMS-----"})
  void whatIsNoArchiveIsSaidToBeNone(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    refused(Reason.NOT_A_KEY_ARCHIVE, () -> KeyArchive.read(bytes, secret(PASSPHRASE)));
  }

  /** What is damaged beside the keys, such as the table at the end, takes nothing away. */
  @Test
  void aDamagedArchiveIsRefusedOrGivesTheSameKeysUnderTheSameNames() throws Exception {
    List<String> whole = told(archive);
    Random random = new Random(4);
    int refused = 0;
    for (int i = 0; i < 24; i++) {
      byte[] damaged = archive.clone();
      damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
      try {
        assertEquals(whole, told(damaged));
      } catch (PbsException e) {
        assertTrue(
            e.reason() == Reason.ARCHIVE_NOT_OPENED || e.reason() == Reason.NOT_A_KEY_ARCHIVE);
        refused++;
      }
    }
    assertTrue(refused > 8, "only " + refused);
  }

  private static List<String> told(byte[] bytes) throws PbsException {
    List<String> told = new ArrayList<>();
    try (KeyArchive opened = KeyArchive.read(bytes, secret(PASSPHRASE))) {
      for (KeyArchive.Entry entry : opened.entries()) {
        told.add(entry.name() + " " + new String(entry.content().reveal(), StandardCharsets.UTF_8));
      }
    }
    return told;
  }
}
