package stowage.demo.world;

/**
 * Room on a file system; all in bytes.
 *
 * @param total its size
 * @param base what is taken by things that are not shown
 * @param reserve kept for root, counted neither as used nor as available
 */
public record FileSystem(long total, long base, long reserve) {}
