package stowage.type;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

  private static final byte[] NOTHING = {};

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
          .map(file -> volume(pool, entry, file, heads.getOrDefault(entry.path(), NOTHING)))
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

  private static Volume volume(Pool pool, Entry entry, DirLayout.Listed file, byte[] head) {
    ImageHeader image =
        ImageHeader.read(ImageFormat.of(file.format()).orElseThrow(), head, entry.size());
    boolean directory = entry.isDirectory();
    return new Volume(
        new VolumeId(pool.id(), DirLayout.withBase(file.name(), image.backing())),
        ContentType.IMAGES,
        directory ? file.format() : image.format(),
        file.owner(),
        directory
            ? new Volume.Space(0, 0L)
            : new Volume.Space(image.virtualSize(), entry.allocated()),
        new Volume.Extra(image.backing(), entry.changed(), image.snapshots(), null, false));
  }
}
