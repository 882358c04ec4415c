package stowage.pbs;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.bouncycastle.cms.CMSAlgorithm;
import org.bouncycastle.cms.CMSEnvelopedData;
import org.bouncycastle.cms.CMSEnvelopedDataGenerator;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.PasswordRecipient;
import org.bouncycastle.cms.PasswordRecipientInformation;
import org.bouncycastle.cms.RecipientInformation;
import org.bouncycastle.cms.bc.BcCMSContentEncryptorBuilder;
import org.bouncycastle.cms.bc.BcPasswordEnvelopedRecipient;
import org.bouncycastle.cms.bc.BcPasswordRecipientInfoGenerator;
import stowage.exec.Secret;
import stowage.message.Message;
import stowage.pbs.PbsException.Reason;

/**
 * Keys of many pools in one file for the safe: a ZIP archive, encrypted to a passphrase as RFC 5652
 * says (CMS, password recipient: PBKDF2 with HMAC-SHA256, AES-256-CBC). {@code openssl cms} opens
 * it without this program; what was damaged is found out by the checksums of the archive and by the
 * fingerprints of the keys.
 */
public final class KeyArchive implements AutoCloseable {
  private static final int ROUNDS = 600_000;

  /** An archive that asks for more is not to keep anybody waiting. */
  private static final int MOST_ROUNDS = 10_000_000;

  private static final int SALT = 16;
  private static final int LONGEST_ENTRY = 64 << 10;
  private static final int MOST_ENTRIES = 10_000;

  /** Tells damage that the encryption does not notice; as {@code sha256sum --check} reads it. */
  private static final String SUMS = "SHA256SUMS";

  private static final String PLAIN =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-";

  private final List<Entry> entries;

  /**
   * @param name host and file, with a slash between them
   * @param content a key file, or the PEM file of a master key
   */
  public record Entry(String name, Secret content) {
    private static final byte[] PEM = "-----BEGIN PUBLIC KEY".getBytes(StandardCharsets.US_ASCII);

    /** Whether it is the public half of a master key, which nobody need keep secret. */
    public boolean isMaster() {
      byte[] bytes = content.reveal();
      try {
        return bytes.length > PEM.length && Arrays.equals(bytes, 0, PEM.length, PEM, 0, PEM.length);
      } finally {
        Arrays.fill(bytes, (byte) 0);
      }
    }

    /** Why it opens nothing; it is kept as it is all the same. */
    public Optional<Message> problem() {
      byte[] bytes = content.reveal();
      try {
        if (isMaster()) {
          MasterPublicKey.read(bytes);
        } else {
          try (KeyFile file = KeyFile.read(bytes)) {
            file.identity();
          }
        }
        return Optional.empty();
      } catch (PbsException e) {
        return Optional.of(Message.of("keys.entry-damaged", name, e.said()));
      } finally {
        Arrays.fill(bytes, (byte) 0);
      }
    }
  }

  private KeyArchive(List<Entry> entries) {
    this.entries = List.copyOf(entries);
  }

  /**
   * A host may be called anything; a folder that other tools make must not be. Two hosts never get
   * one folder: what is not a plain sign becomes its bytes, as in a URL.
   */
  public static String folder(String host) {
    if (host.isEmpty()) {
      return "%";
    }
    StringBuilder folder = new StringBuilder();
    for (byte each : host.getBytes(StandardCharsets.UTF_8)) {
      boolean hides = each == '.' && folder.isEmpty();
      if (!hides && PLAIN.indexOf(each) >= 0) {
        folder.append((char) each);
      } else {
        folder.append('%').append(HexFormat.of().withUpperCase().toHexDigits(each));
      }
    }
    return folder.toString();
  }

  /** What is in it, in the order in which it was put there. */
  public List<Entry> entries() {
    return entries;
  }

  /**
   * @param entries stay the caller's; each has a name of its own
   */
  public static byte[] write(List<Entry> entries, Secret passphrase) throws PbsException {
    Protection.longEnough(passphrase);
    byte[] zip = zip(entries);
    char[] password = characters(passphrase);
    try {
      byte[] salt = new byte[SALT];
      new SecureRandom().nextBytes(salt);
      CMSEnvelopedDataGenerator generator = new CMSEnvelopedDataGenerator();
      generator.addRecipientInfoGenerator(
          new BcPasswordRecipientInfoGenerator(CMSAlgorithm.AES256_CBC, password)
              .setPasswordConversionScheme(PasswordRecipient.PKCS5_SCHEME2_UTF8)
              .setPRF(PasswordRecipient.PRF.HMacSHA256)
              .setSaltAndIterationCount(salt, ROUNDS));
      return generator
          .generate(
              new CMSProcessableByteArray(zip),
              new BcCMSContentEncryptorBuilder(CMSAlgorithm.AES256_CBC).build())
          .getEncoded();
    } catch (CMSException | IOException e) {
      throw new IllegalStateException("nothing in this depends on what is encrypted", e);
    } finally {
      Arrays.fill(zip, (byte) 0);
      Arrays.fill(password, '\0');
    }
  }

  public static KeyArchive read(byte[] archive, Secret passphrase) throws PbsException {
    PasswordRecipientInformation recipient = recipient(archive);
    char[] password = characters(passphrase);
    byte[] zip = {};
    try {
      zip =
          recipient.getContent(
              new BcPasswordEnvelopedRecipient(password)
                  .setPasswordConversionScheme(PasswordRecipient.PKCS5_SCHEME2_UTF8));
      return new KeyArchive(unzipped(zip));
    } catch (CMSException | RuntimeException _) {
      // Bouncy Castle says by all sorts of exceptions that a structure is not what it should be.
      throw new PbsException(Reason.ARCHIVE_NOT_OPENED);
    } finally {
      Arrays.fill(zip, (byte) 0);
      Arrays.fill(password, '\0');
    }
  }

  private static PasswordRecipientInformation recipient(byte[] archive) throws PbsException {
    try {
      for (RecipientInformation each :
          new CMSEnvelopedData(archive).getRecipientInfos().getRecipients()) {
        if (each instanceof PasswordRecipientInformation found && bearable(found)) {
          return found;
        }
      }
      throw new PbsException(Reason.NOT_A_KEY_ARCHIVE);
    } catch (CMSException | RuntimeException _) {
      throw new PbsException(Reason.NOT_A_KEY_ARCHIVE);
    }
  }

  private static boolean bearable(PasswordRecipientInformation recipient) {
    var parameters =
        org.bouncycastle.asn1.pkcs.PBKDF2Params.getInstance(
            recipient.getKeyDerivationAlgorithm().getParameters());
    return parameters.getIterationCount().bitLength() < Integer.SIZE
        && parameters.getIterationCount().intValue() <= MOST_ROUNDS;
  }

  /** Under one name there would be one key where there were two. */
  static void requireOwnNames(List<Entry> entries) {
    Set<String> names = new HashSet<>();
    for (Entry entry : entries) {
      if (!names.add(entry.name())) {
        throw new IllegalArgumentException("two keys are called " + entry.name());
      }
    }
  }

  private static byte[] zip(List<Entry> entries) {
    requireOwnNames(entries);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out, StandardCharsets.UTF_8)) {
      for (Entry entry : entries) {
        zip.putNextEntry(new ZipEntry(entry.name()));
        byte[] content = entry.content().reveal();
        zip.write(content);
        Arrays.fill(content, (byte) 0);
        zip.closeEntry();
      }
      zip.putNextEntry(new ZipEntry(SUMS));
      zip.write(sums(entries));
      zip.closeEntry();
    } catch (IOException e) {
      throw new IllegalStateException("a name is too long for the archive", e);
    }
    return out.toByteArray();
  }

  private static List<Entry> unzipped(byte[] bytes) throws PbsException {
    List<Entry> entries = new ArrayList<>();
    try (ZipInputStream zip =
        new ZipInputStream(new ByteArrayInputStream(bytes), StandardCharsets.UTF_8)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        byte[] content = zip.readNBytes(LONGEST_ENTRY + 1);
        if (content.length > LONGEST_ENTRY || entries.size() >= MOST_ENTRIES) {
          throw new PbsException(Reason.NOT_A_KEY_ARCHIVE);
        }
        entries.add(new Entry(entry.getName(), Secret.of(content)));
      }
    } catch (IOException _) {
      throw new PbsException(Reason.ARCHIVE_NOT_OPENED);
    }
    Entry last = entries.isEmpty() ? null : entries.getLast();
    // Archives that were put together by hand have no sums.
    if (last != null && last.name().equals(SUMS)) {
      entries.removeLast();
      if (!Arrays.equals(sums(entries), last.content().reveal())) {
        throw new PbsException(Reason.ARCHIVE_NOT_OPENED);
      }
    }
    if (entries.isEmpty()) {
      // What a wrong passphrase leaves is no archive either.
      throw new PbsException(Reason.ARCHIVE_NOT_OPENED);
    }
    return entries;
  }

  private static byte[] sums(List<Entry> entries) {
    StringBuilder lines = new StringBuilder();
    for (Entry entry : entries) {
      byte[] content = entry.content().reveal();
      String sum = HexFormat.of().formatHex(Fingerprint.sha256().digest(content));
      Arrays.fill(content, (byte) 0);
      lines.append(sum).append("  ").append(entry.name()).append('\n');
    }
    return lines.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static char[] characters(Secret passphrase) {
    byte[] bytes = passphrase.reveal();
    CharBuffer decoded = StandardCharsets.UTF_8.decode(java.nio.ByteBuffer.wrap(bytes));
    char[] characters = new char[decoded.length()];
    decoded.get(characters);
    Arrays.fill(decoded.array(), '\0');
    Arrays.fill(bytes, (byte) 0);
    return characters;
  }

  @Override
  public void close() {
    entries.forEach(e -> e.content().close());
  }

  @Override
  public String toString() {
    return "KeyArchive(" + entries.size() + " keys)";
  }
}
