package stowage.disk;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import stowage.exec.Exec;
import stowage.exec.Probe;
import stowage.exec.Reading;
import stowage.exec.Result;
import stowage.tool.Answers;
import stowage.tool.LvmReport;
import stowage.tool.Mounts;
import stowage.tool.ZfsReport;

/** Asks a host for its volume groups, thin pools, ZFS pools and disks mounted below /mnt/pve. */
public final class MadeOfDisks {
  private static final String DEVICES = "/dev/";

  private MadeOfDisks() {}

  public static Probe<List<Made>> probe(Mounts mounts) {
    Exec groups = LvmReport.groups();
    Exec volumes = LvmReport.volumes();
    Exec zpools = ZfsReport.imported();
    return Probe.of(
        List.of(groups, volumes, zpools),
        answers ->
            groups(groups, answers.get(0))
                .then(vgs ->
                    thinPools(volumes, answers.get(1))
                        .then(thin ->
                            zpools(zpools, answers.get(2))
                                .map(pools -> all(pools, thin, vgs, directories(mounts))))));
  }

  @SafeVarargs
  private static List<Made> all(List<Made>... kinds) {
    List<Made> all = new ArrayList<>();
    for (List<Made> kind : kinds) {
      kind.stream().sorted(Comparator.comparing(Made::name)).forEach(all::add);
    }
    return all;
  }

  /** Where its programs are missing, nothing was made with them. */
  private static Reading<List<Made>> groups(Exec asked, Result answer) {
    return Answers.isMissing(answer)
        ? Reading.known(List.of())
        : LvmReport.groups(asked, answer)
            .map(all ->
                all.stream()
                    .map(vg -> new Made(Made.Kind.VG, vg.name(), vg.size(), vg.free(), ""))
                    .toList());
  }

  private static Reading<List<Made>> thinPools(Exec asked, Result answer) {
    return Answers.isMissing(answer)
        ? Reading.known(List.of())
        : LvmReport.volumes(asked, answer)
            .map(all ->
                all.stream().filter(v -> v.type() == 't').map(MadeOfDisks::thinPool).toList());
  }

  private static Made thinPool(LvmReport.LogicalVolume pool) {
    Long size = pool.size();
    @Nullable Long free = size == null ? null : pool.used().map(used -> size - used).orElse(null);
    return new Made(Made.Kind.THINPOOL, pool.group() + "/" + pool.name(), size, free, "");
  }

  private static Reading<List<Made>> zpools(Exec asked, Result answer) {
    return Disks.lacksZfs(answer)
        ? Reading.known(List.of())
        : ZfsReport.imported(asked, answer)
            .map(all ->
                all.stream()
                    .map(z -> new Made(Made.Kind.ZPOOL, z.name(), z.size(), z.free(), z.health()))
                    .toList());
  }

  /** Their room is the file system's, which is not asked: it may hang. */
  private static List<Made> directories(Mounts mounts) {
    return mounts.all().stream()
        .filter(m -> m.source().startsWith(DEVICES))
        .filter(m -> m.target().startsWith(Removal.Directory.BELOW))
        .map(m -> m.target().substring(Removal.Directory.BELOW.length()))
        .filter(name -> !name.contains("/"))
        .map(name -> new Made(Made.Kind.DIRECTORY, name, null, null, ""))
        .toList();
  }
}
