package stowage.ssh;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.apache.sshd.common.config.keys.PublicKeyEntry;

/**
 * The host keys that are known, from several files in the format of sshd(8), "SSH_KNOWN_HOSTS FILE
 * FORMAT". Read afresh for every connection: other programs change these files.
 */
final class KnownHosts {
  private static final String CERTIFICATE = "-cert-v01@openssh.com";

  /** What the files say of a key that a host has shown. */
  sealed interface Verdict {
    record Known() implements Verdict {}

    record Unknown() implements Verdict {}

    /** The host is known, but by no key like this one; {@code at} is file and line. */
    record Changed(String at) implements Verdict {}

    record Revoked(String at) implements Verdict {}
  }

  private final List<KnownHost> entries;

  private KnownHosts(List<KnownHost> entries) {
    this.entries = List.copyOf(entries);
  }

  /** Files that do not exist count as empty; lines that make no sense are passed over. */
  static KnownHosts read(List<Path> files) throws IOException {
    List<KnownHost> entries = new ArrayList<>();
    for (Path file : files) {
      if (Files.exists(file)) {
        int number = 0;
        // Not UTF-8: a stray byte in a comment must not make the file unreadable.
        for (String line : Files.readAllLines(file, StandardCharsets.ISO_8859_1)) {
          number++;
          KnownHost.parse(line, file + ":" + number).ifPresent(entries::add);
        }
      }
    }
    return new KnownHosts(entries);
  }

  /**
   * As ssh does, what is known of the host without a port counts for its other ports too; a revoked
   * key is revoked wherever it is shown.
   */
  Verdict check(String host, int port, PublicKey shown) {
    List<KnownHost> here = of(KnownHost.name(host, port));
    List<KnownHost> usual = of(KnownHost.name(host, KnownHost.DEFAULT_PORT));
    String key = data(shown instanceof OpenSshCertificate c ? c.getCertPubKey() : shown);
    String authority = shown instanceof OpenSshCertificate c ? data(c.getCaPubKey()) : "";
    for (KnownHost entry : Stream.concat(here.stream(), usual.stream()).toList()) {
      if (entry.marker() == KnownHost.Marker.REVOKED
          && (entry.key().equals(key) || entry.key().equals(authority))) {
        return new Verdict.Revoked(entry.at());
      }
    }
    if (vouchFor(here, key, authority) || vouchFor(usual, key, authority)) {
      return new Verdict.Known();
    }
    List<KnownHost> others =
        here.stream().filter(e -> e.marker() == KnownHost.Marker.NONE).toList();
    if (others.isEmpty()) {
      return new Verdict.Unknown();
    }
    return new Verdict.Changed(
        others.stream()
            .filter(e -> key.startsWith(e.type() + " "))
            .findFirst()
            .orElse(others.getFirst())
            .at());
  }

  private List<KnownHost> of(String name) {
    return entries.stream().filter(e -> e.matches(name)).toList();
  }

  private static boolean vouchFor(List<KnownHost> entries, String key, String authority) {
    return entries.stream()
        .anyMatch(entry ->
            switch (entry.marker()) {
              case NONE -> entry.key().equals(key);
              case AUTHORITY -> entry.key().equals(authority);
              case REVOKED -> false;
            });
  }

  /**
   * Puts first the algorithms whose kind of key is known for this host, so that a host that has
   * several keys shows the known one, and asks for a certificate only where an authority is known.
   */
  List<String> order(String host, int port, List<String> algorithms) {
    String name = KnownHost.name(host, port);
    String plainName = KnownHost.name(host, KnownHost.DEFAULT_PORT);
    Set<String> known = new LinkedHashSet<>();
    boolean authority = false;
    for (KnownHost entry : entries) {
      if (entry.matches(name) || entry.matches(plainName)) {
        switch (entry.marker()) {
          case NONE -> known.addAll(algorithms(entry.type()));
          case AUTHORITY -> authority = true;
          case REVOKED -> {}
        }
      }
    }
    List<String> ordered = new ArrayList<>();
    if (authority) {
      algorithms.stream().filter(a -> a.endsWith(CERTIFICATE)).forEach(ordered::add);
    }
    algorithms.stream().filter(known::contains).forEach(ordered::add);
    algorithms.stream()
        .filter(a -> !a.endsWith(CERTIFICATE) && !ordered.contains(a))
        .forEach(ordered::add);
    return ordered;
  }

  /** Adds a line as ssh would; a missing file is made for its owner only. */
  static void remember(Path file, String host, int port, PublicKey key, boolean hashed)
      throws IOException {
    String name = KnownHost.name(host, port);
    String line = (hashed ? KnownHost.hash(name) : name) + " " + data(key) + "\n";
    OwnerFile.append(file, line);
  }

  /** Signature algorithms that a key of this type can be shown with. */
  private static List<String> algorithms(String keyType) {
    return keyType.equals("ssh-rsa") ? List.of("rsa-sha2-512", "rsa-sha2-256") : List.of(keyType);
  }

  private static String data(PublicKey key) {
    return PublicKeyEntry.toString(key);
  }
}
