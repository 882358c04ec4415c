package stowage.type;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import stowage.config.StorageType;
import stowage.exec.Exec;
import stowage.exec.Probe;
import stowage.exec.Reading;
import stowage.exec.Result;
import stowage.schema.InvalidException;
import stowage.schema.Properties;
import stowage.schema.Schemas;
import stowage.tool.Answers;
import stowage.tool.Gluster;
import stowage.tool.HostTool;
import stowage.tool.Mounts;
import stowage.tool.QemuImg;
import stowage.volume.ContentType;
import stowage.volume.VolumeName;

/**
 * A volume of GlusterFS. Guests reach their images without the mount; they are made and changed
 * through it, because not every {@code qemu-img} can speak to the servers.
 */
public final class GlusterfsBackend implements FileBackend {
  private static final FileVolumes VOLUMES = new FileVolumes(Schemas.of(StorageType.GLUSTERFS));

  @Override
  public FileVolumes volumes() {
    return VOLUMES;
  }

  @Override
  public List<HostTool> tools() {
    return List.of(Gluster.MOUNT_TOOL, QemuImg.TOOL);
  }

  private static String server(Pool pool) {
    return pool.get(Properties.GLUSTER_SERVER).orElse("localhost");
  }

  private static String volume(Pool pool) {
    return pool.get(Properties.VOLUME).orElse("");
  }

  /** Any server of the cluster may be the one that the volume was mounted from. */
  @Override
  public Footing footing(Pool pool) {
    String volume = volume(pool);
    return new Footing.OwnMount(
        server(pool) + ":" + volume,
        FileVolumes.base(pool),
        m ->
            m.type().equals("fuse.glusterfs")
                && m.source().matches(".*:/?" + Pattern.quote(volume)));
  }

  @Override
  public Probe<Change> activation(Pool pool) {
    List<String> servers = new ArrayList<>(List.of(server(pool)));
    pool.get(Properties.SERVER2).ifPresent(servers::add);
    List<Exec> asks = servers.stream().map(s -> Gluster.volume(s, volume(pool))).toList();
    Probe<Exec> mounting = Probe.of(asks, answers -> mounting(pool, servers, answers));
    return new DirectoryActivation(pool, footing(pool), mounting, false).probe();
  }

  /** Mounts from the first server that has the volume started. */
  private static Reading<Exec> mounting(Pool pool, List<String> servers, List<Result> answers) {
    for (int i = 0; i < servers.size(); i++) {
      if (Gluster.started(answers.get(i)) || isUnknown(answers.get(i))) {
        // Whoever could not be asked may be down: the mount then tries the others by itself.
        String others =
            isUnknown(answers.get(i)) && servers.size() > 1
                ? "backup-volfile-servers=" + String.join(":", servers.subList(1, servers.size()))
                : "";
        return Reading.known(
            Mounts.mount(
                "glusterfs", servers.get(i) + ":" + volume(pool), FileVolumes.base(pool), others));
      }
    }
    return Reading.failed(
        "problem.gluster-offline", volume(pool), String.join(", ", servers), said(answers));
  }

  /** A host may mount the volume without having the program that asks about it. */
  private static boolean isUnknown(Result answer) {
    return Answers.isMissing(answer);
  }

  private static String said(List<Result> answers) {
    Result first = answers.getFirst();
    String text = first.errorLine().isEmpty() ? first.text().strip() : first.errorLine();
    return text.lines().filter(l -> !l.isBlank()).findFirst().orElse("-");
  }

  @Override
  public String path(Pool pool, String name, @Nullable String snapshot) throws InvalidException {
    VolumeName volume = parse(name);
    if (volume.content() != ContentType.IMAGES || snapshot != null) {
      return VOLUMES.path(pool, name, snapshot);
    }
    String transport = pool.get(Properties.TRANSPORT).map(t -> "+" + t).orElse("");
    String directory = "/" + volume(pool) + "/images/" + volume.guest().orElseThrow() + "/";
    return "gluster" + transport + "://" + server(pool) + directory + volume.name();
  }
}
