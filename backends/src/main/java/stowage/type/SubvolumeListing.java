package stowage.type;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import stowage.exec.Exec;
import stowage.exec.Probe;
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

  private static final String DISK = Subvolumes.DISK;
  private static final String RAW = ".raw";
  private static final List<ImageFormat> HEADED = List.of(ImageFormat.QCOW2, ImageFormat.VMDK);
  private static final byte[] NOTHING = {};

  private SubvolumeListing() {}

  /** Everything that takes a name: volumes and, as if they were some, their snapshots. */
  static Probe<List<Volume>> taken(Pool pool) {
    Exec ask = DirectoryList.guestSubvolumes(directory(pool));
    return of(pool)
        .and(
            Probe.of(ask, answer -> DirectoryList.entries(ask, answer)),
            (volumes, subvolumes) ->
                subvolumes.then(all -> volumes.map(v -> joined(pool, v, all))));
  }

  private static List<Volume> joined(Pool pool, List<Volume> volumes, List<Entry> subvolumes) {
    Set<String> names = volumes.stream().map(v -> v.id().name()).collect(Collectors.toSet());
    List<Volume> all = new ArrayList<>(volumes);
    for (Entry entry : subvolumes) {
      if (entry.name().indexOf(Subvolumes.AT) > 0) {
        all.add(other(pool, entry, entry.path(), "subvol"));
      } else if (entry.name().indexOf('.') < 0 && !names.contains(entry.path() + RAW)) {
        // Its disk is not there, and still no other volume can have its place.
        all.add(other(pool, entry, entry.path() + RAW, "raw"));
      }
    }
    return all;
  }

  private static Volume other(Pool pool, Entry subvolume, String name, String format) {
    return new Volume(
        new VolumeId(pool.id(), name),
        ContentType.IMAGES,
        format,
        subvolume.path().substring(0, subvolume.path().indexOf('/')),
        new Volume.Space(null, null),
        Volume.Extra.NONE);
  }

  /**
   * Names of a volume's snapshots.
   *
   * @param existing as {@link #taken} tells
   */
  static List<String> snapshotsOf(Volume volume, List<Volume> existing) {
    String name = volume.id().name();
    String start = (name.endsWith(RAW) ? name.substring(0, name.length() - RAW.length()) : name);
    return existing.stream()
        .map(v -> v.id().name())
        .filter(n -> n.startsWith(start + Subvolumes.AT))
        .map(n -> n.substring(start.length() + 1))
        .toList();
  }

  private static String directory(Pool pool) {
    return FileVolumes.layout(pool).directory(ContentType.IMAGES);
  }

  static Probe<List<Volume>> of(Pool pool) {
    String directory = directory(pool);
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
          return DirectoryList.entries(disks, answers.get(1))
              .then(files ->
                  DirectoryList.entries(list, answers.getFirst())
                      .map(entries -> volumes(pool, entries, byVolume(files), found)));
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
    Map<String, Integer> snapshots = new HashMap<>();
    for (Entry entry : entries) {
      int at = entry.path().indexOf(Subvolumes.AT);
      if (at > 0 && entry.isDirectory()) {
        snapshots.merge(entry.path().substring(0, at), 1, Integer::sum);
      }
    }
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
                entry.path() + RAW,
                owner,
                ImageHeader.read(ImageFormat.RAW, NOTHING, disk.size()),
                new Facts(disk, snapshots.getOrDefault(entry.path(), 0))));
      } else if ("subvol".equals(extension) && entry.isDirectory()) {
        found.add(
            new Volume(
                new VolumeId(pool.id(), entry.path()),
                ContentType.IMAGES,
                extension,
                owner,
                new Volume.Space(0L, 0L),
                new Volume.Extra(
                    null, null, snapshots.getOrDefault(entry.path(), 0), null, false)));
      } else if (extension != null && !entry.isDirectory() && !extension.equals("subvol")) {
        ImageFormat format = ImageFormat.of(extension).orElseThrow();
        found.add(
            ImageHeads.header(heads, entry.path(), format, entry.size())
                .map(image ->
                    volume(pool, entry.path(), owner, image, new Facts(entry, image.snapshots())))
                .orElseGet(() -> unread(pool, entry, owner, extension)));
      }
    }
    return found;
  }

  /** A file that holds an image, and how many snapshots there are of it. */
  private record Facts(Entry file, @Nullable Integer snapshots) {}

  private static Volume unread(Pool pool, Entry file, String owner, String format) {
    return new Volume(
        new VolumeId(pool.id(), file.path()),
        ContentType.IMAGES,
        format,
        owner,
        new Volume.Space(null, file.allocated()),
        new Volume.Extra("", file.changed(), null, null, false));
  }

  private static Volume volume(
      Pool pool, String name, String owner, ImageHeader image, Facts facts) {
    return new Volume(
        new VolumeId(pool.id(), name),
        ContentType.IMAGES,
        image.format(),
        owner,
        new Volume.Space(image.virtualSize(), facts.file().allocated()),
        new Volume.Extra(
            ImageListing.parent(image), facts.file().changed(), facts.snapshots(), null, false));
  }
}
