package stowage.demo.backup;

import java.util.Set;

/**
 * Somebody whom the stand-in knows.
 *
 * @param name {@code name@realm}, or {@code name@realm!token}
 * @param code what the authenticator of this one shows; empty where the password does
 */
public record Person(String name, String secret, Set<Right> rights, String code) {

  /** Privileges on datastores, as the server names them behind {@code Datastore.}. */
  public enum Right {
    Audit,
    Backup,
    Modify,
    Prune,
    Read,
    Verify
  }

  public Person {
    rights = Set.copyOf(rights);
  }

  public Person(String name, String secret, Set<Right> rights) {
    this(name, secret, rights, "");
  }

  /** The same, with a second factor. */
  public Person guarded(String shown) {
    return new Person(name, secret, rights, shown);
  }

  public static Person administrator(String name, String secret) {
    return new Person(name, secret, Set.of(Right.values()));
  }

  /** Sees what others have done, too. */
  boolean isAdministrator() {
    return rights.containsAll(Set.of(Right.values()));
  }

  boolean isToken() {
    return name.indexOf('!') >= 0;
  }

  /** A user owns what is the user's, and what is a token's of that user; a token only its own. */
  boolean owns(String owner) {
    return owner.equals(name) || owner.startsWith(name + "!");
  }
}
