package stowage.demo.backup;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.UUID;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import stowage.pbs.server.Pin;

/** The certificate that a stand-in makes for itself, and the key to it. */
record Identity(X509Certificate certificate, KeyPair keys) {
  private static final Duration LIFE = Duration.ofDays(3650);
  private static final char[] UNSTORED = {};
  private static final String ENTRY = "server";

  static Identity made(String name, Instant now) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      KeyPair keys = generator.generateKeyPair();
      X500Name subject = new X500Name("O=Proxmox Backup Server,CN=" + name);
      var builder =
          new JcaX509v3CertificateBuilder(
              subject,
              new BigInteger(64, new SecureRandom()),
              Date.from(now.minus(Duration.ofDays(1))),
              Date.from(now.plus(LIFE)),
              subject,
              keys.getPublic());
      var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate());
      return new Identity(
          new JcaX509CertificateConverter().getCertificate(builder.build(signer)), keys);
    } catch (GeneralSecurityException | OperatorCreationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The one in this file; made first if there is no such file. */
  static Identity kept(Path file, String name, Instant now) throws IOException {
    try {
      if (Files.notExists(file)) {
        KeyStore made = made(name, now).store();
        Files.createFile(file);
        if (Files.getFileStore(file).supportsFileAttributeView(PosixFileAttributeView.class)) {
          Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        }
        try (OutputStream out = Files.newOutputStream(file)) {
          made.store(out, UNSTORED);
        }
      }
      KeyStore store = KeyStore.getInstance("PKCS12");
      try (InputStream in = Files.newInputStream(file)) {
        store.load(in, UNSTORED);
      }
      if (store.getCertificate(ENTRY) instanceof X509Certificate certificate
          && store.getKey(ENTRY, UNSTORED) instanceof PrivateKey key) {
        return new Identity(certificate, new KeyPair(certificate.getPublicKey(), key));
      }
      throw new IOException("no certificate in " + file);
    } catch (GeneralSecurityException e) {
      throw new IOException("no usable certificate in " + file, e);
    }
  }

  /** Something that only who has the key can know, the same each time. */
  String secret() {
    return UUID.nameUUIDFromBytes(keys.getPrivate().getEncoded()).toString();
  }

  Pin pin() {
    try {
      return Pin.of(certificate);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private KeyStore store() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry(ENTRY, keys.getPrivate(), UNSTORED, new Certificate[] {certificate});
    return store;
  }

  SSLContext context() {
    try {
      KeyStore store = store();
      KeyManagerFactory factory =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      factory.init(store, UNSTORED);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(factory.getKeyManagers(), null, null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
