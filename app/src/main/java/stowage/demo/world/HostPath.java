package stowage.demo.world;

import java.util.ArrayList;
import java.util.List;

/** Absolute paths of a Linux host, as text: this program may run where paths look different. */
public final class HostPath {
  private HostPath() {}

  /**
   * The path without {@code .}, {@code ..} and needless slashes; relative ones start at the top.
   */
  public static String normal(String path) throws Fault {
    List<String> parts = new ArrayList<>();
    for (String part : path.split("/")) {
      if (part.indexOf('\0') >= 0 || part.length() > 255) {
        throw new Fault("File name too long");
      }
      if (part.equals("..")) {
        if (!parts.isEmpty()) {
          parts.removeLast();
        }
      } else if (!part.isEmpty() && !part.equals(".")) {
        parts.add(part);
      }
    }
    return "/" + String.join("/", parts);
  }

  public static String parent(String path) {
    int slash = path.lastIndexOf('/');
    return slash <= 0 ? "/" : path.substring(0, slash);
  }

  public static String name(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  static boolean under(String directory, String path) {
    return directory.equals("/")
        || path.equals(directory)
        || (path.startsWith(directory) && path.charAt(directory.length()) == '/');
  }
}
