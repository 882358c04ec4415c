package stowage.disk;

import static stowage.disk.DiskSetup.change;
import static stowage.disk.DiskSetup.step;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import stowage.exec.Exec;
import stowage.exec.Probe;
import stowage.exec.Reading;
import stowage.exec.Result;
import stowage.exec.Step;
import stowage.message.Message;
import stowage.schema.Problem;
import stowage.tool.Answers;
import stowage.type.Change;

/** The unit that mounts a file system below {@code /mnt/pve}; the opposite of its making. */
final class DirectoryRemoval {
  private static final int LONGEST_UNIT = 1 << 16;
  private static final Pattern SOURCE =
      Pattern.compile("^What=/dev/disk/by-uuid/([0-9A-Za-z-]+)$", Pattern.MULTILINE);
  private static final Pattern DEVICE = Pattern.compile("PATH=\"([^\"]*)\" UUID=\"([^\"]*)\"");

  private DirectoryRemoval() {}

  static Probe<Standing> of(Removal.Directory removal) {
    String file = "/etc/systemd/system/" + DirectorySteps.unit(removal.path());
    Exec unit = Exec.reads("/usr/bin/cat", file).asRoot().keeping(LONGEST_UNIT);
    Exec devices = Exec.reads("/usr/bin/lsblk", "--pairs", "--output", "PATH,UUID");
    return Probe.of(
        List.of(unit, devices),
        answers -> {
          Result text = answers.get(0);
          if (!text.ok() && text.errorText().contains("No such file")) {
            return Reading.known(
                Standing.refused(
                    Problem.of("name", "problem.removal-no-unit", removal.path(), file)));
          }
          return Answers.read(unit, text, Result::text)
              .then(written -> {
                Optional<String> uuid = source(written, removal.path());
                return uuid.isEmpty()
                    ? Reading.known(
                        Standing.refused(Problem.of("name", "problem.removal-unit", file)))
                    : Answers.read(devices, answers.get(1), listed -> on(listed, uuid.get()))
                        .map(on ->
                            new Standing(
                                on,
                                List.of(),
                                List.of(loss(removal, on)),
                                new Change(
                                    List.of(Standing.same(removal.name(), unit, text)),
                                    steps(removal.path(), file, written))));
              });
        });
  }

  private static Optional<String> source(String unit, String path) {
    Matcher source = SOURCE.matcher(unit);
    return unit.lines().anyMatch(("Where=" + path)::equals) && source.find()
        ? Optional.of(source.group(1))
        : Optional.empty();
  }

  /** A file system of Btrfs may lie on several. */
  private static List<String> on(Result devices, String uuid) {
    return DEVICE
        .matcher(devices.text())
        .results()
        .filter(m -> m.group(2).equals(uuid))
        .map(m -> m.group(1))
        .distinct()
        .toList();
  }

  private static Message loss(Removal.Directory removal, List<String> devices) {
    return removal.wipes()
        ? Message.of("finding.removal-files", removal.path())
        : Message.of("finding.removal-unmounted", removal.path(), String.join(", ", devices));
  }

  private static List<Step> steps(String path, String file, String text) {
    String unit = file.substring(file.lastIndexOf('/') + 1);
    Exec reload = change("/usr/bin/systemctl", "daemon-reload");
    return List.of(
        step("disk-unmount", path, change("/usr/bin/systemctl", "stop", unit))
            .undoneBy(change("/usr/bin/systemctl", "start", unit)),
        step("disk-disable", unit, change("/usr/bin/systemctl", "disable", unit))
            .undoneBy(change("/usr/bin/systemctl", "enable", unit)),
        step("disk-unit-remove", file, change("/usr/bin/rm", "-f", file))
            .undoneBy(DiskSetup.write(file, text), reload),
        step("disk-reload", unit, reload).forgiving(Step.Leniency.OPTIONAL));
  }
}
