package stowage.demo.backup;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import stowage.demo.backup.Backup.Stored;
import stowage.pbs.EncryptionKey;
import stowage.pbs.Manifest;
import stowage.pbs.MasterPublicKey;
import stowage.pbs.server.SnapshotId;

/** What a made-up backup consists of. */
final class Parts {
  private Parts() {}

  static Map<String, Stored> of(SnapshotId id, String name, long disk, Crypt crypt) {
    Map<String, Stored> files = new LinkedHashMap<>();
    String image;
    switch (id.group().type()) {
      case "vm" -> {
        files.put("qemu-server.conf.blob", text("boot: order=scsi0\nname: %s\n", name, crypt));
        image = "drive-scsi0.img.fidx";
      }
      case "ct" -> {
        files.put("pct.conf.blob", text("arch: amd64\nhostname: %s\n", name, crypt));
        image = "root.pxar.didx";
      }
      default -> image = "root.pxar.didx";
    }
    files.put(image, Blobs.image(id, image, disk, crypt));
    EncryptionKey key = crypt.key();
    MasterPublicKey master = crypt.master();
    if (key != null && master != null) {
      files.put(Manifest.CLOSED_KEY, Blobs.closedKey(key, master, id.time()));
    }
    return files;
  }

  private static Stored text(String form, String name, Crypt crypt) {
    String first = name.lines().findFirst().orElse("").replace(' ', '-');
    return Blobs.blob(form.formatted(first).getBytes(StandardCharsets.UTF_8), crypt);
  }
}
