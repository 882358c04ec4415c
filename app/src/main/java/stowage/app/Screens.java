package stowage.app;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import stowage.config.StorageId;
import stowage.disk.Order;
import stowage.settings.HostEntry;
import stowage.ui.connect.Request;
import stowage.ui.frame.Page;
import stowage.ui.host.Connection;
import stowage.ui.host.HostModel;

/** The screens there are pictures of, in the order a new user meets them. */
final class Screens {
  /** The volume that no guest's configuration names: it may be removed. */
  private static final String UNUSED = "vm-140-disk-0.qcow2";

  /** Row of a backup with notes and a log. */
  private static final int SOME_BACKUP = 6;

  /** A disk with a thin pool that nobody uses. */
  private static final int SPARE = 4;

  private Screens() {}

  static List<Shot> all(Path demoFolder) {
    return Stream.of(ofAHost(), ServerScreens.all(demoFolder), FleetScreens.all(demoFolder))
        .flatMap(List::stream)
        .toList();
  }

  private static List<Shot> ofAHost() {
    return List.of(
        new Shot("01-first-start", _ -> {}, _ -> true),
        Shot.page("02-add-host", new Page.AddHost()),
        Shot.page("03-import", new Page.ImportHosts()),
        new Shot(
            "04-unknown-key", Screens::openDemo, app -> state(app) instanceof Connection.Asking),
        new Shot("05-host", Screens::accept, app -> state(app) instanceof Connection.On),
        Shot.pool("06-pool-local", "local"),
        Shot.pool("07-pool-thin", "local-lvm"),
        Shot.tab("26-capabilities", 2, _ -> true),
        Shot.tab("27-configuration", 3, _ -> true),
        new Shot("08-content", app -> Tour.tab(app, 1), app -> Tour.volumes(app) > 0),
        new Shot("09-snapshots", Screens::snapshots, Tour::settled),
        new Shot("09-content-nfs", Screens::openShare, Screens::shareIsThere),
        new Shot(
            "10-review-removal",
            Screens::removal,
            app -> Tour.button(app, Tour.say(app, "ui-plan.apply")).isPresent()),
        new Shot(
            "11-removed",
            app -> {
              Tour.confirm(app, UNUSED);
              Tour.press(app, "ui-plan.apply");
            },
            app -> Tour.ready(app, "ui-plan.done") && !Tour.lists(app, UNUSED)),
        Shot.page("13-changes", new Page.Tasks()),
        Shot.page("14-add-pool", new Page.AddPool(HostEntry.DEMO.name())),
        new Shot("15-add-nfs", app -> Tour.press(app, "type.nfs"), _ -> true),
        Shot.page(
            "12-edit-pool", new Page.EditPool(HostEntry.DEMO.name(), new StorageId("nas-vm"))),
        new Shot(
            "16-rights",
            app -> app.navigator().open(new Page.OfHost(HostEntry.DEMO.name())),
            app -> {
              Tour.tab(app, 3);
              return Tour.ready(app, "ui-connect.rights-test");
            }),
        Shot.tab("28-tools", 2, app -> Tour.rows(app, "ui-host.tools")),
        new Shot(
            "29-unused-volumes",
            app -> {
              Tour.tab(app, 4);
              Tour.press(app, "ui-host.orphans-search");
            },
            Tour::settled),
        Shot.tab("34-disks", 1, app -> Tour.rows(app, "ui-disks.title")),
        new Shot("35-raid", app -> Tour.press(app, "ui-disks.make"), Screens::raidIsDrawn),
        new Shot("60-take-apart", Screens::openRemoval, Screens::removalIsReviewed),
        new Shot("30-backups", Screens::openBackups, Screens::backupsAreThere),
        new Shot(
            "31-notes", app -> backup(app, "notes"), app -> Tour.reads(app, "before the upgrade")),
        new Shot("32-backup-log", app -> backup(app, "log"), app -> Tour.reads(app, "INFO: ")),
        new Shot(
            "33-prune",
            app -> backup(app, "prune"),
            app -> Tour.rows(app, "ui-backup.prune-preview")),
        new Shot("42-files", Screens::openFiles, Screens::filesAreThere),
        new Shot("43-upload", app -> Tour.press(app, "ui-transfer.upload"), _ -> true),
        new Shot("61-fetch", Screens::openFetch, app -> Tour.ready(app, "ui-content.review")));
  }

  private static void openDemo(App app) {
    app.navigator().closeIf(p -> !(p instanceof Page.Fleet));
    app.openDemo();
    demo(app).ifPresent(HostModel::refresh);
  }

  private static void accept(App app) {
    demo(app).ifPresent(h -> h.answer(new Request.Answer.AcceptAndRemember()));
  }

  private static void snapshots(App app) {
    Tour.choose(app, "vm-103-disk-0"::equals);
    Tour.press(app, "ui-content.col-snapshots");
  }

  private static void removal(App app) {
    Tour.choose(app, name -> name.endsWith(UNUSED));
    Tour.press(app, "ui-content.remove");
  }

  private static void openShare(App app) {
    Tour.press(app, "ui-content.close");
    app.navigator().open(Shot.ofPool("nas-vm"));
  }

  private static boolean shareIsThere(App app) {
    Tour.tab(app, 1);
    return Tour.volumes(app) > 0;
  }

  private static boolean raidIsDrawn(App app) {
    return Tour.tick(app, "/dev/sdj", "/dev/sdk", "/dev/sdl")
        && Tour.pick(app, "ui-disks.raid", Order.Raid.RAIDZ);
  }

  private static void openRemoval(App app) {
    Tour.press(app, "ui.cancel");
    Tour.row(app, "ui-disks.title", SPARE);
    Tour.press(app, "ui-disks.remove");
  }

  private static boolean removalIsReviewed(App app) {
    if (Tour.tick(app, Tour.say(app, "ui-disks.remove-wipe"))) {
      Tour.press(app, "ui-content.review");
    }
    return Tour.button(app, Tour.say(app, "ui-plan.apply")).isPresent();
  }

  private static void openBackups(App app) {
    app.navigator().open(Shot.ofPool("nas-backup"));
  }

  static boolean backupsAreThere(App app) {
    Tour.tab(app, 1);
    return Tour.rows(app, "ui-content.volumes");
  }

  private static void backup(App app, String action) {
    Tour.chooseRow(app, SOME_BACKUP);
    Tour.press(app, "ui-backup." + action);
  }

  private static void openFiles(App app) {
    app.navigator().open(Shot.ofPool("local"));
  }

  private static void openFetch(App app) {
    Tour.press(app, "ui.cancel");
    Tour.press(app, "ui-transfer.fetch");
  }

  private static boolean filesAreThere(App app) {
    Tour.tab(app, 1);
    return Tour.volumes(app) > 0;
  }

  static Optional<HostModel> demo(App app) {
    return app.fleet().host(HostEntry.DEMO.name());
  }

  static Connection state(App app) {
    return demo(app).map(h -> h.connection().get()).orElse(new Connection.Off());
  }
}
