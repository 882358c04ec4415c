package stowage.type;

import org.jspecify.annotations.Nullable;

/**
 * What a volume that is made from another is to be called.
 *
 * @param owner the guest it will belong to, 100 to 999999999
 * @param name volume name without pool, template and owner directory; null to take the first free
 *     one
 */
public record Naming(int owner, @Nullable String name) {}
