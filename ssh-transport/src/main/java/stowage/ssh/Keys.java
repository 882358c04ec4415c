package stowage.ssh;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import org.apache.sshd.common.config.keys.FilePasswordProvider;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.util.io.resource.PathResource;
import org.apache.sshd.common.util.security.SecurityUtils;

/** Private key files. */
final class Keys {
  private Keys() {}

  /** The unencrypted Ed25519 key in this file; made first if there is no such file. */
  static KeyPair madeIfMissing(Path file) throws IOException {
    try {
      if (Files.notExists(file)) {
        write(KeyUtils.generateKeyPair(KeyPairProvider.SSH_ED25519, 256), file);
      }
      return read(file, FilePasswordProvider.EMPTY);
    } catch (GeneralSecurityException e) {
      throw new IOException("no usable key in " + file, e);
    }
  }

  /** The first key of a file, in any format that OpenSSH or OpenSSL writes. */
  static KeyPair read(Path file, FilePasswordProvider passphrase)
      throws IOException, GeneralSecurityException {
    try (InputStream in = Files.newInputStream(file)) {
      Iterable<KeyPair> found =
          SecurityUtils.loadKeyPairIdentities(null, new PathResource(file), in, passphrase);
      if (found == null || !found.iterator().hasNext()) {
        throw new IOException("no private key in " + file);
      }
      return found.iterator().next();
    }
  }

  private static void write(KeyPair key, Path file) throws IOException, GeneralSecurityException {
    OwnerFile.create(file);
    try (var out = Files.newOutputStream(file)) {
      OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(key, "stowage", null, out);
    }
  }
}
