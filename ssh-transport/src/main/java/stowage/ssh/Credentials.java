package stowage.ssh;

import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PublicKey;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.jspecify.annotations.Nullable;
import stowage.exec.Secret;

/**
 * What a person has told for one link, kept in memory so that a dropped connection can be made
 * again without asking: passwords that were accepted, keys that were unlocked, host keys that were
 * accepted once.
 */
final class Credentials implements AutoCloseable {
  private final Map<String, Secret> passwords = new ConcurrentHashMap<>();
  private final Map<Path, KeyPair> unlocked = new ConcurrentHashMap<>();
  private final Set<String> trusted = ConcurrentHashMap.newKeySet();
  private final Set<Secret> told = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /** Wiped at the end whatever becomes of it, even when the host never says whether it is right. */
  Secret told(Secret secret) {
    told.add(secret);
    wipeIfClosed();
    return secret;
  }

  Optional<Secret> password(Target host) {
    return Optional.ofNullable(passwords.get(login(host)));
  }

  void keepPassword(Target host, Secret password) {
    Secret old = passwords.put(login(host), password);
    if (old != null && old != password) {
      old.close();
    }
    wipeIfClosed();
  }

  /** A login may still be going on when its link is closed. */
  private void wipeIfClosed() {
    if (closed) {
      close();
    }
  }

  /** A refused password is never sent again. */
  void forgetPassword(Target host) {
    Secret old = passwords.remove(login(host));
    if (old != null) {
      old.close();
    }
  }

  @Nullable KeyPair unlocked(Path file) {
    return unlocked.get(file);
  }

  void keepUnlocked(Path file, KeyPair key) {
    unlocked.put(file, key);
    wipeIfClosed();
  }

  boolean trusts(Target host, PublicKey key) {
    return trusted.contains(place(host) + " " + PublicKeyEntry.toString(key));
  }

  void trust(Target host, PublicKey key) {
    trusted.add(place(host) + " " + PublicKeyEntry.toString(key));
  }

  private static String place(Target host) {
    return KnownHost.name(host.address(), host.port());
  }

  private static String login(Target host) {
    return host.user() + "@" + place(host);
  }

  @Override
  public void close() {
    closed = true;
    passwords.values().forEach(Secret::close);
    passwords.clear();
    told.forEach(Secret::close);
    told.clear();
    unlocked.clear();
  }
}
