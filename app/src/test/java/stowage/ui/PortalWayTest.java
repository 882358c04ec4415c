package stowage.ui;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stowage.config.StorageId;
import stowage.settings.HostEntry;
import stowage.ui.frame.Page;

/** The key of a host for a server of ZFS over iSCSI, looked at where a pool is edited. */
class PortalWayTest {
  @Test
  void theKeyOfAPoolThatIsThereIsLookedAt(@TempDir Path folder) throws Exception {
    OpenConsole console = new OpenConsole(folder, HostEntry.DEMO, Duration.ofSeconds(90));
    try {
      console.connect();
      console.open(new Page.EditPool(HostEntry.DEMO.name(), new StorageId("appliance")));
      console.press("Check the login");
      console.await(
          "the answer", () -> Nodes.text(console.root()).contains("The host gets into 192.0.2.70"));
      assertTrue(console.has("Review"));
    } finally {
      console.close();
    }
  }
}
