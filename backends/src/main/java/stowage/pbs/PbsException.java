package stowage.pbs;

import stowage.message.Message;

/** Why a key, a blob, a manifest or a name is refused. Never holds a secret. */
public final class PbsException extends Exception {
  private static final long serialVersionUID = 1;

  private final Reason reason;
  private final transient Message said;

  /** One for each thing that a person or a program may do something different about. */
  public enum Reason {
    NOT_JSON("keys.not-json"),
    NOT_A_KEY_FILE("keys.not-a-key-file"),
    BAD_KDF("keys.bad-kdf"),
    KDF_TOO_COSTLY("keys.kdf-too-costly"),
    MISSING_MEMBER("keys.missing-member"),
    BAD_TIME("keys.bad-time"),
    BAD_BASE64("keys.bad-base64"),
    BAD_FINGERPRINT("keys.bad-fingerprint"),
    BAD_HINT("keys.bad-hint"),
    PASSPHRASE_NEEDED("keys.passphrase-needed"),
    PASSPHRASE_TOO_SHORT("keys.passphrase-too-short"),
    SHORT_DATA("keys.short-data"),
    WRONG_PASSPHRASE("keys.wrong-passphrase"),
    WRONG_PASSPHRASE_HINT("keys.wrong-passphrase-hint"),
    WRONG_KEY_LENGTH("keys.wrong-key-length"),
    WRONG_FINGERPRINT("keys.wrong-fingerprint"),

    NOT_PEM("keys.not-pem"),
    NOT_A_PUBLIC_KEY("keys.not-a-public-key"),
    NOT_A_PRIVATE_KEY("keys.not-a-private-key"),
    UNKNOWN_ENCRYPTION("keys.unknown-encryption"),
    MASTER_TOO_SMALL("keys.master-too-small"),
    OTHER_MASTER("keys.other-master"),
    NO_KEY_NEEDED("keys.no-key-needed"),
    NO_CLOSED_KEY("keys.no-closed-key"),
    OTHER_KEY_INSIDE("keys.other-key-inside"),

    BLOB_TOO_SMALL("keys.blob-too-small"),
    BLOB_TOO_LARGE("keys.blob-too-large"),
    BLOB_WRONG_MAGIC("keys.blob-wrong-magic"),
    BLOB_WRONG_CRC("keys.blob-wrong-crc"),
    BLOB_KEY_NEEDED("keys.blob-key-needed"),
    BLOB_OTHER_KEY("keys.blob-other-key"),
    BLOB_BAD_COMPRESSION("keys.blob-bad-compression"),
    BAD_INDEX("keys.bad-index"),

    BAD_MANIFEST("keys.bad-manifest"),
    NOT_CANONICAL("keys.not-canonical"),
    NOT_IN_MANIFEST("keys.not-in-manifest"),
    WRONG_CHECKSUM("keys.wrong-checksum"),
    NOT_ENCRYPTED("keys.not-encrypted"),
    WRONG_SIGNATURE("keys.verdict-wrong-signature"),

    BAD_SNAPSHOT("keys.bad-snapshot"),

    NOT_FOR_PAPER("keys.not-for-paper"),
    PAPER_TOO_LONG("keys.paper-too-long"),
    PAPER_INCOMPLETE("keys.paper-incomplete"),
    PAPER_LINES_MISSING("keys.paper-lines-missing"),
    PAPER_LINE_TWICE("keys.paper-line-twice"),
    NOT_A_PAPER_KEY("keys.not-a-paper-key"),
    NO_QR_CODE("keys.no-qr-code"),

    NOT_A_KEY_ARCHIVE("keys.not-a-key-archive"),
    ARCHIVE_NOT_OPENED("keys.archive-not-opened");

    private final String key;

    Reason(String key) {
      this.key = key;
    }
  }

  PbsException(Reason reason, Object... args) {
    super(reason.key);
    this.reason = reason;
    this.said = Message.of(reason.key, args);
  }

  public Reason reason() {
    return reason;
  }

  /** To be put into words. */
  public Message said() {
    return said;
  }
}
