package stowage.ui.connect;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import stowage.schema.Problem;
import stowage.settings.Address;
import stowage.settings.HostEntry;
import stowage.settings.Login;

class HostFormTest {
  private static HostForm form(String address, String port, String user) {
    return new HostForm("", address, port, user, Login.AGENT, new HostForm.More("", "", false));
  }

  private static List<Problem> problems(HostForm form) {
    return form.problems(name -> name.equals("taken"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"pve1", "pve1.example.org", "10.0.0.1", "2001:db8::1", "fe80::1%eth0", "서버"})
  void anythingThatSshTakesIsAnAddress(String address) {
    assertEquals(List.of(), problems(form(address, "", "")));
  }

  @ParameterizedTest
  @CsvSource({
    "'', '', '', address, ui-connect.address-missing",
    "-oProxyCommand=x, '', '', address, ui-connect.address-bad",
    "a b, '', '', address, ui-connect.address-bad",
    "a;reboot, '', '', address, ui-connect.address-bad",
    "a, 0, '', port, ui-connect.port-bad",
    "a, 65536, '', port, ui-connect.port-bad",
    "a, -1, '', port, ui-connect.port-bad",
    "a, ssh, '', port, ui-connect.port-bad",
    "a, 99999999999, '', port, ui-connect.port-bad",
    "a, '', -l, user, ui-connect.user-bad",
    "a, '', a b, user, ui-connect.user-bad",
    "taken, '', '', name, ui-connect.name-taken",
  })
  void whatIsWrongIsSaidAtItsField(
      String address, String port, String user, String field, String key) {
    List<Problem> problems = problems(form(address, port, user));
    assertEquals(1, problems.size(), problems.toString());
    assertEquals(field, problems.getFirst().field());
    assertEquals(key, problems.getFirst().said().key());
  }

  @Test
  void aKeyFileMustBeNamed() {
    HostForm form =
        new HostForm(
            "",
            "a",
            "",
            "",
            new Login(Login.Method.KEY_FILE, " "),
            new HostForm.More("", "-oProxyCommand=x", false));
    assertEquals(List.of("key-file", "jump"), problems(form).stream().map(Problem::field).toList());
  }

  @Test
  void spacesAroundDoNotCountAndTheAddressIsTheName() {
    HostForm form =
        new HostForm(
            "  ",
            " pve1 ",
            " 2222 ",
            " admin ",
            Login.AGENT,
            new HostForm.More(" Seoul ", " bastion ", true));
    assertEquals(
        new HostEntry(
            "pve1",
            "Seoul",
            HostEntry.Origin.SSH,
            new Address("pve1", 2222, "admin", "bastion"),
            Login.AGENT,
            true),
        form.entry());
  }

  @Test
  void anIpv6AddressGetsBracketsOnItsWay() {
    assertEquals("root@[2001:db8::1]:22", new Address("2001:db8::1", 22, "root", "").destination());
    assertEquals("pve1", new Address("pve1", 0, "", "").destination());
  }
}
