package stowage.tool;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import stowage.exec.Exec;
import stowage.exec.Reading;
import stowage.exec.Result;

/** What an NFS server tells without being mounted. */
public final class Nfs {
  private static final Pattern EXPORT = Pattern.compile("(/\\S+)\\s+(.+)");

  /** How long a server may take to answer. */
  public static final Duration LIMIT = Duration.ofSeconds(10);

  public static final HostTool MOUNT_TOOL = new HostTool("/sbin/mount.nfs", "nfs-common");
  public static final HostTool SHOWMOUNT_TOOL = new HostTool("/sbin/showmount", "nfs-common");

  private Nfs() {}

  /**
   * @param path to be mounted
   * @param clients who may mount it, as the server says
   */
  public record Export(String path, String clients) {}

  /** Asks for the list of exports; NFSv4-only servers need not answer that. */
  public static Exec exports(String server) {
    return Exec.reads("/sbin/showmount", "--no-headers", "--exports", server).within(LIMIT);
  }

  public static Reading<List<Export>> exports(Exec asked, Result answer) {
    return Answers.lines(
        asked,
        answer,
        line -> {
          Matcher m = EXPORT.matcher(line);
          return m.matches()
              ? Optional.of(new Export(m.group(1), m.group(2).strip()))
              : Optional.empty();
        });
  }
}
