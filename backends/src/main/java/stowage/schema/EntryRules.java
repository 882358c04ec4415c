package stowage.schema;

import static java.util.Map.entry;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import stowage.config.StorageType;
import stowage.message.Message;

/**
 * Rules for what a person enters where the file's reader takes nearly anything and the mistake
 * would show only when the pool is used.
 */
final class EntryRules {
  private record Rule(String name, Pattern pattern) {
    static Rule of(String name, String pattern) {
      return new Rule(name, Pattern.compile(pattern));
    }
  }

  private static final int MAX_LENGTH = 4096;
  private static final Rule DIRECTORY = Rule.of("dir-path", "/[-/a-zA-Z0-9_.@]+");
  private static final Rule DATASET =
      Rule.of("dataset", "[A-Za-z][A-Za-z0-9_.:-]*(?:/[A-Za-z0-9_.:-]+)*");
  private static final Rule CEPH_NAME = Rule.of("ceph-name", "[^\\s/@]+");
  private static final Rule WORD = Rule.of("word", "\\S+");
  private static final Rule NO_COMMA = Rule.of("no-comma", "[^,]+");

  /** By type and key, or by key alone for every type that has it. */
  private static final Map<String, Rule> RULES =
      Map.ofEntries(
          entry("dir.path", DIRECTORY),
          entry("btrfs.path", DIRECTORY),
          entry("is_mountpoint", Rule.of("mountpoint", "(?i:1|0|yes|no|on|off|true|false)|/.+")),
          entry("zfspool.pool", DATASET),
          entry("zfs.pool", DATASET),
          entry("rbd.pool", CEPH_NAME),
          entry("data-pool", CEPH_NAME),
          entry("rbd.namespace", CEPH_NAME),
          entry(
              "pbs.namespace",
              Rule.of("pbs-namespace", "[A-Za-z0-9_][\\w.-]*(?:/[A-Za-z0-9_][\\w.-]*){0,6}")),
          entry("datastore", Rule.of("datastore", "[A-Za-z0-9_][A-Za-z0-9._-]*")),
          entry(
              "pbs.username",
              Rule.of("pbs-user", "[^\\s:/@]+@[A-Za-z0-9][\\w.-]*(?:![A-Za-z0-9_][\\w.-]*)?")),
          // These become part of a comma-separated list of mount options.
          entry("cifs.username", NO_COMMA),
          entry("domain", NO_COMMA),
          entry("share", Rule.of("share", "[^/\\\\]+")),
          entry("volume", Rule.of("gluster-volume", "[A-Za-z0-9_-]+")),
          entry("target", WORD),
          entry("comstar_hg", WORD),
          entry("comstar_tg", WORD),
          entry("lio_tpg", WORD),
          entry("saferemove_throughput", Rule.of("throughput", "-?[1-9]\\d{0,14}[kmg]?")));

  private static final Pattern BLOCKSIZE = Pattern.compile("(\\d{1,9})([kKmM]?)");
  private static final long SMALLEST_BLOCK = 512;
  private static final long LARGEST_BLOCK = 16L << 20;

  private EntryRules() {}

  static Optional<Message> problem(StorageType type, Property<?> property, String entered) {
    String text = entered.strip();
    if (text.length() > MAX_LENGTH) {
      return Optional.of(Message.of("problem.too-long", text.length(), MAX_LENGTH));
    }
    if (property.key().equals(Properties.BLOCKSIZE.key())) {
      return blocksize(text);
    }
    Rule rule = RULES.get(type.word() + "." + property.key());
    if (rule == null) {
      rule = RULES.get(property.key());
    }
    return rule == null || rule.pattern().matcher(text).matches()
        ? Optional.empty()
        : Optional.of(Message.of("problem.rule." + rule.name(), text));
  }

  private static Optional<Message> blocksize(String text) {
    Matcher m = BLOCKSIZE.matcher(text);
    if (m.matches()) {
      int shift =
          switch (m.group(2)) {
            case "k", "K" -> 10;
            case "m", "M" -> 20;
            default -> 0;
          };
      long bytes = Long.parseLong(m.group(1)) << shift;
      if (Long.bitCount(bytes) == 1 && bytes >= SMALLEST_BLOCK && bytes <= LARGEST_BLOCK) {
        return Optional.empty();
      }
    }
    return Optional.of(Message.of("problem.rule.blocksize", text));
  }
}
