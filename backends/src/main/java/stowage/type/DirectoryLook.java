package stowage.type;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import stowage.exec.Exec;
import stowage.exec.Probe;
import stowage.exec.Reading;
import stowage.exec.Result;
import stowage.message.Message;
import stowage.tool.DirectoryList;
import stowage.tool.DirectoryList.Entry;
import stowage.tool.FileSystem;
import stowage.tool.Mounts;
import stowage.volume.ContentType;

/**
 * What is there of a directory-like pool before it is activated.
 *
 * @param mounts what is mounted
 * @param directories of those that the pool wants, the ones that are there
 * @param files of those, the ones that are no directories
 * @param clash two kinds of content in one directory, links followed; null for none
 */
record DirectoryLook(
    Mounts mounts, Set<String> directories, Set<String> files, @Nullable Message clash) {

  /** Somebody waits for a change, not for a glance at all pools: a slow host may take its time. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /**
   * @param base the pool's directory
   * @param wanted where each kind of content belongs
   */
  static Probe<DirectoryLook> probe(String base, Map<ContentType, String> wanted) {
    List<String> directories = wanted.values().stream().distinct().toList();
    List<String> all = new ArrayList<>(List.of(base));
    all.addAll(directories);
    Exec there = DirectoryList.themselves(all).within(PATIENCE);
    List<Exec> resolve =
        directories.stream().map(d -> FileSystem.resolve(d).within(PATIENCE)).toList();
    List<Exec> programs = new ArrayList<>(List.of(Mounts.read(), there));
    programs.addAll(resolve);
    return Probe.of(
        programs,
        answers -> {
          if (answers.stream().anyMatch(a -> a.ending() == Result.Ending.TIMED_OUT)) {
            return Reading.failed("problem.path-hangs", base, PATIENCE.toSeconds());
          }
          Map<String, String> real = new TreeMap<>();
          for (int i = 0; i < resolve.size(); i++) {
            String directory = directories.get(i);
            String resolved =
                FileSystem.resolved(resolve.get(i), answers.get(i + 2))
                    .optional()
                    .orElse(directory);
            real.put(directory, resolved);
          }
          return look(there, answers, clash(wanted, real));
        });
  }

  private static Reading<DirectoryLook> look(
      Exec there, List<Result> answers, @Nullable Message clash) {
    return Mounts.of(answers.getFirst())
        .then(mounts ->
            DirectoryList.entries(there, answers.get(1))
                .map(e -> new DirectoryLook(mounts, names(e, true), names(e, false), clash)));
  }

  private static Set<String> names(List<Entry> entries, boolean directories) {
    return entries.stream()
        .filter(e -> e.isDirectory() == directories)
        .map(Entry::directory)
        .collect(Collectors.toSet());
  }

  private static @Nullable Message clash(
      Map<ContentType, String> wanted, Map<String, String> real) {
    Map<String, ContentType> owners = new TreeMap<>();
    for (Map.Entry<ContentType, String> one : wanted.entrySet()) {
      String place = real.getOrDefault(one.getValue(), one.getValue());
      ContentType other = owners.putIfAbsent(place, one.getKey());
      if (other != null) {
        return Message.of("problem.directory-shared", place, other.word(), one.getKey().word());
      }
    }
    return null;
  }
}
