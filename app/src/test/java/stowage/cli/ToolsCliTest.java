package stowage.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stowage.settings.HostEntry;
import stowage.ssh.SshConfig;

/** Programs on the demo host, one of which gets lost. */
class ToolsCliTest {
  @TempDir private Path folder;
  private Trial trial;

  @BeforeEach
  void start() throws Exception {
    trial = new Trial(folder, () -> SshConfig.read(folder, folder), HostEntry.DEMO);
    demo("path", "local:iso/x.iso").text();
  }

  @AfterEach
  void stop() throws IOException {
    trial.close();
  }

  private Trial.Shown demo(String... args) {
    List<String> all = new ArrayList<>(List.of("-H", "demo"));
    all.addAll(List.of(args));
    return trial.run(all.toArray(String[]::new));
  }

  private String line(String program) {
    return demo("tools")
        .text()
        .lines()
        .filter(l -> l.startsWith(program))
        .findFirst()
        .orElseThrow()
        .replaceAll(" +", " ");
  }

  @Test
  void aLostProgramIsNamedAndInstalledAgain() throws Exception {
    assertEquals("/sbin/showmount nfs-common there", line("/sbin/showmount"));
    assertTrue(demo("tools", "install").err().contains("Nothing is missing"));
    try (var files = Files.walk(folder)) {
      for (Path file : files.filter(f -> f.endsWith("showmount")).toList()) {
        Files.delete(file);
      }
    }
    assertEquals("/sbin/showmount nfs-common missing", line("/sbin/showmount"));
    String preview = demo("--dry-run", "tools", "install").text();
    assertTrue(preview.contains("--no-remove install -- nfs-common"), preview);
    assertEquals("installed nfs-common\n", demo("tools", "install").text());
    assertEquals("/sbin/showmount nfs-common there", line("/sbin/showmount"));
    assertTrue(demo("--json", "tools").text().contains("\"package\" : \"nfs-common\""));
  }

  @Test
  void anythingElseIsRefused() {
    Trial.Shown refused = demo("tools", "install", "sl");
    assertEquals(Exit.USAGE.status, refused.status());
    assertTrue(refused.err().contains("sl"), refused.err());
  }
}
