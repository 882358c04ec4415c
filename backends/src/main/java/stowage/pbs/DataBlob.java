package stowage.pbs;

import io.airlift.compress.MalformedInputException;
import io.airlift.compress.zstd.ZstdCompressor;
import io.airlift.compress.zstd.ZstdInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.CRC32;
import javax.crypto.AEADBadTagException;
import org.jspecify.annotations.Nullable;
import stowage.pbs.PbsException.Reason;

/** A small file as the backup server keeps it: perhaps compressed, perhaps encrypted. */
public final class DataBlob {
  /** Bytes of content; the server takes no more. */
  public static final int LARGEST = 128 << 20;

  private static final int HEADER = 12;

  private final Kind kind;
  private final byte[] encoded;

  /** What the first eight bytes say. */
  public enum Kind {
    PLAIN(0x42ab3807be8370a1L, false, false),
    COMPRESSED(0x31b958426fb6a37fL, false, true),
    ENCRYPTED(0x7b6785be222d4cf0L, true, false),
    ENCRYPTED_COMPRESSED(0xe6591bbf0bbfd80bL, true, true);

    private final long magic;
    private final boolean encrypted;
    private final boolean compressed;

    Kind(long magic, boolean encrypted, boolean compressed) {
      this.magic = magic;
      this.encrypted = encrypted;
      this.compressed = compressed;
    }

    public boolean isEncrypted() {
      return encrypted;
    }

    private int header() {
      return encrypted ? HEADER + Gcm.IV + Gcm.TAG : HEADER;
    }

    private static Kind of(boolean encrypted, boolean compressed) {
      if (encrypted) {
        return compressed ? ENCRYPTED_COMPRESSED : ENCRYPTED;
      }
      return compressed ? COMPRESSED : PLAIN;
    }
  }

  private DataBlob(Kind kind, byte[] encoded) {
    this.kind = kind;
    this.encoded = encoded;
  }

  /**
   * Checks all that can be checked without a key.
   *
   * @param encoded must not be changed afterwards
   */
  public static DataBlob read(byte[] encoded) throws PbsException {
    if (encoded.length < HEADER) {
      throw new PbsException(Reason.BLOB_TOO_SMALL, encoded.length);
    }
    long magic = ByteBuffer.wrap(encoded).getLong();
    Kind kind =
        Arrays.stream(Kind.values())
            .filter(k -> k.magic == magic)
            .findFirst()
            .orElseThrow(() -> new PbsException(Reason.BLOB_WRONG_MAGIC));
    if (encoded.length < kind.header()) {
      throw new PbsException(Reason.BLOB_TOO_SMALL, encoded.length);
    }
    if (encoded.length - kind.header() > LARGEST) {
      throw new PbsException(Reason.BLOB_TOO_LARGE, LARGEST);
    }
    DataBlob blob = new DataBlob(kind, encoded);
    int stored = ByteBuffer.wrap(encoded).order(ByteOrder.LITTLE_ENDIAN).getInt(8);
    if (stored != blob.crc()) {
      throw new PbsException(Reason.BLOB_WRONG_CRC);
    }
    return blob;
  }

  /**
   * @param compress whether to try; kept only when it makes the content smaller
   * @param key null for no encryption
   */
  public static DataBlob make(byte[] content, boolean compress, @Nullable EncryptionKey key)
      throws PbsException {
    if (content.length > LARGEST) {
      throw new PbsException(Reason.BLOB_TOO_LARGE, LARGEST);
    }
    byte[] shorter = compress ? compressed(content) : content;
    boolean isShorter = shorter.length < content.length;
    Kind kind = Kind.of(key != null, isShorter);
    byte[] payload = isShorter ? shorter : content;
    byte[] body = key == null ? payload : sealed(key, payload);
    byte[] encoded = new byte[HEADER + body.length];
    ByteBuffer.wrap(encoded).putLong(kind.magic);
    System.arraycopy(body, 0, encoded, HEADER, body.length);
    DataBlob blob = new DataBlob(kind, encoded);
    ByteBuffer.wrap(encoded).order(ByteOrder.LITTLE_ENDIAN).putInt(8, blob.crc());
    return blob;
  }

  public Kind kind() {
    return kind;
  }

  public byte[] encoded() {
    return encoded.clone();
  }

  /** What is in it; the caller wipes it if it is secret. */
  public byte[] content(@Nullable EncryptionKey key) throws PbsException {
    return content(key, LARGEST);
  }

  /**
   * @param most refuses more bytes than that, however small the blob is
   */
  public byte[] content(@Nullable EncryptionKey key, int most) throws PbsException {
    byte[] payload =
        kind.encrypted ? opened(key) : Arrays.copyOfRange(encoded, HEADER, encoded.length);
    byte[] content = kind.compressed ? decompressed(payload, most) : payload;
    if (content.length > most) {
      throw new PbsException(Reason.BLOB_TOO_LARGE, most);
    }
    return content;
  }

  private byte[] opened(@Nullable EncryptionKey key) throws PbsException {
    if (key == null) {
      throw new PbsException(Reason.BLOB_KEY_NEEDED);
    }
    byte[] raw = key.reveal();
    try {
      return Gcm.open(raw, encoded, HEADER);
    } catch (AEADBadTagException _) {
      throw new PbsException(Reason.BLOB_OTHER_KEY, key.fingerprint().brief());
    } finally {
      Arrays.fill(raw, (byte) 0);
    }
  }

  private static byte[] sealed(EncryptionKey key, byte[] payload) {
    byte[] raw = key.reveal();
    try {
      return Gcm.seal(raw, payload);
    } finally {
      Arrays.fill(raw, (byte) 0);
    }
  }

  private static byte[] compressed(byte[] content) {
    ZstdCompressor zstd = new ZstdCompressor();
    byte[] out = new byte[zstd.maxCompressedLength(content.length)];
    return Arrays.copyOf(out, zstd.compress(content, 0, content.length, out, 0, out.length));
  }

  /** As a stream: frames do not say how long their content is. */
  private static byte[] decompressed(byte[] payload, int most) throws PbsException {
    try (InputStream in = new ZstdInputStream(new ByteArrayInputStream(payload))) {
      return in.readNBytes(most + 1);
    } catch (IOException | MalformedInputException | IndexOutOfBoundsException _) {
      throw new PbsException(Reason.BLOB_BAD_COMPRESSION);
    }
  }

  /** Over what comes after the header, initialization vector and tag being part of that. */
  private int crc() {
    CRC32 crc = new CRC32();
    crc.update(encoded, kind.header(), encoded.length - kind.header());
    return (int) crc.getValue();
  }
}
