package stowage.demo.backup;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import stowage.pbs.server.SnapshotId;

/** What a made-up backup consists of. */
final class Parts {
  private Parts() {}

  static Map<String, Backup.Part> of(SnapshotId id, String name, long disk) {
    Map<String, Backup.Part> parts = new LinkedHashMap<>();
    switch (id.group().type()) {
      case "vm" -> {
        parts.put("qemu-server.conf.blob", text("boot: order=scsi0\nname: %s\n", name));
        parts.put("drive-scsi0.img.fidx", new Backup.Part.Image(disk));
      }
      case "ct" -> {
        parts.put("pct.conf.blob", text("arch: amd64\nhostname: %s\n", name));
        parts.put("root.pxar.didx", new Backup.Part.Image(disk));
      }
      default -> parts.put("root.pxar.didx", new Backup.Part.Image(disk));
    }
    return parts;
  }

  private static Backup.Part text(String form, String name) {
    String first = name.lines().findFirst().orElse("").replace(' ', '-');
    return new Backup.Part.Blob(form.formatted(first).getBytes(StandardCharsets.UTF_8));
  }
}
