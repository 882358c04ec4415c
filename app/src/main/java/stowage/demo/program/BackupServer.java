package stowage.demo.program;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import stowage.demo.world.Fault;
import stowage.demo.world.World;
import tools.jackson.databind.json.JsonMapper;

/** {@code proxmox-backup-client}: a backup server that got new backups last night, too. */
final class BackupServer implements Program {
  private static final String REPOSITORY = "backup@pbs!pve1@pbs.example.net:main";
  private static final long DAY = 86_400;
  private static final long GIB = 1L << 30;
  private static final int[] DAYS = {1, 2, 3, 4, 5, 6, 7, 14, 21, 28, 56, 84};

  private final World world;

  BackupServer(World world) {
    this.world = world;
  }

  /** A guest that is backed up there. */
  private record Source(String type, int id, String name, long size) {}

  private static final List<Source> SOURCES =
      List.of(
          new Source("vm", 100, "dc1", 64 * GIB),
          new Source("vm", 102, "mail", 540 * GIB),
          new Source("vm", 103, "erp-app", 80 * GIB),
          new Source("vm", 104, "erp-db", 460 * GIB),
          new Source("vm", 118, "git", 120 * GIB),
          new Source("ct", 109, "dns1", 1 * GIB),
          new Source("ct", 112, "wiki", 11 * GIB));

  @Override
  public int run(Call call) throws Fault, IOException {
    Options options = Options.of(call, Set.of(), Set.of("--repository", "--output-format", "--ns"));
    if (!options.required(call, "--repository").equals(REPOSITORY)) {
      throw new Fault(255, "Error: error trying to connect: No route to host (os error 113)");
    }
    Object answer =
        switch (String.join(" ", options.rest())) {
          case "status" -> Map.of("total", 14_900 * GIB, "used", 9_216 * GIB, "avail", 5_684 * GIB);
          case "snapshot list" ->
              options.value("--ns").orElse("").equals("site/a") ? snapshots() : List.of();
          default -> throw call.usage("no such command '" + options.rest() + "'");
        };
    call.print(JsonMapper.shared().writeValueAsString(answer) + "\n");
    return 0;
  }

  private List<Map<String, Object>> snapshots() {
    List<Map<String, Object>> all = new ArrayList<>();
    long midnight = world.now() / DAY * DAY;
    for (Source source : SOURCES) {
      for (int day : DAYS) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("backup-type", source.type());
        one.put("backup-id", Integer.toString(source.id()));
        one.put("backup-time", midnight - day * DAY + 3600 + source.id() * 37L);
        one.put("size", source.size() - day * (source.size() / 900));
        one.put("comment", day == 56 ? source.name() + ", quarter" : source.name());
        one.put("protected", day == 56);
        one.put("fingerprint", "1a:2b:3c:4d:5e:6f:70:81");
        one.put("verification", Map.of("state", day == 84 ? "failed" : "ok"));
        all.add(one);
      }
    }
    return all;
  }
}
