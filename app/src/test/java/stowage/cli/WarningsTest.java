package stowage.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stowage.settings.Address;
import stowage.settings.HostEntry;
import stowage.settings.Login;
import stowage.ssh.SshConfig;

/** What the program could not heed is said, not dropped. */
class WarningsTest {
  @TempDir Path folder;

  @Test
  void whatOfTheSshConfigurationIsNotHeededIsSaidOnceOnStandardError() throws Exception {
    Files.createDirectories(folder.resolve(".ssh"));
    Files.writeString(folder.resolve(".ssh/config"), "Host *\n  ProxyCommand nc %h %p\n");
    try (Trial trial =
        new Trial(
            folder,
            () -> SshConfig.read(folder, folder.resolve("none")),
            down("one"),
            down("two"))) {
      Trial.Shown shown = trial.run("-H", "one", "-H", "two", "status");
      long told = shown.err().lines().filter(l -> l.contains("ProxyCommand")).count();
      assertEquals(1, told, shown.err());
      assertEquals(3, shown.status(), shown.err());
    }
  }

  /** A computer that is up, with nothing that listens. */
  private static HostEntry down(String name) throws Exception {
    try (ServerSocket closed = new ServerSocket(0)) {
      Address address = new Address("127.0.0.1", closed.getLocalPort(), "root", "");
      return new HostEntry(name, "", HostEntry.Origin.SSH, address, Login.AGENT, false);
    }
  }

  @Test
  void settingsThatWereMovedAsideAreAnnounced() throws Exception {
    try (Trial trial = new Trial(folder, () -> SshConfig.read(folder, folder))) {
      Files.writeString(folder.resolve("settings.json"), "{ torn");
      String aside = folder.resolve("settings.unreadable.json").toString();
      Trial.Shown first = trial.run("hosts");
      assertTrue(first.err().contains(aside), first.err());
      assertEquals("{ torn", Files.readString(Path.of(aside)));
      assertFalse(trial.run("hosts").err().contains(aside), "said once");
    }
  }
}
