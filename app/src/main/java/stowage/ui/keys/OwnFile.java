package stowage.ui.keys;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Set;

/** A file that only its owner may read, and that is known to hold what it shall. */
final class OwnFile {
  private OwnFile() {}

  /**
   * Writes it to the disk, and reads it back from there. What was at this place before is replaced
   * only by a whole file.
   *
   * @param bytes stay the caller's
   * @throws IOException also when something else is read back
   */
  static void write(Path file, byte[] bytes) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new NoSuchFileException(String.valueOf(folder));
    }
    Path draft = Files.createTempFile(folder, ".key", ".tmp", only(folder));
    try {
      try (FileChannel out = FileChannel.open(draft, StandardOpenOption.WRITE)) {
        ByteBuffer rest = ByteBuffer.wrap(bytes);
        while (rest.hasRemaining()) {
          out.write(rest);
        }
        out.force(true);
      }
      try {
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
      } catch (AtomicMoveNotSupportedException _) {
        Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
      }
    } finally {
      Files.deleteIfExists(draft);
    }
    byte[] read = Files.readAllBytes(file);
    boolean same = Arrays.equals(read, bytes);
    Arrays.fill(read, (byte) 0);
    if (!same) {
      throw new IOException("the file does not hold what was written: " + file);
    }
  }

  private static FileAttribute<?>[] only(Path folder) {
    if (!folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return new FileAttribute<?>[0];
    }
    return new FileAttribute<?>[] {
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
    };
  }

  /** A stick in a vault has a file system without owners more often than not. */
  static boolean closedToOthers(Path file) throws IOException {
    return file.getFileSystem().supportedFileAttributeViews().contains("posix")
        && Set.copyOf(Files.getPosixFilePermissions(file))
            .equals(PosixFilePermissions.fromString("rw-------"));
  }
}
