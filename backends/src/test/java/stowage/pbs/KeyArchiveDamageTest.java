package stowage.pbs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static stowage.pbs.Refusals.refused;
import static stowage.pbs.Vectors.secret;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.bouncycastle.cms.CMSAlgorithm;
import org.bouncycastle.cms.CMSEnvelopedDataGenerator;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.PasswordRecipient;
import org.bouncycastle.cms.bc.BcCMSContentEncryptorBuilder;
import org.bouncycastle.cms.bc.BcPasswordRecipientInfoGenerator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import stowage.pbs.PbsException.Reason;

/** Archives that somebody else made, cut, or changed: with few rounds, so that all can be tried. */
class KeyArchiveDamageTest {
  private static final String PASSPHRASE = "passphrase";
  private static final String NAME = "pve1/vault.enc";
  private static final String CONTENT = "{\"not\":\"looked at\"}";
  private static byte[] sound = {};

  @BeforeAll
  static void make() throws Exception {
    sound = closed(zip(Map.of(NAME, CONTENT), true), 1);
  }

  @Test
  void theSoundOneOpens() throws Exception {
    assertEquals(List.of(NAME + " " + CONTENT), told(sound));
  }

  @Test
  void anArchiveThatIsCutAnywhereOpensNothing() {
    for (int length = 0; length < sound.length; length++) {
      byte[] cut = Arrays.copyOf(sound, length);
      refused(Reason.NOT_A_KEY_ARCHIVE, () -> told(cut));
    }
  }

  /** No byte of it, whatever becomes of it, gives another key or an error of the program. */
  @ParameterizedTest
  @ValueSource(ints = {0x01, 0x02, 0x04, 0x08, 0x10, 0x20, 0x40, 0x80, 0xff})
  void noChangedByteGivesAnotherKey(int change) throws Exception {
    int refused = 0;
    for (int at = 0; at < sound.length; at++) {
      byte[] changed = sound.clone();
      changed[at] ^= (byte) change;
      try {
        assertEquals(List.of(NAME + " " + CONTENT), told(changed), "byte " + at);
      } catch (PbsException e) {
        assertTrue(
            e.reason() == Reason.ARCHIVE_NOT_OPENED || e.reason() == Reason.NOT_A_KEY_ARCHIVE,
            e.said().toString());
        assertNull(e.getCause(), "nothing of the content is carried along");
        refused++;
      }
    }
    assertTrue(refused > sound.length / 2, "only " + refused);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Passphrase", "passphrase ", "passphras", "passphrase\n", "파스프레이즈"})
  void everyOtherPassphraseIsWrong(String other) {
    refused(Reason.ARCHIVE_NOT_OPENED, () -> KeyArchive.read(sound, secret(other)));
  }

  @Test
  void anArchiveWithoutSumsIsReadAsItIs() throws Exception {
    byte[] own = closed(zip(Map.of("a/b.enc", "x"), false), 1);
    assertEquals(List.of("a/b.enc x"), told(own));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "pve1/vault.enc | changed",
        "pve2/vault.enc | {\"not\":\"looked at\"}",
      })
  void sumsThatDoNotFitAreDamage(String name, String content) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      put(zip, name, content);
      put(zip, "SHA256SUMS", sum(CONTENT) + "  " + NAME + "\n");
    }
    refused(Reason.ARCHIVE_NOT_OPENED, () -> told(closed(out.toByteArray(), 1)));
  }

  @Test
  void aKeyThatWasAddedBehindTheSumsIsSeen() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      put(zip, NAME, CONTENT);
      put(zip, "SHA256SUMS", sum(CONTENT) + "  " + NAME + "\n");
      put(zip, "pve1/other.enc", "more");
    }
    // The sums are no key, and nothing that is not the last entry is taken for them.
    assertEquals(
        List.of(NAME, "SHA256SUMS", "pve1/other.enc"),
        told(closed(out.toByteArray(), 1)).stream().map(t -> t.split(" ", 2)[0]).toList());
  }

  @Test
  void whatIsInsideMustBeAnArchiveWithSomethingInIt() throws Exception {
    byte[] nothing = closed(new byte[0], 1);
    byte[] text = closed("just a text".getBytes(StandardCharsets.UTF_8), 1);
    byte[] empty = closed(zip(Map.of(), false), 1);
    byte[] sumsOnly = closed(zip(Map.of(), true), 1);
    for (byte[] each : List.of(nothing, text, empty, sumsOnly)) {
      refused(Reason.ARCHIVE_NOT_OPENED, () -> told(each));
    }
  }

  @Test
  void anEntryHasALimitAndABombStopsThere() throws Exception {
    int most = 64 << 10;
    byte[] largest = closed(zip(Map.of(NAME, "x".repeat(most)), true), 1);
    assertEquals(NAME.length() + 1 + most, told(largest).getFirst().length());
    byte[] larger = closed(zip(Map.of(NAME, "x".repeat(most + 1)), true), 1);
    refused(Reason.NOT_A_KEY_ARCHIVE, () -> told(larger));
    byte[] bomb = closed(zip(Map.of(NAME, "\0".repeat(64 << 20)), true), 1);
    assertTrue(bomb.length < 1 << 20, "it is small from outside");
    refused(Reason.NOT_A_KEY_ARCHIVE, () -> told(bomb));
  }

  @Test
  void soHasTheirNumber() throws Exception {
    Map<String, String> many = new LinkedHashMap<>();
    for (int i = 0; i < 10_001; i++) {
      many.put("h/" + i + ".enc", "x");
    }
    refused(Reason.NOT_A_KEY_ARCHIVE, () -> told(closed(zip(many, false), 1)));
  }

  @Test
  void aZipThatIsCutInsideIsDamageToo() throws Exception {
    byte[] zip = zip(Map.of(NAME, CONTENT), true);
    int whole = told(closed(zip, 1)).size();
    for (int length = 0; length < zip.length; length++) {
      byte[] cut = closed(Arrays.copyOf(zip, length), 1);
      try {
        // The table at the end is not needed; a key that was cut is never given out.
        List<String> told = told(cut);
        assertEquals(NAME + " " + CONTENT, told.getFirst(), "cut at " + length);
        assertEquals(whole, told.size());
      } catch (PbsException e) {
        assertEquals(Reason.ARCHIVE_NOT_OPENED, e.reason(), "cut at " + length);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "pve1, pve1",
    "pve1.example.net, pve1.example.net",
    "root@192.0.2.1:22, root%40192.0.2.1%3A22",
    "a/../b, a%2F..%2Fb",
    "'../etc', %2E.%2Fetc",
    "., %2E",
    ".., %2E.",
    "'', %",
    "하나, %ED%95%98%EB%82%98",
    "'a b\tc', a%20b%09c",
    "a_b_c, a_b_c",
    "a%20b, a%2520b",
    "-rf, -rf",
  })
  void aHostsNameIsNoWayOutOfTheArchive(String host, String folder) {
    assertEquals(folder, KeyArchive.folder(host));
    assertFalse(KeyArchive.folder(host).contains("/"));
    assertFalse(KeyArchive.folder(host).startsWith("."));
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

  private static String sum(String content) {
    return Fingerprint.of(Fingerprint.sha256().digest(content.getBytes(StandardCharsets.UTF_8)))
        .hex();
  }

  private static byte[] zip(Map<String, String> entries, boolean sums) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out, StandardCharsets.UTF_8)) {
      StringBuilder lines = new StringBuilder();
      for (Map.Entry<String, String> entry : entries.entrySet()) {
        put(zip, entry.getKey(), entry.getValue());
        lines.append(sum(entry.getValue())).append("  ").append(entry.getKey()).append('\n');
      }
      if (sums) {
        put(zip, "SHA256SUMS", lines.toString());
      }
    }
    return out.toByteArray();
  }

  private static void put(ZipOutputStream zip, String name, String content) throws Exception {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(content.getBytes(StandardCharsets.UTF_8));
    zip.closeEntry();
  }

  private static byte[] closed(byte[] content, int rounds) throws Exception {
    CMSEnvelopedDataGenerator generator = new CMSEnvelopedDataGenerator();
    generator.addRecipientInfoGenerator(
        new BcPasswordRecipientInfoGenerator(CMSAlgorithm.AES256_CBC, PASSPHRASE.toCharArray())
            .setPasswordConversionScheme(PasswordRecipient.PKCS5_SCHEME2_UTF8)
            .setPRF(PasswordRecipient.PRF.HMacSHA256)
            .setSaltAndIterationCount(new byte[16], rounds));
    return generator
        .generate(
            new CMSProcessableByteArray(content),
            new BcCMSContentEncryptorBuilder(CMSAlgorithm.AES256_CBC).build())
        .getEncoded();
  }
}
