package stowage.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import stowage.message.Message;
import stowage.schema.InvalidException;

class SshConfigTest {
  private static final String ME = System.getProperty("user.name");

  @TempDir Path home = Path.of("");

  @BeforeEach
  void makeSshDirectory() throws Exception {
    Files.createDirectories(home.resolve(".ssh/conf.d"));
  }

  private SshConfig config(String... lines) throws Exception {
    Files.write(home.resolve(".ssh/config"), List.of(lines));
    return SshConfig.read(home, home.resolve("etc/ssh_config"));
  }

  private static Target target(SshConfig config, String destination) throws InvalidException {
    return config.resolve(destination).target();
  }

  private static String shown(Target target) {
    return target.user() + "@" + target.address() + ":" + target.port();
  }

  @ParameterizedTest
  @CsvSource({
    "pve1,                 ME@pve1:22",
    "root@pve1,            root@pve1:22",
    "root@pve1:2222,       root@pve1:2222",
    "pve1:2222,            ME@pve1:2222",
    "ssh://root@pve1:2222, root@pve1:2222",
    "ssh://pve1/,          ME@pve1:22",
    "10.0.0.1,             ME@10.0.0.1:22",
    "fe80::1,              ME@fe80::1:22",
    "root@[fe80::1]:2222,  root@fe80::1:2222",
    "[fe80::1],            ME@fe80::1:22",
    "' pve1 ',             ME@pve1:22",
  })
  void understandsDestinationsWithoutAnyFile(String destination, String expected) throws Exception {
    SshConfig empty = SshConfig.read(home.resolve("nobody"), home.resolve("nothing"));
    assertEquals(expected.replace("ME", ME), shown(target(empty, destination)));
    assertEquals(List.of(), empty.aliases());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "-oProxyCommand=x",
        "root@",
        "@pve1",
        "a b",
        "pve1:",
        "pve1:x",
        "pve1:0",
        "pve1:65536",
        "pve1:999999999999",
        "root@-x",
        "[fe80::1",
        "a\nb"
      })
  void refusesWhatIsNoDestination(String destination) {
    InvalidException refused =
        assertThrows(InvalidException.class, () -> target(config(), destination));
    assertTrue(
        List.of("host.bad-address", "host.bad-port")
            .contains(refused.problems().getFirst().said().key()));
  }

  @Test
  void takesTheFirstValueThatApplies() throws Exception {
    SshConfig config =
        config(
            "# comment",
            "User everywhere",
            "Host pve1 storage",
            "  HostName 10.0.0.1",
            "\tPort=2201",
            "  User nobody-sees-this",
            "Host pve*",
            "  Port 2299",
            "  IdentityFile ~/.ssh/second",
            "HOST *",
            "  hostname = %h.example.com");
    assertEquals("everywhere@10.0.0.1:2201", shown(target(config, "pve1")));
    assertEquals("everywhere@10.0.0.1:2201", shown(target(config, "storage")));
    assertEquals("everywhere@pve2.example.com:2299", shown(target(config, "pve2")));
    assertEquals("root@other.example.com:22", shown(target(config, "root@other")));
    assertEquals("everywhere@10.0.0.1:7", shown(target(config, "pve1:7")));
  }

  @Test
  void wordsMayBeQuotedOrEscapedAndInAnyAlphabet() throws Exception {
    SshConfig config =
        config(
            "Host 서버",
            "  HostName 10.0.0.9",
            "  IdentityFile /키/하나\\ 둘",
            "  IdentityFile \"/a\\\"b\" # not /c",
            "  IdentityFile '/d e'\\'f",
            "  UserKnownHostsFile \"/g h\" /i\\\\j");
    Target.Files files = target(config, "서버").files();
    assertEquals(
        List.of(Path.of("/키/하나 둘"), Path.of("/a\"b"), Path.of("/d e'f")), files.identities());
    assertEquals(List.of(Path.of("/g h"), Path.of("/i\\j")), files.knownHosts().subList(0, 2));
    assertEquals(List.of("서버"), config.aliases());
    // A byte that is no UTF-8 spoils its own word at most.
    Files.write(
        home.resolve(".ssh/config"),
        "# caf\u00e9\nHost a\n  Port 7\n".getBytes(StandardCharsets.ISO_8859_1));
    assertEquals(7, target(SshConfig.read(home, home.resolve("none")), "a").port());
  }

  /** Who relies on a setting that ssh heeds must learn that it is not heeded here. */
  @Test
  void settingsThatAreNotHeededAreTold() throws Exception {
    SshConfig config =
        config(
            "Host a",
            "  hostkeyalias other",
            "  CanonicalizeHostname no",
            "  RevokedHostKeys none",
            "Host b",
            "  RevokedHostKeys ~/revoked",
            "  Compression yes");
    Message told = config.resolve("a").warnings().getFirst();
    assertEquals("host.config-unheeded", told.key());
    assertEquals("HostKeyAlias", told.args().getLast());
    assertEquals(1, config.resolve("a").warnings().size());
    assertEquals("RevokedHostKeys", config.resolve("b").warnings().getFirst().args().getLast());
    assertEquals(List.of(), config.resolve("c").warnings());
  }

  /** Whichever stands first says how the host is reached, as for ssh. */
  @Test
  void aProxyCommandAndJumpsExcludeEachOther() throws Exception {
    SshConfig config =
        config(
            "Host direct",
            "  ProxyCommand none",
            "Host command",
            "  ProxyCommand nc %h %p",
            "Host jump",
            "  ProxyJump one , two",
            "Host *",
            "  ProxyJump gate",
            "  ProxyCommand other");
    assertEquals(List.of(), config.resolve("direct").target().via());
    assertEquals(List.of(), config.resolve("direct").warnings());
    assertEquals(List.of(), config.resolve("command").target().via());
    assertEquals(
        List.of("host.config-proxy-command"),
        config.resolve("command").warnings().stream().map(Message::key).toList());
    SshConfig two = config("Host jump", "  ProxyJump one , two");
    assertEquals(
        List.of("one", "two"), target(two, "jump").via().stream().map(Target::address).toList());
  }

  @Test
  void includesTakeThePatternsOfAShell() throws Exception {
    Files.write(home.resolve(".ssh/conf.d/a1"), List.of("Host x", "  Port 1"));
    Files.write(home.resolve(".ssh/conf.d/b1"), List.of("Host x", "  User bee"));
    Files.write(home.resolve(".ssh/conf.d/{c}"), List.of("Host x", "  HostName braces"));
    assertEquals(ME + "@x:1", shown(target(config("Include conf.d/[ac]?"), "x")));
    assertEquals("bee@x:22", shown(target(config("Include conf.d/[!ac]1"), "x")));
    assertEquals(ME + "@braces:22", shown(target(config("Include conf.d/{*}"), "x")));
    assertEquals(ME + "@x:22", shown(target(config("Include conf.d/[z-"), "x")));
  }

  @Test
  void negatedPatternsKeepHostsOut() throws Exception {
    SshConfig config = config("Host * !pve1 !*.test", "  User others", "Host pve1", "  User one");
    assertEquals("one", target(config, "pve1").user());
    assertEquals("others", target(config, "pve2").user());
    assertEquals(ME, target(config, "a.test").user());
  }

  @Test
  void includesFilesInPlaceAndOnlyWhereTheyApply() throws Exception {
    Files.write(home.resolve(".ssh/conf.d/10.conf"), List.of("Host a", "  User first", "  Port 1"));
    Files.write(home.resolve(".ssh/conf.d/20.conf"), List.of("Host a b", "  User second"));
    Files.write(home.resolve(".ssh/conf.d/.hidden.conf"), List.of("User hidden"));
    Files.write(home.resolve(".ssh/only-b"), List.of("Port 2", "Host *", "  HostName x"));
    SshConfig config =
        config(
            "Include conf.d/*.conf missing/*",
            "Host b",
            "  Include only-b",
            "  IdentitiesOnly yes",
            "Host *",
            "  User last",
            "Include \"" + home + "/.ssh/only-b\"");
    assertEquals("first@x:1", shown(target(config, "a")));
    assertEquals("second@x:2", shown(target(config, "b")));
    // The block that an included file opens ends with that file.
    assertTrue(target(config, "b").files().identitiesOnly());
    assertEquals("last@x:2", shown(target(config, "c")));
    assertEquals(List.of("a", "b"), config.aliases());
  }

  @Test
  void filesThatIncludeThemselvesEnd() throws Exception {
    SshConfig config = config("Include config", "Host a", "  Port 5");
    assertEquals(5, target(config, "a").port());
    assertEquals("host.config-include-depth", config.resolve("a").warnings().getFirst().key());
  }

  @Test
  void matchBlocks() throws Exception {
    SshConfig config =
        config(
            "Host short",
            "  HostName long.example.com",
            "Match host *.example.com,!no.example.com user " + ME,
            "  Port 1001",
            "Match originalhost short",
            "  User original",
            "Match host *.example.com !user " + ME,
            "  Port 1002",
            "Match !host *.example.com",
            "  Port 1003",
            "Match localuser " + ME + " originalhost other",
            "  User local",
            "Match final",
            "  IdentitiesOnly yes",
            "Match all",
            "  Port 1004");
    assertEquals("original@long.example.com:1001", shown(target(config, "short")));
    assertEquals("someone@x.example.com:1002", shown(target(config, "someone@x.example.com")));
    assertEquals("local@other:1003", shown(target(config, "other")));
    assertEquals(1004, target(config, "no.example.com").port());
    assertTrue(target(config, "other").files().identitiesOnly());
    assertEquals(List.of(), config.resolve("short").warnings());
  }

  @Test
  void aConditionThatOnlySshCanCheckIsSkippedAndSaid() throws Exception {
    SshConfig config =
        config("Match host pve1 exec \"test -e /x\"", "  Port 1", "Host *", "  Port 2");
    SshConfig.Resolved resolved = config.resolve("pve1");
    assertEquals(2, resolved.target().port());
    assertEquals("host.config-match-skipped", resolved.warnings().getFirst().key());
    assertEquals("exec", resolved.warnings().getFirst().args().get(1));
  }

  @Test
  void keysAndKnownHosts() throws Exception {
    SshConfig config =
        config(
            "Host tokens",
            "  HostName %h.example.com",
            "  Port 2222",
            "  IdentityFile ~/.ssh/%r-at-%h-%p",
            "  IdentityFile %d/keys/%n%%",
            "  IdentityFile \"relative with blank\"",
            "  IdentityFile ${HOME}/env",
            "  UserKnownHostsFile ~/.ssh/known-a /b/%h",
            "  GlobalKnownHostsFile none",
            "  HashKnownHosts yes",
            "Host bare",
            "  IdentityFile none",
            "  UserKnownHostsFile none",
            "  IdentityAgent none",
            "Host agent",
            "  IdentityAgent ~/agent.sock");
    Target.Files tokens = target(config, "root@tokens").files();
    assertEquals(
        List.of(
            home.resolve(".ssh/root-at-tokens.example.com-2222"),
            home.resolve("keys/tokens%"),
            home.resolve("relative with blank"),
            Path.of(System.getenv("HOME")).resolve("env")),
        tokens.identities());
    assertEquals(
        List.of(home.resolve(".ssh/known-a"), Path.of("/b/tokens.example.com")),
        tokens.knownHosts());
    assertTrue(tokens.hashNames());
    Target.Files bare = target(config, "bare").files();
    assertEquals(List.of(), bare.identities());
    assertEquals(
        List.of(Path.of("/etc/ssh/ssh_known_hosts"), Path.of("/etc/ssh/ssh_known_hosts2")),
        bare.knownHosts());
    assertEquals(null, bare.agent());
    assertFalse(bare.hashNames());
    assertEquals(home.resolve("agent.sock"), target(config, "agent").files().agent());
    assertEquals(
        home.resolve(".ssh/id_ed25519"),
        target(config, "anything").files().identities().getFirst());
    assertEquals(
        home.resolve(".ssh/known_hosts"),
        target(config, "anything").files().knownHosts().getFirst());
  }

  @Test
  void jumpsAreResolvedLikeHosts() throws Exception {
    SshConfig config =
        config(
            "Host inner",
            "  ProxyJump admin@gate:2200,second",
            "Host second",
            "  HostName 10.0.0.2",
            "  ProxyJump ignored-because-gate-leads-there",
            "Host gate",
            "  HostName gate.example.com",
            "  User nobody-sees-this",
            "  ProxyJump outermost",
            "Host direct",
            "  ProxyJump none");
    List<String> via = new ArrayList<>();
    target(config, "inner").via().forEach(hop -> via.add(shown(hop)));
    assertEquals(
        List.of(ME + "@outermost:22", "admin@gate.example.com:2200", ME + "@10.0.0.2:22"), via);
    assertEquals(List.of(), target(config, "direct").via());
  }

  @Test
  void jumpsInACircleAreRefused() throws Exception {
    SshConfig config = config("Host a", "  ProxyJump b", "Host b", "  ProxyJump a");
    InvalidException refused = assertThrows(InvalidException.class, () -> target(config, "a"));
    assertEquals("host.jump-loop", refused.problems().getFirst().said().key());
  }

  @Test
  void saysWhatItCannotHeed() throws Exception {
    SshConfig config =
        config("Host a", "  ProxyCommand nc %h %p", "Host b", "  ProxyJump c", "ProxyCommand x");
    assertEquals("host.config-proxy-command", config.resolve("a").warnings().getFirst().key());
    assertEquals(List.of(), config.resolve("b").warnings());
  }

  @Test
  void aBadPortNamesItsLine() throws Exception {
    SshConfig config = config("Host a", "  Port http");
    InvalidException refused = assertThrows(InvalidException.class, () -> target(config, "a"));
    assertEquals(
        List.of("http", home.resolve(".ssh/config") + ":2"),
        refused.problems().getFirst().said().args());
  }

  @Test
  void theUsersFileIsStrongerThanTheSystems() throws Exception {
    Files.createDirectories(home.resolve("etc/conf.d"));
    Files.write(
        home.resolve("etc/ssh_config"),
        List.of("Include conf.d/*.conf", "Host *", "  Port 3", "  HashKnownHosts yes"));
    Files.write(home.resolve("etc/conf.d/a.conf"), List.of("Host sys", "  User system"));
    SshConfig config = config("Host sys", "  Port 2");
    assertEquals("system@sys:2", shown(target(config, "sys")));
    assertEquals(3, target(config, "other").port());
    assertTrue(target(config, "other").files().hashNames());
  }

  @Test
  void agreesWithSshItself() throws Exception {
    SshConfig config =
        config(
            "Host alpha beta !gamma",
            "  HostName %h.example.com",
            "  Port 2022",
            "Match originalhost beta",
            "  User betty",
            "Match host *.example.com",
            "  HashKnownHosts yes",
            "Host \"delta\" # trailing words",
            "  User=\"with blank\"",
            "Host *",
            "  User star");
    for (String host : List.of("alpha", "beta", "gamma", "delta", "root@alpha")) {
      String said = Sshd.run("ssh", "-G", "-F", home.resolve(".ssh/config").toString(), host);
      Target target = target(config, host);
      for (String line :
          List.of(
              "user " + target.user(),
              "hostname " + target.address(),
              "port " + target.port(),
              "hashknownhosts " + (target.files().hashNames() ? "yes" : "no"))) {
        assertTrue(said.lines().anyMatch(line::equals), host + ": " + line + "\n" + said);
      }
    }
  }
}
