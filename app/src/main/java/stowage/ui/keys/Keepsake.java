package stowage.ui.keys;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import stowage.exec.Secret;
import stowage.pbs.EncryptionKey;
import stowage.pbs.Fingerprint;
import stowage.pbs.KeyFile;
import stowage.pbs.MasterKey;
import stowage.pbs.PaperKey;
import stowage.pbs.PaperReader.Recovered;
import stowage.pbs.PaperReader.RecoveredKey;
import stowage.pbs.PaperReader.RecoveredMaster;
import stowage.pbs.PbsException;
import stowage.settings.KeyRecord;

/** What must not be lost: a key of backups, or the private half of a master key. */
public final class Keepsake implements AutoCloseable {
  private final String name;
  private final String brief;
  private final @Nullable KeyFile file;
  private final Secret text;

  private Keepsake(String name, String brief, @Nullable KeyFile file, Secret text) {
    this.name = name;
    this.brief = brief;
    this.file = file;
    this.text = text;
  }

  /**
   * @param file taken over
   * @param zone in which times are written
   */
  public static Keepsake of(KeyFile file, ZoneId zone) throws PbsException {
    Optional<Fingerprint> own = file.identity();
    String name = own.map(Fingerprint::text).orElse(KeyRecord.UNNAMED);
    return new Keepsake(
        name,
        own.map(Fingerprint::brief).orElse(KeyRecord.UNNAMED),
        file,
        line(file.compact(zone)));
  }

  /**
   * @param key stays the caller's
   * @param passphrase stays the caller's
   */
  public static Keepsake of(MasterKey key, Secret passphrase) throws PbsException {
    Fingerprint own = key.publicKey().fingerprint();
    return new Keepsake(own.text(), own.brief(), null, Secret.of(key.pem(passphrase)));
  }

  /** Files end with a line break, as the backup client writes them. */
  private static Secret line(Secret text) {
    try (text) {
      byte[] plain = text.reveal();
      byte[] ended = Arrays.copyOf(plain, plain.length + 1);
      ended[plain.length] = '\n';
      Arrays.fill(plain, (byte) 0);
      return Secret.of(ended);
    }
  }

  /** What names it in the records, without giving anything away. */
  public String name() {
    return name;
  }

  /** The same for people. */
  public String brief() {
    return brief;
  }

  public boolean isMaster() {
    return file == null;
  }

  /** Whether a passphrase is needed, too. */
  public boolean isLocked() {
    return file == null || file.needsPassphrase();
  }

  public Optional<Instant> created() {
    return Optional.ofNullable(file).map(KeyFile::created);
  }

  /** The function's name, or none. */
  public Optional<String> kdf() {
    return Optional.ofNullable(file).map(f -> f.kdf().word());
  }

  /** What a file of it holds. */
  Secret text() {
    return text;
  }

  PaperKey paper(ZoneId zone) throws PbsException {
    byte[] plain = text.reveal();
    try {
      return PaperKey.of(plain, zone);
    } finally {
      Arrays.fill(plain, (byte) 0);
    }
  }

  /** Whether what came back from a copy is this very key. */
  boolean same(Recovered recovered) throws PbsException {
    return switch (recovered) {
      case RecoveredKey(var found) -> file != null && same(file, found);
      case RecoveredMaster(var pem) -> file == null && same(pem, text);
    };
  }

  private boolean same(KeyFile ours, KeyFile found) throws PbsException {
    if (found.needsPassphrase()) {
      // It can't be opened here: that it is the same to the letter is as good.
      try (Secret a = ours.compact(ZoneOffset.UTC);
          Secret b = found.compact(ZoneOffset.UTC)) {
        return same(a, b);
      }
    }
    try (EncryptionKey key = found.open(null)) {
      return key.fingerprint().text().equals(name);
    }
  }

  private static boolean same(Secret one, Secret other) {
    byte[] a = one.reveal();
    byte[] b = other.reveal();
    try {
      return Arrays.equals(a, 0, end(a), b, 0, end(b));
    } finally {
      Arrays.fill(a, (byte) 0);
      Arrays.fill(b, (byte) 0);
    }
  }

  /** Line breaks at the end do not count. */
  private static int end(byte[] text) {
    int end = text.length;
    while (end > 0 && (text[end - 1] == '\n' || text[end - 1] == '\r')) {
      end--;
    }
    return end;
  }

  /** For the clipboard; can't be wiped. */
  String shown() {
    byte[] plain = text.reveal();
    try {
      return new String(plain, StandardCharsets.UTF_8).strip();
    } finally {
      Arrays.fill(plain, (byte) 0);
    }
  }

  @Override
  public void close() {
    text.close();
    if (file != null) {
      file.close();
    }
  }

  @Override
  public String toString() {
    return "Keepsake(" + brief + ")";
  }
}
