package stowage.ui;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stowage.conformance.LabHost;
import stowage.settings.Address;
import stowage.settings.HostEntry;
import stowage.settings.Login;

class MainJobTest {
  @TempDir Path folder;

  @Test
  void onTheDemoHost() throws Exception {
    MainJob.run(
        new MainJob.Place(
            folder,
            HostEntry.DEMO,
            "nas.example.net",
            "/exports/projects",
            Duration.ofSeconds(60)));
  }

  @Test
  @Tag("lab")
  void onARealHost() throws Exception {
    LabHost lab = LabHost.own();
    String home = System.getProperty("user.home");
    Files.createDirectories(folder.resolve(".ssh"));
    Files.writeString(
        folder.resolve(".ssh/config"),
        "Host lab\n HostName 127.0.0.1\n User operator\n Port %s\n IdentityFile %s\n UserKnownHostsFile %s\n"
            .formatted(lab.port(), lab.key(), lab.knownHosts()));
    System.setProperty("user.home", folder.toString());
    try {
      MainJob.run(
          new MainJob.Place(
              folder,
              new HostEntry(
                  "lab",
                  "",
                  HostEntry.Origin.SSH,
                  new Address("lab", 0, "", ""),
                  new Login(Login.Method.KEY_FILE, lab.key().toString()),
                  false),
              "127.0.0.1",
              "/srv/nfs/b",
              Duration.ofMinutes(5)));
    } finally {
      System.setProperty("user.home", home);
    }
  }
}
