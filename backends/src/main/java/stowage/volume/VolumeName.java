package stowage.volume;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a volume's name says, as the pool's type reads it.
 *
 * @param content images for every guest volume, containers' included
 * @param name last part of the name, for example {@code vm-100-disk-0.qcow2}
 * @param owner the guest it belongs to; null for none. Text, because {@code 0100} is legal and not
 *     the same as 100
 * @param base the template it is a linked clone of, null for none
 * @param template whether it is a template itself
 * @param format {@code raw}, {@code qcow2}, {@code subvol}, {@code iso}, {@code pbs-vm}…
 */
public record VolumeName(
    ContentType content,
    String name,
    @Nullable String owner,
    @Nullable Base base,
    boolean template,
    String format) {

  /** The template a linked clone depends on. */
  public record Base(String name, String owner) {}

  public Optional<String> guest() {
    return Optional.ofNullable(owner);
  }

  public Optional<Base> origin() {
    return Optional.ofNullable(base);
  }
}
