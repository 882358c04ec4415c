package stowage.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Driven by OpenSSH's own client, so that it is known to be a real SSH server. */
class LoopbackServerTest {
  @TempDir Path dir = Path.of("");

  private LoopbackServer start(LoopbackServer.Session session) throws IOException {
    return LoopbackServer.start(dir.resolve("host"), dir.resolve("user"), session);
  }

  private Process ssh(LoopbackServer server, Path key, String... words) throws IOException {
    var argv =
        new java.util.ArrayList<>(
            List.of("ssh", "-F", "none", "-i", key.toString(), "-o", "IdentitiesOnly=yes"));
    argv.addAll(List.of("-o", "BatchMode=yes", "-o", "StrictHostKeyChecking=accept-new"));
    argv.addAll(List.of("-o", "UserKnownHostsFile=" + dir.resolve("known")));
    argv.addAll(List.of("-p", "" + server.port(), "anyone@127.0.0.1"));
    argv.addAll(List.of(words));
    return new ProcessBuilder(argv).start();
  }

  @Test
  void handsCommandAndStreamsToTheSession() throws Exception {
    try (var server =
        start((command, in, out, err) -> {
          out.write(command.getBytes(StandardCharsets.UTF_8));
          in.transferTo(out);
          err.write("oops".getBytes(StandardCharsets.UTF_8));
          return 7;
        })) {
      Process ssh = ssh(server, dir.resolve("user"), "say hello");
      try (var to = ssh.getOutputStream()) {
        to.write(" and more".getBytes(StandardCharsets.UTF_8));
      }
      assertEquals("say hello and more", text(ssh.getInputStream()));
      assertTrue(text(ssh.getErrorStream()).endsWith("oops"));
      assertEquals(7, ssh.waitFor());
    }
  }

  @Test
  void keepsItsKeysBetweenStarts() throws Exception {
    String first;
    try (var server = start((_, _, _, _) -> 0)) {
      first = server.fingerprint();
    }
    try (var server = start((_, _, _, _) -> 0)) {
      assertEquals(first, server.fingerprint());
      assertTrue(first.startsWith("SHA256:"));
    }
    for (String key : List.of("host", "user")) {
      assertEquals(
          "rw-------",
          PosixFilePermissions.toString(Files.getPosixFilePermissions(dir.resolve(key))));
    }
  }

  @Test
  void refusesOtherKeys() throws Exception {
    Path stranger = dir.resolve("stranger");
    Keys.madeIfMissing(stranger);
    try (var server = start((_, _, _, _) -> 0)) {
      Process ssh = ssh(server, stranger, "true");
      assertEquals(255, ssh.waitFor());
      assertTrue(text(ssh.getErrorStream()).contains("Permission denied (publickey)"));
    }
  }

  @Test
  void offersNoShellAndNoForwarding() throws Exception {
    try (var server = start((_, _, _, _) -> 0)) {
      Process ssh = ssh(server, dir.resolve("user"));
      ssh.getOutputStream().close();
      assertNotEquals(0, ssh.waitFor());
      Process forward = ssh(server, dir.resolve("user"), "-W", "127.0.0.1:" + server.port());
      forward.getOutputStream().close();
      assertEquals("", text(forward.getInputStream()));
    }
  }

  @Test
  void leadsToWhatItWasStartedWithOnly() throws Exception {
    try (var service = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        var server =
            LoopbackServer.start(
                dir.resolve("host"),
                dir.resolve("user"),
                0,
                (_, _, _, _) -> 0,
                List.of(new LoopbackServer.Way("backup.example", 8007, service.getLocalPort())))) {
      Thread.ofVirtual()
          .start(() -> {
            while (true) {
              try (Socket client = service.accept()) {
                client.getOutputStream().write("here".getBytes(StandardCharsets.UTF_8));
              } catch (IOException e) {
                return;
              }
            }
          });
      assertEquals("here", reached(server, "backup.example:8007"));
      assertEquals("", reached(server, "backup.example:8008"));
      assertEquals("", reached(server, "127.0.0.1:" + service.getLocalPort()));
      assertEquals("", reached(server, "127.0.0.1:" + server.port()));
    }
  }

  private String reached(LoopbackServer server, String there) throws IOException {
    Process ssh = ssh(server, dir.resolve("user"), "-W", there);
    String answer = text(ssh.getInputStream());
    ssh.getOutputStream().close();
    return answer;
  }

  @Test
  void interruptsTheSessionWhenTheClientGoes() throws Exception {
    var started = new CountDownLatch(1);
    var interrupted = new CountDownLatch(1);
    try (var server =
        start((_, _, _, _) -> {
          started.countDown();
          try {
            Thread.sleep(60_000);
          } catch (InterruptedException e) {
            interrupted.countDown();
            throw e;
          }
          return 0;
        })) {
      Process ssh = ssh(server, dir.resolve("user"), "sleep");
      assertTrue(started.await(20, TimeUnit.SECONDS));
      ssh.destroyForcibly();
      assertTrue(interrupted.await(20, TimeUnit.SECONDS));
    }
  }

  private static String text(InputStream in) throws IOException {
    return new String(in.readAllBytes(), StandardCharsets.UTF_8);
  }
}
