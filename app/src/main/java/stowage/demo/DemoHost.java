package stowage.demo;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import stowage.demo.program.Programs;
import stowage.demo.world.Company;
import stowage.ssh.LoopbackServer;

/**
 * A host for trying things out: an SSH server on 127.0.0.1 inside this program, over a directory of
 * its own. It never starts a process and never touches anything outside that directory. What it
 * shows is made up; what is changed there stays changed.
 */
public final class DemoHost implements AutoCloseable {
  private final Path directory;
  private final LoopbackServer server;
  private final Sessions sessions;
  private final FileChannel claim;

  private DemoHost(Path directory, LoopbackServer server, Sessions sessions, FileChannel claim) {
    this.directory = directory;
    this.server = server;
    this.sessions = sessions;
    this.claim = claim;
  }

  /**
   * Starts the host that is kept in this directory; at first use an example company is put there.
   *
   * @param pace how long each program takes at least
   * @throws InUseException when another program has this demo host open
   */
  public static DemoHost start(Path directory, Duration pace) throws IOException {
    Files.createDirectories(directory);
    FileChannel claim = claim(directory);
    try {
      Programs programs = new Programs(Company.open(directory, Clock.systemUTC()));
      programs.install();
      Sessions sessions = new Sessions(programs, directory.resolve("jobs"), pace);
      LoopbackServer server =
          LoopbackServer.start(
              directory.resolve("host_key"), userKey(directory), lastPort(directory), sessions);
      Files.writeString(directory.resolve("port"), Integer.toString(server.port()));
      return new DemoHost(directory, server, sessions, claim);
    } catch (IOException | RuntimeException e) {
      claim.close();
      throw e;
    }
  }

  /** Removes everything the demo host holds; its keys stay, so that it is still known. */
  public static void reset(Path directory) throws IOException {
    Files.createDirectories(directory);
    try (FileChannel _ = claim(directory)) {
      Company.clear(directory);
    }
  }

  /** Another program has the directory open. */
  public static final class InUseException extends IOException {
    private static final long serialVersionUID = 1;

    InUseException(Path directory) {
      super("the demo host in " + directory + " is in use by another program");
    }
  }

  private static FileChannel claim(Path directory) throws IOException {
    FileChannel claim =
        FileChannel.open(
            directory.resolve("in-use"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock = null;
    try {
      lock = claim.tryLock();
    } catch (OverlappingFileLockException _) {
      // Another one in this very program.
    } finally {
      if (lock == null) {
        claim.close();
      }
    }
    if (lock == null) {
      throw new InUseException(directory);
    }
    return claim;
  }

  private static int lastPort(Path directory) throws IOException {
    Path file = directory.resolve("port");
    List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
    return !lines.isEmpty() && lines.getFirst().matches("[1-9][0-9]{3,4}")
        ? Math.min(65535, Integer.parseInt(lines.getFirst()))
        : 0;
  }

  private static Path userKey(Path directory) {
    return directory.resolve("user_key");
  }

  /** On 127.0.0.1; the same at the next start, if it is free then. */
  public int port() {
    return server.port();
  }

  /** File of the private key that may log in, under any user name. */
  public Path userKey() {
    return userKey(directory);
  }

  /** Of the host key, as OpenSSH prints it. */
  public String fingerprint() {
    return server.fingerprint();
  }

  @Override
  public void close() throws IOException {
    server.close();
    sessions.close();
    claim.close();
  }
}
