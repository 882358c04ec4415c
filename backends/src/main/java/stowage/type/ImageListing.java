package stowage.type;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    return new Volume(
        new VolumeId(pool.id(), DirLayout.withBase(file.name(), image.backing())),
        ContentType.IMAGES,
        image.format(),
        file.owner(),
        new Volume.Space(image.virtualSize(), entry.allocated()),
        new Volume.Extra(parent(image), entry.changed(), image.snapshots(), null, false));
  }

  /** As a volume has it. */
  static @Nullable String parent(ImageHeader image) {
    return image.backing() == null && !image.complete() && image.format().equals("qcow2")
        ? ""
        : image.backing();
  }
}
