package stowage.type;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import stowage.exec.Exec;
import stowage.exec.Input;
import stowage.volume.ContentType;
import stowage.volume.Size;
import stowage.volume.VolumeName;

/**
 * Looks, on the host, whether a file from elsewhere is an image that leads to other files: QEMU
 * would open them, and a guest would read {@code /etc/shadow}. Done by perl(1), which every Debian
 * has; {@code qemu-img info} tells the same, but gives a status that is always 0, and a step is
 * judged by its status.
 */
final class ImageCheck {
  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final String SCRIPT = script();

  private ImageCheck() {}

  private static String script() {
    String name = "image-check.pl";
    try (InputStream in =
        Objects.requireNonNull(ImageCheck.class.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * @param name what the file is called at the end
   * @param path where it is now
   * @return empty where nobody opens it as an image: a raw one leads nowhere
   */
  static Optional<Exec> of(ContentType content, String name, String path) {
    return switch (content) {
      case ISO -> Optional.of(check("iso", path));
      case IMPORT -> {
        String kind = name.substring(name.lastIndexOf('.') + 1);
        yield kind.equals("raw") ? Optional.empty() : Optional.of(check(kind, path));
      }
      case IMAGES, ROOTDIR, VZTMPL, BACKUP, SNIPPETS, NONE -> Optional.empty();
    };
  }

  /**
   * The same for a file that came as a stream, of which also the length must be right.
   *
   * @param size of the stream's head
   */
  static Exec whole(VolumeName name, String path, Size size) {
    String kind =
        switch (name.content()) {
          case ISO -> "iso";
          case IMPORT -> name.format();
          case IMAGES, ROOTDIR, VZTMPL, BACKUP, SNIPPETS, NONE -> "raw";
        };
    return check(kind, path, Long.toString(size.bytes()));
  }

  private static Exec check(String... words) {
    return Exec.changes("/usr/bin/perl", "-")
        .and(words)
        .asRoot()
        .within(LIMIT)
        .with(new Input.Text(SCRIPT));
  }
}
