package stowage.demo.program;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import stowage.demo.world.Fault;
import stowage.demo.world.VirtualFiles;

/**
 * {@code tar} of an empty directory, and {@code wget}: the demo host reaches no network, so every
 * address answers with a small file of its own.
 */
final class Archives implements Program {
  private static final int TAR_BLOCK = 10240;

  private final VirtualFiles files;

  Archives(VirtualFiles files) {
    this.files = files;
  }

  @Override
  public int run(Call call) throws Fault, IOException {
    if (call.name().equals("wget")) {
      return wget(call);
    }
    if (call.args().contains("-cf")) {
      call.out().write(new byte[TAR_BLOCK]);
    } else {
      try (InputStream in = call.in()) {
        in.transferTo(OutputStream.nullOutputStream());
      }
    }
    return 0;
  }

  private int wget(Call call) throws Fault, IOException {
    String to = "";
    for (String arg : call.args()) {
      if (arg.startsWith("--output-document=")) {
        to = arg.substring("--output-document=".length());
      }
    }
    Options options =
        Options.of(
            call,
            call.args().stream().filter(a -> !a.matches("--.*=.*")).toList(),
            Set.of("--no-verbose", "--no-check-certificate", "--"),
            Set.of());
    String url = options.only(call, "address");
    if (url.contains("missing")) {
      throw call.fault(8, "ERROR 404: Not Found.");
    }
    List<StandardOpenOption> how =
        List.of(
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING);
    try (OutputStream out = files.write(call.path(to), how.toArray(StandardOpenOption[]::new))) {
      out.write(("Simulated download of " + url + "\n").getBytes(StandardCharsets.UTF_8));
    }
    return 0;
  }
}
