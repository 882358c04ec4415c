package stowage.conformance;

import java.io.IOException;
import java.nio.file.Path;

/** A host in a directory with one blank disk, of which its stand-ins make a volume group. */
public final class BlankDisk {
  private static final String TREE =
      """
      case "$*" in
        *--nodeps*) echo 'SIZE="8589934592" SERIAL="S1" WWN="0x5"' ;;
        *) [ -e ROOT/made ] && holds='"LVM2_member"' || holds=null
           echo '{"blockdevices": [{"name":"sda","path":"/dev/sda","type":"disk",' \\
             '"size":8589934592,"model":"WD40","serial":"S1","wwn":"0x5","tran":"sata",' \\
             '"fstype":'$holds'}]}' ;;
      esac
      """;

  private BlankDisk() {}

  /**
   * @param root an empty directory
   */
  public static LocalHost of(Path root) throws IOException {
    return new LocalHost(root)
        .program("/usr/bin/lsblk", TREE.replace("ROOT", root.toRealPath().toString()))
        .program("/sbin/blkid", "exit 2\n")
        .program("/sbin/pvcreate", "exit 0\n")
        .program("/sbin/vgcreate", "echo \"$1\" >" + root.toRealPath() + "/made\n");
  }
}
