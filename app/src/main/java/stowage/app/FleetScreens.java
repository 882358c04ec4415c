package stowage.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.scene.input.KeyCode;
import stowage.access.HostAccess;
import stowage.config.StorageId;
import stowage.exec.HostException;
import stowage.exec.Sudoers;
import stowage.host.HostState;
import stowage.settings.Address;
import stowage.settings.HostEntry;
import stowage.settings.Login;
import stowage.tool.ClusterFile;
import stowage.ui.frame.Page;
import stowage.ui.host.Connection;
import stowage.ui.host.Connector;
import stowage.ui.host.HostModel;

/** Several hosts, a cluster among them, and hosts that are no good. */
final class FleetScreens {
  private static final String UNREACHABLE = "backup1";
  private static final String WITHOUT_RIGHTS = "web1";

  private static final Map<String, String> NODES =
      Map.of("pve1", "192.0.2.11", "pve2", "192.0.2.12", "pve3", "192.0.2.13");

  private FleetScreens() {}

  static List<Shot> all(Path demoFolder) {
    return List.of(
        new Shot("17-cluster", FleetScreens::openCluster, FleetScreens::clusterIsThere),
        new Shot("18-cluster-pool", FleetScreens::clusterPool, _ -> true),
        Shot.page("19-fleet", new Page.Fleet()),
        new Shot("20-commands", app -> Tour.press(app, KeyCode.K), _ -> true),
        new Shot("21-preferences", FleetScreens::preferences, _ -> true),
        new Shot(
            "22-read-only",
            app -> {
              app.preferences().change(app.preferences().choices().get().readOnly(true));
              app.navigator().open(Shot.ofPool("local"));
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
            app -> Screens.state(app) instanceof Connection.Failed));
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
    Screens.demo(app)
        .ifPresent(h -> {
          h.disconnect();
          h.refresh();
        });
    app.navigator().open(new Page.OfHost(HostEntry.DEMO.name()));
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
