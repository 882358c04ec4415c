package stowage.bench;

import java.util.EnumSet;
import java.util.List;
import java.util.stream.Collectors;
import stowage.config.StorageId;
import stowage.exec.Batch;
import stowage.exec.Command;
import stowage.exec.Exec;
import stowage.exec.Job;
import stowage.exec.Reading;
import stowage.volume.ContentType;
import stowage.volume.Volume;

/**
 * Stowage's list of a pool's volumes.
 *
 * @param times of each round
 * @param commands that one list takes
 * @param bytes that one list brings over the line
 * @param programs what the host ran for it, as one command line
 */
record Listing(Times times, int commands, long bytes, List<Volume> volumes, String programs) {
  static final int ROUNDS = 5;

  static Listing of(Line line, StorageId pool, int expected) throws Exception {
    return of(line, pool, expected, ROUNDS);
  }

  /** After a refresh and a list that don't count. */
  static Listing of(Line line, StorageId pool, int expected, int rounds) throws Exception {
    try (Engine engine = Engine.connect(line)) {
      engine.host().refresh();
      List<Volume> volumes = list(engine, pool);
      if (volumes.size() != expected) {
        throw new IllegalStateException(volumes.size() + " volumes are listed in " + pool);
      }
      int commands = engine.commands();
      long bytes = line.relay().received();
      Times times = Times.of(rounds, () -> list(engine, pool));
      commands = (engine.commands() - commands) / rounds;
      bytes = (line.relay().received() - bytes) / rounds;
      String programs = programs(engine.heard().commands().getLast());
      return new Listing(times, commands, bytes, volumes, programs);
    }
  }

  private static String programs(Command command) {
    return switch (command) {
      case Batch batch ->
          batch.programs().stream().map(Exec::shown).collect(Collectors.joining("; "));
      case Exec exec -> exec.shown();
      case Job job -> throw new IllegalStateException("a list is no job: " + job.id());
    };
  }

  private static List<Volume> list(Engine engine, StorageId pool) throws Exception {
    return switch (engine.host().volumes(pool, EnumSet.allOf(ContentType.class))) {
      case Reading.Known<List<Volume>>(var volumes) -> volumes;
      case Reading.Failed<List<Volume>>(var why) -> throw new IllegalStateException(why.toString());
    };
  }
}
