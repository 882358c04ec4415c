package stowage.pbs.server;

/**
 * A datastore as {@code proxmox-backup-client} names it.
 *
 * @param user {@code name@realm} or {@code name@realm!token}
 */
public record Repository(String user, String server, long port, String datastore) {

  /** {@code user@realm@server:port:datastore}; the usual port is left out. */
  @Override
  public String toString() {
    return user
        + "@"
        + Endpoint.inUrl(server)
        + (port == Endpoint.USUAL_PORT ? "" : ":" + port)
        + ":"
        + datastore;
  }
}
