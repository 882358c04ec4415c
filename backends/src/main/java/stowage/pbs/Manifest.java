package stowage.pbs;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import stowage.message.Message;
import stowage.pbs.PbsException.Reason;
import stowage.pbs.server.SnapshotId;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a backup consists of, and what proves by which key it was made. */
public final class Manifest {
  /** Where it lies in a backup. */
  public static final String FILE = "index.json.blob";

  /** The backup's own key, closed by the master key. */
  public static final String CLOSED_KEY = "rsa-encrypted.key.blob";

  private static final Set<String> NOT_SIGNED = Set.of("signature", "unprotected");
  private static final Pattern DIGEST = Pattern.compile("[0-9a-fA-F]{64}");
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final JsonNode json;
  private final SnapshotId snapshot;
  private final List<Entry> files;
  private final @Nullable Fingerprint key;
  private final @Nullable String signature;

  /** How a file of a backup was made. */
  public enum CryptMode {
    NONE,
    ENCRYPT,
    SIGN_ONLY;

    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static CryptMode read(String word) throws PbsException {
      for (CryptMode mode : values()) {
        if (mode.word().equals(word)) {
          return mode;
        }
      }
      throw new PbsException(Reason.BAD_MANIFEST, "crypt-mode");
    }
  }

  /**
   * @param size of a blob as it is stored, of an image or archive as it is restored
   * @param checksum 64 lower-case hex digits
   */
  public record Entry(String name, CryptMode mode, long size, String checksum) {
    private static final Set<String> CONFIGURATIONS =
        Set.of("qemu-server.conf.blob", "pct.conf.blob");

    /** Whether it holds the configuration of the guest. */
    public boolean isConfiguration() {
      return CONFIGURATIONS.contains(name);
    }
  }

  /** What a key says about a backup, or a backup about a key. */
  public enum Verdict {
    /** It is the key, and the list of files is as it was written. */
    SIGNATURE_OK("keys.verdict-signature-ok"),
    WRONG_KEY("keys.verdict-wrong-key"),
    /** The list of files was changed; or, when it does not name its key, it is another one. */
    WRONG_SIGNATURE("keys.verdict-wrong-signature"),
    /** There is a key, but nothing to prove it by. */
    UNSIGNED("keys.verdict-unsigned"),
    MISSING_KEY("keys.verdict-missing-key"),
    /** There is no key to look with, and the backup names none. */
    UNVERIFIED("keys.verdict-unverified");

    private final String key;

    Verdict(String key) {
      this.key = key;
    }

    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /**
   * @param said the same, with the short fingerprints that it is about
   */
  public record Judgement(Verdict verdict, Message said) {
    private static Judgement of(Verdict verdict, Object... args) {
      return new Judgement(verdict, Message.of(verdict.key, args));
    }
  }

  private Manifest(JsonNode json) throws PbsException {
    this.json = json;
    String type = text(json, "backup-type");
    String id = text(json, "backup-id");
    this.snapshot =
        SnapshotId.of(type, id, whole(json, "backup-time"))
            .orElseThrow(() -> new PbsException(Reason.BAD_SNAPSHOT, type + "/" + id));
    this.files = files(json.path("files"));
    JsonNode named = json.path("unprotected").path("key-fingerprint");
    this.key = named.isString() ? Fingerprint.read(named.stringValue()) : null;
    JsonNode signed = json.path("signature");
    this.signature = signed.isMissingNode() || signed.isNull() ? null : text(json, "signature");
  }

  public static Manifest read(byte[] text) throws PbsException {
    try {
      JsonNode json = JSON.readTree(text);
      if (!json.isObject()) {
        throw new PbsException(Reason.BAD_MANIFEST, "{}");
      }
      return new Manifest(json);
    } catch (JacksonException _) {
      throw new PbsException(Reason.BAD_MANIFEST, "JSON");
    }
  }

  /** From the blob as the server keeps it; it is never encrypted. */
  public static Manifest ofBlob(byte[] encoded) throws PbsException {
    return read(DataBlob.read(encoded).content(null));
  }

  private static List<Entry> files(JsonNode list) throws PbsException {
    if (!list.isArray()) {
      throw new PbsException(Reason.BAD_MANIFEST, "files");
    }
    List<Entry> files = new ArrayList<>();
    for (JsonNode file : list) {
      // Very old backups do not say it.
      String mode = file.has("crypt-mode") ? text(file, "crypt-mode") : "none";
      String checksum = text(file, "csum").toLowerCase(Locale.ROOT);
      if (!DIGEST.matcher(checksum).matches()) {
        throw new PbsException(Reason.BAD_MANIFEST, "csum");
      }
      files.add(
          new Entry(text(file, "filename"), CryptMode.read(mode), whole(file, "size"), checksum));
    }
    return List.copyOf(files);
  }

  private static String text(JsonNode object, String member) throws PbsException {
    JsonNode value = object.path(member);
    if (!value.isString()) {
      throw new PbsException(Reason.BAD_MANIFEST, member);
    }
    return value.stringValue();
  }

  private static long whole(JsonNode object, String member) throws PbsException {
    JsonNode value = object.path(member);
    if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 0) {
      throw new PbsException(Reason.BAD_MANIFEST, member);
    }
    return value.longValue();
  }

  /** Refuses one that belongs to another backup. */
  void requireAbout(String backup) throws PbsException {
    if (!snapshot.toString().equals(backup)) {
      throw new PbsException(Reason.BAD_MANIFEST, snapshot.toString());
    }
  }

  public SnapshotId snapshot() {
    return snapshot;
  }

  public List<Entry> files() {
    return files;
  }

  /** The key that was in use; not signed, so only a hint until the signature is right. */
  public Optional<Fingerprint> keyFingerprint() {
    return Optional.ofNullable(key);
  }

  public boolean isSigned() {
    return signature != null;
  }

  /** Whether anything in it cannot be read without its key. */
  public boolean needsKey() {
    return files.stream().anyMatch(f -> f.mode() == CryptMode.ENCRYPT);
  }

  /**
   * Whether this key made this backup.
   *
   * @param candidate null when there is none at hand
   */
  public Judgement judge(@Nullable EncryptionKey candidate) throws PbsException {
    if (candidate == null) {
      return key == null
          ? Judgement.of(Verdict.UNVERIFIED)
          : Judgement.of(Verdict.MISSING_KEY, key.brief());
    }
    String brief = candidate.fingerprint().brief();
    if (key != null && !key.equals(candidate.fingerprint())) {
      return Judgement.of(Verdict.WRONG_KEY, key.brief(), brief);
    }
    if (signature == null) {
      return Judgement.of(Verdict.UNSIGNED, brief);
    }
    boolean right = MessageDigest.isEqual(candidate.tag(canonical()), bytes(signature));
    return Judgement.of(right ? Verdict.SIGNATURE_OK : Verdict.WRONG_SIGNATURE, brief);
  }

  /** What this key signs it with, in hex. */
  public String signature(EncryptionKey signer) throws PbsException {
    return HexFormat.of().formatHex(signer.tag(canonical()));
  }

  private static byte[] bytes(String hex) {
    return DIGEST.matcher(hex).matches() ? HexFormat.of().parseHex(hex) : new byte[0];
  }

  byte[] canonical() throws PbsException {
    return CanonicalJson.of(json, NOT_SIGNED);
  }

  /**
   * The content of a blob that this backup names. An encrypted one is the best proof of a key there
   * is: it cannot be opened by another.
   *
   * @param name for example {@code qemu-server.conf.blob}
   * @param encoded as the server keeps it
   */
  public byte[] content(String name, byte[] encoded, @Nullable EncryptionKey candidate)
      throws PbsException {
    Entry entry =
        files.stream()
            .filter(f -> f.name().equals(name))
            .findFirst()
            .orElseThrow(() -> new PbsException(Reason.NOT_IN_MANIFEST, name));
    String checksum = Fingerprint.of(Fingerprint.sha256().digest(encoded)).hex();
    if (entry.size() != encoded.length || !entry.checksum().equals(checksum)) {
      throw new PbsException(Reason.WRONG_CHECKSUM, name);
    }
    DataBlob blob = DataBlob.read(encoded);
    // The closed key is listed like the rest, but must open without the key that is in it.
    boolean closed = entry.mode() == CryptMode.ENCRYPT && !name.equals(CLOSED_KEY);
    if (closed && !blob.kind().isEncrypted()) {
      throw new PbsException(Reason.NOT_ENCRYPTED, name);
    }
    return blob.content(candidate);
  }
}
