package stowage.ssh;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.PBEParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.util.io.resource.PathResource;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.jspecify.annotations.Nullable;
import stowage.exec.Secret;

/** Private key files. */
final class Keys {
  private static final int LARGEST_FILE = 1 << 20;
  private static final Pattern LOCKED_PKCS8 =
      Pattern.compile(
          "-----BEGIN ENCRYPTED PRIVATE KEY-----(.*)-----END ENCRYPTED PRIVATE KEY-----",
          Pattern.DOTALL);
  private static final Pattern PBES2 = Pattern.compile("PBEWithHmac(SHA\\d+)AndAES_(\\d+)");

  private Keys() {}

  /** The unencrypted Ed25519 key in this file; made first if there is no such file. */
  static KeyPair madeIfMissing(Path file) throws IOException {
    try {
      if (Files.notExists(file)) {
        write(KeyUtils.generateKeyPair(KeyPairProvider.SSH_ED25519, 256), file);
      }
      return read(file, Optional::empty);
    } catch (GeneralSecurityException e) {
      throw new IOException("no usable key in " + file, e);
    }
  }

  /** The first key of a file, in any format that OpenSSH or OpenSSL writes. */
  static KeyPair read(Path file, Passphrase passphrase)
      throws IOException, GeneralSecurityException {
    if (!Files.isRegularFile(file) || Files.size(file) > LARGEST_FILE) {
      throw new IOException("no key file: " + file);
    }
    byte[] content = Files.readAllBytes(file);
    Matcher locked = LOCKED_PKCS8.matcher(new String(content, StandardCharsets.ISO_8859_1));
    if (locked.find()) {
      content = unlock(Base64.getMimeDecoder().decode(locked.group(1)), passphrase);
    }
    try {
      Iterable<KeyPair> found =
          SecurityUtils.loadKeyPairIdentities(
              null,
              new PathResource(file),
              new ByteArrayInputStream(content),
              (_, _, retry) -> retry == 0 ? string(passphrase.tell()) : null);
      if (found == null || !found.iterator().hasNext()) {
        throw new IOException("no private key in " + file);
      }
      return found.iterator().next();
    } catch (LinkageError e) {
      // Rare formats need parts of BouncyCastle that are not shipped.
      throw new IOException("this kind of key is not supported: " + file, e);
    } finally {
      Arrays.fill(content, (byte) 0);
    }
  }

  /** The library takes strings only, so this copy of a passphrase can't be wiped. */
  private static @Nullable String string(Optional<Secret> told) {
    if (told.isEmpty()) {
      return null;
    }
    try (Secret secret = told.get()) {
      byte[] bytes = secret.reveal();
      String text = new String(bytes, StandardCharsets.UTF_8);
      Arrays.fill(bytes, (byte) 0);
      return text;
    }
  }

  /**
   * Opens PKCS #8 with the JDK; the library would want another library for it. Step by step,
   * because the JDK's ready-made factories take passphrases of ASCII only. What can't be opened
   * fails before anybody is asked.
   */
  private static byte[] unlock(byte[] der, Passphrase passphrase)
      throws IOException, GeneralSecurityException {
    EncryptedPrivateKeyInfo info = new EncryptedPrivateKeyInfo(der);
    // PBES2 only names its parts; the parameters know the name that the JDK has for the whole.
    Matcher scheme = PBES2.matcher(info.getAlgParameters().toString());
    if (!scheme.matches()) {
      throw new NoSuchAlgorithmException(info.getAlgName());
    }
    SecretKeyFactory factory = SecretKeyFactory.getInstance("PBKDF2WithHmac" + scheme.group(1));
    int bits = Integer.parseInt(scheme.group(2));
    PBEParameterSpec parameters = info.getAlgParameters().getParameterSpec(PBEParameterSpec.class);
    char[] chars = characters(passphrase.tell().orElseThrow(() -> new IOException("locked")));
    PBEKeySpec spec =
        new PBEKeySpec(chars, parameters.getSalt(), parameters.getIterationCount(), bits);
    try {
      byte[] key = factory.generateSecret(spec).getEncoded();
      Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
      cipher.init(
          Cipher.DECRYPT_MODE, new SecretKeySpec(key, "AES"), parameters.getParameterSpec());
      Arrays.fill(key, (byte) 0);
      String open = Base64.getMimeEncoder().encodeToString(info.getKeySpec(cipher).getEncoded());
      return ("-----BEGIN PRIVATE KEY-----\n" + open + "\n-----END PRIVATE KEY-----\n")
          .getBytes(StandardCharsets.US_ASCII);
    } finally {
      spec.clearPassword();
      Arrays.fill(chars, '\0');
    }
  }

  private static char[] characters(Secret secret) {
    byte[] bytes = secret.reveal();
    CharBuffer decoded = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(bytes));
    char[] chars = Arrays.copyOf(decoded.array(), decoded.remaining());
    Arrays.fill(decoded.array(), '\0');
    Arrays.fill(bytes, (byte) 0);
    secret.close();
    return chars;
  }

  private static void write(KeyPair key, Path file) throws IOException, GeneralSecurityException {
    OwnerFile.create(file);
    try (var out = Files.newOutputStream(file)) {
      OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(key, "stowage", null, out);
    }
  }
}
