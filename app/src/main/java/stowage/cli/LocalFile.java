package stowage.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Set;
import stowage.exec.Secret;
import stowage.schema.InvalidException;

/**
 * A file of this computer that holds something as precious as a key.
 *
 * @param field the option or argument that names it
 */
record LocalFile(String field, Path path) {
  private static final String OWNER_ONLY = "rw-------";
  private static final String EVERYBODY = "rw-r--r--";
  private static final int LONGEST = 64 << 20;

  static LocalFile of(String field, String path) throws InvalidException {
    try {
      return new LocalFile(field, Path.of(path));
    } catch (InvalidPathException _) {
      throw new InvalidException(field, "cli.secret-file", path);
    }
  }

  /** Whoever gets it wipes it. */
  byte[] read() throws InvalidException {
    try (InputStream in = Files.newInputStream(path)) {
      byte[] bytes = in.readNBytes(LONGEST + 1);
      if (bytes.length > LONGEST) {
        throw new InvalidException(field, "cli.secret-file-long", path, LONGEST);
      }
      return bytes;
    } catch (NoSuchFileException _) {
      throw new InvalidException(field, "cli.no-file", path);
    } catch (IOException _) {
      throw new InvalidException(field, "cli.secret-file", path);
    }
  }

  /** Before there is something to lose. */
  void requireAbsent() throws InvalidException {
    if (Files.exists(path)) {
      throw new InvalidException(field, "cli.key.file-exists", path);
    }
  }

  /** A new file for its owner only; what is there is never overwritten. */
  void create(byte[] content) throws InvalidException {
    create(path, content, OWNER_ONLY);
  }

  void create(Secret content) throws InvalidException {
    byte[] bytes = content.reveal();
    try {
      create(bytes);
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  /** The same for what everybody may see. */
  void createOpen(byte[] content) throws InvalidException {
    create(path, content, EVERYBODY);
  }

  /** What is there is the old content or the new one, whatever happens. */
  void replace(Secret content) throws InvalidException {
    Path part = path.resolveSibling(path.getFileName() + ".tmp." + ProcessHandle.current().pid());
    byte[] bytes = content.reveal();
    try {
      create(part, bytes, OWNER_ONLY);
      try {
        Files.move(part, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } catch (IOException e) {
        discard(part);
        throw unwritable(e);
      }
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  /** Takes back what was created here, because something that belongs to it could not be. */
  void takeBack() {
    discard(path);
  }

  /** On the disk, and found there again. */
  private void create(Path where, byte[] content, String mode) throws InvalidException {
    boolean made = false;
    try {
      try (FileChannel file =
          FileChannel.open(
              where, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), of(mode))) {
        made = true;
        ByteBuffer left = ByteBuffer.wrap(content);
        while (left.hasRemaining()) {
          file.write(left);
        }
        file.force(true);
      }
      byte[] found = Files.readAllBytes(where);
      boolean same = Arrays.equals(found, content);
      Arrays.fill(found, (byte) 0);
      if (!same) {
        throw new IOException(where.toString());
      }
    } catch (FileAlreadyExistsException _) {
      throw new InvalidException(field, "cli.key.file-exists", where);
    } catch (IOException e) {
      if (made) {
        discard(where);
      }
      throw unwritable(e);
    }
  }

  private FileAttribute<?>[] of(String mode) {
    boolean posix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
    return posix
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))
        }
        : new FileAttribute<?>[0];
  }

  private static void discard(Path half) {
    try {
      Files.deleteIfExists(half);
    } catch (IOException _) {
      // Half a file is left; its name is told with the failure.
    }
  }

  private InvalidException unwritable(IOException e) {
    return new InvalidException(field, "cli.key.unwritable", path, e.getClass().getSimpleName());
  }
}
