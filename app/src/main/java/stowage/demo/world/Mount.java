package stowage.demo.world;

/**
 * A mounted file system.
 *
 * @param path where
 * @param source as in {@code /proc/mounts}
 * @param type for example {@code nfs4}
 * @param options as in {@code /proc/mounts}
 * @param backing directory below the demo's own that holds its files
 */
public record Mount(String path, String source, String type, String options, String backing) {}
