package stowage.ui.keys;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javafx.collections.FXCollections;
import javafx.scene.Parent;
import javafx.scene.control.ComboBox;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.materialdesign2.MaterialDesignA;
import stowage.config.StorageId;
import stowage.config.StorageType;
import stowage.exec.Secret;
import stowage.host.ArchivedKeys;
import stowage.pbs.KeyArchive;
import stowage.schema.InvalidException;
import stowage.ui.form.Field;
import stowage.ui.frame.Desk;
import stowage.ui.host.HostModel;
import stowage.ui.look.Look;
import stowage.ui.look.Sheet;
import stowage.ui.look.Status;
import stowage.ui.look.View;
import stowage.ui.plan.ChangeView;
import stowage.ui.plan.Surroundings;
import stowage.ui.work.Background;

/**
 * What comes back of an archive that was opened: all to a host, one to a pool, or one as a file.
 */
final class ArchiveView implements View {
  private final Desk desk;
  private final Outside outside;
  private final KeyArchive archive;
  private final Runnable leave;
  private final BorderPane page = new BorderPane();
  private final Options<Way> ways = new Options<>();
  private final ComboBox<String> allHost;
  private final ComboBox<String> oneHost;
  private final ComboBox<String> oneKey;
  private final ComboBox<StorageId> pool = new ComboBox<>();
  private final ComboBox<String> fileKey;
  private final VBox said = Look.column(8);
  private @Nullable ChangeView change;
  private Background.@Nullable Work<?> saving;

  private enum Way {
    ALL,
    ONE,
    FILE
  }

  /**
   * @param archive taken over
   */
  ArchiveView(Desk desk, Outside outside, KeyArchive archive, Runnable leave) {
    this.desk = desk;
    this.outside = outside;
    this.archive = archive;
    this.leave = leave;
    List<String> hosts =
        desk.fleet().hosts().stream()
            .filter(h -> h.host().isPresent())
            .map(HostModel::name)
            .toList();
    List<String> keys = archive.entries().stream().map(KeyArchive.Entry::name).toList();
    allHost = box(hosts);
    oneHost = box(hosts);
    oneKey = box(keys);
    fileKey = box(keys);
    pool.setMaxWidth(Double.MAX_VALUE);
    oneHost.valueProperty().subscribe(this::pools);
    add(Way.ALL, "ui-keys.restore-all", new Field(desk.say("ui-keys.host"), allHost, ""));
    add(
        Way.ONE,
        "ui-keys.restore-one",
        new Field(desk.say("ui-keys.restore-key"), oneKey, ""),
        new Field(desk.say("ui-keys.host"), oneHost, ""),
        new Field(desk.say("ui-keys.restore-pool"), pool, ""));
    add(Way.FILE, "ui-keys.restore-file", new Field(desk.say("ui-keys.restore-key"), fileKey, ""));
    form();
  }

  private static ComboBox<String> box(List<String> names) {
    ComboBox<String> box = new ComboBox<>(FXCollections.observableArrayList(names));
    box.getSelectionModel().selectFirst();
    box.setMaxWidth(Double.MAX_VALUE);
    return box;
  }

  private void add(Way way, String key, Field... fields) {
    ways.add(way, desk.say(key), desk.say(key + "-text"), Look.column(12, fields));
  }

  private void pools(@Nullable String name) {
    List<StorageId> found =
        Optional.ofNullable(name)
            .flatMap(desk.fleet()::host)
            .flatMap(HostModel::known)
            .map(state ->
                state.pools().stream()
                    .map(p -> p.pool())
                    .filter(p -> p.type() == StorageType.PBS)
                    .map(p -> p.id())
                    .toList())
            .orElse(List.of());
    pool.getItems().setAll(found);
    pool.getSelectionModel().selectFirst();
  }

  private void form() {
    leaveChange();
    page.setCenter(
        Sheet.of(
            Look.heading(desk.say("ui-keys.restore")),
            Look.note(desk.say("ui-keys.restore-opened", archive.entries().size())),
            ways,
            Look.row(
                8,
                Look.button(desk.say("ui-plan.back"), MaterialDesignA.ARROW_LEFT, leave),
                Look.primary(desk.say("ui-content.review"), this::go)),
            said));
  }

  private void go() {
    said.getChildren().clear();
    switch (ways.chosen()) {
      case ALL ->
          onHost(
              allHost.getValue(),
              (host, keys) -> review(host, open -> open.keys().planRestore(keys)));
      case ONE -> onHost(oneHost.getValue(), this::one);
      case FILE -> file();
    }
  }

  @FunctionalInterface
  private interface Restoring {
    void on(HostModel host, ArchivedKeys keys);
  }

  private void onHost(@Nullable String name, Restoring restoring) {
    HostModel host = name == null ? null : desk.fleet().host(name).orElse(null);
    if (host == null) {
      say(Status.PROBLEM, desk.say("ui-plan.no-connection"));
    } else {
      restoring.on(host, new ArchivedKeys(archive.entries(), host.name()));
    }
  }

  private void one(HostModel host, ArchivedKeys keys) {
    StorageId target = pool.getValue();
    String entry = oneKey.getValue();
    if (target == null || entry == null) {
      say(Status.PROBLEM, desk.say("ui-keys.restore-no-pool", host.name()));
    } else {
      // The plan wipes what it is given, and the archive may be asked again.
      review(host, open -> open.keys().planReplace(target, copy(keys.named(entry))));
    }
  }

  private static Secret copy(Secret key) {
    byte[] bytes = key.reveal();
    try {
      return Secret.of(bytes.clone());
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  private void file() {
    String name = fileKey.getValue();
    if (name == null) {
      return;
    }
    String title = desk.say("ui-keys.restore-file");
    outside
        .toSave(page, title, name.replace('/', '@'))
        .ifPresent(to -> {
          say(Status.BUSY, desk.say("ui-keys.working"));
          saving =
              desk.background()
                  .run(() -> written(name, to))
                  .then(path -> say(Status.OK, desk.say("ui-keys.restore-written", name, path)))
                  .failed(why -> say(Status.PROBLEM, Reasons.say(desk.words(), why)));
        });
  }

  private Path written(String name, Path to) throws Exception {
    byte[] bytes = new ArchivedKeys(archive.entries(), "").named(name).reveal();
    try {
      OwnFile.write(to, bytes);
      return to;
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  private void review(HostModel where, ChangeView.Planner planner) {
    ChangeView view =
        new ChangeView(
            desk,
            where,
            Surroundings.of(
                invalid -> {
                  form();
                  refused(invalid);
                },
                _ -> leave.run()));
    change = view;
    page.setCenter(view.node());
    view.plan(planner);
  }

  private void refused(@Nullable InvalidException invalid) {
    if (invalid != null) {
      for (var problem : invalid.problems()) {
        said.getChildren().add(Look.banner(Status.PROBLEM, desk.words().say(problem.said())));
      }
    }
  }

  private void say(Status status, String words) {
    said.getChildren().setAll(Look.banner(status, words));
  }

  private void leaveChange() {
    if (change != null) {
      change.close();
      change = null;
    }
  }

  @Override
  public Parent node() {
    return page;
  }

  @Override
  public void focus() {
    ways.requestFocus();
  }

  @Override
  public void close() {
    if (saving != null) {
      saving.discard();
    }
    leaveChange();
    archive.close();
  }
}
