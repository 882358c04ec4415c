package stowage.target;

import java.util.Map;
import java.util.Optional;
import stowage.exec.Probe;
import stowage.exec.Reading;
import stowage.message.Message;
import stowage.tool.Answers;
import stowage.tool.Remote;

/**
 * A target on another host.
 *
 * @param remote the host
 * @param software what serves the target
 * @param name the target's
 * @param settings of the pool, by their keys in {@code storage.cfg}
 */
public record Site(Remote remote, Software software, String name, Map<String, String> settings) {
  public Site {
    settings = Map.copyOf(settings);
  }

  String setting(String key) {
    return settings.getOrDefault(key, "");
  }

  boolean isSet(String key) {
    return setting(key).equals("1");
  }

  /** Asks for the target's units. */
  public Probe<Units> units() {
    var ask = remote.reads(software.survey());
    return Probe.of(
        ask,
        answer -> {
          Optional<Message> trouble = remote.trouble(answer);
          if (trouble.isPresent()) {
            return new Reading.Failed<>(trouble.get());
          }
          return answer.ok() ? software.read(this, answer.out()) : Answers.failed(ask, answer);
        });
  }

  /** There is no such target, or the program that makes units of it is missing. */
  Reading<Units> missing() {
    return Reading.failed("problem.target-missing", name, remote.portal(), software.word());
  }
}
