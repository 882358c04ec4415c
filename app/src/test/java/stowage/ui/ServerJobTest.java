package stowage.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.TableView;
import javafx.scene.control.TextArea;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stowage.config.StorageId;
import stowage.host.Host;
import stowage.host.Opening;
import stowage.host.ServerPool;
import stowage.pbs.server.Snapshot;
import stowage.pbs.server.SnapshotId;
import stowage.settings.HostEntry;
import stowage.ui.frame.Page;
import stowage.volume.Volume;

/** Backups that the demo's backup server keeps, by the console's buttons and fields. */
class ServerJobTest {
  private static final StorageId VAULT = new StorageId("vault");

  @TempDir Path folder;
  private OpenConsole console;

  @BeforeEach
  void open() throws Exception {
    console = new OpenConsole(folder, HostEntry.DEMO, Duration.ofSeconds(90));
    console.connect();
    console.content(VAULT);
  }

  @AfterEach
  void close() throws Exception {
    console.close();
  }

  /** What the server itself tells. */
  private List<Snapshot> onServer() throws Exception {
    try (ServerPool at = Screen.on(() -> console.host().host().orElseThrow()).server(VAULT)) {
      return at.server().snapshots(at.space());
    }
  }

  private static boolean same(Volume listed, Snapshot told) {
    return listed.id().name().equals("backup/" + told.id());
  }

  private Snapshot of(Volume listed) throws Exception {
    return onServer().stream().filter(s -> same(listed, s)).findFirst().orElseThrow();
  }

  private Volume some() throws Exception {
    return Screen.on(() ->
        console.volumes().getItems().stream()
            .filter(v -> !v.extra().isProtected())
            .findFirst()
            .orElseThrow());
  }

  private void choose(Volume volume) throws Exception {
    console.choose("the backup", v -> v.id().equals(volume.id()));
  }

  @Test
  void theKeyOfABackupIsRecoveredFromWhereTheBackupIsSeen() throws Exception {
    Volume lost =
        Screen.on(() ->
            console.volumes().getItems().stream()
                .filter(v -> v.id().name().startsWith("backup/vm/118/"))
                .findFirst()
                .orElseThrow());
    choose(lost);
    console.press("Recover key");
    console.await(
        "the form", () -> Nodes.text(console.root()).contains("Recover the key of a backup"));
    assertTrue(console.text().contains(lost.id().name().substring("backup/".length())));
    console.press("Recover");
    console.await(
        "what is missing",
        () -> Nodes.text(console.root()).contains("Choose the private master key first"));
    console.press("Cancel");
    assertFalse(console.text().contains("Recover the key of a backup"));
  }

  private Optional<Volume> listed(Volume volume) {
    return console.volumes().getItems().stream()
        .filter(v -> v.id().equals(volume.id()))
        .findFirst();
  }

  private TextArea area() {
    return Nodes.find(console.root(), TextArea.class, _ -> true).orElseGet(TextArea::new);
  }

  @Test
  void notesAndProtectionAreTheServers() throws Exception {
    Volume backup = some();
    choose(backup);
    console.press("Edit notes");
    console.await("the form", () -> area().getScene() != null);
    console.run(() -> area().setText("Kept for the audit.\nAsk before removing.\n"));
    console.press("Review");
    console.await("the review", () -> console.has("Apply"));
    assertTrue(console.text().contains("notes vm/") || console.text().contains("notes ct/"));
    console.apply();
    console.await(
        "the first line in the list",
        () ->
            listed(backup)
                .filter(v -> "Kept for the audit.".equals(v.extra().notes()))
                .isPresent());
    assertEquals("Kept for the audit.", of(backup).comment());

    choose(backup);
    console.press("Protect");
    console.apply();
    console.await(
        "the protection", () -> listed(backup).filter(v -> v.extra().isProtected()).isPresent());
    assertTrue(of(backup).isProtected());
    choose(backup);
    assertFalse(console.enabled("Remove"), "it is protected");
    console.press("Remove protection");
    console.apply();
    console.await(
        "no protection", () -> listed(backup).filter(v -> !v.extra().isProtected()).isPresent());
    assertFalse(of(backup).isProtected());
  }

  /** Whether one is too many is only known when it is done: others protect backups, too. */
  @Test
  void onePoolsLimitOfProtectedBackupsIsKeptTo() throws Exception {
    Path config = folder.resolve("demo/root/etc/pve/storage.cfg");
    Files.writeString(
        config,
        Files.readString(config).replaceFirst("pbs: vault\n", "$0\tmax-protected-backups 0\n"));
    Volume backup = some();
    choose(backup);
    console.press("Protect");
    console.press("Apply");
    console.await(
        "the refusal",
        () -> Nodes.text(console.root()).contains("guest is limited to 0 on storage"));
    assertFalse(of(backup).isProtected());
  }

  /** A backup by what the host's keys can do with it. */
  private Volume opened(Opening.Answer answer) throws Exception {
    Host host = Screen.on(() -> console.host().host().orElseThrow());
    try (ServerPool at = host.server(VAULT)) {
      SnapshotId found =
          host.backupKeys().list(at, VAULT).stream()
              .filter(o -> o.answer() == answer)
              .findFirst()
              .orElseThrow()
              .backup()
              .id();
      return Screen.on(() ->
          console.volumes().getItems().stream()
              .filter(v -> v.id().equals(ServerPool.id(VAULT, found)))
              .findFirst()
              .orElseThrow());
    }
  }

  @Test
  void theConfigurationIsOpenedWithTheKeyThatTheHostHas() throws Exception {
    choose(opened(Opening.Answer.OPENS));
    console.press("Show configuration");
    console.await("the configuration", () -> area().getText().contains("name: "));
    console.press("Close");
    choose(opened(Opening.Answer.NOBODY));
    console.press("Show configuration");
    console.await(
        "what stands against it",
        () -> Nodes.text(console.root()).contains("It can't be opened\n"));
  }

  @Test
  void whichKeyOpensWhichBackupIsToldAndProven() throws Exception {
    choose(opened(Opening.Answer.OPENS));
    console.press("Which key opens it");
    console.await(
        "the list", () -> keys().getItems().size() == console.volumes().getItems().size());
    console.await("the choice", () -> keys().getSelectionModel().getSelectedItems().size() == 1);
    Map<String, Long> told =
        Screen.on(() ->
            keys().getItems().stream()
                .collect(
                    Collectors.groupingBy(
                        o -> key("Opened by", o).replaceAll("here \\(.*", "here"),
                        Collectors.counting())));
    assertEquals(
        Map.of(
            "the pool's key", 50L,
            "old key of vault (demo)", 10L,
            "not encrypted", 12L,
            "no key here", 12L),
        told);
    console.press("Prove");
    console.await("the proof", () -> Nodes.text(console.root()).contains("1 of 1 proven"));
    console.run(() -> {
      keys().getSelectionModel().clearSelection();
      keys().getSelectionModel().selectRange(0, keys().getItems().size());
    });
    console.press("Prove");
    console.await("all proofs", () -> Nodes.text(console.root()).contains("59 of 84 proven"));
    int damaged = 0;
    for (Opening one : Screen.on(() -> List.copyOf(keys().getItems()))) {
      String proof = Screen.on(() -> key("Proof", one));
      String wanted =
          switch (one.answer()) {
            case OPENS, OTHER_KEY -> "proven: opened";
            case NOT_ENCRYPTED -> "needs no key";
            case NOBODY, UNKNOWN -> "not proven";
          };
      damaged += proof.contains("was changed or damaged") ? 1 : 0;
      assertTrue(proof.contains(wanted) || proof.contains("damaged"), one + ": " + proof);
    }
    assertEquals(1, damaged);
    console.press("Close");
  }

  @SuppressWarnings("unchecked")
  private TableView<Opening> keys() {
    return (TableView<Opening>)
        Nodes.find(
                console.root(),
                TableView.class,
                t -> "Backups and their keys".equals(t.getAccessibleText()))
            .orElseGet(TableView::new);
  }

  private String key(String column, Opening row) {
    return keys().getColumns().stream()
        .filter(c -> column.equals(c.getText()))
        .map(c -> String.valueOf(c.getCellData(row)))
        .findFirst()
        .orElseThrow();
  }

  /** The list comes through the host; what it says of each backup is what the server says. */
  @Test
  void theListTellsWhatWasVerifiedAndIsEncrypted() throws Exception {
    Map<String, List<String>> shown =
        Screen.on(() ->
            console.volumes().getItems().stream()
                .collect(
                    Collectors.toMap(
                        v -> v.id().name(),
                        v -> List.of(cell("Verified", v), cell("Encrypted", v)))));
    String own =
        Screen.on(() -> console.host().known().orElseThrow())
            .pool(VAULT)
            .orElseThrow()
            .pool()
            .values()
            .getOrDefault("encryption-key", "");
    Map<String, List<String>> told = new HashMap<>();
    for (Snapshot backup : onServer()) {
      String verified =
          backup.verified() == null ? "unknown" : backup.verified().ok() ? "ok" : "failed";
      String key = backup.keyFingerprint();
      String encrypted = !backup.isEncrypted() ? "no" : key.equals(own) ? "yes" : "other key";
      told.put("backup/" + backup.id(), List.of(verified, encrypted));
    }
    assertEquals(told, shown);
    assertTrue(shown.values().stream().anyMatch(cells -> cells.contains("other key")));
    assertTrue(shown.values().containsAll(List.of(List.of("unknown", "yes"), List.of("ok", "no"))));
    assertEquals(1, shown.values().stream().filter(c -> c.contains("failed")).count());
  }

  private String cell(String column, Volume row) {
    return console.volumes().getColumns().stream()
        .filter(c -> column.equals(c.getText()))
        .map(c -> String.valueOf(c.getCellData(row)))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aBackupIsForgottenOnlyAfterItsPoolWasTyped() throws Exception {
    Volume backup = some();
    int before = onServer().size();
    choose(backup);
    console.press("Remove");
    console.await("the review", () -> console.has("Apply"));
    assertFalse(console.enabled("Apply"));
    assertTrue(console.text().contains("forget "), console.text());
    console.enter("Type vault", "vault");
    console.apply();
    console.await("a list without it", () -> listed(backup).isEmpty());
    assertEquals(before - 1, onServer().size());
  }

  @Test
  void pruningIsShownByTheServerFirst() throws Exception {
    String guest = reviewPruning();
    assertTrue(console.text().contains("--keep-last 1"), console.text());
    console.apply();
    List<Snapshot> left =
        onServer().stream()
            .filter(s -> s.id().group().id().equals(guest) && !s.isProtected())
            .toList();
    assertEquals(left.stream().map(s -> s.id().group()).distinct().count(), left.size());
  }

  @Test
  void whatOthersHaveChangedSinceThePreviewIsNotPruned() throws Exception {
    String guest = reviewPruning();
    List<Snapshot> before = onServer();
    try (ServerPool at = Screen.on(() -> console.host().host().orElseThrow()).server(VAULT)) {
      Snapshot doomed =
          before.stream()
              .filter(s -> s.id().group().id().equals(guest) && !s.isProtected())
              .min(Comparator.comparing(s -> s.id().time()))
              .orElseThrow();
      at.server().protect(at.space(), doomed.id(), true);
    }
    console.press("Apply");
    console.await(
        "the end", () -> Nodes.text(console.root()).contains("others than in the preview"));
    assertEquals(before.size(), onServer().size());
  }

  @Test
  void readOnlyModeThatBeginsDuringTheReviewIsKeptTo() throws Exception {
    reviewPruning();
    int before = onServer().size();
    console.run(() ->
        console
            .app()
            .preferences()
            .change(console.app().preferences().choices().get().readOnly(true)));
    console.press("Apply");
    console.await("the end", () -> Nodes.text(console.root()).contains("is in read-only mode"));
    assertEquals(before, onServer().size());
  }

  /** Up to the last button; returns whose backups they are. */
  private String reviewPruning() throws Exception {
    Volume backup = some();
    choose(backup);
    console.press("Prune");
    console.enter("Keep last", "1");
    console.await(
        "the preview", () -> Nodes.text(console.root()).contains("stays: Keep last, no. 1"));
    assertTrue(preview().getItems().size() > 1);
    console.await("something to review", () -> enabledNow("Review"));
    console.press("Review");
    console.await("the review", () -> console.has("Apply"));
    console.enter("Type vault", "vault");
    return backup.guest().orElseThrow();
  }

  private boolean enabledNow(String button) {
    return !Nodes.named(console.root(), ButtonBase.class, button).isDisabled();
  }

  private TableView<?> preview() {
    return Nodes.named(console.root(), TableView.class, "What would become of each backup");
  }

  @Test
  void theServersTasksAreShownWithTheirLogs() throws Exception {
    console.tab("Server tasks");
    console.await("the tasks", () -> tasks().getItems().size() > 80);
    assertEquals("Backup", Screen.on(() -> tasks().getColumns().get(3).getCellData(0)));
    console.run(() ->
        Nodes.named(console.root(), ChoiceBox.class, "Which tasks are shown")
            .getSelectionModel()
            .select(2));
    console.await(
        "the failed ones", () -> !tasks().getItems().isEmpty() && tasks().getItems().size() < 80);
    assertFalse(console.enabled("Show log"));
    console.run(() -> tasks().getSelectionModel().selectFirst());
    console.press("Show log");
    console.await("the log", () -> area().getText().contains("TASK ERROR: verification failed"));
    console.press("Close");
    console.run(() ->
        Nodes.named(console.root(), ChoiceBox.class, "Which tasks are shown")
            .getSelectionModel()
            .select(1));
    console.await(
        "none", () -> Nodes.text(console.root()).contains("The backup server tells of no such"));
  }

  private TableView<?> tasks() {
    return Nodes.named(console.root(), TableView.class, "Server tasks");
  }

  @Test
  void verificationTellsTheServersLogAndIsKeptAmongTheChanges() throws Exception {
    Snapshot damaged =
        onServer().stream()
            .filter(s -> s.verified() != null && !s.verified().ok())
            .findFirst()
            .orElseThrow();
    Volume good = some();
    choose(good);
    console.press("Verify");
    console.apply();
    assertTrue(
        Screen.on(() -> stowage.ui.tasks.TaskWords.log(console.app().tasks().tasks().getFirst()))
                .length()
            > 20);
    console.choose("the damaged one", v -> same(v, damaged));
    console.press("Verify");
    console.await("the review", () -> console.has("Apply"));
    console.press("Apply");
    console.await("the end", () -> console.has("Done"));
    String said = console.text();
    assertTrue(said.contains("0 as they should be, 1 not."), said);
    console.press("Done");
    console.open(new Page.Tasks());
    assertTrue(console.text().contains("Verify 1 backup of vault"), console.text());
  }
}
