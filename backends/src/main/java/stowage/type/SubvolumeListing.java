package stowage.type;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import stowage.exec.Exec;
import stowage.exec.Probe;
import stowage.exec.Reading;
import stowage.exec.Result;
import stowage.tool.Answers;
import stowage.tool.DirectoryList;
import stowage.tool.DirectoryList.Entry;
import stowage.tool.ImageHeads;
import stowage.volume.ContentType;
import stowage.volume.ImageFormat;
import stowage.volume.ImageHeader;
import stowage.volume.Volume;
import stowage.volume.VolumeId;

/**
 * Guest volumes on Btrfs: a subvolume with a file {@code disk.raw} for a raw image, a subvolume for
 * a container, and plain files for images of older pools.
 */
final class SubvolumeListing {

  /**
   * Snapshots have an {@code @} in their names; they and names with further dots are no volumes.
   */
  private static final Pattern NAME = Pattern.compile("(\\d+)/[^/@.]+(?:\\.(subvol|qcow2|vmdk))?");

  private static final String DISK = "/disk.raw";
  private static final List<ImageFormat> HEADED = List.of(ImageFormat.QCOW2, ImageFormat.VMDK);
  private static final byte[] NOTHING = {};

  private SubvolumeListing() {}

  static Probe<List<Volume>> of(Pool pool) {
    String directory = FileVolumes.layout(pool).directory(ContentType.IMAGES);
    Exec list = DirectoryList.guestEntries(directory);
    Exec disks = DirectoryList.guestDisks(directory);
    Exec heads = ImageHeads.read(directory, HEADED);
    return Probe.of(
        List.of(list, disks, heads),
        answers -> {
          Result headed = answers.getLast();
          if (headed.ending() != Result.Ending.EXITED || headed.status() > 1) {
            return Answers.failed(heads, headed);
          }
          Map<String, byte[]> found = ImageHeads.of(directory, headed);
          return switch (DirectoryList.entries(disks, answers.get(1))) {
            case Reading.Failed<List<Entry>>(var reason) -> new Reading.Failed<>(reason);
            case Reading.Known<List<Entry>>(var files) ->
                DirectoryList.entries(list, answers.getFirst())
                    .map(entries -> volumes(pool, entries, byVolume(files), found));
          };
        });
  }

  private static Map<String, Entry> byVolume(List<Entry> disks) {
    return disks.stream()
        .collect(
            Collectors.toMap(
                e -> e.path().substring(0, e.path().length() - DISK.length()), e -> e));
  }

  private static List<Volume> volumes(
      Pool pool, List<Entry> entries, Map<String, Entry> disks, Map<String, byte[]> heads) {
    List<Volume> found = new ArrayList<>();
    for (Entry entry : entries) {
      Matcher name = NAME.matcher(entry.path());
      if (!name.matches()) {
        continue;
      }
      String owner = name.group(1);
      String extension = name.group(2);
      Entry disk = disks.get(entry.path());
      if (extension == null && entry.isDirectory() && disk != null) {
        found.add(
            volume(
                pool,
                entry.path() + ".raw",
                owner,
                ImageHeader.read(ImageFormat.RAW, NOTHING, disk.size()),
                disk));
      } else if ("subvol".equals(extension) && entry.isDirectory()) {
        found.add(
            new Volume(
                new VolumeId(pool.id(), entry.path()),
                ContentType.IMAGES,
                extension,
                owner,
                new Volume.Space(0, 0L),
                Volume.Extra.NONE));
      } else if (extension != null && !entry.isDirectory() && !extension.equals("subvol")) {
        ImageFormat format = ImageFormat.of(extension).orElseThrow();
        byte[] head = heads.getOrDefault(entry.path(), NOTHING);
        found.add(
            volume(pool, entry.path(), owner, ImageHeader.read(format, head, entry.size()), entry));
      }
    }
    return found;
  }

  private static Volume volume(
      Pool pool, String name, String owner, ImageHeader image, Entry file) {
    return new Volume(
        new VolumeId(pool.id(), name),
        ContentType.IMAGES,
        image.format(),
        owner,
        new Volume.Space(image.virtualSize(), file.allocated()),
        new Volume.Extra(image.backing(), file.changed(), image.snapshots(), null, false));
  }
}
