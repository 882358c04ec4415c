package stowage.ui.keys;

import java.util.List;
import stowage.config.StorageId;
import stowage.pbs.server.SnapshotId;
import stowage.ui.frame.Desk;
import stowage.ui.host.HostModel;
import stowage.ui.look.Look;
import stowage.ui.look.Status;
import stowage.ui.plan.Drawer;

/** Recovers the key of a backup where that backup is looked at. */
public final class KeyRecovery {
  private final Drawer drawer;
  private final RecoveryWork work;

  public KeyRecovery(Desk desk, HostModel host, StorageId pool, Drawer drawer) {
    this.drawer = drawer;
    work = new RecoveryWork(new KeyStage(desk, host, pool, new Desktop(), drawer, this::trouble));
  }

  private void trouble(String why) {
    drawer.open(Look.banner(Status.PROBLEM, why));
  }

  public void begin(SnapshotId backup) {
    work.recover(backup, List.of());
  }
}
