package stowage.host;

import stowage.pbs.Fingerprint;

/**
 * A key that lies on a host.
 *
 * @param host as the user calls it
 * @param pool that it is or was for
 * @param path on the host
 * @param inUse whether the pool's next backup is made with it
 */
public record KnownKey(
    Fingerprint fingerprint, String host, String pool, String path, boolean inUse) {}
