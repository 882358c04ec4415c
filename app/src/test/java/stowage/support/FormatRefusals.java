package stowage.support;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import stowage.config.StorageConfig;
import stowage.config.StorageType;
import stowage.message.Message;
import stowage.schema.InvalidException;
import stowage.type.Backend;
import stowage.type.Backends;
import stowage.type.Feature;
import stowage.type.Pool;
import stowage.type.Pools;
import stowage.type.Provisioning;
import stowage.type.Support;
import stowage.volume.ContentType;
import stowage.volume.ImageFormat;
import stowage.volume.Size;
import stowage.volume.VolumeName;

/** What the program says about volumes of each format, on a pool of each type that holds some. */
public final class FormatRefusals {
  /** What is done with a volume. */
  static final List<Feature> OF_VOLUMES =
      List.of(
          Feature.FREE,
          Feature.RESIZE,
          Feature.SNAPSHOT,
          Feature.ROLLBACK,
          Feature.LINKED_CLONE,
          Feature.TEMPLATE,
          Feature.FULL_COPY,
          Feature.RENAME,
          Feature.EXPORT);

  /** What is done with a snapshot of one. */
  static final List<Feature> OF_SNAPSHOTS = List.of(Feature.LINKED_CLONE, Feature.FULL_COPY);

  private static final List<String> NAMES =
      List.of(
          "100/vm-100-disk-0.raw",
          "100/base-100-disk-0.raw",
          "100/vm-100-disk-0.qcow2",
          "100/base-100-disk-0.qcow2",
          "100/vm-100-disk-0.vmdk",
          "100/base-100-disk-0.vmdk",
          "100/subvol-100-disk-0.subvol",
          "100/basevol-100-disk-0.subvol",
          "vm-100-disk-0",
          "base-100-disk-0",
          "subvol-100-disk-0",
          "basevol-100-disk-0");

  private final Map<StorageType, Pool> pools = new EnumMap<>(StorageType.class);

  /** On the pools of the demo host: of each type the first. */
  public FormatRefusals() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            FormatRefusals.class.getResourceAsStream("/stowage/demo/storage.cfg"))) {
      for (Pool pool : Pools.of(StorageConfig.parse(in.readAllBytes())).known()) {
        pools.putIfAbsent(pool.type(), pool);
      }
    }
  }

  /** Types that make volumes at all. */
  public List<StorageType> types() {
    return List.of(StorageType.values()).stream()
        .filter(t -> pools.containsKey(t))
        .filter(t -> backend(t).supports(Feature.ALLOCATE, pool(t), null).possible())
        .toList();
  }

  public Pool pool(StorageType type) {
    return Objects.requireNonNull(pools.get(type), type.word());
  }

  private static Backend backend(StorageType type) {
    return Backends.of(type).orElseThrow();
  }

  /** Why no volume of this format is made; empty where it is. */
  public Optional<Message> allocation(StorageType type, ImageFormat format) {
    Size size = format == ImageFormat.SUBVOL ? Size.ZERO : Size.mib(8);
    Provisioning.Order order = new Provisioning.Order(100, null, format, size);
    try {
      if (!backend(type).schema().formats().getFirst().equals(format)) {
        backend(type).provisioning().orElseThrow().allocate(pool(type), order, List.of());
      }
      return Optional.empty();
    } catch (InvalidException refused) {
      return Optional.of(refused.problems().getFirst().said());
    }
  }

  /** Volumes that the type's pools can hold, by an example of each kind. */
  public List<VolumeName> volumes(StorageType type) {
    List<VolumeName> volumes = new ArrayList<>();
    for (String name : NAMES) {
      try {
        VolumeName volume = backend(type).parse(name);
        if (volume.content() == ContentType.IMAGES) {
          volumes.add(volume);
        }
      } catch (InvalidException _) {
        // Of another type.
      }
    }
    return volumes;
  }

  public Optional<Message> of(StorageType type, Feature feature, VolumeName volume) {
    return why(backend(type).supports(feature, pool(type), volume));
  }

  public Optional<Message> ofSnapshot(StorageType type, Feature feature, VolumeName volume) {
    return why(backend(type).supportsSnapshot(feature, pool(type), volume));
  }

  private static Optional<Message> why(Support support) {
    return switch (support) {
      case Support.Yes() -> Optional.empty();
      case Support.No(var reason) -> Optional.of(reason);
    };
  }
}
