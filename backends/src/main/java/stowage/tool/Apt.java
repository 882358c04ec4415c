package stowage.tool;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import stowage.exec.Exec;
import stowage.exec.Probe;
import stowage.exec.Result;

/** Debian's packages. Nothing is asked of the person: the host has no terminal for it. */
public final class Apt {
  private static final String PROGRAM = "/usr/bin/apt-get";
  private static final Duration LIMIT = Duration.ofMinutes(1);
  private static final Duration WORK_LIMIT = Duration.ofMinutes(20);

  /** Another apt at work is waited for, in seconds; by default it would be an error. */
  private static final String PATIENCE = "DPkg::Lock::Timeout=120";

  // Inst nfs-common [1:2.6.1] (1:2.6.2 Debian:12/stable [amd64]) ...
  private static final Pattern INSTALLED = Pattern.compile("Inst (\\S+) (\\[\\S+\\] )?.*");
  private static final Pattern REMOVED = Pattern.compile("(?:Remv|Purg) (\\S+) .*");

  private Apt() {}

  /**
   * What installing would do.
   *
   * @param added packages that are not there yet
   * @param replaced packages that would get another version
   * @param removed packages that would be taken away
   */
  public record Outlook(List<String> added, List<String> replaced, List<String> removed) {
    public Outlook {
      added = List.copyOf(added);
      replaced = List.copyOf(replaced);
      removed = List.copyOf(removed);
    }
  }

  public static Probe<Outlook> outlook(List<String> packages) {
    Exec asked =
        Exec.reads(PROGRAM, "--simulate", "--quiet", "--no-install-recommends", "install", "--")
            .and(packages)
            .within(LIMIT);
    return Probe.of(asked, answer -> Answers.read(asked, answer, Apt::parse));
  }

  private static Outlook parse(Result answer) {
    List<String> added = new ArrayList<>();
    List<String> replaced = new ArrayList<>();
    List<String> removed = new ArrayList<>();
    for (String line : answer.lines()) {
      Matcher installed = INSTALLED.matcher(line);
      Matcher gone = REMOVED.matcher(line);
      if (installed.matches()) {
        (installed.group(2) == null ? added : replaced).add(installed.group(1));
      } else if (gone.matches()) {
        removed.add(gone.group(1));
      }
    }
    return new Outlook(added, replaced, removed);
  }

  /** Fetches the lists of what there is to install. */
  public static Exec update() {
    return changes("update");
  }

  /** Only these and what they need; whatever would remove a package is refused. */
  public static Exec install(List<String> packages) {
    return changes("--no-install-recommends", "--no-remove", "install", "--").and(packages);
  }

  /** Leaves their settings, as Debian does. */
  public static Exec remove(List<String> packages) {
    return changes("remove", "--").and(packages);
  }

  private static Exec changes(String... words) {
    return Exec.changes(PROGRAM, "--yes", "--quiet", "--option", PATIENCE)
        .and(List.of(words))
        .asRoot()
        .within(WORK_LIMIT);
  }
}
