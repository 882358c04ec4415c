package stowage.pbs;

import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import stowage.exec.Secret;

/** Key files, byte for byte as the backup client writes them. */
final class KeyFileWriter {
  private final boolean pretty;

  private KeyFileWriter(boolean pretty) {
    this.pretty = pretty;
  }

  static Secret write(KeyFile file, ZoneId zone, boolean pretty) {
    return new KeyFileWriter(pretty).write(file, zone);
  }

  /** Only what lies between the first and the last part is secret, and never becomes a text. */
  private Secret write(KeyFile file, ZoneId zone) {
    String first =
        "{"
            + member(1, "kdf", kdf(file.kdf()))
            + ","
            + member(1, "created", JsonText.quoted(FileTime.write(file.created(), zone)))
            + ","
            + member(1, "modified", JsonText.quoted(FileTime.write(file.modified(), zone)))
            + ","
            + member(1, "data", "\"");
    StringBuilder last = new StringBuilder("\"");
    file.fingerprint()
        .ifPresent(
            f -> last.append(",").append(member(1, "fingerprint", JsonText.quoted(f.text()))));
    file.hint().ifPresent(h -> last.append(",").append(member(1, "hint", JsonText.quoted(h))));
    last.append(indent(0)).append("}");

    byte[] data = file.data();
    byte[] coded = Base64.getEncoder().encode(data);
    try {
      return joined(bytes(first), coded, bytes(last.toString()));
    } finally {
      Arrays.fill(data, (byte) 0);
      Arrays.fill(coded, (byte) 0);
    }
  }

  private String kdf(Kdf kdf) {
    return switch (kdf) {
      case Kdf.None _ -> "null";
      case Kdf.Scrypt s ->
          function(
              "Scrypt",
              List.of(
                  Map.entry("n", Long.toString(s.n())),
                  Map.entry("r", Long.toString(s.r())),
                  Map.entry("p", Long.toString(s.p())),
                  Map.entry("salt", JsonText.quoted(s.salt()))));
      case Kdf.Pbkdf2 p ->
          function(
              "PBKDF2",
              List.of(
                  Map.entry("iter", Long.toString(p.rounds())),
                  Map.entry("salt", JsonText.quoted(p.salt()))));
    };
  }

  private String function(String name, List<Map.Entry<String, String>> parameters) {
    String inner =
        parameters.stream()
            .map(p -> member(3, p.getKey(), p.getValue()))
            .collect(Collectors.joining(",", "{", indent(2) + "}"));
    return "{" + member(2, name, inner) + indent(1) + "}";
  }

  private String member(int level, String name, String value) {
    return indent(level) + "\"" + name + (pretty ? "\": " : "\":") + value;
  }

  private String indent(int level) {
    return pretty ? "\n" + "  ".repeat(level) : "";
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static Secret joined(byte[] first, byte[] secret, byte[] last) {
    byte[] all = Arrays.copyOf(first, first.length + secret.length + last.length);
    System.arraycopy(secret, 0, all, first.length, secret.length);
    System.arraycopy(last, 0, all, first.length + secret.length, last.length);
    return Secret.of(all);
  }
}
