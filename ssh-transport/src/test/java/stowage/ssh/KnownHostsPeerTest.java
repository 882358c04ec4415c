package stowage.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stowage.exec.HostException;

/** Lists of host keys as OpenSSH's own programs understand them. */
class KnownHostsPeerTest {
  private static final String KEY =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGh0W8G1zYZnYl3S5BqZt0lY0m7q1m3o1b2d5s0b6Y1x";
  private static final Pattern FOUND = Pattern.compile("found: line (\\d+)");

  @TempDir Path dir = Path.of("");
  private final SshConnector connector = new SshConnector(SshSettings.DEFAULT);
  private Sshd sshd;

  @BeforeEach
  void start() throws Exception {
    sshd = Sshd.start(dir);
  }

  @AfterEach
  void close() {
    connector.close();
    sshd.close();
  }

  @Test
  void findsTheLinesThatSshKeygenFinds() throws Exception {
    Random random = new Random(7);
    List<String> patterns =
        List.of(
            "pve1",
            "PVE1",
            "pve*",
            "!pve1",
            "[pve1]:2222",
            "[pve*]:2222",
            "![pve1]:2222",
            "*",
            "[*]:*",
            "10.0.0.?",
            "fe80::1",
            "[fe80::1]:2222",
            "p?e1.example.com");
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 120; i++) {
      String first = patterns.get(random.nextInt(patterns.size()));
      String hosts =
          random.nextBoolean()
              ? first
              : first + "," + patterns.get(random.nextInt(patterns.size()));
      String marker =
          switch (random.nextInt(6)) {
            case 0 -> "@cert-authority ";
            case 1 -> "@revoked ";
            default -> "";
          };
      lines.add(
          switch (random.nextInt(8)) {
            case 0 -> "# " + hosts + " " + KEY;
            case 1 -> KnownHost.hash(first.toLowerCase(Locale.ROOT)) + " " + KEY;
            case 2 -> "  " + marker + hosts + "   " + KEY + " a comment";
            case 3 -> hosts;
            default -> marker + hosts + " " + KEY;
          });
    }
    Path file = Files.write(dir.resolve("many"), lines);
    for (String name :
        List.of(
            "pve1",
            "pve2",
            "[pve1]:2222",
            "[pve2]:2222",
            "[pve1]:22222",
            "10.0.0.9",
            "fe80::1",
            "[fe80::1]:2222",
            "pve1.example.com",
            "elsewhere")) {
      TreeSet<Integer> theirs = new TreeSet<>();
      FOUND
          .matcher(Sshd.said("ssh-keygen", "-F", name, "-f", file.toString()))
          .results()
          .map((MatchResult found) -> Integer.parseInt(found.group(1)))
          .forEach(theirs::add);
      TreeSet<Integer> ours = new TreeSet<>();
      for (int i = 0; i < lines.size(); i++) {
        int number = i + 1;
        KnownHost.parse(lines.get(i), "" + number)
            .filter(entry -> entry.matches(name.toLowerCase(Locale.ROOT)))
            .ifPresent(_ -> ours.add(number));
      }
      TreeSet<Integer> both = new TreeSet<>(theirs);
      both.retainAll(ours);
      theirs.removeAll(both);
      ours.removeAll(both);
      assertEquals(named(theirs, lines), named(ours, lines), name);
    }
  }

  private static List<String> named(Set<Integer> numbers, List<String> lines) {
    return numbers.stream().map(number -> number + ": " + lines.get(number - 1)).toList();
  }

  /**
   * Whether ssh goes on with this list of keys and whether the program does, without asking. Each
   * line may name the usual port, the server's, or both; keys are the server's, another, or an
   * authority's.
   */
  @Test
  void trustsWhomSshTrusts() throws Exception {
    Path other = dir.resolve("other");
    Path authority = dir.resolve("authority");
    for (Path key : List.of(other, authority)) {
      Sshd.keygen("-t", "ed25519", "-N", "", "-f", key.toString());
    }
    Sshd.keygen(
        "-s", authority.toString(), "-h", "-I", "host", "-n", "127.0.0.1", sshd.hostKey + ".pub");
    try (Sshd certified =
        Sshd.start(
            dir, "HostKey " + sshd.hostKey, "HostCertificate " + sshd.hostKey + "-cert.pub")) {
      String usual = "127.0.0.1 ";
      String place = "[127.0.0.1]:" + certified.port + " ";
      String mine = certified.publicKey(certified.hostKey);
      String wrong = certified.publicKey(other);
      String ca = certified.publicKey(authority);
      List<List<String>> lists =
          List.of(
              List.of(),
              List.of(place + mine),
              List.of(usual + mine),
              List.of(usual + wrong),
              List.of(place + wrong),
              List.of(place + wrong, place + mine),
              List.of(usual + mine, place + wrong),
              List.of(usual + wrong, place + mine),
              List.of("@revoked " + place + mine, place + mine),
              List.of("@revoked " + usual + mine, usual + mine),
              List.of("@revoked * " + mine, place + mine),
              List.of("@revoked " + place + wrong, place + mine),
              List.of("@cert-authority " + place + ca),
              List.of("@cert-authority " + usual + ca),
              List.of("@cert-authority " + place + wrong),
              List.of("@cert-authority * " + ca, "@revoked * " + ca),
              List.of("@cert-authority * " + ca, "@revoked * " + mine),
              List.of("@cert-authority [*]:2 " + ca),
              List.of("@cert-authority " + place + mine));
      int trusted = 0;
      for (List<String> list : lists) {
        certified.know(list.toArray(String[]::new));
        boolean ssh = sshGoesOn(certified);
        boolean ours;
        try {
          connector.connect(certified.target(), certified.key(), Prompts.NOBODY).close();
          ours = true;
        } catch (HostException.HostKeyUnknown | HostException.HostKeyChanged e) {
          ours = false;
        }
        assertEquals(ssh, ours, list.toString());
        trusted += ours ? 1 : 0;
      }
      assertTrue(trusted >= 6, "trusted: " + trusted);
    }
  }

  private static boolean sshGoesOn(Sshd server) throws Exception {
    Process ssh =
        new ProcessBuilder(
                "ssh",
                "-F",
                "none",
                "-i",
                server.userKey.toString(),
                "-p",
                "" + server.port,
                "-o",
                "BatchMode=yes",
                "-o",
                "StrictHostKeyChecking=yes",
                "-o",
                "GlobalKnownHostsFile=none",
                "-o",
                "UserKnownHostsFile=" + server.knownHosts,
                "127.0.0.1",
                "true")
            .redirectErrorStream(true)
            .start();
    ssh.getOutputStream().close();
    ssh.getInputStream().readAllBytes();
    return ssh.waitFor() == 0;
  }

  /** {@code UserKnownHostsFile /dev/null} is what people write who want nothing remembered. */
  @Test
  void aListThatForgetsEverything() throws Exception {
    Target.Files files =
        new Target.Files(List.of(sshd.userKey), false, null, List.of(Path.of("/dev/null")), false);
    Answers answers = Answers.trusting(Prompts.Trust.REMEMBER);
    for (int i = 1; i <= 2; i++) {
      connector.connect(sshd.target().with(files), sshd.key(), answers).close();
      assertEquals(i, answers.asked.size());
    }
  }

  @Test
  void aCertificateThatHasExpiredOrIsForUsersVouchesForNothing() throws Exception {
    Path authority = dir.resolve("authority");
    Sshd.keygen("-t", "ed25519", "-N", "", "-f", authority.toString());
    for (List<String> how :
        List.of(List.of("-h", "-V", "19990101:20000101"), List.of("-V", "always:forever"))) {
      List<String> words = new ArrayList<>(List.of("-s", authority.toString(), "-I", "x"));
      words.addAll(how);
      words.addAll(List.of("-n", "127.0.0.1", sshd.hostKey + ".pub"));
      Sshd.keygen(words.toArray(String[]::new));
      try (Sshd stale =
          Sshd.start(
              dir, "HostKey " + sshd.hostKey, "HostCertificate " + sshd.hostKey + "-cert.pub")) {
        stale.know("@cert-authority * " + sshd.publicKey(authority));
        assertThrows(
            HostException.HostKeyUnknown.class,
            () -> connector.connect(stale.target(), stale.key(), Prompts.NOBODY),
            how.toString());
      }
    }
  }
}
