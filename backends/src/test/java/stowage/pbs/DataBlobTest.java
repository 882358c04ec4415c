package stowage.pbs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static stowage.pbs.Refusals.refused;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import stowage.pbs.PbsException.Reason;
import tools.jackson.databind.JsonNode;

class DataBlobTest {
  private static final Map<String, Reason> ERRORS =
      Map.of(
          "too-small", Reason.BLOB_TOO_SMALL,
          "encrypted-too-small", Reason.BLOB_TOO_SMALL,
          "wrong-magic", Reason.BLOB_WRONG_MAGIC,
          "wrong-crc", Reason.BLOB_WRONG_CRC,
          "auth-failed", Reason.BLOB_OTHER_KEY,
          "key-needed", Reason.BLOB_KEY_NEEDED);

  static Stream<JsonNode> sound() {
    return Vectors.each("blobs");
  }

  static Stream<JsonNode> damaged() {
    return Vectors.each("bad_blobs");
  }

  @ParameterizedTest
  @MethodSource("sound")
  void readsWhatOthersHaveWritten(JsonNode known) throws Exception {
    byte[] encoded = Vectors.base64(known, "encoded_base64");
    byte[] plain = Vectors.base64(known, "plain_base64");
    EncryptionKey key = key(known);
    DataBlob blob = DataBlob.read(encoded);
    assertEquals(known.path("encoded_len").intValue(), encoded.length);
    assertEquals(known.path("plain_len").intValue(), plain.length);
    assertArrayEquals(plain, blob.content(key));
    assertArrayEquals(encoded, blob.encoded());
    assertEquals(kind(known), blob.kind());
    assertEquals(key != null, blob.kind().isEncrypted());
    assertArrayEquals(Vectors.hex(known, "file_csum_sha256"), Fingerprint.sha256().digest(encoded));
    assertArrayEquals(
        Vectors.hex(known, "content_digest_hex"),
        key == null ? Fingerprint.sha256().digest(plain) : key.digest(plain));
    assertArrayEquals(Vectors.hex(known, "crc32_stored_hex"), Arrays.copyOfRange(encoded, 8, 12));
    if (key != null) {
      assertArrayEquals(Vectors.hex(known, "iv_hex"), Arrays.copyOfRange(encoded, 12, 28));
      assertArrayEquals(Vectors.hex(known, "tag_hex"), Arrays.copyOfRange(encoded, 28, 44));
    }
  }

  @ParameterizedTest
  @MethodSource("damaged")
  void refusesWhatIsDamaged(JsonNode known) throws Exception {
    EncryptionKey key = key(known);
    refused(
        Objects.requireNonNull(ERRORS.get(Vectors.text(known, "expect_error"))),
        () -> DataBlob.read(Vectors.base64(known, "encoded_base64")).content(key));
  }

  @Test
  void magicsAreTheKnownOnes() throws Exception {
    JsonNode magic = Vectors.of("constants").path("blob_magic");
    byte[] text =
        "compress compress compress compress compress compress".getBytes(StandardCharsets.UTF_8);
    EncryptionKey key = Vectors.key("A");
    assertEquals(Vectors.text(magic, "uncompressed"), magic(DataBlob.make(text, false, null)));
    assertEquals(Vectors.text(magic, "compressed"), magic(DataBlob.make(text, true, null)));
    assertEquals(Vectors.text(magic, "encrypted"), magic(DataBlob.make(text, false, key)));
    assertEquals(
        Vectors.text(magic, "encrypted-compressed"), magic(DataBlob.make(text, true, key)));
  }

  @Test
  void whatIsMadeIsReadAgain() throws Exception {
    Random random = new Random(11);
    EncryptionKey key = Vectors.key("B");
    for (int i = 0; i < 120; i++) {
      byte[] content = new byte[i < 20 ? i : random.nextInt(40_000)];
      if (random.nextBoolean()) {
        random.nextBytes(content);
      } else {
        for (int at = 0; at < content.length; at++) {
          content[at] = (byte) ("abc".charAt(at % 3) + random.nextInt(2));
        }
      }
      EncryptionKey with = random.nextBoolean() ? key : null;
      DataBlob blob = DataBlob.make(content, random.nextBoolean(), with);
      assertArrayEquals(content, DataBlob.read(blob.encoded()).content(with));
      assertTrue(blob.encoded().length <= content.length + (with == null ? 12 : 44));
    }
  }

  @Test
  void compressionIsKeptOnlyWhenItHelps() throws Exception {
    byte[] noise = new byte[1000];
    new Random(3).nextBytes(noise);
    assertEquals(DataBlob.Kind.PLAIN, DataBlob.make(noise, true, null).kind());
    assertEquals(DataBlob.Kind.PLAIN, DataBlob.make(new byte[0], true, null).kind());
    assertEquals(12, DataBlob.make(new byte[0], true, null).encoded().length);
    assertEquals(44, DataBlob.make(new byte[0], true, Vectors.key("A")).encoded().length);
    assertTrue(DataBlob.make(new byte[100_000], true, null).encoded().length < 200);
  }

  @Test
  void twoOfTheSameContentDiffer() throws Exception {
    EncryptionKey key = Vectors.key("A");
    byte[] content = new byte[64];
    assertFalse(
        Arrays.equals(
            DataBlob.make(content, false, key).encoded(),
            DataBlob.make(content, false, key).encoded()));
  }

  /** A few bytes that unfold to more than anybody asked for. */
  @Test
  void bombsStopAtTheLimit() throws Exception {
    byte[] encoded = DataBlob.make(new byte[20 << 20], true, null).encoded();
    assertTrue(encoded.length < 10_000, encoded.length + " bytes");
    DataBlob blob = DataBlob.read(encoded);
    refused(Reason.BLOB_TOO_LARGE, () -> blob.content(null, 1 << 20));
    refused(Reason.BLOB_TOO_LARGE, () -> blob.content(null, (20 << 20) - 1));
    assertEquals(20 << 20, blob.content(null, 20 << 20).length);
    DataBlob plain = DataBlob.make(new byte[100], false, null);
    refused(Reason.BLOB_TOO_LARGE, () -> plain.content(null, 99));
  }

  /** Every cut and every changed bit is noticed, in encrypted blobs as in plain ones. */
  @ParameterizedTest
  @MethodSource("sound")
  void damageIsNoticed(JsonNode known) throws Exception {
    byte[] sound = Vectors.base64(known, "encoded_base64");
    byte[] plain = Vectors.base64(known, "plain_base64");
    EncryptionKey key = key(known);
    for (int length = 0; length < sound.length; length++) {
      byte[] cut = Arrays.copyOf(sound, length);
      assertThrows(PbsException.class, () -> DataBlob.read(cut).content(key));
    }
    for (int bit = 0; bit < sound.length * 8; bit++) {
      byte[] changed = sound.clone();
      changed[bit / 8] ^= (byte) (1 << bit % 8);
      PbsException why =
          assertThrows(PbsException.class, () -> DataBlob.read(changed).content(key));
      assertTrue(why.said().key().startsWith("keys.blob-"), why.said().key());
    }
    assertArrayEquals(plain, DataBlob.read(sound).content(key));
  }

  /** Behind a checksum that was made to fit, the frame itself must hold. */
  @Test
  void damagedFramesGiveNoMoreThanAnError() throws Exception {
    JsonNode known =
        sound()
            .filter(b -> Vectors.text(b, "name").equals("plain compressed"))
            .findFirst()
            .orElseThrow();
    byte[] sound = Vectors.base64(known, "encoded_base64");
    Random random = new Random(17);
    int refused = 0;
    for (int i = 0; i < 4000; i++) {
      byte[] changed =
          i % 4 == 0 ? Arrays.copyOf(sound, 12 + random.nextInt(sound.length - 12)) : sound.clone();
      for (int flips = i % 4; flips > 0; flips--) {
        changed[12 + random.nextInt(changed.length - 12)] ^= (byte) (1 << random.nextInt(8));
      }
      CRC32 crc = new CRC32();
      crc.update(changed, 12, changed.length - 12);
      ByteBuffer.wrap(changed).order(ByteOrder.LITTLE_ENDIAN).putInt(8, (int) crc.getValue());
      try {
        assertTrue(DataBlob.read(changed).content(null, 1 << 20).length <= 1 << 20);
      } catch (PbsException e) {
        refused++;
        assertTrue(
            List.of(Reason.BLOB_BAD_COMPRESSION, Reason.BLOB_TOO_LARGE).contains(e.reason()));
      }
    }
    assertTrue(refused > 1500, "refused " + refused);
  }

  private static String magic(DataBlob blob) {
    return HexFormat.of().formatHex(blob.encoded(), 0, 8);
  }

  private static DataBlob.Kind kind(JsonNode known) {
    return switch (Vectors.text(known, "kind")) {
      case "uncompressed" -> DataBlob.Kind.PLAIN;
      case "compressed" -> DataBlob.Kind.COMPRESSED;
      case "encrypted" -> DataBlob.Kind.ENCRYPTED;
      case "encrypted-compressed" -> DataBlob.Kind.ENCRYPTED_COMPRESSED;
      default -> throw new AssertionError(known.toString());
    };
  }

  private static @Nullable EncryptionKey key(JsonNode known) throws PbsException {
    return known.path("key").isString() ? Vectors.key(Vectors.text(known, "key")) : null;
  }
}
