package stowage.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.CheckBox;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stowage.config.StorageId;
import stowage.demo.backup.Holdings;
import stowage.demo.backup.Person;
import stowage.demo.backup.StandIn;
import stowage.pbs.server.GroupId;
import stowage.pbs.server.SnapshotId;
import stowage.pbs.server.Space;
import stowage.settings.HostEntry;
import stowage.ui.frame.Page;

/**
 * A backup server that the host does not reach and this computer does, with an account that has a
 * second factor and one that has none.
 */
class ServerWayTest {
  private static final StorageId VAULT = new StorageId("vault");
  private static final Space SITE = new Space("main", "site/a");
  private static final String TOKEN = "backup@pbs!pve1";
  private static final String ADMIN = "admin@pbs";
  private static final String SECRET = "s3/cret %";
  private static final String CODE = "274913";
  private static final String WAY = "From this computer, not through the host";

  @TempDir Path folder;
  private final Holdings holdings = new Holdings(1L << 40);
  private StandIn server;
  private OpenConsole console;

  @BeforeEach
  void open() throws Exception {
    for (int day = 0; day < 3; day++) {
      holdings.put(SITE, backup(day), ADMIN, "mail", 1000);
    }
    server =
        StandIn.start(
            holdings,
            List.of(
                Person.administrator(TOKEN, SECRET),
                Person.administrator(ADMIN, SECRET).guarded(CODE)),
            Clock.systemUTC());
    console = new OpenConsole(folder, HostEntry.DEMO, Duration.ofSeconds(90));
    console.connect();
  }

  @AfterEach
  void close() throws Exception {
    console.close();
    server.close();
  }

  private static SnapshotId backup(int day) {
    return new SnapshotId(
        new GroupId("vm", "100"), Instant.parse("2026-01-01T01:00:00Z").plus(Duration.ofDays(day)));
  }

  private Path onHost(String path) {
    return folder.resolve("demo/root/etc/pve/" + path);
  }

  /** The pool is on this server from now on, with this account. */
  private void move(String user) throws Exception {
    Path config = onHost("storage.cfg");
    Files.writeString(
        config,
        Files.readString(config)
            .replaceFirst(
                "\tserver pbs.example.net\n", "\tserver 127.0.0.1\n\tport " + server.port() + "\n")
            .replaceFirst("\tusername backup@pbs!pve1\n", "\tusername " + user + "\n")
            .replaceFirst("\tfingerprint [0-9a-f:]+\n", "\tfingerprint " + server.pin() + "\n"));
    Files.writeString(onHost("priv/storage/vault.pw"), SECRET + "\n");
    console.run(() -> console.host().refresh());
    console.await(
        "the change",
        () ->
            console
                .host()
                .known()
                .flatMap(s -> s.config().section("vault"))
                .filter(s -> "127.0.0.1".equals(s.values().get("server")))
                .isPresent());
  }

  private boolean reads(String text) {
    return Nodes.text(console.root()).contains(text);
  }

  private CheckBox way() {
    return Nodes.named(console.root(), CheckBox.class, WAY);
  }

  private void goDirectly() throws Exception {
    console.open(new Page.OfPool(HostEntry.DEMO.name(), VAULT));
    console.tab("Content");
    console.run(() -> way().fire());
  }

  /** Asks the server what pruning would do, which takes a login. */
  private void preview() throws Exception {
    console.press("Prune");
    console.enter("Keep last", "1");
  }

  private boolean isPreviewed() {
    return Nodes.find(
            console.root(),
            TableView.class,
            t -> Nodes.name(t).equals("What would become of each backup"))
        .filter(t -> t.getItems().size() == 3)
        .isPresent();
  }

  private boolean isAsked() {
    return reads("The backup server wants a second factor: " + ADMIN + ", 127.0.0.1.");
  }

  private void answer(String code) throws Exception {
    console.await("the question", this::isAsked);
    console.run(() ->
        Nodes.named(console.root(), TextField.class, "Code that the authenticator shows now")
            .setText(code));
    console.press("Continue");
    console.await("an end of the question", () -> !isAsked());
  }

  /** The question's own button, above those of the page. */
  private void giveUp() throws Exception {
    console.await("the question", this::isAsked);
    console.run(() ->
        Nodes.all(console.root()).stream()
            .filter(ButtonBase.class::isInstance)
            .map(ButtonBase.class::cast)
            .filter(b -> Nodes.name(b).equals("Cancel") && !b.isDisabled())
            .reduce((_, last) -> last)
            .orElseThrow()
            .fire());
    console.await("an end of the question", () -> !isAsked());
  }

  private void prune() throws Exception {
    console.await(
        "something to review",
        () -> !Nodes.named(console.root(), ButtonBase.class, "Review").isDisabled());
    console.press("Review");
    console.await("the review", () -> console.has("Apply"));
    console.enter("Type vault", "vault");
    console.press("Apply");
  }

  private int left() {
    return holdings.rows(SITE).size();
  }

  @Test
  void theServerIsReachedFromHereWhereThatWasChosen() throws Exception {
    move(TOKEN);
    console.open(new Page.OfPool(HostEntry.DEMO.name(), VAULT));
    console.tab("Content");
    assertFalse(way().isSelected(), "through the host unless somebody chooses otherwise");
    preview();
    console.await("the host's refusal", () -> reads("127.0.0.1"));
    assertFalse(isPreviewed());
    console.press("Cancel");
    console.run(() -> way().fire());
    preview();
    console.await("the preview", this::isPreviewed);
    prune();
    console.await("the end", () -> console.has("Done"));
    assertEquals(1, left());
    assertTrue(console.app().preferences().isDirect("127.0.0.1"));
  }

  @Test
  void aCodeIsAskedForWhereTheServerWantsOne() throws Exception {
    move(ADMIN);
    goDirectly();
    preview();
    answer("000000");
    console.await("the server's own words", () -> reads("authentication failed"));
    assertFalse(isPreviewed());
    console.enter("Keep last", "2");
    answer(CODE);
    console.await("the preview", this::isPreviewed);
    prune();
    // The login holds: there is no second question.
    console.await("the end", () -> console.has("Done"));
    assertEquals(2, left());
    assertFalse(console.text().contains(CODE));
  }

  @Test
  void nothingIsDoneWithoutACode() throws Exception {
    move(ADMIN);
    goDirectly();
    preview();
    giveUp();
    console.await("why", () -> reads("Use an API token instead"));
    assertFalse(isPreviewed());
    assertTrue(Nodes.named(console.root(), ButtonBase.class, "Review").isDisabled());
    assertEquals(3, left());
    console.enter("Keep last", "2");
    answer(CODE);
    console.await("the preview, once a code was given", this::isPreviewed);
  }

  @Test
  void theKeyDeskAsksTooAndSaysWhatItCouldNotLearn() throws Exception {
    move(ADMIN);
    goDirectly();
    console.open(new Page.Keys());
    giveUp();
    console.await("why", () -> reads("Use an API token instead"));
    console.press("Refresh");
    answer(CODE);
    console.await("what was learned", () -> reads("none of 3"));
  }

  /** A question is taken back when nobody waits for its answer any more. */
  @Test
  void whoLeavesThePageIsNotAsked() throws Exception {
    move(ADMIN);
    goDirectly();
    preview();
    console.await("the question", this::isAsked);
    console.run(
        () -> console.app().navigator().leave(new Page.OfPool(HostEntry.DEMO.name(), VAULT)));
    console.await("no question", () -> !isAsked());
    assertEquals(3, left());
  }
}
