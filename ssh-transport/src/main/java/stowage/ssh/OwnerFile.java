package stowage.ssh;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Files that only their owner may read: keys and the list of known hosts. */
final class OwnerFile {
  private OwnerFile() {}

  /** Makes an empty file, closed to others from the beginning. */
  static void create(Path file) throws IOException {
    var how = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    Files.newByteChannel(file, how, only(file, "rw-------")).close();
  }

  /** Adds a line, after a line break if the file's last line has none. */
  static void append(Path file, String line) throws IOException {
    Path directory = file.toAbsolutePath().getParent();
    if (directory != null && Files.notExists(directory)) {
      Files.createDirectories(directory, only(file, "rwx------"));
    }
    if (Files.notExists(file)) {
      create(file);
    }
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      channel.lock();
      long size = channel.size();
      ByteBuffer last = ByteBuffer.allocate(1);
      boolean broken = size > 0 && channel.read(last, size - 1) == 1 && last.get(0) != '\n';
      byte[] bytes = ((broken ? "\n" : "") + line).getBytes(StandardCharsets.UTF_8);
      channel.position(size);
      ByteBuffer rest = ByteBuffer.wrap(bytes);
      while (rest.hasRemaining()) {
        channel.write(rest);
      }
    }
  }

  private static FileAttribute<?>[] only(Path file, String permissions) {
    if (!file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return new FileAttribute<?>[0];
    }
    return new FileAttribute<?>[] {
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
    };
  }
}
