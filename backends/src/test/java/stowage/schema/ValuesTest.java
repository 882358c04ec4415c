package stowage.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import stowage.volume.ContentType;

class ValuesTest {
  private static final Pattern ANY = Pattern.compile(".+");

  private static final Kind<String> SERVER = Properties.SERVER.kind();
  private static final Kind<String> PORTAL = Properties.PORTAL.kind();

  static final List<Kind<?>> KINDS =
      List.of(
          new Kind.Text("text", Pattern.compile(".+"), 20),
          new Kind.Flag(),
          new Kind.Whole(-1, 100),
          new Kind.Choice(List.of("raw", "qcow2")),
          new Kind.Contents(),
          new Kind.Nodes(),
          new Kind.Keep(),
          new Kind.Bandwidth(),
          new Kind.Directories(),
          new Kind.Portals());

  /** What a person enters, as the file gets it; or the key of what is said about it. */
  private static String entered(Kind<?> kind, String text) {
    return Values.problem(kind, text)
        .map(said -> "!" + said.key().replace("problem.", ""))
        .orElseGet(() -> Values.normal(kind, text));
  }

  static Stream<Arguments> entered() {
    Kind<?> keep = new Kind.Keep();
    Kind<?> limit = new Kind.Bandwidth();
    Kind<?> dirs = new Kind.Directories();
    Kind<?> contents = new Kind.Contents();
    Kind<?> nodes = new Kind.Nodes();
    return Stream.of(
        Arguments.of(new Kind.Flag(), "YES", "1"),
        Arguments.of(new Kind.Flag(), " on ", "1"),
        Arguments.of(new Kind.Flag(), "True", "1"),
        Arguments.of(new Kind.Flag(), "1", "1"),
        Arguments.of(new Kind.Flag(), "off", "0"),
        Arguments.of(new Kind.Flag(), "No", "0"),
        Arguments.of(new Kind.Flag(), "2", "!flag"),
        Arguments.of(new Kind.Flag(), "", "!empty"),
        Arguments.of(new Kind.Whole(1, 65535), "08007", "8007"),
        Arguments.of(new Kind.Whole(1, 65535), "0", "!range"),
        Arguments.of(new Kind.Whole(1, 65535), "65536", "!range"),
        Arguments.of(new Kind.Whole(0, Long.MAX_VALUE), "-1", "!too-small"),
        Arguments.of(new Kind.Whole(0, Long.MAX_VALUE), "1.5", "!whole"),
        Arguments.of(new Kind.Whole(0, Long.MAX_VALUE), "99999999999999999999", "!whole"),
        Arguments.of(new Kind.Choice(List.of("tcp")), "udp", "!choice"),
        Arguments.of(new Kind.Text("text", Pattern.compile(".+"), 3), "abcd", "!too-long"),
        Arguments.of(new Kind.Text("text", Pattern.compile(".+"), 9), "a\nb", "!control-character"),
        Arguments.of(new Kind.Text("text", ANY, 9), "a\u0085b", "!control-character"),
        Arguments.of(new Kind.Text("text", ANY, 9), "a\u2028b", "!control-character"),
        Arguments.of(new Kind.Text("text", ANY, 9), "a\u202eb", "!control-character"),
        Arguments.of(new Kind.Text("text", ANY, 9), "a\ud800", "!control-character"),
        Arguments.of(new Kind.Text("text", ANY, 9), "가 é", "가 é"),
        Arguments.of(contents, "iso;  backup ,iso", "iso,backup"),
        Arguments.of(contents, "none", "none"),
        Arguments.of(contents, "none,iso", "!content-none-mixed"),
        Arguments.of(contents, "iso,music", "!content-unknown"),
        Arguments.of(contents, ",", "!empty"),
        Arguments.of(nodes, "pve1 pve2;pve1", "pve1,pve2"),
        Arguments.of(nodes, "pve_1", "!rule.node"),
        Arguments.of(nodes, "-a", "!rule.node"),
        Arguments.of(keep, "keep-last=3, keep-daily=07", "keep-last=3,keep-daily=7"),
        Arguments.of(keep, "keep-all=yes", "keep-all=1"),
        Arguments.of(keep, "keep-all=1,keep-last=0", "keep-all=1,keep-last=0"),
        Arguments.of(keep, "keep-all=1,keep-last=1", "!keep-all-mixed"),
        Arguments.of(keep, "keep-last=-1", "!too-small"),
        Arguments.of(keep, "keep-last=1,keep-last=2", "!key-twice"),
        Arguments.of(keep, "keep-ever=1", "!key-unknown"),
        Arguments.of(keep, "3", "!key-value-form"),
        Arguments.of(limit, "1000", "default=1000"),
        Arguments.of(limit, "restore=0,move=1.50", "restore=0,move=1.5"),
        Arguments.of(limit, "restore=-1", "!bandwidth"),
        Arguments.of(limit, "copy=1", "!key-unknown"),
        Arguments.of(dirs, "iso=media backup=dumps/weekly", "backup=dumps/weekly,iso=media"),
        Arguments.of(dirs, "iso=/media", "iso=/media"),
        Arguments.of(dirs, "iso=a..b", "!directory-dots"),
        Arguments.of(dirs, "iso=../x", "!directory-dots"),
        Arguments.of(dirs, "iso=x.", "!directory-dots"),
        Arguments.of(dirs, "none=x", "!directory-content"),
        Arguments.of(dirs, "music=x", "!directory-content"),
        Arguments.of(dirs, "iso", "!directory-form"),
        Arguments.of(dirs, "iso=" + "a".repeat(255), "!directory-long"),
        Arguments.of(dirs, "iso=" + "a/".repeat(511) + "b", "!directory-long"),
        Arguments.of(new Kind.Portals(), "10.0.0.1 10.0.0.2:6789", "10.0.0.1,10.0.0.2:6789"));
  }

  @ParameterizedTest
  @MethodSource("entered")
  void takesWhatAPersonEnters(Kind<?> kind, String text, String expected) {
    assertEquals(expected, entered(kind, text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.0.0.5",
        "nas",
        "nas.example.net",
        "a-b.c",
        "1.2.3.4.5",
        "::1",
        "::",
        "fe80::1",
        "2001:db8::192.0.2.1",
        "2001:db8:1:2:3:4:5:6",
        "1::",
        "1:2:3:4:5:6:7::",
        "::2:3:4:5:6:7:8"
      })
  void knowsServers(String text) {
    assertEquals(Optional.empty(), Values.problem(SERVER, text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a_b",
        "nas.",
        ".nas",
        "-nas",
        "[::1]",
        "nas:2049",
        "a b",
        "1::2::3",
        ":::",
        "12345::",
        "1:2:3:4:5:6:7:8:9",
        "1:2:3:4:5:6:7",
        "fe80::1%eth0",
        "na/s",
        "n\u00e4s"
      })
  void refusesWhatIsNoServer(String text) {
    assertEquals("!rule.server", entered(SERVER, text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "host",
        "host:3260",
        "10.0.0.1:3260",
        "::1",
        "[::1]",
        "[::1]:3260",
        "fe80::1.3260"
      })
  void knowsPortals(String text) {
    assertEquals(text, entered(PORTAL, text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"host:", "host:port", "[::1", "[host]:1", "a b", ":3260", "[::1]x"})
  void refusesWhatIsNoPortal(String text) {
    assertEquals("!rule.portal", entered(PORTAL, text));
  }

  @ParameterizedTest
  @CsvSource({"yes", "TRUE", "on", "2", "01"})
  void theFileKnowsOnlyOneAndZero(String text) {
    assertEquals(Optional.empty(), Values.read(new Kind.Flag(), text));
  }

  @Test
  void readsWhatTheFileMeans() {
    assertEquals(Optional.of(true), Values.read(new Kind.Flag(), "1"));
    assertEquals(
        Optional.of(Set.of(ContentType.ISO)), Values.read(new Kind.Contents(), "iso music"));
    assertEquals(Optional.of(Map.of("keep-last", 3L)), Values.read(new Kind.Keep(), "keep-last=3"));
    assertEquals(
        Optional.of(List.of("10.0.0.1", "h:1")), Values.read(new Kind.Portals(), "10.0.0.1 h:1"));
    assertEquals(
        Optional.of(Map.of(ContentType.ISO, "media")),
        Values.read(new Kind.Directories(), "iso=media"));
    assertEquals(Optional.empty(), Values.read(new Kind.Contents(), ""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/x", "/srv/pve", "/a;b", "/a b"})
  void pathsAreJudgedByTheirFirstCharacterOnly(String text) {
    assertEquals(Optional.of(text), Values.read(Properties.PATH.kind(), text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "x", "./x", "/;x", "/(x", "~/x"})
  void pathsAreAbsolute(String text) {
    assertEquals("!rule.path", entered(Properties.PATH.kind(), text));
  }

  @Test
  void whatIsNormalStaysAsItIs() {
    Random random = new Random(20260101);
    String[] pieces = {
      "iso",
      "none",
      "=",
      ",",
      ";",
      " ",
      "keep-last",
      "keep-all",
      "3",
      "0",
      "yes",
      "1",
      "node1",
      "/",
      "default",
      "move",
      "1.50",
      "::1",
      "[::1]:1",
      "a.b",
      "..",
      "\u00e9",
      "\t",
      "raw",
      "-1",
      "007"
    };
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int n = random.nextInt(8); n >= 0; n--) {
        text.append(pieces[random.nextInt(pieces.length)]);
      }
      for (Kind<?> kind : KINDS) {
        String once = Values.normal(kind, text.toString());
        assertEquals(once, Values.normal(kind, once), kind + " of " + text);
        if (Values.problem(kind, text.toString()).isEmpty()) {
          assertTrue(
              Values.read(kind, once).isPresent(), () -> kind + ": the file refuses " + once);
        }
      }
    }
  }

  @Test
  void longNonsenseIsRefusedAtOnce() {
    String nonsense = "1:".repeat(50_000) + "!";
    for (Kind<?> kind : KINDS) {
      assertTrue(Values.problem(kind, nonsense).isPresent(), kind.toString());
    }
    assertTrue(Values.problem(SERVER, "a-".repeat(50_000)).isPresent());
    assertTrue(Values.problem(PORTAL, "1:".repeat(120)).isPresent());
  }
}
