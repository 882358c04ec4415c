package stowage.demo.backup;

import java.util.Set;

/**
 * Somebody whom the stand-in knows.
 *
 * @param name {@code name@realm}, or {@code name@realm!token}
 */
public record Person(String name, String secret, Set<Right> rights) {

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

  public static Person administrator(String name, String secret) {
    return new Person(name, secret, Set.of(Right.values()));
  }

  boolean isToken() {
    return name.indexOf('!') >= 0;
  }

  /** A user owns what is the user's, and what is a token's of that user; a token only its own. */
  boolean owns(String owner) {
    return owner.equals(name) || owner.startsWith(name + "!");
  }
}
