package stowage.demo.program;

import java.io.IOException;
import java.util.Set;
import stowage.demo.backup.CompanyServer;
import stowage.demo.backup.Holdings;
import stowage.demo.world.Fault;
import stowage.pbs.server.Space;
import tools.jackson.databind.json.JsonMapper;

/** {@code proxmox-backup-client}: tells what the backup server of the example company holds. */
final class BackupServer implements Program {
  private static final String DATASTORE = "main";
  private static final String REPOSITORY =
      CompanyServer.USER + "@" + CompanyServer.NAME + ":" + DATASTORE;

  private final Holdings holdings;

  BackupServer(Holdings holdings) {
    this.holdings = holdings;
  }

  @Override
  public int run(Call call) throws Fault, IOException {
    Options options = Options.of(call, Set.of(), Set.of("--repository", "--output-format", "--ns"));
    if (!options.required(call, "--repository").equals(REPOSITORY)) {
      throw new Fault(255, "Error: error trying to connect: No route to host (os error 113)");
    }
    Object answer =
        switch (String.join(" ", options.rest())) {
          case "status" -> holdings.usage(DATASTORE);
          case "snapshot list" ->
              holdings.rows(new Space(DATASTORE, options.value("--ns").orElse("")));
          default -> throw call.usage("no such command '" + options.rest() + "'");
        };
    call.print(JsonMapper.shared().writeValueAsString(answer) + "\n");
    return 0;
  }
}
