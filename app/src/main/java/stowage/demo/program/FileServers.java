package stowage.demo.program;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import stowage.demo.world.Fault;
import stowage.demo.world.Network;

/** {@code smbclient} and {@code gluster}: what file servers tell without being mounted. */
final class FileServers implements Program {

  @Override
  public int run(Call call) throws Fault, IOException {
    return call.name().equals("gluster") ? gluster(call) : smbclient(call);
  }

  private static int smbclient(Call call) throws Fault, IOException {
    Options options =
        Options.of(
            call, Set.of("-N"), Set.of("-d", "-m", "-U", "-A", "-W", "-c", "-L", "--use-kerberos"));
    boolean lists = options.has("-L");
    String[] asked =
        (lists ? "//" + options.required(call, "-L") : share(call, options)).split("/");
    if (!asked[2].equals(Network.FILES)) {
      // As the real one, it says nothing about a server that does not answer.
      return 1;
    }
    if (options.value("-A").filter("/dev/stdin"::equals).isPresent()
        && new String(call.in().readAllBytes(), StandardCharsets.UTF_8)
            .contains("password = " + Network.WRONG_PASSWORD + "\n")) {
      call.print("session setup failed: NT_STATUS_LOGON_FAILURE\n");
      return 1;
    }
    if (lists) {
      call.print("\n\tSharename       Type      Comment\n\t---------       ----      -------\n");
      for (String share : Network.SHARES) {
        call.print("\t%-15s Disk      \n".formatted(share));
      }
      call.print("\tIPC$            IPC       IPC Service (Samba)\n");
      return 0;
    }
    if (!Network.SHARES.contains(asked[3])) {
      call.print("tree connect failed: NT_STATUS_BAD_NETWORK_NAME\n");
      return 1;
    }
    return 0;
  }

  private static String share(Call call, Options options) throws Fault {
    String share = options.only(call, "share");
    if (share.split("/").length != 4) {
      throw call.usage("not a share: " + share);
    }
    return share;
  }

  private static int gluster(Call call) throws Fault, IOException {
    Options options = Options.of(call, Set.of(), Set.of("--remote-host", "--mode"));
    if (!Network.GLUSTER.contains(options.value("--remote-host").orElse("localhost"))) {
      throw new Fault(1, "Connection failed. Please check if gluster daemon is operational.");
    }
    List<String> words = options.rest();
    if (words.equals(List.of("volume", "list"))) {
      for (String volume : Network.VOLUMES) {
        call.print(volume + "\n");
      }
      return 0;
    }
    if (words.size() != 3 || !words.subList(0, 2).equals(List.of("volume", "info"))) {
      throw call.usage("only volume list and volume info are known");
    }
    if (!Network.VOLUMES.contains(words.get(2))) {
      throw new Fault(1, "Volume " + words.get(2) + " does not exist");
    }
    call.print("\nVolume Name: " + words.get(2) + "\nType: Replicate\nStatus: Started\n");
    return 0;
  }
}
