package stowage.host;

import stowage.config.StorageId;
import stowage.config.StorageType;
import stowage.exec.HostException;
import stowage.exec.Shell;
import stowage.pbs.server.Codes;
import stowage.pbs.server.Tickets;
import stowage.schema.Draft;
import stowage.schema.InvalidException;
import stowage.schema.Properties;
import stowage.type.Pool;

/** The backup servers that a host reaches, by way of the host unless this computer does, too. */
public final class Servers {
  private final Inquiry inquiry;
  private final Shell shell;
  private final Forwarding way;
  private final Codes codes;
  private final Tickets tickets;

  /**
   * @param tickets of the logins that still hold
   */
  Servers(Inquiry inquiry, Shell shell, Forwarding way, Codes codes, Tickets tickets) {
    this.inquiry = inquiry;
    this.shell = shell;
    this.way = way;
    this.codes = codes;
    this.tickets = tickets;
  }

  /** Without the host: this computer goes there by itself, under the names that the host uses. */
  public Servers directly() {
    return new Servers(inquiry, shell, Forwarding.DIRECT, codes, tickets);
  }

  /**
   * @param asked for a second factor where a server wants one
   */
  public Servers asking(Codes asked) {
    return new Servers(inquiry, shell, way, asked, tickets);
  }

  /** A look at them, whether or not the host has a pool there. */
  public ServerScan scan() {
    return new ServerScan(way);
  }

  /** Whether the pool's backups lie on one. */
  public boolean isBehind(StorageId pool) throws HostException, InvalidException {
    return inquiry.survey().requireUsable(pool).pool().type() == StorageType.PBS;
  }

  /** The one behind a pool; close it after use. */
  public ServerPool of(StorageId pool) throws HostException, InvalidException {
    return ServerPool.open(
        inquiry.survey().requireUsable(pool),
        null,
        shell,
        new ServerPool.Approach(way, codes, tickets));
  }

  /** Whether the pool would be there for use after this change, with its backups on a server. */
  boolean isUsedAfter(Draft draft) throws HostException, InvalidException {
    if (!draft.type().isEmpty() && !draft.type().equals(StorageType.PBS.word())) {
      return false;
    }
    Pool after = new ConfigPlans(inquiry).after(draft).pool();
    return after.type() == StorageType.PBS && !after.disabled();
  }

  /**
   * The same as it would be after this change, to try it out; no earlier login counts for it.
   *
   * @param draft stays the caller's with its secrets
   */
  public ServerPool of(Draft draft) throws HostException, InvalidException {
    return ServerPool.open(
        new ConfigPlans(inquiry).after(draft),
        draft.secrets().get(Properties.PASSWORD.key()),
        shell,
        new ServerPool.Approach(way, codes, new Tickets()));
  }
}
