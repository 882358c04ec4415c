package stowage.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import javafx.scene.input.KeyCode;
import stowage.access.HostAccess;
import stowage.config.StorageId;
import stowage.demo.backup.CompanyServer;
import stowage.disk.Order;
import stowage.exec.HostException;
import stowage.exec.Secret;
import stowage.exec.Sudoers;
import stowage.host.HostState;
import stowage.pbs.server.Codes;
import stowage.settings.Address;
import stowage.settings.HostEntry;
import stowage.settings.Login;
import stowage.tool.ClusterFile;
import stowage.ui.connect.Request;
import stowage.ui.frame.Page;
import stowage.ui.host.Connection;
import stowage.ui.host.Connector;
import stowage.ui.host.HostModel;

/** The screens there are pictures of, in the order a new user meets them. */
final class Screens {
  /** The volume that no guest's configuration names: it may be removed. */
  private static final String UNUSED = "vm-140-disk-0.qcow2";

  private static final String UNREACHABLE = "backup1";
  private static final String WITHOUT_RIGHTS = "web1";

  /** Row of a backup with notes and a log. */
  private static final int SOME_BACKUP = 6;

  private static final Map<String, String> NODES =
      Map.of("pve1", "192.0.2.11", "pve2", "192.0.2.12", "pve3", "192.0.2.13");

  private Screens() {}

  /**
   * @param name of the picture's file
   * @param before leads to the screen
   * @param ready whether it shows what it is to show
   */
  record Shot(String name, Consumer<App> before, Predicate<App> ready) {}

  static List<Shot> all(Path demoFolder) {
    return List.of(
        new Shot("01-first-start", _ -> {}, _ -> true),
        page("02-add-host", new Page.AddHost()),
        page("03-import", new Page.ImportHosts()),
        new Shot(
            "04-unknown-key", Screens::openDemo, app -> state(app) instanceof Connection.Asking),
        new Shot("05-host", Screens::accept, app -> state(app) instanceof Connection.On),
        pool("06-pool-local", "local"),
        pool("07-pool-thin", "local-lvm"),
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
        page("13-changes", new Page.Tasks()),
        page("14-add-pool", new Page.AddPool(HostEntry.DEMO.name())),
        new Shot("15-add-nfs", app -> Tour.press(app, "type.nfs"), _ -> true),
        new Shot(
            "16-rights",
            app -> app.navigator().open(new Page.OfHost(HostEntry.DEMO.name())),
            app -> {
              Tour.tab(app, 3);
              return Tour.ready(app, "ui-connect.rights-test");
            }),
        new Shot("34-disks", app -> Tour.tab(app, 1), app -> Tour.rows(app, "ui-disks.title")),
        new Shot("35-raid", app -> Tour.press(app, "ui-disks.make"), Screens::raidIsDrawn),
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
        new Shot(
            "36-keys",
            app -> {
              Tour.press(app, "ui.cancel");
              openKeys(app);
            },
            Screens::keysAreThere),
        new Shot("37-replace-key", app -> Tour.press(app, "ui-keys.replace"), _ -> true),
        new Shot(
            "38-custody",
            app -> Tour.press(app, "ui-keys.keep"),
            app -> Tour.ready(app, "ui-keys.file-save")),
        new Shot("39-paper-key", app -> Tour.press(app, "ui-keys.paper-open"), Tour::picture),
        new Shot("40-master-key", Screens::masterKey, _ -> true),
        new Shot(
            "41-all-keys",
            app -> app.navigator().open(new Page.Keys()),
            app -> Tour.rows(app, "ui-keys.inventory")),
        new Shot("44-vault", Screens::openVault, Screens::backupsAreThere),
        new Shot(
            "45-code", Screens::askForCode, app -> app.fleet().codes().question().get() != null),
        new Shot("46-server-place", Screens::openWizard, Screens::serverIsNamed),
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
            app -> Tour.ready(app, "ui-plan.apply")),
        new Shot("17-cluster", Screens::openCluster, Screens::clusterIsThere),
        new Shot("18-cluster-pool", Screens::clusterPool, _ -> true),
        page("19-fleet", new Page.Fleet()),
        new Shot("20-commands", app -> Tour.press(app, KeyCode.K), _ -> true),
        new Shot("21-preferences", Screens::preferences, _ -> true),
        new Shot(
            "22-read-only",
            app -> {
              app.preferences().change(app.preferences().choices().get().readOnly(true));
              app.navigator().open(new Page.OfPool(HostEntry.DEMO.name(), new StorageId("local")));
            },
            _ -> true),
        new Shot(
            "23-unreachable",
            app -> {
              app.preferences().change(app.preferences().choices().get().readOnly(false));
              open(app, UNREACHABLE);
            },
            app -> failed(app, UNREACHABLE)),
        new Shot(
            "24-rights-missing",
            app -> open(app, WITHOUT_RIGHTS),
            app -> failed(app, WITHOUT_RIGHTS)),
        new Shot(
            "25-changed-key",
            app -> changeKey(app, demoFolder),
            app -> state(app) instanceof Connection.Failed));
  }

  /** The demo host under several names, and two hosts that are no good. */
  static Connector hosts(HostAccess access) {
    return (entry, flow) ->
        switch (entry.name()) {
          case UNREACHABLE ->
              throw new HostException.Unreachable(UNREACHABLE, "connection timed out");
          case WITHOUT_RIGHTS -> {
            String program = "/sbin/lvs";
            throw new HostException.PrivilegeMissing(
                WITHOUT_RIGHTS, "admin", program, Sudoers.rule("admin", List.of(program)));
          }
          default -> access.open(entry, flow, flow::warn);
        };
  }

  private static Shot page(String name, Page page) {
    return new Shot(name, app -> app.navigator().open(page), _ -> true);
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

  private static Shot pool(String name, String pool) {
    return page(name, new Page.OfPool(HostEntry.DEMO.name(), new StorageId(pool)));
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
    app.navigator().open(new Page.OfPool(HostEntry.DEMO.name(), new StorageId("nas-vm")));
  }

  private static boolean shareIsThere(App app) {
    Tour.tab(app, 1);
    return Tour.volumes(app) > 0;
  }

  private static boolean raidIsDrawn(App app) {
    return Tour.tick(app, "/dev/sdj", "/dev/sdk", "/dev/sdl")
        && Tour.pick(app, "ui-disks.raid", Order.Raid.RAIDZ);
  }

  private static void openBackups(App app) {
    app.navigator().open(new Page.OfPool(HostEntry.DEMO.name(), new StorageId("nas-backup")));
  }

  private static boolean backupsAreThere(App app) {
    Tour.tab(app, 1);
    return Tour.rows(app, "ui-content.volumes");
  }

  private static void backup(App app, String action) {
    Tour.chooseRow(app, SOME_BACKUP);
    Tour.press(app, "ui-backup." + action);
  }

  private static void openFiles(App app) {
    app.navigator().open(new Page.OfPool(HostEntry.DEMO.name(), new StorageId("local")));
  }

  private static boolean filesAreThere(App app) {
    Tour.tab(app, 1);
    return Tour.volumes(app) > 0;
  }

  private static void openVault(App app) {
    app.navigator().open(new Page.OfPool(HostEntry.DEMO.name(), new StorageId("vault")));
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
    app.navigator().open(new Page.OfPool(HostEntry.DEMO.name(), new StorageId("vault")));
  }

  private static boolean keysAreThere(App app) {
    Tour.tab(app, 2);
    return Tour.ready(app, "ui-keys.keep");
  }

  private static void masterKey(App app) {
    Tour.press(app, "ui-keys.paper-back");
    Tour.press(app, "ui-keys.master-make");
  }

  private static void openCluster(App app) {
    NODES.keySet().stream()
        .sorted()
        .forEach(name ->
            app.fleet()
                .add(
                    new HostEntry(
                        name,
                        "",
                        HostEntry.Origin.DEMO,
                        new Address("", 0, "", ""),
                        Login.AGENT,
                        false)));
    app.fleet().hosts().stream().filter(h -> h.known().isEmpty()).forEach(HostModel::refresh);
    app.navigator().open(new Page.OfHost("pve1"));
  }

  /** Connected, and told of their cluster, which the demo host does not have. */
  private static boolean clusterIsThere(App app) {
    boolean all = true;
    for (String name : NODES.keySet()) {
      HostModel host = app.fleet().host(name).orElseThrow();
      HostState state = host.state().get();
      if (state == null || state.kind() == HostState.Kind.CLUSTER) {
        all &= state != null;
      } else {
        host.show(member(state, name));
        all = false;
      }
    }
    return all;
  }

  private static HostState member(HostState state, String node) {
    HostState.Inventory found = state.inventory();
    return new HostState(
        state.at(),
        node,
        HostState.Kind.CLUSTER,
        state.config(),
        state.pools(),
        new HostState.Inventory(
            found.tools(),
            found.guests(),
            found.strangers(),
            Optional.of(new ClusterFile.Members("seoul", true, NODES))));
  }

  private static void clusterPool(App app) {
    app.fleet().host("pve3").ifPresent(HostModel::disconnect);
    app.navigator().open(new Page.OfPool("pve1", new StorageId("nas-vm")));
  }

  private static void preferences(App app) {
    Tour.press(app, KeyCode.ESCAPE);
    app.navigator().open(new Page.Preferences());
  }

  private static void open(App app, String name) {
    app.fleet()
        .add(
            new HostEntry(
                name,
                "",
                HostEntry.Origin.SSH,
                new Address(name + ".example.org", 0, "admin", ""),
                Login.AGENT,
                false))
        .refresh();
    app.navigator().open(new Page.OfHost(name));
  }

  private static boolean failed(App app, String name) {
    return app.fleet()
        .host(name)
        .filter(h -> h.connection().get() instanceof Connection.Failed)
        .isPresent();
  }

  /** What somebody who listens in between would look like. */
  private static void changeKey(App app, Path demoFolder) {
    Path known = demoFolder.resolve("known_hosts");
    try {
      String other =
          "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJX3aFmTjHvYf7nPA0RgF0b1J6fIv9ZbZ0c5oM3lKqXk";
      String host = Files.readString(known).split(" ", 2)[0];
      Files.writeString(known, host + " " + other + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    demo(app)
        .ifPresent(h -> {
          h.disconnect();
          h.refresh();
        });
    app.navigator().open(new Page.OfHost(HostEntry.DEMO.name()));
  }

  private static Optional<HostModel> demo(App app) {
    return app.fleet().host(HostEntry.DEMO.name());
  }

  private static Connection state(App app) {
    return demo(app).map(h -> h.connection().get()).orElse(new Connection.Off());
  }

  /** Not the user's own ones: pictures are shown around. */
  static List<HostEntry> importable() {
    return List.of("pve1", "pve2", "pve3", "backup", "nas").stream()
        .map(name ->
            new HostEntry(
                name,
                "",
                HostEntry.Origin.SSH,
                new Address(name + ".example.org", 0, "root", ""),
                Login.AGENT,
                false))
        .toList();
  }
}
