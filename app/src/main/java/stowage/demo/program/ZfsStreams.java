package stowage.demo.program;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import stowage.demo.world.Dataset;
import stowage.demo.world.Fault;
import stowage.demo.world.World;

/**
 * {@code zfs send} and {@code zfs recv} among demo hosts: as the datasets hold no data, one line
 * says all that there is to say.
 */
final class ZfsStreams {
  private static final String MARK = "stowage demo dataset";
  private static final int LONGEST = 4096;

  private final World world;
  private final ZfsPools pools;

  ZfsStreams(World world, ZfsPools pools) {
    this.world = world;
    this.pools = pools;
  }

  void send(Call call, List<String> args) throws Fault, IOException {
    Options options =
        Options.of(call, args, Set.of("-R", "-p", "-Rp", "-v", "--"), Set.of("-i", "-I"));
    String snapshot = options.only(call, "snapshot");
    int at = snapshot.indexOf('@');
    NavigableMap<String, Dataset> datasets = world.state().datasets();
    Dataset sent = at < 0 ? null : datasets.get(snapshot.substring(0, at));
    if (sent == null || !datasets.containsKey(snapshot)) {
      throw call.fault(1, "cannot open '" + snapshot + "': dataset does not exist");
    }
    call.print(
        "%s %s %d %s\n".formatted(MARK, sent.kind(), sent.size(), snapshot.substring(at + 1)));
  }

  void receive(Call call, List<String> args) throws Fault, IOException {
    Options options = Options.of(call, args, Set.of("-F", "--"), Set.of());
    String name = options.only(call, "dataset");
    String line = new String(call.in().readNBytes(LONGEST), StandardCharsets.UTF_8).strip();
    String[] words = line.split(" ");
    if (words.length != 6 || !line.startsWith(MARK + " ")) {
      throw call.fault(1, "cannot receive: invalid stream (bad magic number)");
    }
    Dataset.Kind kind = Dataset.Kind.valueOf(words[3]);
    long size = Long.parseLong(words[4]);
    NavigableMap<String, Dataset> datasets = world.state().datasets();
    Dataset made =
        new Dataset(kind, size, 98304, null, world.now(), pools.nextSerial(), new TreeMap<>());
    datasets.putIfAbsent(name, made);
    datasets.put(
        name + "@" + words[5],
        new Dataset(
            Dataset.Kind.SNAPSHOT, 0, 0, null, world.now(), pools.nextSerial(), new TreeMap<>()));
  }
}
