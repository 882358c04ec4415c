package stowage.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of something on one host.
 *
 * @param lines for people
 * @param json the same for programs; null where the API has nothing to tell
 */
record Shown(List<String> lines, @Nullable Object json, Exit exit) {
  static Shown of(List<String> lines, @Nullable Object json) {
    return new Shown(lines, json, Exit.OK);
  }
}
