package stowage.disk;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import stowage.exec.Reading;
import stowage.exec.Result;

/** Disks as a real host described them: LVM, ZFS, Btrfs, Ceph, and two without anything on them. */
final class Recorded {
  private Recorded() {}

  static String text(String name) throws IOException {
    try (InputStream in = Objects.requireNonNull(Recorded.class.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  static Reading<List<Disk>> read(String tree, String links, Result zpools) {
    return Disks.probe()
        .read(List.of(Result.exited(0, tree, ""), Result.exited(0, links, ""), zpools));
  }

  static List<Disk> disks() throws IOException {
    return read(text("lsblk.json"), text("by-id.txt"), Result.exited(0, text("zpools.txt"), ""))
        .optional()
        .orElseThrow();
  }

  static Disk disk(String path) throws IOException {
    return disks().stream().filter(d -> d.path().equals(path)).findFirst().orElseThrow();
  }
}
