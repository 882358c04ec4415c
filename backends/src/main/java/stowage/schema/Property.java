package stowage.schema;

import java.util.EnumSet;
import java.util.Set;

/**
 * A key of {@code storage.cfg}: rule, form field, command-line option and documentation row in one.
 *
 * @param key as in the file
 * @param kind the form of its value
 * @param traits how it may be used
 * @param fallback the value that applies when it is not set, as text; empty for none
 */
public record Property<T>(String key, Kind<T> kind, Set<Trait> traits, String fallback) {

  public enum Trait {
    /** Must be given when the pool is added, and can't be deleted. */
    REQUIRED,
    /** Can't be changed or deleted later. */
    FIXED,
    /** Never in the file: it goes to a file of its own below {@code /etc/pve/priv}. */
    SECRET,
    /** Folded away in forms. */
    ADVANCED,
    /** Gone in Proxmox VE 9. */
    UNTIL_8,
    /** New in Proxmox VE 9. */
    SINCE_9
  }

  public Property {
    traits = Set.copyOf(traits);
  }

  public static <T> Property<T> of(String key, Kind<T> kind) {
    return new Property<>(key, kind, Set.of(), "");
  }

  public Property<T> with(Trait... more) {
    Set<Trait> all = EnumSet.noneOf(Trait.class);
    all.addAll(traits);
    all.addAll(Set.of(more));
    return new Property<>(key, kind, all, fallback);
  }

  public Property<T> fallingBackTo(String value) {
    return new Property<>(key, kind, traits, value);
  }

  public boolean is(Trait trait) {
    return traits.contains(trait);
  }
}
