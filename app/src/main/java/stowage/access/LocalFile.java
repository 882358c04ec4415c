package stowage.access;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import stowage.schema.InvalidException;
import stowage.volume.Checksum;

/**
 * A file of this computer that is to be put on a pool.
 *
 * @param size in bytes
 * @param checksum of the whole content
 */
public record LocalFile(Path path, long size, Checksum checksum) {

  /**
   * Reads the file once.
   *
   * @param expected null when nobody knows
   * @throws InvalidException when the checksum is another one
   */
  public static LocalFile of(Path path, @Nullable Checksum expected)
      throws IOException, InvalidException {
    return of(path, expected, _ -> {});
  }

  /**
   * The same, saying how far it is.
   *
   * @param read told the bytes that have been read
   */
  public static LocalFile of(Path path, @Nullable Checksum expected, LongConsumer read)
      throws IOException, InvalidException {
    Checksum.Algorithm algorithm =
        expected == null ? Checksum.Algorithm.SHA256 : expected.algorithm();
    Checksum actual = checksum(path, algorithm, read);
    if (expected != null && !actual.equals(expected)) {
      throw new InvalidException(
          "checksum", "problem.checksum-mismatch", path.toString(), actual.hex(), expected.hex());
    }
    return new LocalFile(path, Files.size(path), actual);
  }

  public static Checksum checksum(Path path, Checksum.Algorithm algorithm) throws IOException {
    return checksum(path, algorithm, _ -> {});
  }

  private static Checksum checksum(Path path, Checksum.Algorithm algorithm, LongConsumer read)
      throws IOException {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance(algorithm.standardName());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = Files.newInputStream(path)) {
      long sofar = 0;
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        if (Thread.currentThread().isInterrupted()) {
          // Reading a file does not heed it, and it may take minutes.
          throw new InterruptedIOException();
        }
        digest.update(buffer, 0, n);
        sofar += n;
        read.accept(sofar);
      }
    }
    return new Checksum(algorithm, HexFormat.of().formatHex(digest.digest()));
  }

  /** The content from that byte on. */
  public InputStream from(long first) throws IOException {
    SeekableByteChannel channel = Files.newByteChannel(path);
    channel.position(first);
    return Channels.newInputStream(channel);
  }
}
