package stowage.demo.program;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import stowage.demo.backup.Holdings;
import stowage.demo.world.Fault;
import stowage.demo.world.World;
import stowage.exec.Result;

/** The programs of the demo host. A program that is not here does not exist there. */
public final class Programs {
  /** These wait for their streams or for time to pass, so they must not keep the others waiting. */
  private static final Set<String> UNLOCKED =
      Set.of(
          "cat", "dd", "tee", "sleep", "sudo", "env", "tar", "wget", "gzip", "zstd", "bzip2",
          "zcat", "bzcat", "lzop");

  private static final Set<String> DIRECTORIES = Set.of("/bin", "/sbin", "/usr/bin", "/usr/sbin");

  private final World world;
  private final Map<String, Program> programs = new TreeMap<>();
  private final Set<String> readers = new HashSet<>();

  /**
   * @param backups on the backup server that the host uses
   */
  public Programs(World world, Holdings backups) {
    this.world = world;
    var files = world.files();
    read(
        new ReadFiles(files),
        "cat head tail grep md5sum sha1sum sha224sum sha256sum sha384sum sha512sum");
    read(new Stat(world), "stat");
    Find find = new Find(files, this);
    FixedAnswers fixed = new FixedAnswers();
    add(call -> FixedAnswers.knows(call) ? fixed.run(call) : find.run(call), "find");
    add(
        new ChangeFiles(files),
        "mkdir rmdir rm unlink mv cp touch truncate chmod chown chattr sync install");
    add(new CopyStream(world), "dd tee");
    Unpack unpack = new Unpack(files);
    read(unpack, "zcat bzcat");
    add(unpack, "gzip zstd bzip2 lzop");
    read(new Tests(world), "test [ mountpoint realpath readlink blockdev");
    read(new Identity(files), "hostname uname id true false udevadm thin_check echo printf sleep");
    Archives archives = new Archives(files);
    add(archives, "wget");
    add(call -> Unpack.knows(call) ? unpack.run(call) : archives.run(call), "tar");
    add(new MountPrograms(world), "mount umount showmount rpcinfo");
    add(new QemuImg(world), "qemu-img");
    read(new ImageHeads(files), "perl");
    read(new LvmReports(world.state()), "lvs vgs pvs");
    add(
        new LvmChanges(world),
        "lvcreate lvremove lvextend lvresize lvchange lvrename vgscan vgchange vgcreate vgremove"
            + " pvscan pvcreate");
    add(new Zfs(world), "zfs");
    ZfsPools pools = new ZfsPools(world.state());
    read(call -> FixedAnswers.knows(call) ? fixed.run(call) : pools.run(call), "zpool");
    add(new RbdImages(world), "rbd");
    add(new Zeros(world), "cstream blkdiscard");
    read(new IscsiAdmin(fixed), "iscsiadm");
    read(fixed, "ceph iscsi-ls iscsi-readcapacity16 lsblk smartctl wipefs");
    add(new Ssh(world), "ssh");
    add(new SshKeys(files), "ssh-keygen");
    read(new FileServers(), "smbclient gluster");
    add(new Btrfs(files), "btrfs");
    read(new BackupServer(backups), "proxmox-backup-client");
    add(this::env, "env");
    add(new AptGet(world), "apt-get");
    // There so that they are found; nothing here calls them.
    read(
        call -> {
          throw call.usage("this program does nothing");
        },
        "mount.nfs mount.cifs mount.ceph mount.glusterfs sgdisk mkfs.ext4 mkfs.xfs mkfs.btrfs");
    add(this::sudo, "sudo");
  }

  private void add(Program program, String names) {
    for (String name : names.split(" ")) {
      programs.put(name, program);
    }
  }

  /** Programs that leave all as it is. */
  private void read(Program program, String names) {
    add(program, names);
    readers.addAll(List.of(names.split(" ")));
  }

  /** Puts a file for every program where a host has it, so that it is found there. */
  public void install() throws IOException {
    byte[] content = "A stand-in.\n".getBytes(StandardCharsets.UTF_8);
    try {
      for (String directory : List.of("/usr/bin", "/usr/sbin")) {
        world.files().mkdirs(directory);
        Set<String> missing = new HashSet<>(programs.keySet());
        missing.removeAll(world.files().names(directory));
        for (String name : missing) {
          world.files().put(directory + "/" + name, content);
        }
      }
    } catch (Fault e) {
      throw new IOException("the demo host's programs can't be put in place: " + e.text(), e);
    }
  }

  /**
   * Runs a program to its end.
   *
   * @param path as it was asked for; its name may differ when {@code sudo} is in between
   * @return its exit status
   */
  public int run(Call call, String path) throws IOException {
    Optional<Program> program = find(path);
    if (program.isEmpty()) {
      call.complain("sh: 1: exec: " + path + ": not found");
      return Result.NOT_FOUND;
    }
    boolean locks = !UNLOCKED.contains(call.name());
    if (locks) {
      world.lock().lock();
    }
    try {
      return program.get().run(call);
    } catch (Fault e) {
      call.complain(e.text());
      return e.status();
    } catch (IllegalArgumentException | IndexOutOfBoundsException | ArithmeticException e) {
      call.complain(call.name() + ": invalid arguments " + call.args());
      return 2;
    } finally {
      if (locks) {
        world.lock().unlock();
      }
      if (!readers.contains(call.name())) {
        world.save();
      }
    }
  }

  /** Whoever removes a program's file removes the program. */
  private Optional<Program> find(String path) {
    int slash = path.lastIndexOf('/');
    String directory = slash < 0 ? "/usr/bin" : path.substring(0, slash);
    String name = path.substring(slash + 1);
    return DIRECTORIES.contains(directory) && isInstalled(name)
        ? Optional.ofNullable(programs.get(name))
        : Optional.empty();
  }

  private boolean isInstalled(String name) {
    try {
      return world.files().find("/usr/bin/" + name).isPresent()
          || world.files().find("/usr/sbin/" + name).isPresent();
    } catch (Fault _) {
      return false;
    }
  }

  /** Everybody is root here. */
  private int sudo(Call call) throws Fault, IOException {
    List<String> args = call.args();
    int at = 0;
    if (args.size() == 3 && args.subList(0, 2).equals(List.of("-n", "-l"))) {
      call.print(args.get(2) + "\n");
      return 0;
    }
    while (at < args.size() && Set.of("-n", "--").contains(args.get(at))) {
      at++;
    }
    if (at == args.size() || args.get(at).startsWith("-")) {
      throw call.usage("a program is expected");
    }
    List<String> argv = args.subList(at, args.size());
    return run(call.of(argv), argv.getFirst());
  }

  /** Nothing here looks at its environment. */
  private int env(Call call) throws Fault, IOException {
    List<String> argv = call.args().stream().dropWhile(word -> word.matches("[A-Z_]+=.*")).toList();
    if (argv.isEmpty() || argv.getFirst().startsWith("-")) {
      throw call.usage("a program is expected");
    }
    return run(call.of(argv), argv.getFirst());
  }
}
