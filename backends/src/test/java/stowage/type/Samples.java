package stowage.type;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import stowage.config.StorageId;
import stowage.config.StorageType;
import stowage.exec.Guard;
import stowage.exec.Probe;
import stowage.exec.Reading;
import stowage.exec.Result;
import stowage.exec.Step;
import stowage.volume.ContentType;
import stowage.volume.Volume;
import stowage.volume.VolumeId;

/** Samples, volumes and changes as tests need them. */
final class Samples {
  private Samples() {}

  /**
   * @param values key, value, key, value…
   */
  static Pool of(StorageType type, String id, String... values) {
    Map<String, String> map = new HashMap<>();
    for (int i = 0; i < values.length; i += 2) {
      map.put(values[i], values[i + 1]);
    }
    return new Pool(
        new StorageId(id),
        type,
        map,
        Set.of(ContentType.IMAGES, ContentType.ROOTDIR),
        false,
        Set.of());
  }

  static Volume volume(Pool pool, String name, long size) {
    return new Volume(
        new VolumeId(pool.id(), name),
        ContentType.IMAGES,
        name.contains("subvol") ? "subvol" : "raw",
        null,
        new Volume.Space(size, null),
        Volume.Extra.NONE);
  }

  static <T> Reading<T> read(Probe<T> probe, Result... answers) {
    return probe.read(List.of(answers));
  }

  static <T> T known(Reading<T> reading) {
    return switch (reading) {
      case Reading.Known<T>(var value) -> value;
      case Reading.Failed<T>(var reason) -> throw new AssertionError(reason);
    };
  }

  static String failure(Reading<?> reading) {
    return switch (reading) {
      case Reading.Known<?> known -> "known: " + known;
      case Reading.Failed<?>(var reason) -> reason.key();
    };
  }

  /** A change as a person reads it: guards, steps, how each is taken back. */
  static String shown(Change change) {
    StringBuilder text = new StringBuilder();
    for (Guard guard : change.guards()) {
      text.append("guard ").append(guard.check().shown()).append(" => ").append(guard.status());
      if (!guard.prefix().isEmpty()) {
        text.append(' ').append(guard.prefix().strip());
      }
      text.append('\n');
    }
    for (Step step : change.steps()) {
      text.append(step.command().shown()).append('\n');
      switch (step.undo()) {
        case Step.Undo.By(var commands, _) ->
            commands.forEach(c -> text.append("  undo ").append(c.shown()).append('\n'));
        case Step.Undo.Impossible() -> text.append("  irreversible\n");
        case Step.Undo.Unneeded() -> {}
      }
    }
    return text.toString();
  }
}
