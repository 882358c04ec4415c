package stowage.type;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import stowage.exec.Exec;
import stowage.tool.HostTool;

/** How a file is compressed where it is fetched from. Its program unpacks it where it lies. */
public enum Packing {
  GZIP("gz", "gzip"),
  ZSTD("zst", "zstd"),
  BZIP2("bz2", "bzip2"),
  LZO("lzo", "lzop");

  private final String ending;
  private final String program;

  Packing(String ending, String program) {
    this.ending = "." + ending;
    this.program = program;
  }

  public static List<Packing> all() {
    return List.of(values());
  }

  /** Programs of all of them. */
  public static List<HostTool> tools() {
    return all().stream().map(Packing::tool).toList();
  }

  /**
   * @param word as {@link #word} gives it
   */
  public static Optional<Packing> named(String word) {
    return all().stream().filter(p -> p.word().equals(word)).findFirst();
  }

  /** What the ending of a file's name tells; empty for none of them. */
  public static Optional<Packing> of(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return all().stream().filter(p -> lower.endsWith(p.ending)).findFirst();
  }

  /** The name without its ending, if it has it. */
  public String without(String name) {
    boolean has = name.toLowerCase(Locale.ROOT).endsWith(ending);
    return has ? name.substring(0, name.length() - ending.length()) : name;
  }

  public HostTool tool() {
    return new HostTool("/usr/bin/" + program, program);
  }

  /** What a person calls it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Where a file lies until it is unpacked to this path. */
  String packed(String path) {
    return path + ending;
  }

  /** Unpacks the file of {@link #packed} to this path; only if all of it can be, it goes. */
  Exec unpack(String path) {
    Exec begun = Exec.changes(tool().program());
    Exec told =
        switch (this) {
          case GZIP, BZIP2 -> begun.and("-d");
          case ZSTD -> begun.and("-q", "-d", "--rm");
          case LZO -> begun.and("-d", "-U");
        };
    return told.and("--", packed(path)).asRoot();
  }
}
