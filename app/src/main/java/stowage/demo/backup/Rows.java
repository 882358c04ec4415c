package stowage.demo.backup;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The rows of the stand-in's lists. */
final class Rows {
  private Rows() {}

  private static Map<String, Object> named(Backup backup) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("backup-type", backup.id.group().type());
    row.put("backup-id", backup.id.group().id());
    row.put("backup-time", backup.id.time().getEpochSecond());
    return row;
  }

  static List<Object> files(Backup backup) {
    List<Object> rows = new ArrayList<>();
    backup.files.forEach((name, file) -> rows.add(file(name, file.mode(), file.size())));
    rows.add(file(Backup.MANIFEST, "none", Blobs.manifest(backup).length));
    rows.add(Map.of("filename", "client.log.blob"));
    return rows;
  }

  private static Map<String, Object> file(String name, String mode, long size) {
    return Map.of("filename", name, "crypt-mode", mode, "size", size);
  }

  static Map<String, Object> snapshot(Backup backup) {
    Map<String, Object> row = named(backup);
    row.put("files", files(backup));
    row.put("size", backup.size());
    if (!backup.notes.isEmpty()) {
      row.put("comment", backup.firstLine());
    }
    Backup.Verification verified = backup.verification;
    if (verified != null) {
      row.put(
          "verification",
          Map.of("state", verified.ok() ? "ok" : "failed", "upid", verified.task()));
    }
    if (backup.seal.key() != null) {
      row.put("fingerprint", backup.seal.key());
    }
    row.put("owner", backup.owner);
    row.put("protected", backup.isProtected);
    return row;
  }

  /**
   * @param backups of one group, the oldest first
   */
  static Map<String, Object> group(List<Backup> backups) {
    Backup last = backups.getLast();
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("backup-type", last.id.group().type());
    row.put("backup-id", last.id.group().id());
    row.put("last-backup", last.id.time().getEpochSecond());
    row.put("backup-count", backups.size());
    row.put("files", List.copyOf(last.files.keySet()));
    row.put("owner", last.owner);
    return row;
  }

  static Map<String, Object> pruned(Backup backup, boolean keep) {
    Map<String, Object> row = named(backup);
    row.put("keep", keep);
    row.put("protected", backup.isProtected);
    return row;
  }

  /** In a list the members have underscores, and a task that runs has no end. */
  static Map<String, Object> listed(Tasks.Entry task) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("upid", task.id.text());
    row.put("node", task.id.node());
    row.put("pid", task.id.process());
    row.put("starttime", task.id.started().getEpochSecond());
    row.put("worker_type", task.id.type());
    row.put("worker_id", task.id.about().isEmpty() ? null : task.id.about());
    row.put("user", task.id.user());
    synchronized (task.log) {
      String end = task.end;
      if (end != null) {
        row.put("endtime", task.ended);
        row.put("status", end);
      }
    }
    return row;
  }

  static Map<String, Object> state(Tasks.Entry task) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("upid", task.id.text());
    row.put("type", task.id.type());
    row.put("id", task.id.about().isEmpty() ? null : task.id.about());
    row.put("user", task.id.user());
    synchronized (task.log) {
      String end = task.end;
      row.put("status", end == null ? "running" : "stopped");
      if (end != null) {
        row.put("exitstatus", end);
      }
    }
    return row;
  }
}
