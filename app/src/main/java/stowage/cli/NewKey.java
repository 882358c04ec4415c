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

/** A key made here for a host, which gets it only once it is kept here as well. */
final class NewKey implements AutoCloseable {
  /** What somebody has to type who wants the only copy to be on the host. */
  static final String WAIVER = "I accept the risk";

  /**
   * Where it is kept.
   *
   * @param file null for none
   * @param paper a page to be printed, null for none
   * @param waiver what was typed in place of both
   */
  record Custody(
      @Nullable LocalFile file,
      @Nullable LocalFile paper,
      @Nullable String waiver,
      String subject) {

    void require() throws InvalidException {
      boolean waived = WAIVER.equals(waiver);
      if (file == null && paper == null && !waived) {
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
  private final Secret text;
  private boolean kept;

  NewKey(Custody custody) throws InvalidException {
    this.custody = custody;
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
    if (file != null) {
      file.create(text);
    }
    LocalFile paper = custody.paper();
    if (paper != null) {
      byte[] bytes = text.reveal();
      try {
        PaperKey key = PaperKey.of(bytes, ZoneId.systemDefault());
        paper.create(
            key.html(custody.subject(), PaperPage.A4)
                .getBytes(java.nio.charset.StandardCharsets.UTF_8));
      } catch (PbsException e) {
        throw KeyInput.refused("paperkey", e);
      } finally {
        Arrays.fill(bytes, (byte) 0);
      }
    }
    kept = true;
    return proposal;
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
