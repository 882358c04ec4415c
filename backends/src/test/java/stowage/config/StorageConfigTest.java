package stowage.config;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import stowage.message.Message;

class StorageConfigTest {

  static StorageConfig config(String text) {
    return StorageConfig.parse(text.getBytes(StandardCharsets.UTF_8));
  }

  static String text(StorageConfig config) {
    return new String(config.bytes(), StandardCharsets.UTF_8);
  }

  /** One line per section, {@code type:id{key=value,…}}, and the keys of the warnings. */
  private static String outcome(String file) {
    StorageConfig config = config(file);
    StringBuilder out = new StringBuilder();
    for (Section section : config.sections()) {
      out.append(section.type()).append(':').append(section.id()).append(section.values());
    }
    for (Message warning : config.warnings()) {
      out.append(" !")
          .append(warning.key().replace("problem.config-", ""))
          .append(warning.key().equals("problem.config-crlf") ? "" : warning.args().getFirst());
    }
    return out.toString();
  }

  static Stream<Arguments> grammar() {
    return Stream.of(
        Arguments.of("", ""),
        Arguments.of(
            "dir: a1\n\tpath /x\n\nnfs: b1\n\tpath /y\n\tserver s\n\texport /e\n",
            "dir:a1{path=/x}nfs:b1{path=/y, server=s, export=/e}"),
        // G3: blanks and case of the header
        Arguments.of("dir:a1\n path /x\n", "dir:a1{path=/x}"),
        Arguments.of("DIR: Ab\n path /x\n", "dir:Ab{path=/x}"),
        Arguments.of("dir:    a1   \n path /x\n", "dir:a1{path=/x}"),
        Arguments.of("foo:bar:a1\n path /x\n", "foo:bar:a1{path=/x} !type-unknown1"),
        // G4: only an empty line ends a section
        Arguments.of(
            "dir: a1\n\tpath /x\nnfs: b1\n\tserver s\n",
            "dir:a1{path=/x} !swallowed3 !key-unknown4"),
        // G7: outside of sections
        Arguments.of(" dir: a1\n", " !line-ignored1"),
        Arguments.of("dir: a b\n\tpath /x\n", " !line-ignored1 !line-ignored2"),
        Arguments.of("\n\n# only a note\n   # another\n", ""),
        // G1: comments
        Arguments.of(
            "dir: a1\n# note\n\tpath /x\n  # note\n\tshared\n", "dir:a1{path=/x, shared=1}"),
        Arguments.of("dir: a1\n\tpath /x # y\n", " !path1"),
        // G2: a zero is an empty line
        Arguments.of("dir: a1\n\tpath /x\n0\n\tshared 1\n", "dir:a1{path=/x} !line-ignored4"),
        // G5 and G6: indentation and inner blanks
        Arguments.of("dir: a1\n \t path \t /x  \n   \n\tshared 1\n", "dir:a1{path=/x, shared=1}"),
        Arguments.of("dir: a1\n\tpath /x\nshared 1\n", "dir:a1{path=/x} !line-ignored3"),
        Arguments.of(
            "rbd: c1\n\tmonhost 10.0.0.1  10.0.0.2\n", "rbd:c1{monhost=10.0.0.1  10.0.0.2}"),
        // G8 and G9: neither continuation nor quotes
        Arguments.of(
            "nfs: a1\n\tserver s\n\texport /e\n\tpath \"/x\"\n", " !value-dropped4 !incomplete1"),
        Arguments.of(
            "cifs: a1\n\tserver s\n\tshare \"x\\\n\tpath /y\n",
            "cifs:a1{server=s, share=\"x\\, path=/y}"),
        // G10: carriage returns
        Arguments.of(
            "dir: a1\r\n\tpath /x\r\n\r\ndir: b1\r\n\tpath /y\r\n",
            "dir:a1{path=/x} !crlf !swallowed4 !duplicate-key5"),
        // G11: no line end at the end
        Arguments.of("dir: a1\n\tpath /x", "dir:a1{path=/x}"),
        // G12 and G13: the first key, the last section
        Arguments.of("dir: a1\n\tpath /x\n\tpath /y\n", "dir:a1{path=/x} !duplicate-key3"),
        Arguments.of(
            "dir: a1\n\tshared 2\n\tshared 1\n\tpath /x\n",
            "dir:a1{shared=1, path=/x} !value-dropped2"),
        Arguments.of(
            "dir: a1\n\tpath /x\n\ndir: b1\n\tpath /y\n\ndir: a1\n\tpath /z\n",
            "dir:b1{path=/y}dir:a1{path=/z} !duplicate-id7"),
        Arguments.of(
            "dir: a1\n\tpath /x\n\n\n\ndir: b1\n\tpath /y\n", "dir:a1{path=/x}dir:b1{path=/y}"));
  }

  @ParameterizedTest
  @MethodSource("grammar")
  void readsTheGrammar(String file, String outcome) {
    assertEquals(outcome, outcome(file));
  }

  static Stream<Arguments> values() {
    return Stream.of(
        // V1, V2: type and name
        Arguments.of(
            "drbd: a1\n\tredundancy 2\n\tflag\n", "drbd:a1{redundancy=2, flag=1} !type-unknown1"),
        Arguments.of("dir: a\n\tpath /x\n", " !id1"),
        Arguments.of("dir: 1a\n\tpath /x\n", " !id1"),
        // V3: keys of other types
        Arguments.of(
            "nfs: a1\n\tpath /x\n\tserver s\n\texport /e\n\tshared 1\n",
            "nfs:a1{path=/x, server=s, export=/e} !key-unknown5"),
        Arguments.of(
            "btrfs: a1\n\tpath /x\n\tcontent-dirs iso=y\n", "btrfs:a1{path=/x} !key-unknown3"),
        // V4: values
        Arguments.of("dir: a1\n\tpath /x\n\tshared yes\n", "dir:a1{path=/x} !value-dropped3"),
        Arguments.of("dir: a1\n\tpath /x\n\tcontent\n", "dir:a1{path=/x} !value-dropped3"),
        Arguments.of("dir: a1\n\tpath /x\n\tnodes pve1,-x\n", "dir:a1{path=/x} !value-dropped3"),
        Arguments.of(
            "dir: a1\n\tpath /x\n\tprune-backups keep-all=1,keep-last=1\n",
            "dir:a1{path=/x} !value-dropped3"),
        Arguments.of(
            "dir: a1\n\tpath /x\n\tbwlimit move=1,copy=2\n", "dir:a1{path=/x} !value-dropped3"),
        Arguments.of(
            "dir: a1\n\tpath /x\n\tpreallocation none\n", "dir:a1{path=/x} !value-dropped3"),
        // V5: content types
        Arguments.of(
            "dir: a1\n\tpath /x\n\tcontent iso,music\n",
            "dir:a1{path=/x, content=iso} !content-dropped3"),
        Arguments.of(
            "lvm: a1\n\tvgname vg\n\tcontent iso,images\n",
            "lvm:a1{vgname=vg, content=images} !content-dropped3"),
        // V6: format
        Arguments.of(
            "nfs: a1\n\tpath /x\n\tserver s\n\texport /e\n\tformat subvol\n",
            "nfs:a1{path=/x, server=s, export=/e} !value-dropped5"),
        // V7: sections that can't be used
        Arguments.of("nfs: a1\n\tpath /x\n\tserver s\n", " !incomplete1"),
        Arguments.of("dir: a1\n\tpath /x\n\tcontent none,iso\n", " !none-mixed1"),
        Arguments.of("lvm: a1\n\tvgname vg\n\tcontent iso\n", " !content-dropped3 !content-empty1"),
        Arguments.of("dir: a1\n\tpath /x;y\n", " !path1"),
        Arguments.of(
            "pbs: a1\n\tserver s\n\tdatastore d\n\tcontent ,\n",
            "pbs:a1{server=s, datastore=d, content=none}"),
        // V8: directories of content types that the type lacks
        Arguments.of(
            "cephfs: a1\n\tpath /x\n\tcontent-dirs images=i,iso=o\n",
            "cephfs:a1{path=/x, content-dirs=iso=o} !content-dropped3"));
  }

  @ParameterizedTest
  @MethodSource("values")
  void checksValuesAsTheReaderDoes(String file, String outcome) {
    assertEquals(outcome, outcome(file));
  }

  @Test
  void aBrokenSectionHidesAnEarlierOneOfItsName() {
    assertEquals("", outcome("dir: a1\n\tpath /x\n\ndir: a1\n\tshared 1\n").split(" ")[0]);
  }

  @Test
  void digestIsTheSha1OfTheBytes() {
    assertEquals("da39a3ee5e6b4b0d3255bfef95601890afd80709", config("").digest());
    assertEquals("a9993e364706816aba3e25717850c26c9cd0d89d", config("abc").digest());
  }

  @Test
  void printsCanonically() {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("server", "10.0.0.5");
    values.put("disable", "1");
    values.put("prune-backups", "keep-last=3");
    values.put("content", "images iso");
    values.put("path", "/mnt/pve/nas1");
    values.put("options", "vers=4.2");
    values.put("export", "/srv/pve");
    values.put("mkdir", "0");
    assertEquals(
        """
        nfs: nas1
        \tdisable
        \texport /srv/pve
        \tpath /mnt/pve/nas1
        \tserver 10.0.0.5
        \tcontent images,iso
        \tmkdir 0
        \toptions vers=4.2
        \tprune-backups keep-last=3

        """,
        text(config("").with(new Section("nfs", "nas1", values))));
  }

  @Test
  void addsBehindTheLastSection() {
    Section added = new Section("dir", "b1", Map.of("path", "/y"));
    String block = "dir: b1\n\tpath /y\n\n";
    String first = "dir: a1\n\tpath /x\n\n";
    assertEquals(first + block, text(config(first).with(added)));
    // As the file ended, so it ends.
    assertEquals(first + "dir: b1\n\tpath /y\n", text(config("dir: a1\n\tpath /x\n").with(added)));
    assertEquals(first + "dir: b1\n\tpath /y", text(config("dir: a1\n\tpath /x").with(added)));
    assertEquals("# x\n" + block, text(config("# x\n").with(added)));
    assertEquals("\n" + block, text(config("\n").with(added)));
  }

  @Test
  void changesOnlyTheTouchedSection() {
    String before =
        "# head\n\n\ndir:  a1\n  path   /x\n\nfoo: strange\n\twhat ever  \n\n# mid\n"
            + "dir: b1\n\t# of the path\n\tpath /y\n# note\n\tfuture-key a  b \n\tshared 0\n# tail\n\n"
            + "lvm: c1\n\tvgname vg\n";
    StorageConfig config = config(before);
    StorageConfig after =
        config.with(new Section("dir", "b1", Map.of("path", "/y", "content", "iso")));
    assertEquals(
        "# head\n\n\ndir:  a1\n  path   /x\n\nfoo: strange\n\twhat ever  \n\n# mid\n"
            + "dir: b1\n\t# of the path\n\tpath /y\n\tcontent iso\n# note\n\tfuture-key a  b\n# tail\n\n"
            + "lvm: c1\n\tvgname vg\n",
        text(after));
    assertSame(config, config.with(config.sections().getFirst()));
    assertEquals(before, text(config));
  }

  @Test
  void bytesThatAreNoTextStayWhenTheirValueStays() {
    byte[] file =
        "dir: a1\n\tpath /x\n\tis_mountpoint /\u00ff\n".getBytes(StandardCharsets.ISO_8859_1);
    StorageConfig config = StorageConfig.parse(file);
    assertEquals("/\ufffd", config.sections().getFirst().values().get("is_mountpoint"));
    Map<String, String> values = new LinkedHashMap<>(config.sections().getFirst().values());
    values.put("content", "iso");
    assertArrayEquals(
        "dir: a1\n\tpath /x\n\tcontent iso\n\tis_mountpoint /\u00ff\n"
            .getBytes(StandardCharsets.ISO_8859_1),
        config.with(new Section("dir", "a1", values)).bytes());
  }

  @Test
  void neverWritesPasswords() {
    StorageConfig config = config("cifs: a1\n\tpath /x\n\tserver s\n\tshare t\n\tpassword hush\n");
    Map<String, String> values = new LinkedHashMap<>(config.sections().getFirst().values());
    values.put("content", "iso");
    assertTrue(!text(config.with(new Section("cifs", "a1", values))).contains("hush"));
  }

  @Test
  void removesEverySectionOfTheName() {
    String file = "dir: a1\n\tpath /x\n\n# keep\ndir: b1\n\tpath /y\n\ndir: a1\n\tpath /z\n";
    assertEquals("# keep\ndir: b1\n\tpath /y\n", text(config(file).without("a1")));
    assertEquals(file, text(config(file).without("zz")));
  }

  @Test
  void aBrokenSectionIsCuredByWritingItAgain() {
    StorageConfig mended =
        config("nfs: a1\n\tserver s\n").with(new Section("dir", "a1", Map.of("path", "/x")));
    assertEquals("dir:a1{path=/x}", outcome(text(mended)));
  }
}
