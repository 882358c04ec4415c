package stowage.demo.world;

import java.util.ArrayList;
import java.util.List;

/**
 * A guest of the example company.
 *
 * @param container a container, or else a virtual machine
 * @param node where it runs
 * @param template whether others are cloned from it
 */
record Guest(
    int id, boolean container, String node, String name, boolean template, List<Disk> disks) {

  /**
   * @param pool storage id
   * @param size virtual size in bytes
   * @param written bytes
   */
  record Disk(String pool, long size, long written) {}

  static Guest parse(String line) {
    String[] words = line.split(" +");
    List<Disk> disks = new ArrayList<>();
    for (int i = 5; i < words.length; i++) {
      String[] parts = words[i].split(":");
      disks.add(new Disk(parts[0], gib(parts[1]), gib(parts[2])));
    }
    return new Guest(
        Integer.parseInt(words[0]),
        words[1].equals("lxc"),
        words[2],
        words[3],
        words[4].equals("base"),
        disks);
  }

  private static long gib(String text) {
    return Long.parseLong(text) << 30;
  }
}
