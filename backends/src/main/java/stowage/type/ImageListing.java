package stowage.type;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import stowage.exec.Exec;
import stowage.exec.Probe;
import stowage.exec.Result;
import stowage.tool.Answers;
import stowage.tool.DirectoryList;
import stowage.tool.DirectoryList.Entry;
import stowage.tool.ImageHeads;
import stowage.volume.ContentType;
import stowage.volume.DirLayout;
import stowage.volume.ImageFormat;
import stowage.volume.ImageHeader;
import stowage.volume.Volume;
import stowage.volume.VolumeId;

/** Guest images in files, asked with two programs however many there are. */
final class ImageListing {

  /** Those whose size stands in the file; a raw file is as large as it is. */
  private static final List<ImageFormat> HEADED = List.of(ImageFormat.QCOW2, ImageFormat.VMDK);

  private ImageListing() {}

  static Probe<List<Volume>> of(FileVolumes volumes, Pool pool) {
    String directory = FileVolumes.layout(pool).directory(ContentType.IMAGES);
    Exec list = DirectoryList.images(directory, volumes.schema().formats());
    Exec heads = ImageHeads.read(directory, HEADED);
    return Probe.of(
        List.of(list, heads),
        answers -> {
          Result headed = answers.getLast();
          // A file that went meanwhile makes find end with 1; what it read is good nevertheless.
          if (headed.ending() != Result.Ending.EXITED || headed.status() > 1) {
            return Answers.failed(heads, headed);
          }
          Map<String, byte[]> found = ImageHeads.of(directory, headed);
          return DirectoryList.entries(list, answers.getFirst())
              .map(entries -> volumes(volumes, pool, entries, found));
        });
  }

  private static List<Volume> volumes(
      FileVolumes volumes, Pool pool, List<Entry> entries, Map<String, byte[]> heads) {
    List<Volume> found = new ArrayList<>();
    for (Entry entry : entries) {
      DirLayout.image(entry.path(), volumes.schema().formats())
          .filter(file -> !hidden(pool, entry))
          .filter(file -> file.format().equals("subvol") == entry.isDirectory())
          .map(file -> volume(pool, entry, file, heads))
          .ifPresent(found::add);
    }
    return found;
  }

  /** Where snapshots are files of their own, those are no volumes. */
  private static boolean hidden(Pool pool, Entry entry) {
    return FileVolumes.isChained(pool)
        && entry.name().startsWith("snap-")
        && entry.name().endsWith(".qcow2");
  }

  private static Volume volume(
      Pool pool, Entry entry, DirLayout.Listed file, Map<String, byte[]> heads) {
    ImageFormat format = ImageFormat.of(file.format()).orElseThrow();
    Optional<ImageHeader> told = ImageHeads.header(heads, entry.path(), format, entry.size());
    if (entry.isDirectory() || told.isEmpty()) {
      return new Volume(
          new VolumeId(pool.id(), file.name()),
          ContentType.IMAGES,
          file.format(),
          file.owner(),
          entry.isDirectory()
              ? new Volume.Space(0L, 0L)
              : new Volume.Space(null, entry.allocated()),
          new Volume.Extra(entry.isDirectory() ? null : "", entry.changed(), null, null, false));
    }
    ImageHeader image = told.get();
    Layers below = FileVolumes.isChained(pool) ? layers(entry, image, heads) : Layers.of(image);
    return new Volume(
        new VolumeId(pool.id(), DirLayout.withBase(file.name(), below.base())),
        ContentType.IMAGES,
        image.format(),
        file.owner(),
        new Volume.Space(image.virtualSize(), entry.allocated()),
        new Volume.Extra(parent(image), entry.changed(), below.snapshots(), null, false));
  }

  /**
   * What an image lies on.
   *
   * @param base below its own snapshots; null for nothing
   * @param snapshots how many it has; null when its format has none
   */
  private record Layers(@Nullable String base, @Nullable Integer snapshots) {
    static Layers of(ImageHeader image) {
      return new Layers(image.backing(), image.snapshots());
    }
  }

  /** Through its snapshots, which are files of their own, down to what all of them lie on. */
  private static Layers layers(Entry entry, ImageHeader image, Map<String, byte[]> heads) {
    SnapshotFiles files = new SnapshotFiles(entry.path());
    Set<String> passed = new HashSet<>();
    String below = image.backing();
    while (below != null && files.snapshot(below).isPresent() && passed.add(below)) {
      byte[] head = heads.get(files.directory() + "/" + below);
      below =
          head == null ? null : ImageHeader.read(ImageFormat.QCOW2, head, head.length).backing();
    }
    return new Layers(below, image.snapshots() == null ? null : passed.size());
  }

  /** As a volume has it. */
  static @Nullable String parent(ImageHeader image) {
    return image.backing() == null && !image.complete() && image.format().equals("qcow2")
        ? ""
        : image.backing();
  }
}
