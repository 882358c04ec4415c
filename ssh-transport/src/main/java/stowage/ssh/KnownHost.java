package stowage.ssh;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * One line of a known_hosts file.
 *
 * @param hosts patterns, or one hashed name
 * @param type for example {@code ssh-ed25519}
 * @param key type and base64 data, separated by a blank
 * @param at file and line
 */
record KnownHost(Marker marker, List<String> hosts, String type, String key, String at) {
  static final int DEFAULT_PORT = 22;
  private static final String HASHED = "|1|";
  // HMAC-SHA1 is what the file format demands; it only hides names.
  private static final String HASH = "HmacSHA1";
  private static final int HASH_LENGTH = 20;

  enum Marker {
    NONE,
    AUTHORITY,
    REVOKED
  }

  /** Empty for comments and for lines that make no sense. */
  static Optional<KnownHost> parse(String line, String at) {
    String[] words = line.strip().split("[ \t]+");
    Marker marker =
        switch (words[0]) {
          case "@cert-authority" -> Marker.AUTHORITY;
          case "@revoked" -> Marker.REVOKED;
          default -> Marker.NONE;
        };
    int first = marker == Marker.NONE ? 0 : 1;
    if (words.length < first + 3 || words[first].startsWith("#") || words[first].startsWith("@")) {
      return Optional.empty();
    }
    String type = words[first + 1];
    return Optional.of(
        new KnownHost(
            marker, List.of(words[first].split(",")), type, type + " " + words[first + 2], at));
  }

  /** How the files call a host: with its port unless that is the usual one. */
  static String name(String host, int port) {
    String name = host.toLowerCase(Locale.ROOT);
    return port == DEFAULT_PORT ? name : "[" + name + "]:" + port;
  }

  boolean matches(String name) {
    if (hosts.size() == 1 && hosts.getFirst().startsWith(HASHED)) {
      return matchesHash(hosts.getFirst(), name);
    }
    return HostPattern.matches(hosts, name);
  }

  private static boolean matchesHash(String hashed, String name) {
    String[] parts = hashed.substring(HASHED.length()).split("\\|");
    if (parts.length != 2) {
      return false;
    }
    try {
      byte[] salt = Base64.getDecoder().decode(parts[0]);
      return salt.length > 0
          && MessageDigest.isEqual(Base64.getDecoder().decode(parts[1]), hmac(salt, name));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  static String hash(String name) {
    byte[] salt = new byte[HASH_LENGTH];
    new SecureRandom().nextBytes(salt);
    Base64.Encoder base64 = Base64.getEncoder();
    return HASHED + base64.encodeToString(salt) + "|" + base64.encodeToString(hmac(salt, name));
  }

  private static byte[] hmac(byte[] salt, String name) {
    try {
      Mac mac = Mac.getInstance(HASH);
      mac.init(new SecretKeySpec(salt, HASH));
      return mac.doFinal(name.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
