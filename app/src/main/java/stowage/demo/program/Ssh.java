package stowage.demo.program;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import stowage.demo.world.Appliance;
import stowage.demo.world.Dataset;
import stowage.demo.world.Fault;
import stowage.demo.world.World;
import stowage.exec.Quoting;
import stowage.tool.Remote;

/** {@code ssh} into the company's storage server, as far as pools of type zfs need it. */
final class Ssh implements Program {
  private static final int FAILED = 255;
  private static final String ZVOLS = "/dev/zvol/";
  private final World world;

  Ssh(World world) {
    this.world = world;
  }

  @Override
  public int run(Call call) throws Fault, IOException {
    Options options =
        Options.of(
            call, call.args().subList(0, call.args().size() - 1), Set.of(), Set.of("-o", "-i"));
    String address = options.only(call, "destination").replaceFirst("^root@", "");
    if (!address.equals(Appliance.ADDRESS)) {
      throw new Fault(FAILED, "ssh: connect to host " + address + " port 22: No route to host");
    }
    List<String> words = Quoting.split(call.args().getLast());
    return world.visit(there -> run(call.of(words), words, there));
  }

  private static int run(Call call, List<String> words, World there) throws Fault, IOException {
    return switch (call.name()) {
      case "zfs" -> new Zfs(there).run(call);
      case "targetcli" -> new TargetAdmin(there.state()).run(call);
      case "ls" -> look(call, words.getLast(), there);
      case "sh" -> script(call, words.get(2), words.getLast(), there);
      default -> throw call.usage("no such program there");
    };
  }

  private static int look(Call call, String path, World there) throws Fault, IOException {
    boolean directory = path.equals("/dev/zvol");
    if (!directory && there.device(path).isEmpty()) {
      throw call.fault(2, "cannot access '" + path + "': No such file or directory");
    }
    call.print((directory ? "tank" : path) + "\n");
    return 0;
  }

  /** The texts of shell that the program has for other hosts, known by what they hold. */
  private static int script(Call call, String text, String word, World there)
      throws Fault, IOException {
    if (text.contains("saveconfig.json")) {
      String saved = new TargetAdmin(there.state()).saved();
      call.print(text.contains("sha256sum") ? Remote.digest(saved) + "  -\n" : saved);
      return 0;
    }
    if (text.contains("command -v")) {
      call.print("/usr/sbin/zfs\n/usr/bin/targetcli\n");
      return 0;
    }
    if (text.contains("zfs destroy")) {
      Dataset made = there.state().datasets().get(word);
      return made == null ? 0 : new Zfs(there).run(call.of(List.of("zfs", "destroy", "-r", word)));
    }
    throw call.usage("no answer to '" + text + "'");
  }

  static String dataset(String device) {
    return device.substring(ZVOLS.length());
  }
}
