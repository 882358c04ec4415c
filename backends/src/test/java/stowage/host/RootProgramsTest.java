package stowage.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RootProgramsTest {
  private static final Pattern PROGRAM = Pattern.compile("\"(/(?:usr/)?s?bin/[a-z0-9_.-]+)\"");

  /** Run by the user who logged in, run by another of the programs, or only looked for. */
  private static final Set<String> NOT_AS_ROOT =
      Set.of(
          "/bin/ls",
          "/bin/sh",
          "/sbin/mount.ceph",
          "/sbin/mount.cifs",
          "/sbin/mount.glusterfs",
          "/sbin/mount.nfs",
          "/sbin/showmount",
          "/usr/bin/dpkg-query",
          "/usr/bin/env",
          "/usr/bin/head",
          "/usr/bin/id",
          "/usr/bin/iscsi-ls",
          "/usr/bin/iscsi-readcapacity16",
          "/usr/bin/lsblk",
          "/usr/bin/readlink",
          "/usr/bin/realpath",
          "/usr/bin/sudo",
          "/usr/bin/targetcli",
          "/usr/bin/uname",
          "/usr/sbin/ietadm",
          "/usr/sbin/stmfadm",
          "/usr/sbin/thin_check");

  @Test
  void everyProgramOfTheEngineIsInOneOfTheLists() throws IOException {
    Set<String> unknown = new TreeSet<>();
    try (Stream<Path> files = Files.walk(Path.of("src/main/java/stowage"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
        PROGRAM.matcher(Files.readString(file)).results().forEach(m -> unknown.add(m.group(1)));
      }
    }
    assertTrue(unknown.size() > 40, unknown.toString());
    unknown.removeAll(RootPrograms.all());
    unknown.removeAll(NOT_AS_ROOT);
    assertEquals(Set.of(), unknown, "say in RootPrograms, or here, whether they run as root");
  }

  @Test
  void aLineIsASudoersRule() {
    assertEquals("anna ALL=(root) NOPASSWD: /sbin/zfs, /sbin/zpool", RootPrograms.ZFS.rule("anna"));
    assertEquals(RootPrograms.all().size(), new TreeSet<>(RootPrograms.all()).size(), "none twice");
    assertEquals(List.of("/usr/bin/qemu-img"), RootPrograms.IMAGES.programs());
  }
}
