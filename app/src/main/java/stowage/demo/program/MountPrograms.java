package stowage.demo.program;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import stowage.demo.world.Fault;
import stowage.demo.world.FileSystem;
import stowage.demo.world.HostPath;
import stowage.demo.world.Mount;
import stowage.demo.world.Network;
import stowage.demo.world.VirtualFiles;
import stowage.demo.world.World;

/** {@code mount}, {@code umount}, {@code showmount}, {@code rpcinfo}. */
final class MountPrograms implements Program {
  private final World world;

  MountPrograms(World world) {
    this.world = world;
  }

  @Override
  public int run(Call call) throws Fault, IOException {
    switch (call.name()) {
      case "mount" -> mount(call);
      case "umount" -> unmount(call);
      case "showmount" -> showmount(call);
      case "rpcinfo" -> rpcinfo(call);
      default -> throw call.usage("unknown program");
    }
    return 0;
  }

  private void mount(Call call) throws Fault {
    Options options = Options.of(call, Set.of(), Set.of("-t", "-o"));
    String type = options.required(call, "-t");
    if (options.rest().size() != 2) {
      throw call.usage("a source and a directory are expected");
    }
    String source = options.rest().get(0);
    String path = HostPath.normal(call.path(options.rest().get(1)));
    if (world.files().find(path).filter(VirtualFiles.Entry::directory).isEmpty()) {
      throw call.fault(32, path + ": mount point does not exist.");
    }
    switch (type) {
      case "nfs", "nfs4" -> nfs(options, source, path);
      case "cifs" -> other(source, path, type, isShare(source));
      case "ceph" -> other(source, path, type, isCeph(source));
      case "glusterfs" -> other(source, path, "fuse.glusterfs", isVolume(source));
      default ->
          throw call.fault(32, "unknown filesystem type '" + type + "'. (not on the demo host)");
    }
  }

  private static boolean isShare(String source) {
    String[] parts = source.split("/");
    return parts.length > 3 && parts[2].equals(Network.FILES) && Network.SHARES.contains(parts[3]);
  }

  private static boolean isCeph(String source) {
    return Network.CEPH.stream().anyMatch(source::contains);
  }

  private static boolean isVolume(String source) {
    int colon = source.lastIndexOf(':');
    return colon > 0
        && Network.GLUSTER.contains(source.substring(0, colon))
        && Network.VOLUMES.contains(source.substring(colon + 1));
  }

  private void other(String source, String path, String type, boolean there) throws Fault {
    if (!there) {
      throw new Fault(32, "mount error: " + source + ": No route to host");
    }
    free(path);
    String place = "remote/" + source.replaceAll("[^A-Za-z0-9]+", "-");
    world.files().backing(place);
    world.state().fileSystems().putIfAbsent(place, new FileSystem(931L << 30, 20L << 30, 0));
    world.state().mounts().put(path, new Mount(path, source, type, "rw,relatime", place));
    world.mountsChanged();
  }

  private void free(String path) throws Fault {
    if (world.state().mounts().containsKey(path)) {
      throw new Fault(32, "mount: " + path + " is busy or already mounted");
    }
  }

  private void nfs(Options options, String source, String path) throws Fault {
    int colon = source.lastIndexOf(":/");
    if (colon < 0) {
      throw new Fault(32, "mount.nfs: remote share not in 'host:dir' format");
    }
    String server = source.substring(0, colon).replace("[", "").replace("]", "");
    String export = HostPath.normal(source.substring(colon + 1));
    switch (Network.reach(server)) {
      case UNKNOWN ->
          throw new Fault(
              32, "mount.nfs: Failed to resolve server " + server + ": Name or service not known");
      case DOWN -> throw new Fault(32, "mount.nfs: Connection timed out for " + source);
      case UP -> {}
    }
    boolean offered =
        Network.exports(server).orElse(List.of()).stream().anyMatch(e -> e.path().equals(export));
    if (!offered) {
      throw new Fault(32, "mount.nfs: access denied by server while mounting " + source);
    }
    if (world.state().mounts().containsKey(path)) {
      throw new Fault(32, "mount.nfs: " + path + " is busy or already mounted");
    }
    String used = options.value("-o").map(o -> "rw,relatime," + o).orElse("rw,relatime,vers=4.2");
    Mount mount = new Mount(path, source, "nfs4", used, Network.backing(export));
    world.state().mounts().put(path, mount);
    world.mountsChanged();
  }

  private void unmount(Call call) throws Fault {
    Options options = Options.of(call, Set.of("-l", "-f"), Set.of());
    String path = HostPath.normal(call.path(options.only(call, "directory")));
    Optional<Mount> mount = Optional.ofNullable(world.state().mounts().get(path));
    if (mount.isEmpty()) {
      throw call.fault(32, path + ": not mounted.");
    }
    if (mount.get().backing().startsWith("root")) {
      throw call.fault(32, path + ": target is busy.");
    }
    world.state().mounts().remove(path);
    world.mountsChanged();
  }

  private void showmount(Call call) throws Fault, IOException {
    Options options = Options.of(call, Set.of("--no-headers", "--exports", "-e"), Set.of());
    String server = options.only(call, "host");
    switch (Network.reach(server)) {
      case UNKNOWN -> throw new Fault(1, "clnt_create: RPC: Unknown host");
      case DOWN -> throw new Fault(1, "clnt_create: RPC: Unable to receive");
      case UP -> {}
    }
    if (!options.has("--no-headers")) {
      call.print("Export list for " + server + ":\n");
    }
    for (Network.Export export : Network.exports(server).orElse(List.of())) {
      call.print("%-18s %s\n".formatted(export.path(), export.clients()));
    }
  }

  private void rpcinfo(Call call) throws Fault, IOException {
    Options options = Options.of(call, Set.of(), Set.of("-T"));
    if (options.rest().size() < 2) {
      throw call.usage("a host and a program are expected");
    }
    if (Network.reach(options.rest().getFirst()) != Network.Reach.UP) {
      throw call.fault(1, "RPC: Unable to receive; errno = Connection timed out");
    }
    call.print("program 100003 version 4 ready and waiting\n");
  }
}
