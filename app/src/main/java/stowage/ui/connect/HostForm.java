package stowage.ui.connect;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import stowage.schema.Problem;
import stowage.settings.Address;
import stowage.settings.HostEntry;
import stowage.settings.Login;

/**
 * What was typed about a host, not yet checked.
 *
 * @param name empty to use the address
 * @param address host name, IP address or a name from the ssh configuration
 * @param port empty for the usual one
 * @param user empty for the usual one
 * @param login how to log in
 * @param more what is folded away
 */
record HostForm(String name, String address, String port, String user, Login login, More more) {
  /** RFC 1123 names, IPv4 and IPv6 addresses, and aliases of the ssh configuration. */
  private static final Pattern ADDRESS = Pattern.compile("[\\p{L}\\p{N}_][\\p{L}\\p{N}_.:%-]*");

  private static final Pattern USER = Pattern.compile("[A-Za-z_][A-Za-z0-9_.@-]*\\$?");
  private static final int LONGEST = 253;

  /**
   * @param jump host to go through, empty for none
   * @param readOnly whether nothing may be changed on it
   */
  record More(String group, String jump, boolean readOnly) {}

  /**
   * @param taken whether a name belongs to another host already
   */
  List<Problem> problems(Predicate<String> taken) {
    List<Problem> problems = new ArrayList<>();
    if (address.isBlank()) {
      problems.add(Problem.of("address", "ui-connect.address-missing"));
    } else if (address.length() > LONGEST || !ADDRESS.matcher(address.strip()).matches()) {
      problems.add(Problem.of("address", "ui-connect.address-bad", address));
    }
    if (!port.isBlank() && number(port).filter(p -> p >= 1 && p <= 65535).isEmpty()) {
      problems.add(Problem.of("port", "ui-connect.port-bad", port));
    }
    if (!user.isBlank() && !USER.matcher(user.strip()).matches()) {
      problems.add(Problem.of("user", "ui-connect.user-bad", user));
    }
    if (!address.isBlank() && taken.test(shownName())) {
      problems.add(Problem.of("name", "ui-connect.name-taken", shownName()));
    }
    if (login.method() == Login.Method.KEY_FILE && login.keyFile().isBlank()) {
      problems.add(Problem.of("key-file", "ui-connect.key-file-missing"));
    }
    if (!more.jump().isBlank() && more.jump().strip().startsWith("-")) {
      problems.add(Problem.of("jump", "ui-connect.jump-bad", more.jump()));
    }
    return problems;
  }

  private String shownName() {
    return name.isBlank() ? address.strip() : name.strip();
  }

  private static Optional<Integer> number(String text) {
    try {
      return Optional.of(Integer.valueOf(text.strip()));
    } catch (NumberFormatException _) {
      return Optional.empty();
    }
  }

  /** Only without problems. */
  HostEntry entry() {
    return new HostEntry(
        shownName(),
        more.group().strip(),
        HostEntry.Origin.SSH,
        new Address(
            address.strip(),
            port.isBlank() ? 0 : number(port).orElseThrow(),
            user.strip(),
            more.jump().strip()),
        login,
        more.readOnly());
  }
}
