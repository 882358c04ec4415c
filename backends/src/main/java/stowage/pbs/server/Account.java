package stowage.pbs.server;

import stowage.exec.Secret;

/**
 * Who logs in.
 *
 * @param user {@code name@realm}, or {@code name@realm!token} for an API token
 * @param secret password, or the token's secret; closed by whoever made it, after the last use
 * @param codes asked where the password alone does not do
 * @param tickets where a login is kept as long as it holds
 */
public record Account(String user, Secret secret, Codes codes, Tickets tickets) {
  public Account {
    if (user.isEmpty() || user.codePoints().anyMatch(c -> c <= 0x20 || c > 0x7e)) {
      throw new IllegalArgumentException("not a user");
    }
  }

  /** Where a login only holds for one {@link BackupServer}. */
  public Account(String user, Secret secret, Codes codes) {
    this(user, secret, codes, new Tickets());
  }

  /** Where nobody can be asked for a second factor. */
  public Account(String user, Secret secret) {
    this(user, secret, Codes.NONE);
  }

  public boolean isToken() {
    return user.indexOf('!') >= 0;
  }
}
