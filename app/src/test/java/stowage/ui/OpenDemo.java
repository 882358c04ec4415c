package stowage.ui;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import stowage.access.HostAccess;
import stowage.exec.HostException;
import stowage.host.Host;
import stowage.schema.InvalidException;
import stowage.settings.HostEntry;
import stowage.ui.connect.ConnectFlow;
import stowage.ui.connect.Request;

/** The demo host, connected, for what is tried without a window. */
public final class OpenDemo implements AutoCloseable {
  private final HostAccess access;

  public OpenDemo(Path folder) {
    access = new HostAccess(folder.resolve("demo"));
  }

  public Host connect() throws HostException, InvalidException {
    ConnectFlow[] flow = new ConnectFlow[1];
    flow[0] =
        new ConnectFlow(
            Runnable::run,
            question -> {
              if (question != null) {
                Thread.ofVirtual().start(() -> flow[0].answer(new Request.Answer.AcceptOnce()));
              }
            });
    return access.open(HostEntry.DEMO, flow[0], flow[0]::warn);
  }

  /** Until it holds on the screen's thread. */
  public static void await(Callable<Boolean> condition) throws Exception {
    Instant end = Instant.now().plus(Duration.ofSeconds(60));
    while (!Screen.on(condition)) {
      assertTrue(Instant.now().isBefore(end), "waited in vain");
      Thread.sleep(20);
    }
  }

  @Override
  public void close() throws IOException {
    access.close();
  }
}
