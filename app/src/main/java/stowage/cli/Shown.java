package stowage.cli;

import java.util.List;

/**
 * What came of something on one host.
 *
 * @param lines for people
 * @param json the same for programs
 */
record Shown(List<String> lines, Object json, Exit exit) {
  static Shown of(List<String> lines, Object json) {
    return new Shown(lines, json, Exit.OK);
  }
}
