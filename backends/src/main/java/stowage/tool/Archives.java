package stowage.tool;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import stowage.exec.Exec;
import stowage.volume.BackupArchive;

/** What lies inside a backup's archive, unpacked to standard output by one program each. */
public final class Archives {
  /** For an archive that has to be read to its end; the wanted file is usually its first. */
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private static final String NOT_THERE = "Not found in archive";

  private Archives() {}

  /** The archive itself, without its compression. */
  public static Exec plain(BackupArchive archive, String path) {
    Exec program =
        switch (archive.compression()) {
          case "gz" -> Exec.reads("/usr/bin/zcat");
          case "lzo" -> Exec.reads("/usr/bin/lzop", "-d", "-c");
          case "zst" -> Exec.reads("/usr/bin/zstd", "-q", "-d", "-c");
          case "bz2" -> Exec.reads("/usr/bin/bzcat", "-q");
          default -> Exec.reads("/usr/bin/cat");
        };
    return program.and("--", path).asRoot().within(LIMIT);
  }

  /** One file out of a tar archive. The archive's name is none of a file on another machine. */
  public static Exec member(BackupArchive archive, String path, String member) {
    List<String> words = new ArrayList<>(List.of("/usr/bin/tar"));
    switch (archive.compression()) {
      case "gz" -> words.add("-z");
      case "lzo" -> words.add("--lzop");
      case "zst" -> words.add("--zstd");
      case "bz2" -> words.add("--bzip2");
      default -> {}
    }
    words.addAll(List.of("--force-local", "-xpOf", path, member, "--occurrence"));
    return Exec.reads(words.toArray(String[]::new)).asRoot().within(LIMIT);
  }

  /** Whether tar has looked and found nothing, from what it said. */
  public static boolean isMissing(String errorText) {
    return errorText.contains(NOT_THERE);
  }
}
