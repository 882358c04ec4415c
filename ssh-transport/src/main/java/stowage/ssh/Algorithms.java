package stowage.ssh;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.sshd.client.ClientBuilder;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.OptionalFeature;
import org.apache.sshd.common.cipher.BuiltinCiphers;
import org.apache.sshd.common.kex.BuiltinDHFactories;
import org.apache.sshd.common.mac.BuiltinMacs;
import org.apache.sshd.common.signature.BuiltinSignatures;

/** What is offered to a host, best first; docs/adr/0003-ssh-algorithms.md says why. */
final class Algorithms {
  static final List<String> KEY_EXCHANGES =
      List.of(
          "mlkem768x25519-sha256",
          "sntrup761x25519-sha512",
          "sntrup761x25519-sha512@openssh.com",
          "curve25519-sha256",
          "curve25519-sha256@libssh.org",
          "ecdh-sha2-nistp256",
          "ecdh-sha2-nistp384",
          "ecdh-sha2-nistp521",
          "diffie-hellman-group16-sha512",
          "diffie-hellman-group18-sha512",
          "diffie-hellman-group14-sha256");
  static final List<String> CIPHERS =
      List.of(
          "aes128-gcm@openssh.com",
          "aes256-gcm@openssh.com",
          "chacha20-poly1305@openssh.com",
          "aes128-ctr",
          "aes192-ctr",
          "aes256-ctr");
  static final List<String> MACS =
      List.of(
          "hmac-sha2-256-etm@openssh.com",
          "hmac-sha2-512-etm@openssh.com",
          "hmac-sha2-256",
          "hmac-sha2-512");
  static final List<String> SIGNATURES =
      List.of(
          "ssh-ed25519-cert-v01@openssh.com",
          "ecdsa-sha2-nistp256-cert-v01@openssh.com",
          "ecdsa-sha2-nistp384-cert-v01@openssh.com",
          "ecdsa-sha2-nistp521-cert-v01@openssh.com",
          "rsa-sha2-512-cert-v01@openssh.com",
          "rsa-sha2-256-cert-v01@openssh.com",
          "ssh-ed25519",
          "sk-ssh-ed25519@openssh.com",
          "ecdsa-sha2-nistp256",
          "ecdsa-sha2-nistp384",
          "ecdsa-sha2-nistp521",
          "sk-ecdsa-sha2-nistp256@openssh.com",
          "rsa-sha2-512",
          "rsa-sha2-256");

  private Algorithms() {}

  static void offer(SshClient client) {
    client.setKeyExchangeFactories(
        named(KEY_EXCHANGES, BuiltinDHFactories.VALUES).stream()
            .map(ClientBuilder.DH2KEX)
            .toList());
    client.setCipherFactories(List.copyOf(named(CIPHERS, BuiltinCiphers.VALUES)));
    client.setMacFactories(List.copyOf(named(MACS, BuiltinMacs.VALUES)));
    client.setSignatureFactories(List.copyOf(named(SIGNATURES, BuiltinSignatures.VALUES)));
  }

  /** In the order of the names; without what this JDK and its providers can't do. */
  private static <T extends NamedResource & OptionalFeature> List<T> named(
      List<String> names, Set<T> known) {
    List<T> found = new ArrayList<>();
    for (String name : names) {
      for (T candidate : known) {
        if (candidate.getName().equals(name) && candidate.isSupported()) {
          found.add(candidate);
        }
      }
    }
    return found;
  }
}
