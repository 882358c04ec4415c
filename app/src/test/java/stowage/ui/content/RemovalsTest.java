package stowage.ui.content;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import javafx.application.Platform;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stowage.config.StorageId;
import stowage.demo.world.Company;
import stowage.demo.world.World;
import stowage.exec.Outcome;
import stowage.host.Host;
import stowage.ui.OpenDemo;
import stowage.ui.Screen;
import stowage.ui.content.Removals.Fate;
import stowage.ui.tasks.KeptJobs;
import stowage.ui.tasks.TaskModel;
import stowage.ui.tasks.TasksModel;
import stowage.ui.work.Background;
import stowage.volume.ContentType;
import stowage.volume.Volume;

/** Several volumes of the demo host at once. */
class RemovalsTest {
  private static final StorageId THIN = new StorageId("local-lvm");

  @TempDir Path folder;
  private OpenDemo demo;
  private Host host;
  private final Background background = new Background(Platform::runLater, e -> {});

  @BeforeEach
  void open() throws Exception {
    Path directory = Files.createDirectories(folder.resolve("demo"));
    // What a guest's configuration names would be refused.
    World world = Company.open(directory, Clock.systemUTC());
    for (String node : world.files().names("/etc/pve/nodes")) {
      for (String kind : world.files().names("/etc/pve/nodes/" + node)) {
        String guests = "/etc/pve/nodes/" + node + "/" + kind;
        for (String name : world.files().names(guests)) {
          world.files().remove(guests + "/" + name);
        }
      }
    }
    world.save();
    demo = new OpenDemo(folder);
    host = demo.connect();
  }

  @AfterEach
  void close() throws Exception {
    host.close();
    demo.close();
  }

  private List<Volume> volumes() throws Exception {
    return host.volumes(THIN, Set.of(ContentType.IMAGES, ContentType.ROOTDIR))
        .optional()
        .orElseThrow();
  }

  private Removals planned(List<Volume> volumes) throws Exception {
    Removals removals =
        Screen.on(() -> {
          Removals made = new Removals(background, tasks(), volumes);
          made.plan(host);
          return made;
        });
    OpenDemo.await(() -> removals.stage() == Removals.Stage.REVIEW);
    return removals;
  }

  private TasksModel tasks() {
    return new TasksModel(background, new KeptJobs(folder.resolve("jobs")));
  }

  @Test
  void eachHasAnEndOfItsOwn() throws Exception {
    List<Volume> all = volumes();
    // Somebody else was faster with the first one.
    host.apply(host.planFree(all.getFirst().id()), "removals-test-0", _ -> {});
    Removals removals = planned(all);
    assertInstanceOf(Fate.Refused.class, removals.items().getFirst().fate());
    Screen.on(() -> {
      removals.run(host);
      return true;
    });
    OpenDemo.await(() -> removals.stage() == Removals.Stage.ENDED);
    assertEquals(1, removals.refused());
    assertTrue(removals.done() > 0, removals.items().toString());
    // Running guests have theirs open.
    assertTrue(removals.failed() > 0, removals.items().toString());
    List<Volume> kept =
        removals.items().stream()
            .filter(i -> i.fate() instanceof Fate.Sent(var task) && failed(task))
            .map(Removals.Item::volume)
            .toList();
    assertEquals(
        kept.stream().map(Volume::id).toList(), volumes().stream().map(Volume::id).toList());
  }

  private static boolean failed(TaskModel task) {
    return !task.outcome().map(Outcome::done).orElse(false);
  }

  @Test
  void whatIsStoppedBeforeItsTurnIsNotTouched() throws Exception {
    List<Volume> two =
        planned(volumes()).items().stream()
            .filter(i -> i.fate() instanceof Fate.Planned)
            .map(Removals.Item::volume)
            .limit(2)
            .toList();
    Removals removals = planned(two);
    Screen.on(() -> {
      removals.run(host);
      removals.stop();
      return true;
    });
    OpenDemo.await(() -> removals.stage() == Removals.Stage.ENDED);
    assertInstanceOf(Fate.Left.class, removals.items().getLast().fate());
    assertEquals(1, removals.done());
    assertTrue(volumes().stream().anyMatch(v -> v.id().equals(two.getLast().id())));
  }
}
