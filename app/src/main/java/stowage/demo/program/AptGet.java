package stowage.demo.program;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import stowage.demo.world.Fault;
import stowage.demo.world.World;
import stowage.disk.DiskTools;
import stowage.tool.HostTool;
import stowage.tool.Wget;
import stowage.type.Backend;
import stowage.type.Backends;

/**
 * {@code apt-get}, which knows the packages of what pool types and disks need, and nothing else.
 */
final class AptGet implements Program {
  private static final String CONTENT = "A stand-in.\n";
  private final World world;

  AptGet(World world) {
    this.world = world;
  }

  @Override
  public int run(Call call) throws Fault, IOException {
    List<String> args = new ArrayList<>(call.args());
    int end = args.indexOf("--");
    List<String> packages = end < 0 ? List.of() : args.subList(end + 1, args.size());
    for (String name : packages) {
      if (programs(name).isEmpty()) {
        throw new Fault(100, "E: Unable to locate package " + name);
      }
    }
    if (args.contains("update")) {
      call.print("Reading package lists...\n");
    } else if (args.contains("install")) {
      for (String name : packages) {
        install(call, name, args.contains("--simulate"));
      }
    } else if (args.contains("remove")) {
      for (String name : packages) {
        for (String program : programs(name)) {
          world.files().remove(program);
        }
      }
    } else {
      throw call.usage("update, install or remove is expected");
    }
    return 0;
  }

  private void install(Call call, String name, boolean simulated) throws Fault, IOException {
    for (String program : programs(name)) {
      if (world.files().find(program).isEmpty()) {
        if (simulated) {
          call.print("Inst %s (1.0 Stand-in:12/stable [amd64])\n".formatted(name));
          return;
        }
        world.files().put(program, CONTENT.getBytes(StandardCharsets.UTF_8));
        call.print("Setting up %s (1.0) ...\n".formatted(name));
      }
    }
  }

  private static List<String> programs(String name) {
    return Stream.concat(
            Backends.all().stream().map(Backend::tools).flatMap(List::stream),
            Stream.concat(DiskTools.ALL.stream(), Stream.of(Wget.TOOL)))
        .filter(tool -> tool.debianPackage().equals(name))
        .map(HostTool::program)
        .distinct()
        .toList();
  }
}
