package stowage.ssh;

import stowage.exec.Exec;

/**
 * Packets to an address of the lab's host that never arrive: nobody is told so, as with a cable
 * that is pulled. Only what the host sends to itself goes that way, its tests do not.
 *
 * @param match as tc-u32(8) has it
 */
record Lost(String match) {

  static Lost to(String address) {
    return new Lost("match ip dst " + address + "/32");
  }

  /** One service of an address. */
  static Lost to(String address, int port) {
    return new Lost(
        to(address).match + " match ip protocol 6 0xff match ip dport " + port + " 0xffff");
  }

  Exec begin() {
    return sh(
        "tc qdisc add dev lo clsact && tc filter add dev lo egress protocol ip u32 "
            + match
            + " action drop");
  }

  /** Nothing is lost any more, whatever was. */
  static Exec end() {
    return sh("tc qdisc del dev lo clsact 2>/dev/null; true");
  }

  private static Exec sh(String script) {
    return Exec.changes("/bin/sh", "-c", script).asRoot();
  }
}
