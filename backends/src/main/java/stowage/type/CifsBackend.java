package stowage.type;

import java.util.List;
import stowage.config.StorageType;
import stowage.schema.Properties;
import stowage.schema.Schemas;
import stowage.tool.HostTool;
import stowage.tool.QemuImg;

/** A directory that a Windows or Samba server shares. */
public final class CifsBackend implements WatchedBackend {
  private static final FileVolumes VOLUMES = new FileVolumes(Schemas.of(StorageType.CIFS));

  @Override
  public FileVolumes volumes() {
    return VOLUMES;
  }

  @Override
  public List<HostTool> tools() {
    return List.of(new HostTool("/sbin/mount.cifs", "cifs-utils"), QemuImg.TOOL);
  }

  @Override
  public List<SecretFile> secretFiles(Pool pool) {
    return List.of(
        new SecretFile(
            Properties.PASSWORD,
            "/etc/pve/priv/storage/" + pool.id() + ".pw",
            "0600",
            SecretForm.CREDENTIALS));
  }

  @Override
  public Footing footing(Pool pool) {
    String server = pool.get(Properties.SERVER).orElse("");
    String host = server.contains(":") ? "[" + server + "]" : server;
    String share = pool.get(Properties.SHARE).orElse("");
    String below = pool.get(Properties.SUBDIR).orElse("");
    return Footing.OwnMount.of("cifs", "//" + host + "/" + share + below, FileVolumes.base(pool));
  }
}
