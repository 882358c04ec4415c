package stowage.pbs;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import stowage.exec.Secret;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Known answers, made with independent programs. */
final class Vectors {
  private static final JsonNode ALL = read();

  private Vectors() {}

  static JsonNode of(String group) {
    JsonNode found = ALL.path(group);
    if (found.isMissingNode()) {
      throw new AssertionError("no vectors called " + group);
    }
    return found;
  }

  static Stream<JsonNode> each(String group) {
    return of(group).valueStream();
  }

  static JsonNode keyFile(String name) {
    return each("key_files")
        .filter(f -> text(f, "name").equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no key file " + name));
  }

  static String text(JsonNode vector, String member) {
    JsonNode value = vector.path(member);
    if (!value.isString()) {
      throw new AssertionError(member + " is no text in " + vector);
    }
    return value.stringValue();
  }

  static byte[] bytes(JsonNode vector, String member) {
    return text(vector, member).getBytes(StandardCharsets.UTF_8);
  }

  static byte[] hex(JsonNode vector, String member) {
    return HexFormat.of().parseHex(text(vector, member));
  }

  static byte[] base64(JsonNode vector, String member) {
    return Base64.getDecoder().decode(text(vector, member));
  }

  /** One of the keys A, B and C. */
  static EncryptionKey key(String name) throws PbsException {
    return EncryptionKey.of(hex(of("keys").path(name), "raw_hex"));
  }

  static @Nullable Secret passphrase(JsonNode vector) {
    return vector.has("passphrase_utf8") ? secret(text(vector, "passphrase_utf8")) : null;
  }

  static Secret secret(String text) {
    return Secret.of(text.toCharArray());
  }

  static String shown(Secret secret) {
    return new String(secret.reveal(), StandardCharsets.UTF_8);
  }

  private static JsonNode read() {
    try (InputStream in = Vectors.class.getResourceAsStream("vectors.json")) {
      return JsonMapper.builder().build().readTree(Objects.requireNonNull(in));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
