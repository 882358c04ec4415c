package stowage.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stowage.exec.Exec;
import stowage.exec.Result;
import stowage.tool.ThisMachine;
import stowage.tool.Told;

/** What a key file says of itself, cut out of it by the host: never the key. */
class KeptKeysTest {
  private static final Exec NAMES = KeptKeys.names("/etc/pve/priv/storage", "p1.enc.old");
  private static final Exec MEMBERS = KeptKeys.members(List.of("/k"));

  @TempDir Path dir;

  private Map<String, String> said(String file) throws Exception {
    Path path = Files.writeString(dir.resolve("p1.enc"), file);
    Exec ask = KeptKeys.members(List.of(path.toString()));
    Result answer = ThisMachine.run(ask);
    assertFalse(answer.text().contains("TOP-SECRET"), answer.text());
    return Told.known(KeptKeys.members(ask, answer)).getOrDefault(path.toString(), Map.of());
  }

  @Test
  void aKeyTellsItsNameAndAgeAndNotItself() throws Exception {
    Map<String, String> expected =
        Map.of("kdf", "", "created", "2026-01-02T03:04:05Z", "fingerprint", "01:23:ab");
    assertEquals(
        expected,
        said(
            "{\"kdf\":null,\"created\":\"2026-01-02T03:04:05Z\",\"data\":\"TOP-SECRET\","
                + "\"fingerprint\":\"01:23:ab\"}"));
    assertEquals(
        expected,
        said(
            """
            {
              "kdf" : null,
              "created" : "2026-01-02T03:04:05Z",
              "data" : "TOP-SECRET",
              "fingerprint" : "01:23:ab"
            }
            """),
        "written in many lines");
  }

  @Test
  void aKeyWithAPasswordTellsTheKindOfItsLock() throws Exception {
    Map<String, String> told =
        said("{\"kdf\":{\"Scrypt\":{\"n\":65536}},\"data\":\"TOP-SECRET\",\"hint\":\"cat\"}");
    assertEquals(Map.of("kdf", "Scrypt", "hint", "cat"), told);
  }

  @Test
  void whatIsNoKeySaysNothing() throws Exception {
    for (String file : List.of("", "TOP-SECRET", "{}", "{\"data\":\"TOP-SECRET\"}")) {
      assertEquals(Map.of(), said(file));
    }
  }

  @Test
  void theFirstOfTwoCounts() throws Exception {
    assertEquals(
        Map.of("fingerprint", "aa"), said("{\"fingerprint\":\"aa\",\"fingerprint\":\"bb\"}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          1 | '' | known
          2 | /usr/bin/grep: /k: No such file or directory | known
          2 | /usr/bin/grep: /k: Permission denied | program-failed
          1 | sudo: a password is required | program-failed
          127 | /usr/bin/grep: not found | program-missing
          """)
  void aFileThatIsNotThereIsNoneAndOneThatCanNotBeReadIsUnknown(
      int status, String error, String expected) {
    assertEquals(
        expected, Told.reason(KeptKeys.members(MEMBERS, Result.exited(status, "", error))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0 | '' | known
          1 | /usr/bin/find: '/etc/pve/priv/storage': No such file or directory | known
          1 | /usr/bin/find: '/etc/pve/priv/storage': Permission denied | program-failed
          1 | sudo: a password is required | program-failed
          """)
  void aDirectoryThatIsNotThereHoldsNoKeysAndOneThatCanNotBeReadMay(
      int status, String error, String expected) {
    assertEquals(expected, Told.reason(KeptKeys.names(NAMES, Result.exited(status, "", error))));
  }

  @Test
  void namesMayHoldAnythingButNul() throws Exception {
    Files.createFile(dir.resolve("p1.enc.old"));
    Files.createFile(dir.resolve("p1.enc.old.0123 a\nb"));
    Files.createFile(dir.resolve("other"));
    Exec ask = KeptKeys.names(dir.toString(), "p1.enc.old");
    assertEquals(
        List.of(dir + "/p1.enc.old", dir + "/p1.enc.old.0123 a\nb"),
        Told.known(KeptKeys.names(ask, ThisMachine.run(ask))).stream().sorted().toList());
  }
}
