package stowage.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javafx.scene.control.TreeView;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stowage.app.App;
import stowage.app.Surroundings;
import stowage.exec.HostException;
import stowage.host.HostState;
import stowage.settings.Choices;
import stowage.settings.SettingsFile;
import stowage.type.Backends;
import stowage.ui.tasks.KeptJobs;

class ManyHostsTest {
  private static final int HOSTS = 200;

  @TempDir Path folder;

  /** Limits are generous for slow machines; a list that is not virtual misses them by far. */
  @Test
  void twoHundredHostsStaySmooth() throws Exception {
    HostState state = Fakes.state(HostState.Kind.CLUSTER);
    App app =
        Screen.on(() -> {
          App made =
              new App(
                  new Surroundings(
                      (entry, _) -> {
                        throw new HostException.Unreachable(entry.name(), "no route");
                      },
                      List::of,
                      Backends::of,
                      new SettingsFile(folder.resolve("settings.json")),
                      new KeptJobs(folder.resolve("jobs")),
                      _ -> {}));
          made.preferences()
              .change(made.preferences().choices().get().with(Choices.Language.ENGLISH));
          for (int i = 0; i < HOSTS; i++) {
            made.fleet().add(Fakes.entry("pve" + i, "cluster " + i / 10));
          }
          return made;
        });
    Screen.on(() -> app.scene().snapshot(null));

    Duration answers = timed(() -> app.fleet().hosts().forEach(h -> h.show(state)));
    Duration drawn = timed(() -> app.scene().snapshot(null));
    Duration one = timed(() -> app.fleet().hosts().getFirst().show(state));

    TreeView<?> tree =
        Screen.on(() -> Nodes.named(app.scene().getRoot(), TreeView.class, "Hosts and pools"));
    long cells =
        Screen.on(() -> tree.lookupAll(".tree-cell").stream().filter(c -> c.isVisible()).count());
    assertEquals(1 + HOSTS / 10 + HOSTS, (int) Screen.on(tree::getExpandedItemCount));
    assertTrue(cells < 100, cells + " cells");
    assertTrue(answers.toMillis() < 3000, "200 answers took " + answers);
    assertTrue(drawn.toMillis() < 3000, "drawing took " + drawn);
    assertTrue(one.toMillis() < 500, "one answer took " + one);
    System.out.println("200 hosts: answers " + answers + ", drawn " + drawn + ", one " + one);
    Screen.on(() -> {
      app.close();
      return true;
    });
  }

  /** Until the screen's thread has done it and what followed from it. */
  private static Duration timed(Runnable work) throws Exception {
    long begin = System.nanoTime();
    Screen.on(() -> {
      work.run();
      return true;
    });
    Screen.settle();
    return Duration.ofNanos(System.nanoTime() - begin);
  }
}
