package stowage.type;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import stowage.exec.Exec;
import stowage.exec.Head;
import stowage.tool.Archives;
import stowage.volume.BackupArchive;
import stowage.volume.VmaHeader;

/**
 * How to get at a guest's configuration inside a backup.
 *
 * @param programs tried one after the other, until one prints it
 * @param reader takes it from what that one prints; empty when there is none in it
 */
public record Excerpt(List<Exec> programs, Head.Reader<String> reader) {
  private static final int LIMIT = 1 << 20;
  private static final String CONTAINER = "./etc/vzdump/pct.conf";
  private static final String OLD_CONTAINER = "./etc/vzdump/vps.conf";

  public Excerpt {
    programs = List.copyOf(programs);
  }

  /**
   * @param path of the archive on the host
   */
  public static Excerpt of(BackupArchive archive, String path) {
    if (archive.format().equals("vma")) {
      return new Excerpt(List.of(Archives.plain(archive, path)), Excerpt::fromVma);
    }
    List<String> members =
        archive.type().equals("openvz")
            ? List.of(OLD_CONTAINER, CONTAINER)
            : List.of(CONTAINER, OLD_CONTAINER);
    return new Excerpt(
        members.stream().map(m -> Archives.member(archive, path, m)).toList(), Excerpt::whole);
  }

  private static String fromVma(InputStream archive) throws IOException {
    return VmaHeader.configuration(archive, VmaHeader.CONFIGURATION).orElse("");
  }

  private static String whole(InputStream out) throws IOException {
    byte[] bytes = out.readNBytes(LIMIT);
    if (bytes.length == 0) {
      throw new EOFException();
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
