package stowage.exec;

/** What a program reads on its standard input. */
public sealed interface Input {
  Input NONE = new None();

  /** End of file at once. */
  record None() implements Input {}

  /** Text that may be shown in a preview and kept in a job's directory. */
  record Text(String text) implements Input {}

  /** Never shown, logged, or written to a file; it reaches the program through a pipe only. */
  record Hidden(Secret secret) implements Input {}

  /**
   * Data of any length that comes over the link while the program runs. A step that reads it fails
   * when the data's end does not arrive, whatever its program says. One step of a plan may have it.
   */
  record Streamed() implements Input {}
}
