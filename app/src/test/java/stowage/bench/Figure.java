package stowage.bench;

/**
 * One subject of the page: measures it and tells it. To add one, implement this and name it in
 * {@link Benchmarks#FIGURES}.
 */
interface Figure {

  /** To choose it by on the command line. */
  String name();

  Section measure(Server host) throws Exception;
}
