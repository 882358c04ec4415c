package stowage.schema;

import java.util.regex.Pattern;

/** Patterns of hosts, portals and nodes, as the storage configuration takes them. */
final class Addresses {
  private static final String IPV4 =
      "(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)\\.){3}(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)";
  // One hexadecimal group, and the two ways to write the last 32 bits: RFC 3986, section 3.2.2.
  private static final String H = "[0-9A-Fa-f]{1,4}";
  private static final String LAST = "(?:" + H + ":" + H + "|" + IPV4 + ")";
  private static final String IPV6 =
      "(?:(?:"
          + H
          + ":){6}"
          + LAST
          + ipv6WithGap(0, 5)
          + ipv6WithGap(1, 4)
          + ipv6WithGap(2, 3)
          + ipv6WithGap(3, 2)
          + ipv6WithGap(4, 1)
          + ipv6WithGap(5, 0)
          + "|(?:(?:"
          + H
          + ":){0,5}"
          + H
          + ")?::"
          + H
          + "|(?:(?:"
          + H
          + ":){0,6}"
          + H
          + ")?::)";
  private static final String LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?";
  private static final String NAME = LABEL + "(?:\\." + LABEL + ")*";

  static final Pattern SERVER = Pattern.compile(IPV6 + "|" + NAME);
  static final Pattern PORTAL =
      Pattern.compile(
          NAME + "(?::\\d{1,5})?|" + IPV6 + "(?:\\.\\d{1,5})?|\\[" + IPV6 + "\\](?::\\d{1,5})?");
  static final Pattern NODE = Pattern.compile(LABEL);

  private Addresses() {}

  private static String ipv6WithGap(int before, int after) {
    String front =
        before == 0 ? "(?:" + H + ")?" : "(?:(?:" + H + ":){0," + before + "}" + H + ")?";
    return "|" + front + "::(?:" + H + ":){" + after + "}" + LAST;
  }
}
