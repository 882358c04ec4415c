package stowage.host;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import stowage.message.Message;

/**
 * Lines of guests' configuration files, each behind the name of its file: what they name, and who
 * does. Rather too much counts as named than too little, because what nobody names may be removed.
 */
final class GuestLines {
  // Each begins where the one before has ended: what is no line at all is looked at once.
  private static final Pattern LINE =
      Pattern.compile("\\G\\x00*+([^\\x00]++)\\x00([^\\n]*+)(?:\\n|\\z)");
  private static final Pattern NUMBERED =
      Pattern.compile(".*/(?:qemu-server|lxc)/([1-9][0-9]{2,8})\\.conf");
  private static final Pattern OF_LIBVIRT =
      Pattern.compile("/(?:etc|run)/libvirt/qemu/([^/]+)\\.xml");
  private static final Pattern SETTING = Pattern.compile("([a-z0-9.]+) ?[:=](.*)", Pattern.DOTALL);
  private static final Pattern KEY = Pattern.compile("^[a-z][a-z0-9_-]*=");

  // Neither ever goes back: a line of a million letters or signs is no trap.
  private static final Pattern ATTRIBUTE =
      Pattern.compile("(?<![a-z])([a-z]++)=(?:'([^']*)'|\"([^\"]*)\")");
  private static final Pattern ELEMENT = Pattern.compile(">([^<]++)(?:<(/)?|\\z)");

  private final Map<String, Set<Guest>> named = new HashMap<>();
  private final Map<String, Guest> guests = new LinkedHashMap<>();
  private @Nullable Message gap;

  /**
   * @param text a file's name, NUL, a line of it, line break; and so on
   */
  GuestLines(String text) {
    Map<String, List<String>> files = new LinkedHashMap<>();
    Matcher line = LINE.matcher(text);
    while (line.find()) {
      files.computeIfAbsent(line.group(1), _ -> new ArrayList<>()).add(line.group(2).strip());
    }
    files.forEach(this::file);
  }

  List<Guest> guests() {
    return List.copyOf(guests.values());
  }

  Map<String, Set<Guest>> named() {
    return named;
  }

  /** Something names a volume in a way that is not understood. */
  Optional<Message> gap() {
    return Optional.ofNullable(gap);
  }

  private void file(String path, List<String> lines) {
    Matcher numbered = NUMBERED.matcher(path);
    Matcher libvirt = OF_LIBVIRT.matcher(path);
    if (numbered.matches()) {
      String id = numbered.group(1);
      Guest guest = guests.computeIfAbsent(id, _ -> new Guest(id, name(lines)));
      lines.forEach(line -> setting(guest, line));
    } else if (libvirt.matches()) {
      String id = libvirt.group(1);
      Guest guest = guests.computeIfAbsent(id, _ -> new Guest(id, null));
      lines.forEach(line -> element(guest, line));
    }
  }

  /** The first one: those of snapshots come later in the file. */
  private static @Nullable String name(List<String> lines) {
    return lines.stream()
        .filter(l -> l.startsWith("name:") || l.startsWith("hostname:"))
        .map(l -> l.substring(l.indexOf(':') + 1).strip())
        .filter(n -> !n.isEmpty())
        .findFirst()
        .orElse(null);
  }

  /** {@code scsi0: local-lvm:vm-100-disk-0,size=32G}, or the words of a command line. */
  private void setting(Guest guest, String line) {
    Matcher setting = SETTING.matcher(line);
    if (!setting.matches() || setting.group(1).endsWith("name")) {
      return;
    }
    String value = setting.group(2).strip();
    boolean words = setting.group(1).equals("args") || setting.group(1).startsWith("lxc.");
    for (String part : value.split(words ? "[,\\s]+" : ",")) {
      add(guest, KEY.matcher(part.strip()).replaceFirst(""));
    }
  }

  private void element(Guest guest, String line) {
    Map<String, String> attributes = new HashMap<>();
    Matcher attribute = ATTRIBUTE.matcher(line);
    while (attribute.find()) {
      String value = attribute.group(2) == null ? attribute.group(3) : attribute.group(2);
      attributes.put(attribute.group(1), plain(value));
    }
    if (line.startsWith("<source")) {
      for (String key : List.of("file", "dev", "dir")) {
        Optional.ofNullable(attributes.get(key)).ifPresent(path -> add(guest, path));
      }
      if (attributes.containsKey("volume") || attributes.containsKey("protocol")) {
        gap = Message.of("problem.guest-volume-indirect", guest.label());
      }
    } else if (!line.startsWith("<name")) {
      content(line).ifPresent(text -> add(guest, plain(text.strip())));
    }
  }

  /** Of the first element that ends in the line. */
  private static Optional<String> content(String line) {
    Matcher text = ELEMENT.matcher(line);
    while (text.find()) {
      if (text.group(2) != null) {
        return Optional.of(text.group(1));
      }
    }
    return Optional.empty();
  }

  private void add(Guest guest, String what) {
    if (!what.isEmpty()) {
      named.computeIfAbsent(what, _ -> new LinkedHashSet<>()).add(guest);
    }
  }

  private static String plain(String xml) {
    return xml.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&apos;", "'")
        .replace("&amp;", "&");
  }
}
