package stowage.demo.program;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import stowage.demo.world.Fault;
import stowage.demo.world.HostPath;
import stowage.demo.world.VirtualFiles;

/** {@code mkdir}, {@code rm}, {@code mv} and their like: programs that change the tree of files. */
final class ChangeFiles implements Program {
  private final VirtualFiles files;

  ChangeFiles(VirtualFiles files) {
    this.files = files;
  }

  /** What is done to one path. */
  @FunctionalInterface
  private interface Each {
    void change(String path) throws Fault, IOException;
  }

  @Override
  public int run(Call call) throws Fault, IOException {
    return switch (call.name()) {
      case "mkdir" -> mkdir(call);
      case "rmdir" -> rmdir(call);
      case "rm", "unlink" -> rm(call);
      case "mv" -> mv(call);
      case "cp" -> cp(call);
      case "ln" -> throw call.usage("links");
      case "touch" -> touch(call);
      case "truncate" -> truncate(call);
      case "chmod" -> chmod(call);
      case "chown" -> each(call, "change", words(call, 1), files::entry);
      case "chattr" -> chattr(call);
      case "install" -> install(call);
      case "sync" -> 0;
      default -> throw call.usage("unknown program");
    };
  }

  private int mkdir(Call call) throws Fault, IOException {
    Options options = Options.of(call, Set.of("-p", "--parents", "-v"), Set.of("-m", "--mode"));
    boolean parents = options.has("-p") || options.has("--parents");
    Optional<String> mode = options.value("-m", "--mode");
    return each(
        call,
        "create directory",
        options.rest(),
        path -> {
          boolean there = files.find(path).isPresent();
          if (parents) {
            files.mkdirs(path);
          } else {
            files.mkdir(path);
          }
          if (mode.isPresent() && !there) {
            files.chmod(path, plain(mode.get()));
          }
        });
  }

  private int rmdir(Call call) throws Fault, IOException {
    Options options = Options.of(call, Set.of("--ignore-fail-on-non-empty", "-v"), Set.of());
    boolean forgiving = options.has("--ignore-fail-on-non-empty");
    int status = 0;
    for (String name : options.rest()) {
      String path = call.path(name);
      try {
        if (!files.entry(path).directory()) {
          throw new Fault("Not a directory");
        }
        if (!forgiving || files.names(path).isEmpty()) {
          files.remove(path);
        }
      } catch (Fault e) {
        call.complain("rmdir: failed to remove '" + name + "': " + e.text());
        status = 1;
      }
    }
    return status;
  }

  private int rm(Call call) throws Fault, IOException {
    Options options =
        Options.of(
            call,
            Set.of("-f", "--force", "-r", "-R", "--recursive", "-d", "--one-file-system", "-v"),
            Set.of("--interactive"));
    boolean force = options.has("-f") || options.has("--force");
    boolean deep = options.has("-r") || options.has("-R") || options.has("--recursive");
    return each(
        call,
        "remove",
        options.rest(),
        path -> {
          Optional<VirtualFiles.Entry> there = files.find(path);
          if (there.isEmpty()) {
            if (!force) {
              throw new Fault("No such file or directory");
            }
          } else if (there.get().directory() && !deep) {
            throw new Fault("Is a directory");
          } else {
            removeAll(path);
          }
        });
  }

  private void removeAll(String path) throws Fault {
    if (files.entry(path).directory()) {
      for (String name : files.names(path)) {
        removeAll(path + "/" + name);
      }
    }
    files.remove(path);
  }

  private int mv(Call call) throws Fault, IOException {
    Options options =
        Options.of(
            call,
            Set.of("-f", "-n", "-T", "--no-target-directory", "--no-clobber", "-v"),
            Set.of());
    if (options.rest().size() != 2) {
      throw call.usage("two names are expected");
    }
    String from = options.rest().get(0);
    String to = options.rest().get(1);
    boolean exact = options.has("-T") || options.has("--no-target-directory");
    boolean keeps = options.has("-n") || options.has("--no-clobber");
    try {
      Optional<VirtualFiles.Entry> there = files.find(call.path(to));
      boolean into = there.isPresent() && there.get().directory() && !exact;
      String target = call.path(to) + (into ? "/" + HostPath.name(from) : "");
      if (!keeps || files.find(target).isEmpty()) {
        files.move(call.path(from), target);
      }
      return 0;
    } catch (Fault e) {
      throw call.fault(1, "cannot move '%s' to '%s': %s".formatted(from, to, e.text()));
    }
  }

  private int cp(Call call) throws Fault, IOException {
    Options options = Options.of(call, Set.of("-a", "-p", "-f", "-T"), Set.of());
    if (options.rest().size() != 2) {
      throw call.usage("two names are expected");
    }
    String from = options.rest().get(0);
    String to = options.rest().get(1);
    try (var content = files.read(call.path(from));
        OutputStream out =
            files.write(
                call.path(to),
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE)) {
      content.transferTo(out);
      return 0;
    } catch (Fault e) {
      throw call.fault(1, "cannot copy '%s' to '%s': %s".formatted(from, to, e.text()));
    }
  }

  private int touch(Call call) throws Fault, IOException {
    Options options = Options.of(call, Set.of("-a", "-c"), Set.of("-d", "--date"));
    Optional<String> date = options.value("-d", "--date").filter(d -> d.startsWith("@"));
    return each(
        call,
        "touch",
        options.rest(),
        path -> {
          if (files.find(path).isEmpty()) {
            if (options.has("-c")) {
              return;
            }
            files.put(path, new byte[0]);
          }
          files.modified(
              path,
              date.map(d -> Instant.ofEpochSecond(Long.parseLong(d.substring(1))))
                  .orElseGet(Instant::now));
        });
  }

  private int truncate(Call call) throws Fault, IOException {
    Options options = Options.of(call, Set.of("-c"), Set.of("-s", "--size"));
    String text = options.required(call, "-s", "--size");
    long size =
        Units.bytes(text, "").orElseThrow(() -> call.fault(1, "Invalid number: '" + text + "'"));
    return each(
        call,
        "open for writing",
        options.rest(),
        path -> {
          if (files.find(path).isEmpty()) {
            files.put(path, new byte[0]);
          }
          files.pretend(path, size, 0);
        });
  }

  private int chmod(Call call) throws Fault, IOException {
    Options options = Options.of(call, Set.of("-v"), Set.of("--reference"));
    Optional<String> like = options.value("--reference");
    List<String> names = options.rest();
    String mode;
    if (like.isPresent()) {
      mode = files.entry(call.path(like.get())).mode();
    } else {
      mode = names.isEmpty() ? "" : names.getFirst();
      names = names.subList(Math.min(1, names.size()), names.size());
    }
    if (!mode.matches("[0-7]{3,4}")) {
      throw call.fault(1, "invalid mode: '" + mode + "'");
    }
    return each(call, "access", names, path -> files.chmod(path, plain(mode)));
  }

  /** An empty file with a mode of its own from the first moment on. */
  private int install(Call call) throws Fault, IOException {
    Options options = Options.of(call, Set.of("-T"), Set.of("-m"));
    List<String> names = options.rest();
    if (names.size() != 2 || !names.getFirst().equals("/dev/null")) {
      throw call.usage("only empty files are made");
    }
    String mode = plain(options.required(call, "-m"));
    return each(
        call,
        "create regular file",
        names.subList(1, 2),
        path -> {
          files.put(path, new byte[0]);
          files.chmod(path, mode);
        });
  }

  private int chattr(Call call) throws Fault, IOException {
    List<String> words = call.args();
    String flag = words.isEmpty() ? "" : words.getFirst();
    if (!Set.of("+i", "-i", "+C").contains(flag)) {
      throw call.usage("only +i, -i and +C are known");
    }
    List<String> names = words.subList(1, words.size());
    for (String name : names.stream().filter(n -> !n.equals("--")).toList()) {
      String path = call.path(name);
      if (flag.equals("+C")) {
        files.entry(path);
        continue;
      }
      if (!files.mountOf(path).type().startsWith("ext")) {
        throw call.fault(1, "Operation not supported while setting flags on " + name);
      }
      files.immutable(path, flag.equals("+i"));
    }
    return 0;
  }

  private List<String> words(Call call, int from) throws Fault {
    List<String> rest = Options.of(call, Set.of("-R", "-f", "-v", "-h"), Set.of()).rest();
    return rest.subList(Math.min(from, rest.size()), rest.size());
  }

  private static String plain(String mode) {
    String digits = mode.length() == 4 && mode.startsWith("0") ? mode.substring(1) : mode;
    return digits.toLowerCase(Locale.ROOT);
  }

  /** Goes on after a path that fails, as these programs do. */
  private int each(Call call, String verb, List<String> names, Each each)
      throws Fault, IOException {
    if (names.isEmpty()) {
      throw call.fault(1, "missing operand");
    }
    int status = 0;
    for (String name : names) {
      try {
        each.change(call.path(name));
      } catch (Fault e) {
        call.complain("%s: cannot %s '%s': %s".formatted(call.name(), verb, name, e.text()));
        status = 1;
      }
    }
    return status;
  }
}
