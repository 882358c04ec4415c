package stowage.pbs;

import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import stowage.pbs.PbsException.Reason;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/** Takes key files apart, without making a text of what is secret in them. */
final class KeyFileReader {
  /** Some hundred bytes are usual. */
  private static final int LONGEST = 64 << 10;

  private static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private final JsonParser in;
  private Kdf kdf = new Kdf.None();
  private @Nullable String created;
  private @Nullable String modified;
  private byte @Nullable [] data;
  private @Nullable String fingerprint;
  private @Nullable String hint;

  private KeyFileReader(JsonParser in) {
    this.in = in;
  }

  static KeyFile read(byte[] text) throws PbsException {
    if (text.length > LONGEST) {
      throw new PbsException(Reason.NOT_A_KEY_FILE);
    }
    try (JsonParser in = JSON.createParser(ObjectReadContext.empty(), text)) {
      KeyFileReader reader = new KeyFileReader(in);
      reader.members();
      return reader.file();
    } catch (JacksonException _) {
      // The parser's own words would show a part of the file.
      throw new PbsException(Reason.NOT_JSON);
    }
  }

  private void members() throws PbsException {
    if (in.nextToken() != JsonToken.START_OBJECT) {
      in.skipChildren();
      throw new PbsException(in.currentToken() == null ? Reason.NOT_JSON : Reason.NOT_A_KEY_FILE);
    }
    while (in.nextToken() != JsonToken.END_OBJECT) {
      String name = in.currentName();
      JsonToken value = in.nextToken();
      boolean absent = value == JsonToken.VALUE_NULL;
      switch (name) {
        case "kdf" -> kdf = absent ? new Kdf.None() : function();
        case "created" -> created = text(name);
        case "modified" -> modified = text(name);
        case "data" -> data = base64();
        case "fingerprint" -> fingerprint = absent ? null : text(name);
        case "hint" -> hint = absent ? null : text(name);
        default -> in.skipChildren();
      }
    }
    if (in.nextToken() != null) {
      throw new PbsException(Reason.NOT_JSON);
    }
  }

  private KeyFile file() throws PbsException {
    Instant made = FileTime.read(there("created", created));
    Instant changed = FileTime.read(there("modified", modified));
    return new KeyFile(kdf, made, changed, there("data", data), fingerprint, hint);
  }

  private static <T> T there(String name, @Nullable T value) throws PbsException {
    if (value == null) {
      throw new PbsException(Reason.MISSING_MEMBER, name);
    }
    return value;
  }

  private Kdf function() throws PbsException {
    require(in.currentToken() == JsonToken.START_OBJECT);
    require(in.nextToken() == JsonToken.PROPERTY_NAME);
    String name = in.currentName();
    require(in.nextToken() == JsonToken.START_OBJECT);
    Kdf found =
        switch (name) {
          case "Scrypt" -> {
            Parameters p = parameters();
            yield new Kdf.Scrypt(p.given(p.n), p.given(p.r), p.given(p.p), p.given(p.salt));
          }
          case "PBKDF2" -> {
            Parameters p = parameters();
            yield new Kdf.Pbkdf2(p.given(p.iter), p.given(p.salt));
          }
          default -> throw new PbsException(Reason.BAD_KDF);
        };
    require(in.nextToken() == JsonToken.END_OBJECT);
    return found;
  }

  private static final class Parameters {
    private @Nullable Long n;
    private @Nullable Long r;
    private @Nullable Long p;
    private @Nullable Long iter;
    private @Nullable String salt;

    private <T> T given(@Nullable T value) throws PbsException {
      if (value == null) {
        throw new PbsException(Reason.BAD_KDF);
      }
      return value;
    }
  }

  private Parameters parameters() throws PbsException {
    Parameters found = new Parameters();
    while (in.nextToken() != JsonToken.END_OBJECT) {
      String name = in.currentName();
      in.nextToken();
      switch (name) {
        case "n" -> found.n = number();
        case "r" -> found.r = number();
        case "p" -> found.p = number();
        case "iter" -> found.iter = number();
        case "salt" -> found.salt = Base64.getEncoder().encodeToString(base64());
        default -> in.skipChildren();
      }
    }
    return found;
  }

  private long number() throws PbsException {
    require(in.currentToken() == JsonToken.VALUE_NUMBER_INT);
    return in.getLongValue();
  }

  private static void require(boolean sound) throws PbsException {
    if (!sound) {
      throw new PbsException(Reason.BAD_KDF);
    }
  }

  private String text(String name) throws PbsException {
    if (in.currentToken() != JsonToken.VALUE_STRING) {
      throw new PbsException(Reason.MISSING_MEMBER, name);
    }
    return in.getString();
  }

  private byte[] base64() throws PbsException {
    if (in.currentToken() != JsonToken.VALUE_STRING) {
      throw new PbsException(Reason.BAD_BASE64);
    }
    CharBuffer text =
        CharBuffer.wrap(in.getStringCharacters(), in.getStringOffset(), in.getStringLength());
    byte[] coded = StandardCharsets.ISO_8859_1.encode(text).array();
    try {
      return Base64.getDecoder().decode(Arrays.copyOf(coded, text.limit() - in.getStringOffset()));
    } catch (IllegalArgumentException _) {
      throw new PbsException(Reason.BAD_BASE64);
    } finally {
      Arrays.fill(coded, (byte) 0);
    }
  }
}
