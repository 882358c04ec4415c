package stowage.conformance;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import stowage.exec.Link;
import stowage.exec.LocalLink;
import stowage.exec.Rooted;
import stowage.exec.Shell;
import stowage.exec.WireShell;

/** A plain host in a directory of this machine, with the real scripts and real files. */
public final class LocalHost {
  private final Path root;

  /**
   * @param root an empty directory
   */
  public LocalHost(Path root) throws IOException {
    this.root = root.toRealPath();
    write("/proc/mounts", "/dev/sda1 / ext4 rw,relatime 0 0\n");
    for (String directory : List.of("/etc", "/mnt", "/srv", "/var/lib/vz")) {
      Files.createDirectories(at(directory));
    }
  }

  public Shell shell() {
    return shell(new LocalLink());
  }

  /**
   * @param link to this machine
   */
  Shell shell(Link link) {
    return new Rooted(new WireShell(link), root);
  }

  public Path at(String path) {
    return Path.of(root + path);
  }

  public String read(String path) throws IOException {
    return Files.readString(at(path));
  }

  public LocalHost write(String path, String text) throws IOException {
    Files.createDirectories(at(path).getParent());
    Files.write(at(path), text.getBytes(StandardCharsets.UTF_8));
    return this;
  }

  /** A program that this host has and others may not: a few lines of shell. */
  public LocalHost program(String path, String script) throws IOException {
    write(path, "#!/bin/sh\n" + script);
    Files.setPosixFilePermissions(at(path), PosixFilePermissions.fromString("rwxr-xr-x"));
    return this;
  }
}
