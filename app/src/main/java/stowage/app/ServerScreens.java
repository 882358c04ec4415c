package stowage.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import stowage.demo.backup.CompanyServer;
import stowage.exec.Secret;
import stowage.pbs.server.Codes;
import stowage.settings.HostEntry;
import stowage.ui.connect.Request;
import stowage.ui.frame.Page;

/** What there is for backups on a backup server, and for their keys. */
final class ServerScreens {
  private ServerScreens() {}

  static List<Shot> all(Path demoFolder) {
    return List.of(
        new Shot(
            "36-keys",
            app -> {
              Tour.press(app, "ui.cancel");
              openKeys(app);
            },
            ServerScreens::keysAreThere),
        new Shot("37-replace-key", app -> Tour.press(app, "ui-keys.replace"), _ -> true),
        new Shot(
            "38-custody",
            app -> Tour.press(app, "ui-keys.keep"),
            app -> Tour.ready(app, "ui-keys.file-save")),
        new Shot("39-paper-key", app -> Tour.press(app, "ui-keys.paper-open"), Tour::picture),
        new Shot("40-master-key", ServerScreens::masterKey, _ -> true),
        new Shot(
            "59-recover-key",
            app -> Tour.press(app, "ui-keys.recover"),
            app -> Tour.picked(app, "ui-keys.recover-backup")),
        new Shot(
            "41-all-keys",
            app -> app.navigator().open(new Page.Keys()),
            app -> Tour.rows(app, "ui-keys.inventory")),
        new Shot(
            "56-keep-all-keys",
            app -> Tour.press(app, "ui-keys.all"),
            app -> Tour.ready(app, "ui-keys.all-save")),
        new Shot("44-vault", ServerScreens::openVault, Screens::backupsAreThere),
        new Shot(
            "57-which-key",
            app -> Tour.press(app, "ui-vault.keys"),
            app -> Tour.rows(app, "ui-vault.keys-list")),
        new Shot(
            "58-which-key-proven",
            app -> Tour.press(app, "ui-vault.keys-prove"),
            app -> Tour.ready(app, "ui-vault.keys-prove")),
        Shot.tab("54-server-tasks", 3, app -> Tour.rows(app, "ui-vault.tasks")),
        new Shot("55-server-task-log", ServerScreens::openLog, app -> Tour.reads(app, "TASK ")),
        new Shot(
            "45-code",
            ServerScreens::askForCode,
            app -> app.fleet().codes().question().get() != null),
        new Shot("46-server-place", ServerScreens::openWizard, ServerScreens::serverIsNamed),
        step("47-server-certificate", _ -> {}),
        step("48-server-login", _ -> {}),
        step("49-server-space", app -> logIn(app, demoFolder)),
        step("50-server-encryption", app -> Tour.choose(app, "property.namespace", "site/a")),
        step("51-server-master", _ -> {}),
        step("52-server-retention", _ -> {}),
        new Shot(
            "53-server-review",
            app -> {
              Tour.enter(app, "ui.form-keep-daily", "7");
              Tour.press(app, "ui-server.next");
            },
            app -> Tour.ready(app, "ui-plan.apply")));
  }

  private static void openVault(App app) {
    app.navigator().open(Shot.ofPool("vault"));
  }

  private static void openLog(App app) {
    Tour.first(app, "ui-vault.tasks");
    Tour.press(app, "ui-vault.task-log");
  }

  /** The demo's backup server wants none. */
  private static void askForCode(App app) {
    Codes codes = app.fleet().codes().of(CompanyServer.NAME);
    Thread.ofVirtual().start(() -> codes.code("admin@pbs").ifPresent(Secret::close));
  }

  private static void openWizard(App app) {
    app.fleet().codes().answer(new Request.Answer.GivenUp());
    app.navigator().leave(new Page.AddPool(HostEntry.DEMO.name()));
    app.navigator().open(new Page.AddPool(HostEntry.DEMO.name()));
  }

  private static boolean serverIsNamed(App app) {
    if (Tour.ready(app, "type.pbs")) {
      Tour.press(app, "type.pbs");
      return false;
    }
    Tour.enter(app, "ui-form.id", "offsite");
    Tour.enter(app, "property.server", CompanyServer.NAME);
    return true;
  }

  /** With what the demo host logs in. */
  private static void logIn(App app, Path demoFolder) {
    Path secret = demoFolder.resolve("root/etc/pve/priv/storage/vault.pw");
    Tour.enter(app, "property.username", CompanyServer.USER);
    try {
      Tour.enter(app, "property.password", Files.readString(secret).strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void openKeys(App app) {
    app.navigator().open(Shot.ofPool("vault"));
  }

  private static boolean keysAreThere(App app) {
    Tour.tab(app, 2);
    return Tour.ready(app, "ui-keys.keep");
  }

  private static void masterKey(App app) {
    Tour.press(app, "ui-keys.paper-back");
    Tour.press(app, "ui-keys.master-make");
  }

  /**
   * @param answer to what is asked on the page before
   */
  private static Shot step(String name, Consumer<App> answer) {
    return new Shot(
        name,
        app -> {
          answer.accept(app);
          Tour.press(app, "ui-server.next");
        },
        app -> Tour.ready(app, "ui-server.next"));
  }
}
