package stowage.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import stowage.config.StorageId;
import stowage.host.ServerPool;
import stowage.pbs.server.BackupFile;
import stowage.pbs.server.GroupId;
import stowage.pbs.server.PruneMark;
import stowage.pbs.server.Snapshot;
import stowage.pbs.server.SnapshotId;
import stowage.pbs.server.Task;
import stowage.pbs.server.Upid;
import stowage.schema.InvalidException;
import stowage.volume.Retention;

/** The backups of a pool on a backup server. */
final class ServerBackups {
  private final Session session;
  private final StorageId pool;
  private final ServerWork work;

  ServerBackups(Session session, StorageId pool, boolean direct) {
    this.session = session;
    this.pool = pool;
    this.work = new ServerWork(session, direct);
  }

  private String volume(SnapshotId backup) {
    return volume(pool, backup);
  }

  static String volume(StorageId pool, SnapshotId backup) {
    return ServerPool.id(pool, backup).toString();
  }

  int list() throws InvalidException {
    return work.ask(
        pool,
        at -> {
          List<Snapshot> backups = at.server().snapshots(at.space());
          return Shown.of(lines(backups), backups.stream().map(this::json).toList());
        });
  }

  private List<String> lines(List<Snapshot> backups) {
    int width = backups.stream().mapToInt(b -> volume(b.id()).length()).max().orElse(1);
    int owner = backups.stream().mapToInt(b -> b.owner().length()).max().orElse(0);
    String row =
        "%-" + width + "s %15s %-9s %-8s %-9s %-" + Math.max(owner, "Owner".length()) + "s %s";
    List<String> lines = new ArrayList<>();
    lines.add(
        row.formatted("Volid", "Size", "Protected", "Verified", "Encrypted", "Owner", "Notes"));
    for (Snapshot backup : backups) {
      lines.add(
          row.formatted(
                  volume(backup.id()),
                  backup.size() == null ? "-" : backup.size().toString(),
                  backup.isProtected() ? "yes" : "no",
                  VolumeTable.verified(backup.assurance()).orElse("-"),
                  encrypted(backup),
                  backup.owner().isEmpty() ? "-" : backup.owner(),
                  backup.comment().lines().findFirst().orElse(""))
              .stripTrailing());
    }
    return lines;
  }

  private static String encrypted(Snapshot backup) {
    return switch (backup.assurance().encryption()) {
      case WHOLE -> "yes";
      case PART -> "partly";
      case NONE -> "no";
      case UNKNOWN -> "-";
    };
  }

  private Map<String, @Nullable Object> json(Snapshot backup) {
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    row.put("volid", volume(backup.id()));
    row.put("ctime", backup.id().time().getEpochSecond());
    if (backup.size() != null) {
      row.put("size", backup.size());
    }
    row.put("notes", backup.comment());
    row.put("owner", backup.owner());
    row.put("protected", backup.isProtected() ? 1 : 0);
    row.putAll(VolumeTable.assured(backup.assurance()));
    row.put("files", backup.files().stream().map(ServerBackups::json).toList());
    return row;
  }

  /** As the server's API has it. */
  private static Map<String, Object> json(BackupFile file) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("filename", file.name());
    if (file.mode() != null) {
      row.put("crypt-mode", file.mode().word());
    }
    if (file.size() != null) {
      row.put("size", file.size());
    }
    return row;
  }

  /**
   * @param text null to print the notes there are
   */
  int notes(SnapshotId backup, @Nullable String text) throws InvalidException {
    if (text == null) {
      return work.ask(
          pool,
          at -> {
            String notes = at.server().notes(at.space(), backup);
            return Shown.of(
                notes.stripTrailing().lines().toList(),
                Map.of("volid", volume(backup), "notes", notes));
          });
    }
    return work.change(
        pool,
        "notes " + backup,
        at -> {
          at.server().notes(at.space(), backup, text);
          return done(backup);
        });
  }

  int protect(SnapshotId backup, boolean on) throws InvalidException {
    return work.change(
        pool,
        (on ? "protect " : "unprotect ") + backup,
        at -> {
          at.protect(backup, on);
          return done(backup);
        });
  }

  int forget(SnapshotId backup) throws InvalidException {
    return forget(backup, done(backup));
  }

  /** The same as {@code pvesm free} tells it. */
  int free(SnapshotId backup) throws InvalidException {
    String removed = session.output().words().say("cli.removed", volume(backup));
    return forget(backup, Shown.of(List.of(removed), null));
  }

  private int forget(SnapshotId backup, Shown done) throws InvalidException {
    return work.change(
        pool,
        "forget " + backup,
        at -> {
          at.server().forget(at.space(), backup);
          return done;
        });
  }

  /** The configuration of the guest that it is a backup of. */
  int configuration(SnapshotId backup) throws InvalidException {
    return work.ask(
        pool,
        (host, at) -> {
          String text = host.backupKeys().configuration(at, pool, backup);
          return Shown.of(List.of(text.split("\n", -1)), text);
        });
  }

  private Shown done(SnapshotId backup) {
    return Shown.of(List.of(), Map.of("volid", volume(backup), "changed", true));
  }

  int prune(GroupId group, Retention retention) throws InvalidException {
    if (session.wishes().dryRun()) {
      return work.ask(pool, at -> marks(at.server().previewPrune(at.space(), group, retention)));
    }
    return work.change(
        pool, "prune " + group, at -> marks(at.server().prune(at.space(), group, retention)));
  }

  private Shown marks(List<PruneMark> marks) {
    List<String> lines = new ArrayList<>();
    List<Object> rows = new ArrayList<>();
    for (PruneMark one : marks) {
      String mark = one.isProtected() ? "protected" : one.keep() ? "keep" : "remove";
      lines.add("%-9s %s".formatted(mark, volume(one.id())));
      rows.add(Map.of("volid", volume(one.id()), "mark", mark));
    }
    return Shown.of(lines, rows);
  }

  /** Waits until the server is done. */
  int verify(SnapshotId backup) throws InvalidException {
    return work.change(
        pool,
        "verify " + backup,
        at -> {
          Upid task = at.server().verify(at.space(), backup);
          List<String> log = new ArrayList<>();
          Task.State state = at.server().tasks().follow(task, log::add);
          return new Shown(
              log,
              Map.of("volid", volume(backup), "upid", task.text(), "exitstatus", state.text()),
              state.kind() == Task.Kind.OK ? Exit.OK : Exit.FAILED);
        });
  }
}
