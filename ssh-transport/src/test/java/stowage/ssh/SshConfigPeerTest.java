package stowage.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stowage.schema.InvalidException;

/** Generated configurations, read by {@code ssh -G} and by the program: both must agree. */
class SshConfigPeerTest {
  private static final String ME = System.getProperty("user.name");
  private static final List<String> USUAL = List.of("id_ed25519", "id_ecdsa", "id_rsa");
  private static final List<String> HOSTS =
      List.of("alpha", "beta", "ALPHA", "db.example.com", "anna@alpha", "Anna@beta", "10.0.0.7");
  private static final List<String> PATTERNS =
      List.of(
          "alpha", "beta", "ALPHA", "a*", "?eta", "!beta", "!a*", "*.example.com", "*", "10.0.0.*");
  private static final List<String> CRITERIA =
      List.of(
          "all",
          "final",
          "host alpha,beta",
          "host=ALPHA",
          "host *.example.com,!db.*",
          "!host a*",
          "originalhost alpha",
          "!originalhost beta,db*",
          "user anna",
          "user = Anna",
          "!user anna,bob",
          "localuser " + ME,
          "localuser nobody-else",
          "host * user anna originalhost alpha",
          "final user bob");
  private static final List<String> SETTINGS =
      List.of(
          "HostName %h.example.com",
          "HostName=10.9.8.7",
          "HostName %%%h",
          "User bob",
          "User \"with blank\"",
          "User Anna",
          "Port 2201",
          "Port=2202",
          "  port = 2203",
          "IdentityFile ~/.ssh/one",
          "IdentityFile /keys/%h-%r-%p",
          "IdentityFile \"/two words/%n\"",
          "IdentityFile /two\\ words/%%",
          "IdentityFile '/quoted \"twice\"/x'",
          "IdentityFile /열쇠/하나",
          "IdentitiesOnly yes",
          "IdentitiesOnly no",
          "UserKnownHostsFile ~/.ssh/known-a /known/%h",
          "UserKnownHostsFile none",
          "HashKnownHosts yes # as Debian has it",
          "HashKnownHosts no",
          "ProxyJump gate",
          "ProxyJump none",
          "ProxyJump=anna@one.example.net",
          "ProxyJump two,root@three:99,four",
          "ProxyJump root@gate:2222,beta",
          "ProxyCommand none",
          "ServerAliveInterval 30",
          "# a comment",
          "");

  @TempDir Path home = Path.of("");

  private static String any(Random random, List<String> of) {
    return of.get(random.nextInt(of.size()));
  }

  private static List<String> lines(Random random, int count, Path included) {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      switch (random.nextInt(10)) {
        case 0, 1 -> lines.add("Host " + any(random, PATTERNS) + " " + any(random, PATTERNS));
        case 2 -> lines.add("Match " + any(random, CRITERIA));
        case 3 -> lines.add("Include " + included);
        default -> lines.add(any(random, SETTINGS));
      }
    }
    return lines;
  }

  /** What ssh says, one value per keyword except for keys. */
  private record Said(Map<String, String> values, List<String> identities, boolean circle) {
    String get(String keyword) {
      return values.getOrDefault(keyword, "");
    }
  }

  private Said ssh(String... words) throws Exception {
    List<String> argv =
        new ArrayList<>(List.of("-G", "-F", home.resolve(".ssh/config").toString()));
    argv.addAll(Arrays.asList(words));
    String text = Sshd.said("ssh", argv.toArray(String[]::new));
    List<String> lines = text.lines().filter(line -> line.contains(" ")).toList();
    return new Said(
        lines.stream()
            .map(line -> line.split(" ", 2))
            .collect(Collectors.toMap(word -> word[0], word -> word[1], (first, _) -> first)),
        lines.stream()
            .filter(line -> line.startsWith("identityfile "))
            .map(line -> line.substring("identityfile ".length()))
            .toList(),
        text.startsWith("jumphost loop"));
  }

  /** The way there, as ssh would be called for each hop; very long where it never ends. */
  private List<String> way(String jumps, int depth) throws Exception {
    List<String> way = new ArrayList<>();
    if (jumps.isEmpty() || jumps.equals("none") || depth == 0) {
      return way;
    }
    for (String hop : jumps.split(",")) {
      Said said = ssh(hop.contains(":") ? "ssh://" + hop : hop);
      if (said.circle()) {
        return new ArrayList<>(Collections.nCopies(depth, "circle"));
      }
      if (way.isEmpty()) {
        way.addAll(way(said.get("proxyjump"), depth - 1));
      }
      way.add(said.get("user") + "@" + said.get("hostname") + ":" + said.get("port"));
    }
    return way;
  }

  private String expanded(String file, String alias, Said said) {
    String path = file.startsWith("~/") ? home + file.substring(1) : file;
    return path.replace("%h", said.get("hostname"))
        .replace("%r", said.get("user"))
        .replace("%p", said.get("port"))
        .replace("%n", alias)
        .replace("%%", "%");
  }

  private static List<String> text(List<Path> paths) {
    return paths.stream().map(Path::toString).toList();
  }

  @Test
  void whatSshReads() throws Exception {
    Files.createDirectories(home.resolve(".ssh"));
    Path included = home.resolve(".ssh/included");
    int jumping = 0;
    int keyed = 0;
    for (int seed = 0; seed < 100; seed++) {
      Random random = new Random(seed);
      Files.write(included, lines(random, 4, Path.of("/nothing/here")));
      Files.write(home.resolve(".ssh/config"), lines(random, 14, included));
      String files =
          Files.readString(home.resolve(".ssh/config")) + "---\n" + Files.readString(included);
      String host = any(random, HOSTS);
      String alias = host.substring(host.indexOf('@') + 1);
      Said said = ssh(host);
      String about = "seed " + seed + ", " + host + "\n" + files;
      SshConfig config = SshConfig.read(home, home.resolve("no-system-file"));
      Target target;
      try {
        target = config.resolve(host).target();
      } catch (InvalidException e) {
        // Where hosts lead to each other in a circle, ssh would call itself for ever.
        assertEquals("host.jump-loop", e.problems().getFirst().said().key(), about);
        assertTrue(said.circle() || way(said.get("proxyjump"), 9).size() >= 9, about);
        continue;
      }
      if (said.circle()) {
        // ssh only looks whether the last hop is the host itself; here that is merely a detour.
        assertEquals(target.address(), target.via().getLast().address(), about);
        continue;
      }
      assertEquals(said.get("hostname"), target.address(), about);
      assertEquals(said.get("user"), target.user(), about);
      assertEquals(said.get("port"), "" + target.port(), about);
      assertEquals(
          said.get("identitiesonly").equals("yes"), target.files().identitiesOnly(), about);
      assertEquals(said.get("hashknownhosts").equals("yes"), target.files().hashNames(), about);
      boolean usual = said.identities().contains("~/.ssh/id_xmss");
      assertEquals(
          usual
              ? text(USUAL.stream().map(home.resolve(".ssh")::resolve).toList())
              : said.identities().stream().map(file -> expanded(file, alias, said)).toList(),
          text(target.files().identities()),
          about);
      List<String> known =
          Arrays.stream(said.get("userknownhostsfile").split(" "))
              .filter(file -> !file.equals("none"))
              // Its own home is another one than the test's.
              .map(file -> file.replaceFirst("^/.*/\\.ssh/", "~/.ssh/"))
              .map(file -> expanded(file, alias, said))
              .toList();
      assertEquals(known, text(target.files().knownHosts()).subList(0, known.size()), about);
      List<String> way =
          target.via().stream()
              .map(hop -> hop.user() + "@" + hop.address() + ":" + hop.port())
              .toList();
      assertEquals(way(said.get("proxyjump"), 9), way, about);
      jumping += way.isEmpty() ? 0 : 1;
      keyed += usual ? 0 : 1;
    }
    // Not worth much if most of the files said nothing.
    assertTrue(jumping >= 10 && keyed >= 30, jumping + " ways, " + keyed + " with keys");
  }
}
