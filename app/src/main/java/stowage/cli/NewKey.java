package stowage.cli;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import stowage.exec.Secret;
import stowage.host.Keys;
import stowage.host.Proposal;
import stowage.pbs.PaperKey;
import stowage.pbs.PaperPage;
import stowage.pbs.PbsException;
import stowage.schema.InvalidException;
import stowage.settings.KeyRecord;
import stowage.words.Words;

/** A key made here for a host, which gets it only once it is kept here as well. */
final class NewKey implements AutoCloseable {
  /** What somebody has to type who wants the only copy to be on the host. */
  static final String WAIVER = "I accept the risk";

  /**
   * Where it is kept.
   *
   * @param host as the user calls it
   * @param file is read back when it is written; null for none
   * @param paper a page to be printed, which proves nothing before it is scanned; null for none
   * @param waiver what was typed in place of the file
   */
  record Custody(
      String host,
      String pool,
      @Nullable LocalFile file,
      @Nullable LocalFile paper,
      @Nullable String waiver) {

    boolean isWaived() {
      return WAIVER.equals(waiver);
    }

    void require() throws InvalidException {
      if (file == null && !isWaived()) {
        throw new InvalidException("save", "cli.key.custody", WAIVER);
      }
      if (file != null) {
        file.requireAbsent();
      }
      if (paper != null) {
        paper.requireAbsent();
      }
    }
  }

  private final Custody custody;
  private final KeyDeeds deeds;
  private final Words words;
  private final Secret text;
  private boolean kept;

  /**
   * @param words of a page to be printed
   */
  NewKey(Custody custody, KeyDeeds deeds, Words words) throws InvalidException {
    this.custody = custody;
    this.deeds = deeds;
    this.words = words;
    try {
      this.text = Keys.make(Instant.now(), ZoneId.systemDefault());
    } catch (PbsException e) {
      throw KeyInput.refused("encryption-key", e);
    }
  }

  Secret text() {
    return text;
  }

  /** Called when the host is known to take it, and before it does. */
  Proposal kept(Proposal proposal, boolean looks) throws InvalidException {
    if (looks || kept) {
      return proposal;
    }
    LocalFile file = custody.file();
    if (file == null) {
      note(KeyRecord.Deed.WAIVED);
    } else {
      file.create(text);
      note(KeyRecord.Deed.EXPORTED, KeyRecord.Deed.VERIFIED);
    }
    LocalFile paper = custody.paper();
    if (paper != null) {
      print(paper);
      note(KeyRecord.Deed.EXPORTED);
    }
    kept = true;
    return proposal;
  }

  private void note(KeyRecord.Deed... done) {
    deeds.note(custody.host(), custody.pool(), text, done);
  }

  private void print(LocalFile paper) throws InvalidException {
    byte[] bytes = text.reveal();
    try {
      PaperKey key = PaperKey.of(bytes, ZoneId.systemDefault());
      String subject = custody.host() + " " + custody.pool();
      byte[] page =
          PaperForm.ofName(paper.path().toString()).made(key, subject, PaperPage.A4, words);
      paper.create(page);
      Arrays.fill(page, (byte) 0);
    } catch (PbsException e) {
      throw KeyInput.refused("paperkey", e);
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  /** Whether a file was written that may not be the host's key after all. */
  boolean isKept() {
    return kept && (custody.file() != null || custody.paper() != null);
  }

  @Override
  public void close() {
    text.close();
  }
}
