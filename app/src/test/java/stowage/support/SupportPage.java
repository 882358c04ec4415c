package stowage.support;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import stowage.config.StorageConfig;
import stowage.config.StorageType;
import stowage.message.Message;
import stowage.text.Texts;
import stowage.type.Backend;
import stowage.type.Backends;
import stowage.type.Feature;
import stowage.type.Pool;
import stowage.type.Pools;
import stowage.type.Support;
import stowage.volume.ImageFormat;
import stowage.volume.VolumeName;
import stowage.words.Words;

/**
 * Pool types and operations. What a type can't do comes from the program itself, what has been seen
 * on a real host from the conformance suite, which notes it beside its transcripts.
 */
final class SupportPage {
  static final Path EVIDENCE =
      Path.of("../backends/src/test/resources/stowage/conformance/evidence.txt");

  private static final String HEAD =
      """
      # What works with which pool type

      Made by `./dev support` from the program itself and from what the conformance suite saw on the [lab](../lab/README.md)'s \
      real hosts the last time its answers were recorded; a test holds this page to both.

      - **host**: done on a real host, with the type's real programs
      - **recorded**: tested against recorded or documented answers of those programs only
      - **no** and a number: refused, everywhere in the same words, which stand below

      """;

  private static final String FORMATS =
      """

      ## Formats

      Whether volumes of a format are made, where volumes are made at all.

      """;

  private static final String VOLUMES =
      """

      What can be done with a volume of a format that is there, and with a snapshot of it. What the pool can't do stands above.

      """;

  private static final String TAIL =
      """

      The operations on pools are those of every type: `status` and `list` read, `add`, `set` and `remove` change `storage.cfg` \
      and what belongs to it on the host. Of ZFS over iSCSI only LIO could be had as a real target: with comstar, istgt and iet all is `recorded` at most. `full-copy` of zfs and \
      iscsidirect, and of rbd without `krbd`, takes `qemu-block-extra`: a host without it is told so before anything begins. \
      No real Proxmox Backup Server could be had.
      """;

  private static final String SCAN = "scan";

  private static final List<String> OF_POOLS =
      List.of("add", "set", "remove", "activate", "deactivate", "status", "list", "path", SCAN);

  /** What is done with volumes besides the features, each possible where a feature is. */
  private static final Map<String, Feature> OF_VOLUMES =
      Map.of("delete-snapshot", Feature.SNAPSHOT, "import", Feature.EXPORT);

  private static final Set<StorageType> NOT_FOUND =
      Set.of(StorageType.DIR, StorageType.BTRFS, StorageType.CEPHFS);

  private static final String NOTHING_TO_FIND =
      "Nothing is looked for: one names a directory of the host, or Ceph's file system.";

  private final Words words = new Words(Texts.of(Locale.ENGLISH));
  private final Set<String> evidence;
  private final Map<StorageType, Pool> pools = new EnumMap<>(StorageType.class);
  private final Map<String, Integer> reasons = new LinkedHashMap<>();

  private SupportPage(Set<String> evidence, StorageConfig config) {
    this.evidence = evidence;
    for (Pool pool : Pools.of(config).known()) {
      pools.putIfAbsent(pool.type(), pool);
    }
  }

  static String made() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            SupportPage.class.getResourceAsStream("/stowage/demo/storage.cfg"))) {
      return new SupportPage(
              Set.copyOf(Files.readAllLines(EVIDENCE)), StorageConfig.parse(in.readAllBytes()))
          .page();
    }
  }

  private String page() throws IOException {
    StringBuilder page = new StringBuilder(HEAD);
    List<StorageType> types = List.of(StorageType.values());
    row(page, "", types.stream().map(StorageType::word).toList());
    row(page, "---", types.stream().map(_ -> "---").toList());
    for (String deed : OF_POOLS) {
      row(page, deed, types.stream().map(type -> ofPool(type, deed)).toList());
    }
    for (Feature feature : Feature.values()) {
      row(page, word(feature), types.stream().map(type -> cell(type, feature)).toList());
      OF_VOLUMES.forEach((deed, where) -> {
        if (where == feature) {
          row(page, deed, types.stream().map(type -> cell(type, feature, deed)).toList());
        }
      });
    }
    formats(page);
    page.append('\n');
    reasons.forEach((reason, number) -> page.append("%d. %s\n".formatted(number, reason)));
    return page.append(TAIL).toString();
  }

  /** Pool types of which each says the same stand in one row. */
  private void formats(StringBuilder page) throws IOException {
    FormatRefusals refusals = new FormatRefusals();
    page.append(FORMATS);
    row(page, "", Stream.of(ImageFormat.values()).map(ImageFormat::word).toList());
    row(page, "---", Stream.of(ImageFormat.values()).map(_ -> "---").toList());
    Map<List<String>, List<String>> made = new LinkedHashMap<>();
    for (StorageType type : refusals.types()) {
      List<String> cells =
          Stream.of(ImageFormat.values())
              .map(format -> cell(refusals.allocation(type, format), refusals.pool(type)))
              .toList();
      made.computeIfAbsent(cells, _ -> new ArrayList<>()).add(type.word());
    }
    made.forEach((cells, types) -> row(page, String.join(", ", types), cells));
    page.append(VOLUMES);
    List<String> heads = new ArrayList<>();
    FormatRefusals.OF_VOLUMES.forEach(feature -> heads.add(word(feature)));
    FormatRefusals.OF_SNAPSHOTS.forEach(feature -> heads.add(word(feature) + " of a snapshot"));
    row(page, "", heads);
    row(page, "---", heads.stream().map(_ -> "---").toList());
    Map<List<String>, Map<String, Set<String>>> rows = new LinkedHashMap<>();
    for (StorageType type : refusals.types()) {
      for (VolumeName volume : refusals.volumes(type)) {
        String kind = volume.format() + (volume.template() ? " template" : "");
        rows.computeIfAbsent(cells(refusals, type, volume), _ -> new LinkedHashMap<>())
            .computeIfAbsent(kind, _ -> new LinkedHashSet<>())
            .add(type.word());
      }
    }
    rows.forEach((cells, kinds) ->
        kinds.forEach((kind, types) -> row(page, kind + " on " + String.join(", ", types), cells)));
  }

  private List<String> cells(FormatRefusals refusals, StorageType type, VolumeName volume) {
    List<String> cells = new ArrayList<>();
    Pool pool = refusals.pool(type);
    for (Feature feature : FormatRefusals.OF_VOLUMES) {
      cells.add(cell(refusals.of(type, feature, volume), pool));
    }
    for (Feature feature : FormatRefusals.OF_SNAPSHOTS) {
      cells.add(cell(refusals.ofSnapshot(type, feature, volume), pool));
    }
    return cells;
  }

  /** Names of the example's volume and pool stand for those of any. */
  private String cell(Optional<Message> refusal, Pool pool) {
    return refusal.map(why -> "no " + number(general(words.say(why), pool))).orElse("yes");
  }

  private static String general(String reason, Pool pool) {
    String said =
        reason
            .replaceAll("\"?[a-z]+-100-disk-0[^\" ,]*\"?", "the volume")
            .replace("pool \"" + pool.id().text() + "\"", "pools of this type");
    return said.substring(0, 1).toUpperCase(Locale.ROOT) + said.substring(1);
  }

  private static void row(StringBuilder page, String head, List<String> cells) {
    page.append("| ").append(head);
    cells.forEach(cell -> page.append(" | ").append(cell));
    page.append(" |\n");
  }

  private static String word(Feature feature) {
    return feature.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private String seen(StorageType type, String deed) {
    return evidence.contains(type.word() + " " + deed) ? "host" : "recorded";
  }

  private String ofPool(StorageType type, String deed) {
    return deed.equals(SCAN) && NOT_FOUND.contains(type)
        ? "no " + number(NOTHING_TO_FIND)
        : seen(type, deed);
  }

  private int number(String reason) {
    reasons.putIfAbsent(reason, reasons.size() + 1);
    return reasons.getOrDefault(reason, 0);
  }

  private String cell(StorageType type, Feature feature) {
    return cell(type, feature, word(feature));
  }

  /**
   * @param deed what shows that the feature is there
   */
  private String cell(StorageType type, Feature feature, String deed) {
    Backend backend = Backends.of(type).orElseThrow();
    Pool pool = Objects.requireNonNull(pools.get(type), type.word());
    // What arrives is a volume that is made, or a file that is put there.
    boolean unwelcome =
        deed.equals("import")
            && backend.supports(Feature.EXPORT, pool, null).possible()
            && !backend.supports(Feature.UPLOAD, pool, null).possible();
    return switch (backend.supports(unwelcome ? Feature.ALLOCATE : feature, pool, null)) {
      case Support.Yes() -> isProperty(feature) ? "yes" : seen(type, deed);
      case Support.No(var why) -> "no " + number(words.say(why));
    };
  }

  /** What a pool is, not what is done with it. */
  private static boolean isProperty(Feature feature) {
    return Set.of(Feature.SPARSE, Feature.SHARED).contains(feature);
  }

  /** What the suite has seen, of types and operations that there are no more. */
  static List<String> strays() throws IOException {
    List<String> known = new ArrayList<>(OF_POOLS);
    known.addAll(OF_VOLUMES.keySet());
    for (Feature feature : Feature.values()) {
      known.add(word(feature));
    }
    return Files.readAllLines(EVIDENCE).stream()
        .filter(line -> {
          String[] parts = line.split(" ", 2);
          return StorageType.of(parts[0]).isEmpty() || !known.contains(parts[1]);
        })
        .toList();
  }
}
