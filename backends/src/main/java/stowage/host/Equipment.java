package stowage.host;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import stowage.disk.DiskTools;
import stowage.exec.Exec;
import stowage.exec.HostException;
import stowage.exec.Probe;
import stowage.exec.Reading;
import stowage.exec.Result;
import stowage.message.Message;
import stowage.schema.InvalidException;
import stowage.schema.Problem;
import stowage.tool.Answers;
import stowage.tool.HostTool;
import stowage.tool.Wget;
import stowage.type.Packing;

/**
 * Programs that no type of pool needs, but some work does: on disks, with the network, and on what
 * is compressed. They are asked for when that work comes up, so a refresh does not get longer by
 * them.
 */
final class Equipment {
  private static final List<HostTool> TOOLS =
      Stream.of(DiskTools.ALL, List.of(Wget.TOOL), Packing.tools()).flatMap(List::stream).toList();

  private Equipment() {}

  static Probe<Map<HostTool, Boolean>> probe() {
    Exec ask =
        Exec.reads("/usr/bin/stat", "-L", "-c", "%n")
            .and(TOOLS.stream().map(HostTool::program).sorted().toList());
    return Probe.of(ask, answer -> read(ask, answer));
  }

  /** The status says no more than that one of them is not there. */
  private static Reading<Map<HostTool, Boolean>> read(Exec asked, Result answer) {
    if (answer.ending() != Result.Ending.EXITED || Answers.isMissing(answer)) {
      return Answers.failed(asked, answer);
    }
    Set<String> present = new HashSet<>(answer.lines());
    Map<HostTool, Boolean> tools = new HashMap<>();
    TOOLS.forEach(tool -> tools.put(tool, present.contains(tool.program())));
    return Reading.known(tools);
  }

  /** All programs that there is a use for on a host, those of pool types among them. */
  static Map<HostTool, Boolean> all(Inquiry inquiry) throws HostException {
    try {
      var answer = inquiry.ask(_ -> probe());
      Map<HostTool, Boolean> tools = new HashMap<>(Inquiry.required(answer.reading()));
      tools.putAll(answer.survey().tools());
      return tools;
    } catch (InvalidException e) {
      throw new IllegalStateException("every host may be asked for its programs", e);
    }
  }

  /**
   * @throws InvalidException naming each that is not there, with the package that brings it
   */
  static void require(List<HostTool> needed, Map<HostTool, Boolean> tools) throws InvalidException {
    List<Problem> missing =
        needed.stream()
            .filter(tool -> !tools.getOrDefault(tool, false))
            .map(tool ->
                new Problem(
                    "tool",
                    Message.of("problem.tool-missing", tool.program(), tool.debianPackage())))
            .toList();
    if (!missing.isEmpty()) {
      throw new InvalidException(missing);
    }
  }
}
