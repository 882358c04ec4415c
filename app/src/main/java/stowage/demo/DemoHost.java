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
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import stowage.demo.backup.CompanyServer;
import stowage.demo.backup.StandIn;
import stowage.demo.program.Programs;
import stowage.demo.world.Company;
import stowage.demo.world.World;
import stowage.ssh.LoopbackServer;

/**
 * A host for trying things out: an SSH server on 127.0.0.1 inside this program, over a directory of
 * its own. It never starts a process and never touches anything outside that directory. What it
 * shows is made up; what is changed there stays changed.
 */
public final class DemoHost implements AutoCloseable {
  private static final Pattern ADDRESS = Pattern.compile("([1-9][0-9]{3,4}) (SHA256:\\S+)\\s*");

  private final Path directory;
  private final Address address;
  private final @Nullable Running running;

  /**
   * @param port on 127.0.0.1
   * @param fingerprint of the host key, as OpenSSH prints it
   */
  private record Address(int port, String fingerprint) {}

  /** What is to be ended by the program that started it. */
  private record Running(
      LoopbackServer server, Sessions sessions, StandIn backups, FileChannel claim) {}

  private DemoHost(Path directory, Address address, @Nullable Running running) {
    this.directory = directory;
    this.address = address;
    this.running = running;
  }

  /**
   * Starts the host that is kept in this directory; at first use an example company is put there.
   * One that another program has started there is used together with it, as long as that lasts.
   *
   * @param pace how long each program takes at least
   * @throws InUseException when another program is just starting or resetting it
   */
  public static DemoHost start(Path directory, Duration pace) throws IOException {
    Files.createDirectories(directory);
    FileChannel claim;
    try {
      claim = claim(directory);
    } catch (InUseException e) {
      return new DemoHost(directory, address(directory).orElseThrow(() -> e), null);
    }
    try {
      World world = Company.open(directory, Clock.systemUTC());
      CompanyServer company = CompanyServer.open(directory, world);
      Programs programs = new Programs(world, company.holdings());
      programs.install();
      StandIn backups = company.start(Clock.systemUTC());
      Sessions sessions = new Sessions(programs, directory.resolve("jobs"), pace);
      LoopbackServer server = listen(directory, sessions, backups);
      Address here = new Address(server.port(), server.fingerprint());
      Files.writeString(directory.resolve("address"), here.port() + " " + here.fingerprint());
      return new DemoHost(directory, here, new Running(server, sessions, backups, claim));
    } catch (IOException | RuntimeException e) {
      claim.close();
      throw e;
    }
  }

  private static LoopbackServer listen(Path directory, Sessions sessions, StandIn backups)
      throws IOException {
    try {
      return LoopbackServer.start(
          directory.resolve("host_key"),
          userKey(directory),
          address(directory).map(Address::port).orElse(0),
          sessions,
          List.of(new LoopbackServer.Way(CompanyServer.NAME, CompanyServer.PORT, backups.port())));
    } catch (IOException | RuntimeException e) {
      backups.close();
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

  /** Where it listens, or has listened last. */
  private static Optional<Address> address(Path directory) throws IOException {
    Path file = directory.resolve("address");
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    Matcher text = ADDRESS.matcher(Files.readString(file));
    return text.matches() && Integer.parseInt(text.group(1)) < 65536
        ? Optional.of(new Address(Integer.parseInt(text.group(1)), text.group(2)))
        : Optional.empty();
  }

  private static Path userKey(Path directory) {
    return directory.resolve("user_key");
  }

  /** On 127.0.0.1; the same at the next start, if it is free then. */
  public int port() {
    return address.port();
  }

  /** File of the private key that may log in, under any user name. */
  public Path userKey() {
    return userKey(directory);
  }

  /** Of the host key, as OpenSSH prints it. */
  public String fingerprint() {
    return address.fingerprint();
  }

  /** Ends the host, if it was started here. */
  @Override
  public void close() throws IOException {
    if (running != null) {
      running.server().close();
      running.sessions().close();
      running.backups().close();
      running.claim().close();
    }
  }
}
