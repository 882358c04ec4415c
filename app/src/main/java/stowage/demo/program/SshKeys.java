package stowage.demo.program;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import stowage.demo.world.Fault;
import stowage.demo.world.VirtualFiles;

/** {@code ssh-keygen}: keys that open nothing. */
final class SshKeys implements Program {
  private static final String PUBLIC = "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABgQDemo root@pve1\n";
  private static final byte[] PRIVATE = "A stand-in.\n".getBytes(StandardCharsets.UTF_8);
  private final VirtualFiles files;

  SshKeys(VirtualFiles files) {
    this.files = files;
  }

  @Override
  public int run(Call call) throws Fault, IOException {
    Options options =
        Options.of(call, Set.of("-q", "-y"), Set.of("-t", "-b", "-N", "-P", "-C", "-f"));
    String path = options.required(call, "-f");
    boolean there = files.find(path).isPresent();
    if (options.has("-y")) {
      if (!there) {
        throw new Fault(255, path + ": No such file or directory");
      }
      call.print(PUBLIC);
      return 0;
    }
    if (there) {
      throw new Fault(1, path + " already exists.");
    }
    files.put(path, PRIVATE);
    files.put(path + ".pub", PUBLIC.getBytes(StandardCharsets.UTF_8));
    return 0;
  }
}
