package stowage.type;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import stowage.config.Section;
import stowage.config.StorageConfig;
import stowage.config.StorageId;
import stowage.config.StorageType;
import stowage.schema.Drafts;
import stowage.schema.Properties;
import stowage.schema.Property;
import stowage.schema.Schemas;
import stowage.schema.Values;
import stowage.volume.ContentType;

/**
 * The pools of a configuration as they take effect, with what its reader adds.
 *
 * @param known in the order of the file; {@code local} is always among them
 * @param strangers sections whose type this program does not know
 */
public record Pools(List<Pool> known, List<Section> strangers) {
  private static final String LOCAL_PATH = "/var/lib/vz";

  /** What {@code local} becomes when the file has none that can be used. */
  private static final Section FORCED_LOCAL =
      new Section(
          StorageType.DIR.word(),
          Drafts.LOCAL,
          Map.of(
              "path", LOCAL_PATH,
              "content", "backup,images,iso,rootdir,snippets,vztmpl",
              "prune-backups", "keep-all=1"));

  public Pools {
    known = List.copyOf(known);
    strangers = List.copyOf(strangers);
  }

  public static Pools of(StorageConfig config) {
    List<Section> sections = new ArrayList<>(config.sections());
    if (config.section(Drafts.LOCAL).isEmpty()) {
      sections.add(FORCED_LOCAL);
    }
    List<Pool> known = new ArrayList<>();
    List<Section> strangers = new ArrayList<>();
    for (Section section : sections) {
      Section effective = section.id().equals(Drafts.LOCAL) ? local(section) : section;
      StorageType.of(effective.type())
          .ifPresentOrElse(
              type -> known.add(pool(effective, type)), () -> strangers.add(effective));
    }
    return new Pools(known, strangers);
  }

  /** One pool as it would take effect if this section stood in the file. */
  public static Optional<Pool> of(Section section) {
    Section effective = section.id().equals(Drafts.LOCAL) ? local(section) : section;
    return StorageType.of(effective.type()).map(type -> pool(effective, type));
  }

  public Optional<Pool> pool(StorageId id) {
    return known.stream().filter(pool -> pool.id().equals(id)).findFirst();
  }

  private static Section local(Section section) {
    boolean usable =
        section.type().equals(StorageType.DIR.word())
            && LOCAL_PATH.equals(section.values().get("path"));
    if (!usable) {
      return FORCED_LOCAL;
    }
    Map<String, String> values = new LinkedHashMap<>(section.values());
    values.remove(Properties.NODES.key());
    return new Section(section.type(), section.id(), values);
  }

  private static Pool pool(Section section, StorageType type) {
    Map<String, String> values = new LinkedHashMap<>(section.values());
    values.computeIfAbsent(
        Properties.CONTENT.key(),
        _ ->
            Schemas.of(type).usualContents().stream()
                .sorted()
                .map(ContentType::word)
                .collect(Collectors.joining(",")));
    String kept = values.get(Properties.MAXFILES.key());
    if (kept != null) {
      String keep = kept.equals("0") ? "keep-all=1" : "keep-last=" + kept;
      values.putIfAbsent(Properties.PRUNE_BACKUPS.key(), keep);
    }
    // The older option answers for both of its successors.
    String mkdir = values.get(Properties.MKDIR.key());
    if (mkdir != null) {
      values.putIfAbsent(Properties.CREATE_BASE_PATH.key(), mkdir);
      values.putIfAbsent(Properties.CREATE_SUBDIRS.key(), mkdir);
    }
    return new Pool(
        new StorageId(section.id()),
        type,
        values,
        read(Properties.CONTENT, values),
        shared(type, values),
        read(Properties.NODES, values));
  }

  private static <T> Set<T> read(Property<Set<T>> property, Map<String, String> values) {
    return Values.read(property.kind(), values.getOrDefault(property.key(), "")).orElse(Set.of());
  }

  private static boolean shared(StorageType type, Map<String, String> values) {
    return switch (type) {
      case NFS, CIFS, CEPHFS, GLUSTERFS, RBD, ISCSI, ISCSIDIRECT, ZFS, PBS -> true;
      case ZFSPOOL, LVMTHIN -> false;
      case DIR, BTRFS, LVM -> "1".equals(values.get(Properties.SHARED.key()));
    };
  }
}
