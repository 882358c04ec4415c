package stowage.type;

import java.util.List;

/** What a host can be asked to look for. */
public final class Scans {
  private static final List<Scan> ALL =
      List.of(
          new NfsScan(),
          new CifsScan(),
          new GlusterfsScan(),
          new LvmScan(),
          new LvmThinScan(),
          new ZfsScan(),
          new IscsiScan(),
          new IscsiUnitScan(),
          new RbdScan());

  private Scans() {}

  public static List<Scan> all() {
    return ALL;
  }
}
