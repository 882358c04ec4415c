package stowage.type;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import stowage.exec.Secret;
import stowage.message.Message;

/** What is entered as a secret, and what the host's file of it holds then. */
class SecretFormTest {
  private static final String KEY = "AQBSdFhcSQu/ExAAAAAAAAAAAAAAAAAAAAAAAA==";

  private static Secret secret(String text) {
    return Secret.of(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String content(SecretForm form, String entered) {
    return new String(form.content(secret(entered)).reveal(), StandardCharsets.UTF_8);
  }

  private static String problem(SecretForm form, String entered) {
    return form.problem(secret(entered)).map(Message::key).orElse("");
  }

  @ParameterizedTest
  @CsvSource({
    "CREDENTIALS, hush, password=hush",
    "CREDENTIALS, ' a \"b\" ', 'password= a \"b\" '",
    "CREDENTIALS, 비밀, password=비밀",
    "LINE, hush, hush",
    "LINE, ' -n ', ' -n '",
  })
  void passwordsAreKeptAsTheyAre(SecretForm form, String entered, String line) {
    assertEquals("", problem(form, entered));
    assertEquals(line + "\n", content(form, entered));
    assertEquals(line + "\n", content(form, entered + "\n"));
    assertEquals(line + "\n", content(form, entered + "\r\n\r\n"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''
          AQ
          AQ=
          AQ== x
          [client.admin]
          A Q==
          """)
  void whatIsNoKeyOfCephIsRefused(String entered) {
    assertEquals("problem.no-ceph-key", problem(SecretForm.KEY, entered));
    assertEquals("problem.no-keyring", problem(SecretForm.KEYRING, entered));
  }

  @Test
  void aKeyAloneIsNoKeyringNorTheOtherWayRound() {
    String keyring = "[client.admin]\n\tkey = " + KEY + "\n";
    assertEquals("", problem(SecretForm.KEY, KEY));
    assertEquals("problem.no-keyring", problem(SecretForm.KEYRING, KEY));
    assertEquals("", problem(SecretForm.KEYRING, keyring));
    assertEquals("problem.no-ceph-key", problem(SecretForm.KEY, keyring));
    assertEquals("", problem(SecretForm.KEYRING, keyring + "\tcaps mon = \"allow r\"\n"));
    assertEquals(
        "problem.no-keyring", problem(SecretForm.KEYRING, "[client.admin]\nkey = secret\n"));
  }

  /** A host finds out by this line whether a file of it holds what it should. */
  @ParameterizedTest
  @CsvSource({"''", "' '", "'\n'", "'\t '"})
  void whatIsAcceptedHasTheLineThatHostsLookFor(String blank) {
    String file = content(SecretForm.KEY, blank + KEY + blank);
    assertEquals("", problem(SecretForm.KEY, blank + KEY + blank));
    assertTrue(
        file.lines().anyMatch(Pattern.compile(SecretForm.KEY.line()).asMatchPredicate()),
        "[" + file + "]");
    String keyring = content(SecretForm.KEYRING, "[client.a]\n" + blank + "key = " + KEY + blank);
    String rule = SecretForm.KEYRING.line().replace("[[:space:]]", "\\s");
    assertTrue(keyring.lines().anyMatch(Pattern.compile(rule).asMatchPredicate()), keyring);
  }

  @Test
  void aKeyToBeMadeOrOpenedByAPersonIsNone() {
    assertEquals("problem.key-to-be-made", problem(SecretForm.ENCRYPTION_KEY, "autogen"));
    assertEquals("problem.key-to-be-made", problem(SecretForm.ENCRYPTION_KEY, " autogen\n"));
    for (String nonsense : new String[] {"", "{}", "[]", "{\"kdf\":null,\"data\":\"x\"}", "\0"}) {
      assertFalse(problem(SecretForm.ENCRYPTION_KEY, nonsense).isEmpty(), nonsense);
      assertFalse(problem(SecretForm.MASTER_KEY, nonsense).isEmpty(), nonsense);
    }
    assertFalse(
        problem(
                SecretForm.MASTER_KEY,
                "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n")
            .isEmpty());
  }

  @ParameterizedTest
  @EnumSource(SecretForm.class)
  void onlyKeysForReadingBackupsLast(SecretForm form) {
    assertEquals(form == SecretForm.ENCRYPTION_KEY, form.isLasting());
    assertEquals(form == SecretForm.KEY || form == SecretForm.KEYRING, form.ofCeph());
    if (form != SecretForm.ENCRYPTION_KEY) {
      assertEquals(
          form == SecretForm.MASTER_KEY ? Optional.of("1") : Optional.empty(),
          form.shown(secret("x")));
    }
  }
}
