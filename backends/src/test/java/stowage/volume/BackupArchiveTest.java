package stowage.volume;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BackupArchiveTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          vzdump-qemu-100-2020_01_01-01_01_01.vma.zst | qemu | vma.zst | vma | zst | 100 | 2020-01-01T01:01:01Z
          vzdump-lxc-999999999-2024_02_29-23_59_59.tar.gz | lxc | tar.gz | tar | gz | 999999999 | 2024-02-29T23:59:59Z
          vzdump-openvz-100-2020_01_01-01_01_01.tgz | openvz | tgz | tar | gz | 100 | 2020-01-01T01:01:01Z
          vzdump-qemu-100-2020_01_01-01_01_01.vma | qemu | vma | vma | '' | 100 | 2020-01-01T01:01:01Z
          vzdump-qemu-100-2020_01_01-01_01_01.vma.lzo | qemu | vma.lzo | vma | lzo | 100 | 2020-01-01T01:01:01Z
          vzdump-qemu-100-2020_01_01-01_01_01.vma.bz2 | qemu | vma.bz2 | vma | bz2 | 100 | 2020-01-01T01:01:01Z
          vzdump-qemu-100-2020_13_01-01_01_01.vma | unknown | vma | vma | '' | 100 | -
          vzdump-qemu-100-2021_02_29-01_01_01.vma | unknown | vma | vma | '' | 100 | -
          vzdump-qemu-99-2020_01_01-01_01_01.vma | qemu | vma | vma | '' | - | -
          vzdump-lxc-100-renamed.tar.gz | lxc | tar.gz | tar | gz | 100 | -
          my-100-x.tar | unknown | tar | tar | '' | 100 | -
          vzdump-qemu-.vma | unknown | vma | vma | '' | - | -
          foo.tar | unknown | tar | tar | '' | - | -
          a-100.tar | unknown | tar | tar | '' | - | -
          """)
  void tellsWhatTheNameTells(
      String file,
      String type,
      String extension,
      String format,
      String compression,
      String owner,
      Instant made) {
    BackupArchive archive = BackupArchive.parse(file, ZoneOffset.UTC).orElseThrow();
    assertEquals(new BackupArchive(file, type, extension, owner, made), archive);
    assertEquals(format, archive.format());
    assertEquals(compression, archive.compression());
    assertEquals(made != null, archive.standard());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "foo.tar.xz",
        "foo.vma.notes",
        "foo.TAR",
        "foo.vma.dat",
        "foo",
        "",
        ".tar",
        "vzdump-qemu-100-2020_01_01-01_01_01.log",
        "x.vma.zst.protected",
        "x.tgz.gz"
      })
  void otherFilesAreNoBackups(String file) {
    assertEquals(Optional.empty(), BackupArchive.parse(file, ZoneOffset.UTC));
  }

  @Test
  void timesAreLocalToTheHost() {
    String file = "vzdump-qemu-100-2020_07_01-12_00_00.vma";
    assertEquals(
        Instant.parse("2020-07-01T03:00:00Z"),
        BackupArchive.parse(file, ZoneId.of("Asia/Seoul")).orElseThrow().made());
    assertEquals(
        Instant.parse("2020-07-01T10:00:00Z"),
        BackupArchive.parse(file, ZoneId.of("Europe/Vienna")).orElseThrow().made());
  }

  @Test
  void sideFilesStandBesideIt() {
    BackupArchive archive =
        BackupArchive.parse("vzdump-qemu-100-2020_01_01-01_01_01.vma.zst", ZoneOffset.UTC)
            .orElseThrow();
    assertEquals("vzdump-qemu-100-2020_01_01-01_01_01.log", archive.logFile());
    assertEquals("vzdump-qemu-100-2020_01_01-01_01_01.vma.zst.notes", archive.notesFile());
    assertEquals("vzdump-qemu-100-2020_01_01-01_01_01.vma.zst.protected", archive.protectedFile());
  }
}
