package stowage.ssh;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What each key exchange costs the console, measured against a local server. */
@Tag("bench")
class KeyExchangeBenchTest {
  private static final int ROUNDS = 30;

  @TempDir Path dir = Path.of("");

  @Test
  void loginByKeyExchange() throws Exception {
    StringBuilder table = new StringBuilder("key exchange | login ms (median) | process CPU ms\n");
    for (String kex : new String[] {"sntrup761x25519-sha512@openssh.com", "curve25519-sha256"}) {
      try (Sshd sshd = Sshd.start(dir, "KexAlgorithms " + kex);
          SshConnector connector = new SshConnector(SshSettings.DEFAULT)) {
        for (int i = 0; i < ROUNDS; i++) {
          connector.connect(sshd.target(), sshd.key(), Prompts.NOBODY).close();
        }
        double[] times = new double[ROUNDS];
        long cpu = cpu();
        for (int i = 0; i < ROUNDS; i++) {
          long begun = System.nanoTime();
          connector.connect(sshd.target(), sshd.key(), Prompts.NOBODY).close();
          times[i] = (System.nanoTime() - begun) / 1e6;
        }
        Arrays.sort(times);
        table.append(
            String.format(
                "%s | %.0f | %.0f%n", kex, times[ROUNDS / 2], (cpu() - cpu) / 1e6 / ROUNDS));
      }
    }
    Files.writeString(Path.of("target/algorithms.txt"), table);
    System.out.print(table);
  }

  private static long cpu() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }
}
