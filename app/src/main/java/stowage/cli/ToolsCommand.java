package stowage.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import stowage.exec.Reading;
import stowage.schema.InvalidException;
import stowage.tool.HostTool;

/**
 * Programs that pool types, and work on disks, need on the host; {@code pvesm} has no such command.
 */
@Command(name = "tools")
final class ToolsCommand implements Callable<Integer> {
  private static final String ROW = "%-32s %-24s %s";
  private final Cli cli;

  ToolsCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() throws InvalidException {
    return list();
  }

  @Command(name = "list")
  int list() throws InvalidException {
    return cli.session()
        .ask(
            host -> Reading.known(host.tools()),
            new Session.Form<>(this::text, ToolsCommand::json));
  }

  @Command(name = "install")
  int install(@Parameters(paramLabel = "<package>", arity = "0..*") List<String> packages)
      throws InvalidException {
    List<String> wanted = packages == null ? List.of() : packages;
    return new Changes(cli.session())
        .apply(host -> host.planInstall(wanted), "cli.tools-installed");
  }

  private static List<HostTool> sorted(Map<HostTool, Boolean> tools) {
    return tools.keySet().stream().sorted(Comparator.comparing(HostTool::program)).toList();
  }

  private List<String> text(Map<HostTool, Boolean> tools) {
    List<String> lines = new ArrayList<>();
    lines.add(ROW.formatted("Program", "Package", "State"));
    for (HostTool tool : sorted(tools)) {
      String state =
          cli.words().say(tools.getOrDefault(tool, false) ? "cli.tool.there" : "cli.tool.missing");
      lines.add(ROW.formatted(tool.program(), tool.debianPackage(), state));
    }
    return lines;
  }

  private static List<Map<String, Object>> json(Map<HostTool, Boolean> tools) {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (HostTool tool : sorted(tools)) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("program", tool.program());
      row.put("package", tool.debianPackage());
      row.put("present", tools.getOrDefault(tool, false));
      rows.add(row);
    }
    return rows;
  }
}
