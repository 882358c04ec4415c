package stowage.type;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import stowage.exec.Secret;
import stowage.message.Message;
import stowage.pbs.KeyFile;
import stowage.pbs.MasterPublicKey;
import stowage.pbs.PbsException;

/** What the file of a pool's secret holds, made of what was entered. */
public enum SecretForm {
  /** A credentials file as mount.cifs(8) reads it, without a user. */
  CREDENTIALS,
  /** The first line is the secret. */
  LINE,
  /** A keyring of Ceph, as {@code rbd --keyring} reads it. */
  KEYRING,
  /** One key of Ceph alone, as {@code mount -o secretfile=} reads it. */
  KEY,
  /** The key file that a backup server's client encrypts with. */
  ENCRYPTION_KEY,
  /** The PEM text of a public key, entered as such or as its Base64. */
  MASTER_KEY;

  /**
   * Where a cluster that runs on the host itself keeps its administrator's key: Proxmox VE's place,
   * and that of Ceph's own packages. A Ceph pool without a keyring of its own takes a copy.
   */
  public static final List<String> ADMIN_KEYRINGS =
      List.of("/etc/pve/priv/ceph.client.admin.keyring", "/etc/ceph/ceph.client.admin.keyring");

  /** What the hypervisor takes for the wish that it makes a key itself. */
  public static final String AUTOGEN = "autogen";

  private static final Pattern AUTOGEN_SHAPE = Pattern.compile("\\s*" + AUTOGEN + "\\s*");
  private static final Pattern PEM_SHAPE = Pattern.compile("-----BEGIN ");

  // Keys are base64 of 28 bytes, which always ends like this.
  private static final Pattern KEYRING_SHAPE =
      Pattern.compile("\\[\\S+]\\s*key\\s*=\\s*\\S+==\\s*$", Pattern.MULTILINE);
  private static final Pattern KEY_SHAPE = Pattern.compile("\\A\\s*[A-Za-z0-9+/]+==\\s*\\z");

  /** Whether a pool whose secret is not given gets the administrator's. */
  public boolean ofCeph() {
    return switch (this) {
      case CREDENTIALS, LINE, ENCRYPTION_KEY, MASTER_KEY -> false;
      case KEYRING, KEY -> true;
    };
  }

  /** Whether something elsewhere can be read with it only, so that none of them is ever removed. */
  public boolean isLasting() {
    return this == ENCRYPTION_KEY;
  }

  /** A word of extended regular expressions that a whole line of a proper file matches. */
  public String line() {
    return switch (this) {
      case CREDENTIALS, LINE, ENCRYPTION_KEY, MASTER_KEY -> ".";
      case KEYRING -> "^[[:space:]]*key[[:space:]]*=.*==[[:space:]]*$";
      case KEY -> "^[A-Za-z0-9+/]+==$";
    };
  }

  /** Why what was entered is no such secret. */
  public Optional<Message> problem(Secret entered) {
    return switch (this) {
      case CREDENTIALS, LINE -> Optional.empty();
      case KEYRING -> unless(KEYRING_SHAPE, entered, "problem.no-keyring");
      case KEY -> unless(KEY_SHAPE, entered, "problem.no-ceph-key");
      case ENCRYPTION_KEY -> unusable(entered);
      case MASTER_KEY -> unusableMaster(entered);
    };
  }

  /** Only what a backup job can use without asking anybody. */
  private static Optional<Message> unusable(Secret entered) {
    byte[] bytes = entered.reveal();
    try {
      if (AUTOGEN_SHAPE.matcher(new Characters(bytes, 0, bytes.length)).matches()) {
        return Optional.of(Message.of("problem.key-to-be-made"));
      }
      try (KeyFile file = KeyFile.read(bytes)) {
        if (file.needsPassphrase()) {
          return Optional.of(Message.of("problem.key-with-passphrase", file.kdf().word()));
        }
        file.open(null).close();
        return Optional.empty();
      }
    } catch (PbsException e) {
      return Optional.of(e.said());
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  private static Optional<Message> unusableMaster(Secret entered) {
    try {
      MasterPublicKey.read(pem(entered));
      return Optional.empty();
    } catch (PbsException e) {
      return Optional.of(e.said());
    }
  }

  /** Nothing of a public key is secret. */
  private static byte[] pem(Secret entered) {
    byte[] bytes = entered.reveal();
    if (PEM_SHAPE.matcher(new Characters(bytes, 0, bytes.length)).find()) {
      return bytes;
    }
    try {
      return Base64.getMimeDecoder().decode(bytes);
    } catch (IllegalArgumentException _) {
      return bytes;
    }
  }

  /** What {@code storage.cfg} shows where the secret is kept in a file of its own. */
  public Optional<String> shown(Secret entered) {
    return switch (this) {
      case CREDENTIALS, LINE, KEYRING, KEY -> Optional.empty();
      case ENCRYPTION_KEY -> Optional.of(configValue(entered));
      case MASTER_KEY -> Optional.of("1");
    };
  }

  private static String configValue(Secret entered) {
    byte[] bytes = entered.reveal();
    try (KeyFile file = KeyFile.read(bytes)) {
      return file.configValue();
    } catch (PbsException e) {
      throw new IllegalArgumentException("asked before the key was checked", e);
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  private static Optional<Message> unless(Pattern shape, Secret entered, String key) {
    byte[] bytes = entered.reveal();
    try {
      CharSequence text = new Characters(bytes, 0, bytes.length);
      return shape.matcher(text).find() ? Optional.empty() : Optional.of(Message.of(key));
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  /** Looks at the bytes where they are: a String of them would stay in memory. */
  private record Characters(byte[] bytes, int from, int to) implements CharSequence {
    @Override
    public int length() {
      return to - from;
    }

    @Override
    public char charAt(int index) {
      return (char) (bytes[from + index] & 0xff);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return new Characters(bytes, from + start, from + end);
    }

    @Override
    public String toString() {
      return "(hidden)";
    }
  }

  /** The file's content; gone as soon as what was entered is. */
  public Secret content(Secret entered) {
    if (this == MASTER_KEY) {
      return entered.shaped(_ -> {
        byte[] pem = pem(entered);
        byte[] content = Arrays.copyOf(pem, pem.length + 1);
        content[pem.length] = '\n';
        return content;
      });
    }
    byte[] before = (this == CREDENTIALS ? "password=" : "").getBytes(StandardCharsets.US_ASCII);
    return entered.shaped(bytes -> {
      int start = 0;
      int end = bytes.length;
      while (end > 0 && isSpare(bytes[end - 1])) {
        end--;
      }
      // A password may begin with a blank; a key that was pasted must not.
      while (this == KEY && start < end && isSpare(bytes[start])) {
        start++;
      }
      byte[] content = Arrays.copyOf(before, before.length + end - start + 1);
      System.arraycopy(bytes, start, content, before.length, end - start);
      content[content.length - 1] = '\n';
      return content;
    });
  }

  private boolean isSpare(byte at) {
    return at == '\n' || at == '\r' || (this == KEY && (at == ' ' || at == '\t'));
  }
}
