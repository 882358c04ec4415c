package stowage.disk;

import java.util.List;
import java.util.stream.Collectors;
import stowage.exec.Exec;
import stowage.exec.Step;

/** Steps in the short form that tests want. */
public final class Shown {
  private Shown() {}

  /**
   * Each step with how it is taken back, {@code <~} where that is done even halfway; in parentheses
   * if it may fail.
   */
  public static String steps(List<Step> steps) {
    return steps.stream()
        .map(s ->
            (s.leniency().optional() ? "(" + s.command().shown() + ")" : s.command().shown())
                + undo(s.undo()))
        .collect(Collectors.joining("\n", "", "\n"))
        .replaceAll("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "UUID");
  }

  private static String undo(Step.Undo undo) {
    return switch (undo) {
      case Step.Undo.Unneeded() -> "";
      case Step.Undo.Impossible() -> " <- never";
      case Step.Undo.By(List<Exec> commands, boolean partial) ->
          (partial ? " <~ " : " <- ")
              + commands.stream().map(Exec::shown).collect(Collectors.joining(" && "));
    };
  }
}
