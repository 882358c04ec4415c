package stowage.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static stowage.tool.Told.assertLines;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stowage.exec.Exec;
import stowage.exec.Result;
import stowage.volume.BackupArchive;

class ArchivesTest {
  private static BackupArchive archive(String ending) {
    return BackupArchive.parse("vzdump-lxc-100-2026_01_02-03_04_05." + ending, ZoneOffset.UTC)
        .orElseThrow();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          tar | /usr/bin/cat -- '/my dump/a'
          tar.gz | /usr/bin/zcat -- '/my dump/a'
          tar.lzo | /usr/bin/lzop -d -c -- '/my dump/a'
          tar.zst | /usr/bin/zstd -q -d -c -- '/my dump/a'
          tar.bz2 | /usr/bin/bzcat -q -- '/my dump/a'
          """)
  void eachCompressionHasItsProgram(String ending, String command) {
    assertLines("?# " + command, Archives.plain(archive(ending), "/my dump/a"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          tar | ''
          tar.gz | '-z '
          tar.lzo | '--lzop '
          tar.zst | '--zstd '
          tar.bz2 | '--bzip2 '
          """)
  void oneFileIsTakenOutOfATarArchive(String ending, String words) {
    assertLines(
        "?# /usr/bin/tar " + words + "--force-local -xpOf /d/a ./etc/x --occurrence",
        Archives.member(archive(ending), "/d/a", "./etc/x"));
  }

  @Test
  void theRealProgramTellsAMissingFileFromABrokenArchive(@TempDir Path dir) throws Exception {
    Path file = Files.writeString(dir.resolve("pct.conf"), "cores: 2\n");
    // With a colon tar would take the name for that of another machine.
    Path packed = dir.resolve("host:dump.tar");
    Exec pack =
        Exec.reads("/usr/bin/tar", "--force-local", "-C", dir.toString(), "-cf")
            .and(packed.toString(), "./" + file.getFileName());
    assertEquals(0, ThisMachine.run(pack).status());
    BackupArchive plain = archive("tar");
    Result found = ThisMachine.run(Archives.member(plain, packed.toString(), "./pct.conf"));
    assertEquals("cores: 2\n", found.text());
    Result missing = ThisMachine.run(Archives.member(plain, packed.toString(), "./qemu.conf"));
    assertTrue(Archives.isMissing(missing.errorText()), missing::errorText);
    Path broken = Files.writeString(dir.resolve("broken.tar"), "no archive".repeat(100));
    Result unread = ThisMachine.run(Archives.member(plain, broken.toString(), "./pct.conf"));
    assertFalse(unread.ok());
  }
}
