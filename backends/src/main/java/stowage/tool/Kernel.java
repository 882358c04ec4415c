package stowage.tool;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import stowage.exec.Exec;
import stowage.exec.Reading;
import stowage.exec.Result;

/** The release of a host's Linux, see uname(1). */
public record Kernel(int major, int minor) {
  private static final Pattern RELEASE = Pattern.compile("(\\d{1,4})\\.(\\d{1,4})(?:\\D.*)?");

  public static Exec ask() {
    return Exec.reads("/usr/bin/uname", "-r");
  }

  public static Reading<Kernel> of(Exec asked, Result answer) {
    if (!answer.ok()) {
      return Answers.failed(asked, answer);
    }
    Matcher m = RELEASE.matcher(answer.text().strip());
    return m.matches()
        ? Reading.known(new Kernel(Integer.parseInt(m.group(1)), Integer.parseInt(m.group(2))))
        : Reading.failed("problem.answer-unreadable", asked.argv().getFirst());
  }

  public boolean atLeast(Kernel other) {
    return major > other.major || (major == other.major && minor >= other.minor);
  }
}
