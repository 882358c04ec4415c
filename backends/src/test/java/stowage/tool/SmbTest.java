package stowage.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static stowage.tool.Told.assertLines;
import static stowage.tool.Told.ok;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stowage.exec.Exec;
import stowage.exec.Input;
import stowage.exec.Result;
import stowage.exec.Secret;
import stowage.tool.Smb.Login;
import stowage.tool.Smb.Share;

class SmbTest {
  private static final Login GUEST = new Login.Guest();

  /** As smbclient prints a share: columns of 15 and 10 characters, then the comment. */
  private static String line(String name, String kind, String comment) {
    return "\t%-15s %-10.10s%s\n".formatted(name, kind, comment);
  }

  private static List<Share> shares(String... lines) {
    return Smb.shares(ok("\n\tSharename       Type      Comment\n" + String.join("", lines)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          VMData | ''
          My Docs | what is left
          print$ | Printer Drivers
          C$ | Default share
          한국어 | 자료
          exactly15chars_ | x
          a share with a very long name indeed | and a comment
          My Disk share | Disk of many
          """)
  void aShareIsFoundUnderItsWholeName(String name, String comment) {
    assertEquals(List.of(new Share(name, comment)), shares(line(name, "Disk", comment)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          IPC$ | IPC | IPC Service (Samba 4.17)
          IPC$ | IPC | Shared Disk array
          laser | Printer | Disk printer
          lpt1 | Device | Disk
          NT_STATUS_OBJECT_NAME_NOT_FOUND | Disk | x
          """)
  void whatIsNoDirectoryIsNoShare(String name, String kind, String comment) {
    assertEquals(List.of(), shares(line(name, kind, comment)));
  }

  @Test
  void whatStandsAroundTheTableIsNoShare() {
    assertEquals(
        List.of(new Share("data", "")),
        Smb.shares(
            ok(
                """
                Anonymous login successful

                \tSharename       Type      Comment
                \t---------       ----      -------
                \tdata            Disk     \s
                Reconnecting with SMB1 for workgroup listing. Disk      full.
                SMB1 disabled -- no workgroup available
                """)));
    assertEquals(List.of(), Smb.shares(ok("")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          1 | session setup failed: NT_STATUS_LOGON_FAILURE | NT_STATUS_LOGON_FAILURE
          1 | tree connect failed: NT_STATUS_BAD_NETWORK_NAME | NT_STATUS_BAD_NETWORK_NAME
          1 | NT_STATUS_IO_TIMEOUT then NT_STATUS_X | NT_STATUS_IO_TIMEOUT
          1 | Connection refused | ''
          0 | NT_STATUS_ACCESS_DENIED listing \\* | ''
          """)
  void whyAServerSaidNoIsItsOwnWord(int status, String said, String refusal) {
    Optional<String> expected = Optional.of(refusal).filter(r -> !r.isEmpty());
    assertEquals(expected, Smb.refusal(Result.exited(status, said + "\n", "")));
    assertEquals(expected, Smb.refusal(Result.exited(status, "", said + "\n")));
  }

  @Test
  void aShareIsTriedAsWhoeverWillUseIt() {
    assertLines(
        """
        ?$ /usr/bin/smbclient //nas/data -d 0 -U Guest -N -c 'echo 1 0'
        ?# /usr/bin/smbclient //nas/data -d 0 --use-kerberos=required -N -c 'echo 1 0'
        ?# /usr/bin/smbclient //nas/data -d 0 -U anna -A /c.pw -c 'echo 1 0'
        ?# /usr/bin/smbclient //nas/data -d 0 -U anna -A /c.pw -W LAB -c 'echo 1 0'
        """,
        Smb.check("nas", "data", "", GUEST),
        Smb.check("nas", "data", "", new Login.Kerberos()),
        Smb.check("nas", "data", "", new Login.Stored("anna", "", "/c.pw")),
        Smb.check("nas", "data", "", new Login.Stored("anna", "LAB", "/c.pw")));
  }

  @ParameterizedTest
  @CsvSource({
    "'', ''",
    "default, ''",
    "2.0, -m smb2 ",
    "2.1, -m smb2 ",
    "3, -m smb3 ",
    "3.0, -m smb3 ",
    "3.11, -m smb3 "
  })
  void theProgramKnowsWholeVersionsOnly(String version, String words) {
    assertLines(
        "?$ /usr/bin/smbclient //nas/data -d 0 "
            + words
            + (words.isEmpty() ? "" : " ")
            + "-U Guest -N -c 'echo 1 0'",
        Smb.check("nas", "data", version, GUEST));
  }

  @Test
  void anAddressOfIpv6StandsInBrackets() {
    assertLines(
        "?$ /usr/bin/smbclient '//[2001:db8::1]/My Docs' -d 0 -U Guest -N -c 'echo 1 0'",
        Smb.check("2001:db8::1", "My Docs", "", GUEST));
  }

  private static String input(Exec asked) {
    Secret secret = assertInstanceOf(Input.Hidden.class, asked.input()).secret();
    return new String(secret.reveal(), StandardCharsets.UTF_8);
  }

  @Test
  void aTypedPasswordTravelsOnStandardInputOnly() {
    Secret password = Secret.of("päss = w#rd".getBytes(StandardCharsets.UTF_8));
    Exec plain = Smb.check("nas", "data", "", new Login.Typed("anna", "", password));
    assertLines("?$ /usr/bin/smbclient //nas/data -d 0 -A /dev/stdin -c 'echo 1 0'", plain);
    assertEquals("username = anna\npassword = päss = w#rd\n", input(plain));
    assertFalse(plain.toString().contains("w#rd"));
    Exec domain = Smb.shares("nas", new Login.Typed("anna", "LAB", password));
    assertEquals("username = anna\ndomain = LAB\npassword = päss = w#rd\n", input(domain));
    assertFalse(domain.toString().contains("w#rd"));
  }
}
