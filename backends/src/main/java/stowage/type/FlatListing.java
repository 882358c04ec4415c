package stowage.type;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
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
import stowage.tool.DirectoryList;
import stowage.tool.DirectoryList.Entry;
import stowage.tool.LocalTime;
import stowage.volume.BackupArchive;
import stowage.volume.ContentType;
import stowage.volume.DirLayout;
import stowage.volume.Volume;
import stowage.volume.VolumeId;

/** Files that lie flat in a directory of their own: ISO images, templates, backups, snippets. */
final class FlatListing {
  private static final Set<ContentType> FLAT =
      Set.of(
          ContentType.ISO,
          ContentType.VZTMPL,
          ContentType.BACKUP,
          ContentType.SNIPPETS,
          ContentType.IMPORT);

  private FlatListing() {}

  static Probe<List<Volume>> of(Pool pool, Set<ContentType> wanted) {
    DirLayout layout = FileVolumes.layout(pool);
    Map<ContentType, String> directories = new TreeMap<>();
    wanted.stream().filter(FLAT::contains).forEach(c -> directories.put(c, layout.directory(c)));
    if (directories.isEmpty()) {
      return Probe.constant(Reading.known(List.of()));
    }
    Exec files = DirectoryList.files(directories.values().stream().distinct().toList());
    List<Exec> programs = new ArrayList<>(List.of(files));
    if (directories.containsKey(ContentType.BACKUP)) {
      programs.add(DirectoryList.notes(directories.get(ContentType.BACKUP)));
      programs.add(LocalTime.program());
    }
    return Probe.of(
        programs,
        answers ->
            DirectoryList.entries(files, answers.getFirst())
                .map(entries -> volumes(pool, directories, entries, answers)));
  }

  private static List<Volume> volumes(
      Pool pool, Map<ContentType, String> directories, List<Entry> entries, List<Result> answers) {
    boolean backups = answers.size() > 1;
    Map<String, String> notes = backups ? DirectoryList.firstLines(answers.get(1)) : Map.of();
    ZoneId zone = backups ? LocalTime.zone(answers.get(2)) : ZoneOffset.UTC;
    List<Volume> found = new ArrayList<>();
    directories.forEach((content, directory) -> {
      Set<String> names =
          entries.stream()
              .filter(e -> e.directory().equals(directory))
              .map(Entry::name)
              .collect(Collectors.toSet());
      for (Entry entry : entries) {
        if (entry.directory().equals(directory)) {
          DirLayout.listed(content, entry.name(), zone)
              .map(file ->
                  new Volume(
                      new VolumeId(pool.id(), file.name()),
                      content,
                      file.format(),
                      file.owner(),
                      new Volume.Space(entry.size(), entry.allocated()),
                      content == ContentType.BACKUP
                          ? backup(entry, names, notes, zone)
                          : plain(entry)))
              .ifPresent(found::add);
        }
      }
    });
    return found;
  }

  private static Volume.Extra plain(Entry entry) {
    return new Volume.Extra(null, entry.changed(), null, null, false);
  }

  private static Volume.Extra backup(
      Entry entry, Set<String> names, Map<String, String> notes, ZoneId zone) {
    BackupArchive archive = BackupArchive.parse(entry.name(), zone).orElseThrow();
    @Nullable Instant made = archive.made() == null ? entry.changed() : archive.made();
    String note = notes.get(archive.notesFile());
    return new Volume.Extra(null, made, null, note, names.contains(archive.protectedFile()));
  }
}
