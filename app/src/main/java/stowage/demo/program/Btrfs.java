package stowage.demo.program;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import stowage.demo.world.Fault;
import stowage.demo.world.HostPath;
import stowage.demo.world.VirtualFiles;

/** {@code btrfs}: a subvolume is a directory here, and a snapshot a copy without its blocks. */
final class Btrfs implements Program {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

  private static final String MARK = "stowage demo subvolume";
  private static final String DISK = "/disk.raw";
  private static final int LONGEST = 4096;

  private final VirtualFiles files;

  Btrfs(VirtualFiles files) {
    this.files = files;
  }

  /** Directories of guests' volumes are the only subvolumes there are. */
  static boolean isSubvolume(String path) {
    return path.matches(".*/images/[0-9]+/(?:vm|base|subvol|basevol)-[^/]+");
  }

  @Override
  public int run(Call call) throws Fault, IOException {
    Options options = Options.of(call, Set.of("-q", "-r", "-s", "-e"), Set.of("-p"));
    List<String> words = options.rest();
    if (words.size() == 2 && Set.of("send", "receive").contains(words.getFirst())) {
      stream(call, words.getFirst(), words.getLast());
      return 0;
    }
    if (words.size() < 3) {
      throw call.usage("a command and a path are expected");
    }
    List<String> paths = words.subList(2, words.size());
    for (String path : paths) {
      if (!words.getFirst().equals("property") && !on(path)) {
        throw new Fault(1, "ERROR: not a btrfs filesystem: " + path);
      }
    }
    switch (words.get(0) + " " + words.get(1)) {
      case "subvolume create" -> files.mkdir(paths.getFirst());
      case "subvolume snapshot" -> snapshot(paths.get(0), paths.get(1));
      case "subvolume delete" -> delete(paths);
      case "subvolume list" -> list(call, paths.getFirst());
      case "property set" -> files.entry(paths.getFirst());
      case "filesystem df" -> call.print("Data, single: total=1.00GiB, used=512.00MiB\n");
      default -> throw call.usage("unknown command");
    }
    return 0;
  }

  /** As the files hold no data, one line says all that there is to say of a snapshot. */
  private void stream(Call call, String command, String path) throws Fault, IOException {
    if (command.equals("send")) {
      files.entry(path);
      long size = files.find(path + DISK).map(VirtualFiles.Entry::size).orElse(-1L);
      call.print("%s %s %d\n".formatted(MARK, HostPath.name(path), size));
      return;
    }
    String line = new String(call.in().readNBytes(LONGEST), StandardCharsets.UTF_8).strip();
    String[] words = line.split(" ");
    if (words.length != 5 || !line.startsWith(MARK + " ")) {
      throw new Fault(1, "ERROR: unexpected header");
    }
    String made = path + "/" + words[3];
    files.mkdir(made);
    long size = Long.parseLong(words[4]);
    if (size >= 0) {
      files.put(made + DISK, new byte[0]);
      files.pretend(made + DISK, size, 0);
    }
  }

  private boolean on(String path) throws Fault {
    return files.mountOf(path).type().equals("btrfs");
  }

  private void snapshot(String from, String to) throws Fault {
    if (files.find(to).isPresent()) {
      throw new Fault(1, "ERROR: target path already exists: " + to);
    }
    copy(from, to);
    files.modified(to, Instant.now());
  }

  private void copy(String from, String to) throws Fault {
    VirtualFiles.Entry entry = files.entry(from);
    if (!entry.directory()) {
      files.put(to, new byte[0]);
      files.pretend(to, entry.size(), entry.used());
      return;
    }
    files.mkdir(to);
    for (String name : files.names(from)) {
      copy(from + "/" + name, to + "/" + name);
    }
  }

  private void delete(List<String> paths) throws Fault {
    for (String path : paths) {
      if (files.find(path).isEmpty()) {
        throw new Fault(1, "ERROR: Could not statfs: No such file or directory");
      }
      remove(path);
    }
  }

  private void remove(String path) throws Fault {
    if (files.entry(path).directory()) {
      for (String name : files.names(path)) {
        remove(path + "/" + name);
      }
    }
    files.remove(path);
  }

  private void list(Call call, String base) throws Fault, IOException {
    String images = base + "/images";
    List<VirtualFiles.Entry> found = new ArrayList<>();
    if (files.find(images).isPresent()) {
      for (String guest : files.names(images)) {
        for (String name : files.names(images + "/" + guest)) {
          if (name.contains("@")) {
            found.add(files.entry(images + "/" + guest + "/" + name));
          }
        }
      }
    }
    found.sort(Comparator.comparing(VirtualFiles.Entry::modified));
    int id = 256;
    for (VirtualFiles.Entry entry : found) {
      id++;
      call.print(
          "ID %1$d gen %1$d cgen %1$d top level 5 otime %2$s path %3$s\n"
              .formatted(
                  id,
                  TIME.format(entry.modified().atZone(ZoneOffset.UTC)),
                  HostPath.normal(entry.path()).substring(1)));
    }
  }
}
