package stowage.type;

import java.util.Optional;

/**
 * Names of the files that hold the snapshots of one image, beside it, where a pool keeps them apart
 * from it ({@code snapshot-as-volume-chain} of Proxmox VE 9).
 *
 * @param image path or name of the image, which is the newest layer
 */
record SnapshotFiles(String image) {
  private static final String BEGIN = "snap-";

  /** All of them, for find(1). */
  String pattern() {
    return BEGIN + "*-" + literally(leaf());
  }

  /** One of them. */
  String pattern(String snapshot) {
    return literally(leaf(snapshot));
  }

  private static String literally(String name) {
    return name.replaceAll("[*?\\[\\\\]", "\\\\$0");
  }

  String directory() {
    return image.substring(0, image.lastIndexOf('/'));
  }

  String leaf() {
    return image.substring(image.lastIndexOf('/') + 1);
  }

  /** Without the directory, as the layer above it names it. */
  String leaf(String snapshot) {
    return BEGIN + snapshot + "-" + leaf();
  }

  String path(String snapshot) {
    return directory() + "/" + leaf(snapshot);
  }

  /**
   * The snapshot that a file holds; empty for another one's.
   *
   * @param file without a directory
   */
  Optional<String> snapshot(String file) {
    String end = "-" + leaf();
    return file.startsWith(BEGIN)
            && file.endsWith(end)
            && file.length() > BEGIN.length() + end.length()
        ? Optional.of(file.substring(BEGIN.length(), file.length() - end.length()))
        : Optional.empty();
  }
}
