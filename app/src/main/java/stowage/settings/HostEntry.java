package stowage.settings;

import java.util.Objects;

/**
 * A host that the user looks after.
 *
 * @param name as the user calls it; no two hosts have the same
 * @param group cluster or other group it is shown in, empty for none
 * @param origin whether it is a real one
 * @param address where it is; empty for the demo
 * @param login how to log in
 * @param readOnly whether nothing may be changed on it
 */
public record HostEntry(
    String name, String group, Origin origin, Address address, Login login, boolean readOnly) {
  public enum Origin {
    SSH,
    /** The simulated host inside this program. */
    DEMO
  }

  public static final HostEntry DEMO =
      new HostEntry("demo", "", Origin.DEMO, new Address("", 0, "", ""), Login.AGENT, false);

  public HostEntry {
    name = Objects.requireNonNullElse(name, "");
    group = Objects.requireNonNullElse(group, "");
    origin = Objects.requireNonNullElse(origin, Origin.SSH);
    address = Objects.requireNonNullElse(address, new Address("", 0, "", ""));
    login = Objects.requireNonNullElse(login, Login.AGENT);
  }

  public boolean demo() {
    return origin == Origin.DEMO;
  }
}
