package stowage.bench;

import java.io.IOException;
import java.time.Duration;
import stowage.config.StorageId;

/** The host as it is measured: pools of several types, and the images. Taken back at the end. */
final class Scenery implements AutoCloseable {
  static final int IMAGES = 5000;
  static final StorageId IMAGE_POOL = new StorageId("images");
  static final String IMAGE_POOL_PATH = "/var/lib/stowage-bench/pool";

  private final Line line;
  private final OpenSsh ssh;

  private Scenery(Line line, OpenSsh ssh) {
    this.line = line;
    this.ssh = ssh;
  }

  static Scenery set(Server host) throws IOException {
    Line line = Line.to(host, Duration.ZERO);
    Scenery made = new Scenery(line, OpenSsh.anew(line));
    made.ssh.run("sh -s " + IMAGES, Program.resource("scenery.sh"));
    return made;
  }

  @Override
  public void close() throws IOException {
    ssh.run("sh -s", Program.resource("scenery-end.sh"));
    line.close();
  }
}
