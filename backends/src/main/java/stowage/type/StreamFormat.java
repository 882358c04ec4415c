package stowage.type;

import java.util.Arrays;
import java.util.Optional;

/** How a volume travels between hosts; the words are those of {@code pvesm export}. */
public enum StreamFormat {
  RAW_SIZE("raw+size", true),
  QCOW2_SIZE("qcow2+size", true),
  VMDK_SIZE("vmdk+size", true),
  TAR_SIZE("tar+size", true),
  ZFS("zfs", false),
  BTRFS("btrfs", false);

  private final String word;
  private final boolean sized;

  StreamFormat(String word, boolean sized) {
    this.word = word;
    this.sized = sized;
  }

  public String word() {
    return word;
  }

  /** Whether it begins with the volume's size: eight bytes, the lowest first. */
  public boolean sized() {
    return sized;
  }

  public static Optional<StreamFormat> of(String word) {
    return Arrays.stream(values()).filter(f -> f.word.equals(word)).findFirst();
  }
}
