package stowage.host;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import stowage.exec.Exec;
import stowage.exec.Guard;
import stowage.exec.HostException;
import stowage.exec.Plan;
import stowage.exec.Probe;
import stowage.exec.Reading;
import stowage.exec.Step;
import stowage.message.Message;
import stowage.schema.InvalidException;
import stowage.tool.Apt;
import stowage.tool.HostTool;

/** Plans that bring programs to the host that pool types, or work on disks, need. */
final class ToolPlans {
  private final Inquiry inquiry;

  ToolPlans(Inquiry inquiry) {
    this.inquiry = inquiry;
  }

  /**
   * @param packages of those that {@link Host#tools} names; empty for all that are missing and that
   *     the host knows where to get
   */
  Proposal install(List<String> packages) throws HostException, InvalidException {
    Map<HostTool, Boolean> tools = Equipment.all(inquiry);
    return packages.isEmpty()
        ? available(missing(tools), tools)
        : install(new TreeSet<>(packages), List.of(), tools);
  }

  private static SortedSet<String> missing(Map<HostTool, Boolean> tools) throws InvalidException {
    SortedSet<String> missing = new TreeSet<>();
    tools.forEach((tool, there) -> {
      if (!there) {
        missing.add(tool.debianPackage());
      }
    });
    if (missing.isEmpty()) {
      throw new InvalidException("package", "problem.tools-complete");
    }
    return missing;
  }

  private Proposal available(SortedSet<String> missing, Map<HostTool, Boolean> tools)
      throws HostException, InvalidException {
    List<Probe<Apt.Outlook>> probes =
        missing.stream().map(name -> Apt.outlook(List.of(name))).toList();
    List<Reading<Apt.Outlook>> answers = Inquiry.required(inquiry.ask(Probe.all(probes)));
    SortedSet<String> wanted = new TreeSet<>();
    List<Message> findings = new ArrayList<>();
    int i = 0;
    for (String name : missing) {
      switch (answers.get(i++)) {
        case Reading.Known<Apt.Outlook> _ -> wanted.add(name);
        case Reading.Failed<Apt.Outlook>(var why) ->
            findings.add(Message.of("finding.not-installable", name, why));
      }
    }
    if (wanted.isEmpty()) {
      throw new InvalidException("package", "problem.none-installable", String.join(", ", missing));
    }
    return install(wanted, findings, tools);
  }

  private Proposal install(
      SortedSet<String> packages, List<Message> known, Map<HostTool, Boolean> tools)
      throws HostException, InvalidException {
    List<String> wanted = List.copyOf(packages);
    List<Guard> guards = new ArrayList<>();
    for (String name : wanted) {
      guards.add(stillMissing(name, tools));
    }
    Apt.Outlook outlook = Inquiry.required(inquiry.ask(Apt.outlook(wanted)));
    String names = String.join(", ", wanted);
    if (!outlook.removed().isEmpty()) {
      throw new InvalidException(
          "package", "problem.install-removes", names, String.join(", ", outlook.removed()));
    }
    if (!outlook.added().containsAll(wanted)) {
      throw new InvalidException("package", "problem.install-nothing", names);
    }
    // Old lists name packages that are no longer there; whether this works is seen right after it.
    Step update =
        Step.of(Message.of("step.package-lists"), Apt.update()).forgiving(Step.Leniency.OPTIONAL);
    Step install =
        Step.of(Message.of("step.install", names), Apt.install(wanted))
            .undoneEvenHalfwayBy(Apt.remove(outlook.added()));
    List<Message> findings = new ArrayList<>(known);
    findings.addAll(findings(wanted, outlook));
    return new Proposal(
        new Plan(Message.of("step.install", names), List.of(), guards, List.of(update, install)),
        null,
        findings,
        names);
  }

  private static Guard stillMissing(String name, Map<HostTool, Boolean> tools)
      throws InvalidException {
    List<HostTool> brought =
        tools.keySet().stream().filter(t -> t.debianPackage().equals(name)).toList();
    if (brought.isEmpty()) {
      String known =
          tools.keySet().stream()
              .map(HostTool::debianPackage)
              .distinct()
              .sorted()
              .collect(Collectors.joining(", "));
      throw new InvalidException("package", "problem.package-unknown", name, known);
    }
    HostTool missing =
        brought.stream()
            .filter(tool -> !tools.getOrDefault(tool, false))
            .findFirst()
            .orElseThrow(() -> new InvalidException("package", "problem.package-there", name));
    return Guard.status(
        Message.of("problem.package-there", name),
        Exec.reads("/usr/bin/test", "-e", missing.program()),
        1);
  }

  private static List<Message> findings(List<String> wanted, Apt.Outlook outlook) {
    List<Message> findings = new ArrayList<>();
    List<String> more = outlook.added().stream().filter(p -> !wanted.contains(p)).toList();
    if (!more.isEmpty()) {
      findings.add(Message.of("finding.installs-more", String.join(", ", more)));
    }
    if (!outlook.replaced().isEmpty()) {
      findings.add(Message.of("finding.replaces", String.join(", ", outlook.replaced())));
    }
    return findings;
  }
}
