package stowage.config;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Promises about any file at all, tried with generated ones. The seeds are fixed. */
class RandomConfigTest {
  private static final int ROUNDS = 3000;
  private static final String[] IDS = {"local", "a1", "b1", "c1", "d1", "nas", "Vault"};
  private static final String[] TYPES = {"dir", "nfs", "lvmthin", "zfspool", "esxi", "DIR", "pbs"};
  private static final String[] LINES = {
    "\tpath /srv/x",
    "  path   /srv/\u00e9",
    "\tserver nas",
    "\texport /e",
    "\tvgname vg0",
    "\tthinpool data",
    "\tpool tank/x",
    "\tcontent iso,backup",
    "\tcontent none,iso",
    "\tcontent",
    "\tdisable",
    "\tshared 1",
    "\tshared yes",
    "\tfuture-key  a  b",
    "\tnodes pve1,pve2",
    "# note",
    "   # note",
    "\t",
    "   ",
    "junk",
    "nfs: glued",
    "\tpath /y",
    "\tprune-backups keep-last=3",
    "\r",
    "\toptions vers=4.2 ",
    "0 ",
    "\tdatastore main",
    "\tserver pbs\r"
  };

  private static byte[] file(Random random) {
    StringBuilder text = new StringBuilder();
    for (int n = random.nextInt(7); n > 0; n--) {
      for (int blank = random.nextInt(3); blank > 0; blank--) {
        text.append(random.nextInt(4) == 0 ? "# between\n" : "\n");
      }
      text.append(pick(random, TYPES)).append(random.nextBoolean() ? ": " : ":");
      text.append(pick(random, IDS)).append(random.nextInt(9) == 0 ? " \n" : "\n");
      for (int lines = random.nextInt(8); lines > 0; lines--) {
        text.append(pick(random, LINES)).append('\n');
      }
      text.append(random.nextInt(5) == 0 ? "" : random.nextInt(9) == 0 ? "0\n" : "\n");
    }
    if (!text.isEmpty() && random.nextInt(3) == 0) {
      text.setLength(text.length() - 1);
    }
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    if (bytes.length > 0 && random.nextInt(5) == 0) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
    }
    return bytes;
  }

  private static String pick(Random random, String[] from) {
    return from[random.nextInt(from.length)];
  }

  private static Section section(Random random) {
    Map<String, String> values = new TreeMap<>();
    String type;
    switch (random.nextInt(4)) {
      case 0 -> {
        type = "dir";
        values.put("path", "/srv/new");
        values.put("shared", random.nextBoolean() ? "1" : "0");
      }
      case 1 -> {
        type = "nfs";
        values.put("path", "/mnt/pve/x");
        values.put("server", "10.0.0.1");
        values.put("export", "/\u00fc");
        values.put("options", "vers=4.2");
      }
      case 2 -> {
        type = "lvmthin";
        values.put("vgname", "vg0");
        values.put("thinpool", "data");
        values.put("disable", "1");
      }
      default -> {
        type = "strange";
        values.put("some", "thing  else");
      }
    }
    if (random.nextBoolean()) {
      values.put("content", type.equals("lvmthin") ? "images" : "images,iso");
    }
    return new Section(type, pick(random, IDS), values);
  }

  private static String at(int seed) {
    return "seed " + seed + ": " + new String(file(new Random(seed)), StandardCharsets.UTF_8);
  }

  @Test
  void whatIsNotTouchedStaysByteForByte() {
    for (int seed = 0; seed < ROUNDS; seed++) {
      byte[] file = file(new Random(seed));
      assertArrayEquals(file, StorageConfig.parse(file).bytes(), at(seed));
    }
  }

  @Test
  void anyBytesAreAFile() {
    for (int seed = 0; seed < ROUNDS; seed++) {
      byte[] file = new byte[new Random(seed).nextInt(300)];
      new Random(seed).nextBytes(file);
      StorageConfig config = StorageConfig.parse(file);
      assertArrayEquals(file, config.bytes());
      assertNotNull(config.warnings());
      StorageConfig more = config.with(new Section("dir", "added", Map.of("path", "/x")));
      assertEquals(Map.of("path", "/x"), more.section("added").orElseThrow().values(), at(seed));
    }
  }

  @Test
  void aWrittenSectionIsReadBackAndNothingElseChanges() {
    for (int seed = 0; seed < ROUNDS; seed++) {
      Random random = new Random(seed);
      StorageConfig before = StorageConfig.parse(file(random));
      Section section = section(random);
      StorageConfig after = before.with(section);

      Section read = after.section(section.id()).orElseThrow();
      assertEquals(section.type(), read.type(), at(seed));
      assertEquals(section.values(), new TreeMap<>(read.values()), at(seed));
      assertEquals(others(before, section.id()), others(after, section.id()), at(seed));
      assertArrayEquals(after.bytes(), after.with(section).bytes(), at(seed));
      List<String> kept = new ArrayList<>(outside(before, section.id()));
      List<String> left = outside(after, section.id());
      assertEquals(kept, left, at(seed));
    }
  }

  @Test
  void writingTheSameAgainChangesNothing() {
    for (int seed = 0; seed < ROUNDS; seed++) {
      StorageConfig config = StorageConfig.parse(file(new Random(seed)));
      for (Section section : config.sections()) {
        assertArrayEquals(config.bytes(), config.with(section).bytes(), at(seed));
      }
    }
  }

  @Test
  void aRemovedSectionIsGoneAndNothingElseChanges() {
    for (int seed = 0; seed < ROUNDS; seed++) {
      Random random = new Random(seed);
      StorageConfig before = StorageConfig.parse(file(random));
      String id = pick(random, IDS);
      StorageConfig after = before.without(id);
      assertTrue(after.section(id).isEmpty(), at(seed));
      assertEquals(others(before, id), others(after, id), at(seed));
      assertEquals(outside(before, id), outside(after, id), at(seed));
    }
  }

  @Test
  void whatIsAddedAndRemovedAgainLeavesNoTrace() {
    for (int seed = 0; seed < ROUNDS; seed++) {
      Random random = new Random(seed);
      byte[] file = file(random);
      Section drawn = section(random);
      Section section = new Section(drawn.type(), "fresh", drawn.values());
      StorageConfig with = StorageConfig.parse(file).with(section);
      assertArrayEquals(file, with.without("fresh").bytes(), at(seed));
      // What is changed meanwhile makes no difference.
      Section changed = new Section("dir", "fresh", Map.of("path", "/elsewhere"));
      assertArrayEquals(file, with.with(changed).without("fresh").bytes(), at(seed));
    }
  }

  @Test
  void unknownKeysOutliveAChange() {
    for (int seed = 0; seed < ROUNDS; seed++) {
      StorageConfig before = StorageConfig.parse(file(new Random(seed))).without("a1");
      String block = "dir: a1\n\tfuture 1\n\tpath /x\n\tbeyond a  b\n";
      StorageConfig with =
          StorageConfig.parse(
              concat(
                  before.with(new Section("dir", "zz", Map.of("path", "/z"))).bytes(),
                  "\n\n" + block));
      Map<String, String> values = new LinkedHashMap<>(with.section("a1").orElseThrow().values());
      values.put("content", "iso");
      String text =
          new String(with.with(new Section("dir", "a1", values)).bytes(), StandardCharsets.UTF_8);
      assertTrue(text.endsWith("\n\tpath /x\n\tbeyond a  b\n\tcontent iso\n\tfuture 1\n"), text);
    }
  }

  private static byte[] concat(byte[] file, String text) {
    return (new String(file, StandardCharsets.ISO_8859_1) + text)
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  /** All other pools, as text without regard to order. */
  private static Map<String, String> others(StorageConfig config, String id) {
    Map<String, String> found = new TreeMap<>();
    for (Section section : config.sections()) {
      if (!section.id().equals(id)) {
        found.put(section.id(), section.type() + section.values());
      }
    }
    return found;
  }

  /** Lines of the file that belong to no section of that name, empty ones aside. */
  private static List<String> outside(StorageConfig config, String id) {
    List<String> lines = new ArrayList<>();
    for (Block block : Block.split(config.bytes())) {
      if (block.header() == null || !block.header().id().equals(id)) {
        block.lines().stream()
            .map(l -> l.replace("\n", ""))
            .filter(l -> !l.isEmpty())
            .forEach(lines::add);
      }
    }
    return lines;
  }
}
