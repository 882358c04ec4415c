package stowage.tool;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import stowage.exec.Exec;
import stowage.exec.Reading;
import stowage.exec.Result;
import stowage.volume.Size;

/** The initiator in user space (libiscsi), see iscsi-ls(1). */
public final class LibIscsi {
  public static final HostTool ISCSI_LS = new HostTool("/usr/bin/iscsi-ls", "libiscsi-bin");

  private static final Pattern UNIT = Pattern.compile("Lun:(\\d+)\\s.*\\(Size:(\\d+)([kMGT]?)\\)");
  private static final Pattern TARGET = Pattern.compile("Target:(\\S+) Portal:\\S+");

  private LibIscsi() {}

  /**
   * @param target its name
   * @param size bytes, as coarse as the tool prints it: never too many, and often too few
   */
  public record Unit(String target, String number, long size) {}

  public static Exec units(String portal) {
    return Exec.reads(ISCSI_LS.program(), "-s", "iscsi://" + portal);
  }

  /**
   * The units of all targets behind the portal; the tool can't be asked for one target. It ends at
   * the first unit that does not answer as it should: one may not be ready for years, but a target
   * whose units have changed says so just once for each, and until then the list lacks some.
   */
  public static Reading<List<Unit>> units(Exec asked, Result answer) {
    boolean partial =
        answer.ending() == Result.Ending.EXITED
            && answer.errorText().contains("TESTUNITREADY failed with SENSE KEY");
    if (!answer.ok() && !partial) {
      return Answers.failed(asked, answer);
    }
    if (partial && answer.errorText().contains("UNIT_ATTENTION")) {
      return Reading.failed("problem.iscsi-units-changed");
    }
    List<Unit> units = new ArrayList<>();
    String target = "";
    for (String line : answer.lines()) {
      Matcher t = TARGET.matcher(line);
      target = t.matches() ? t.group(1) : target;
      Matcher m = UNIT.matcher(line);
      if (m.matches() && m.group(2).length() < 10) {
        units.add(new Unit(target, m.group(1), bytes(Long.parseLong(m.group(2)), m.group(3))));
      }
    }
    return target.isEmpty() && !answer.text().isBlank()
        ? Answers.unreadable(asked)
        : Reading.known(units);
  }

  /** The bytes of one unit, where the list only has whole units of 1024. */
  public static Exec size(String unit) {
    return Exec.reads("/usr/bin/iscsi-readcapacity16", "-s", unit);
  }

  public static Reading<Size> size(Exec asked, Result answer) {
    String told = answer.text().strip();
    return answer.ok() && told.matches("[1-9][0-9]{0,17}")
        ? Reading.known(new Size(Long.parseLong(told)))
        : answer.ok() ? Answers.unreadable(asked) : Answers.failed(asked, answer);
  }

  private static long bytes(long number, String unit) {
    int shift = unit.isEmpty() ? 0 : 10 * (1 + "kMGT".indexOf(unit));
    return number > Long.MAX_VALUE >> shift ? Long.MAX_VALUE : number << shift;
  }
}
