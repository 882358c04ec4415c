package stowage.ui.keys;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import stowage.paper.Scan;
import stowage.pbs.PaperKey;
import stowage.pbs.PaperReader;
import stowage.pbs.PaperReader.Recovered;
import stowage.pbs.PbsException;
import stowage.settings.KeyRecord;
import stowage.settings.KeyRecords;

/**
 * Looks after one key until a copy of it is known to be good, or the user has said in their own
 * words that they do without. Its methods may block.
 */
public final class Custody implements AutoCloseable {
  private final Place place;
  private final Keepsake key;
  private final KeyRecords records;
  private final InstantSource clock;
  private final Set<Proof> proofs = EnumSet.noneOf(Proof.class);
  private boolean inClipboard;

  /** Why the key may be let go of. */
  public enum Proof {
    /** Written to a file, read back, and found to be the same. */
    FILE,
    /** Read from a copy, and found to be the same. */
    DRILL,
    WAIVER
  }

  /** What a drill has shown. */
  enum Verdict {
    SAME,
    /** Another key is on the copy. */
    OTHER,
    /** The clipboard still holds what was put there from here: that proves nothing. */
    OWN_CLIPBOARD
  }

  /** Where the key is in use. */
  public record Place(String host, String pool) {}

  /**
   * @param key taken over
   */
  public Custody(Place place, Keepsake key, KeyRecords records, InstantSource clock) {
    this.place = place;
    this.key = key;
    this.records = records;
    this.clock = clock;
  }

  Place place() {
    return place;
  }

  Keepsake key() {
    return key;
  }

  /** What was done for it up to now. */
  Optional<KeyRecord> record() throws IOException {
    return records.of(place.host(), place.pool(), key.name());
  }

  /** Whether it may be let go of. */
  public synchronized boolean isSafe() {
    return !proofs.isEmpty();
  }

  synchronized Set<Proof> proofs() {
    return Set.copyOf(proofs);
  }

  /** A name for a file that says what it is; never what the key is. */
  String fileName(String extension) {
    String name =
        "stowage-" + place.host() + "-" + place.pool() + (key.isMaster() ? "-master" : "");
    return name.replaceAll("[^A-Za-z0-9._-]", "_") + "." + extension;
  }

  /**
   * @throws IOException also when the file does not hold the key afterwards
   */
  void save(Path file) throws IOException {
    byte[] text = key.text().reveal();
    try {
      OwnFile.write(file, text);
    } finally {
      Arrays.fill(text, (byte) 0);
    }
    note(KeyRecord.Deed.EXPORTED);
    note(KeyRecord.Deed.VERIFIED);
    prove(Proof.FILE);
  }

  PaperKey paper(ZoneId zone) throws PbsException {
    return key.paper(zone);
  }

  /** Something to be printed, in a file; whether it can be read on paper only a drill tells. */
  void savePaper(Path file, byte[] printed) throws IOException {
    OwnFile.write(file, printed);
    printed();
  }

  /** It was sent to a printer. */
  void printed() throws IOException {
    note(KeyRecord.Deed.EXPORTED);
  }

  /** The key is in the clipboard, or no longer. */
  synchronized void clipboard(boolean holdsKey) {
    inClipboard = holdsKey;
  }

  /** Tries what somebody has pasted or typed. */
  Verdict drill(String pasted) throws PbsException, IOException {
    synchronized (this) {
      if (inClipboard) {
        return Verdict.OWN_CLIPBOARD;
      }
    }
    return judge(PaperReader.text(pasted));
  }

  /** Tries copies of which there are pictures or files. */
  Verdict drill(List<Path> files) throws PbsException, IOException {
    return judge(Scan.recovered(files));
  }

  private Verdict judge(Recovered recovered) throws PbsException, IOException {
    try (recovered) {
      if (!key.same(recovered)) {
        return Verdict.OTHER;
      }
    }
    note(KeyRecord.Deed.VERIFIED);
    prove(Proof.DRILL);
    return Verdict.SAME;
  }

  /**
   * @param typed is heeded only when it is the sentence, whatever the case, blanks and full stop
   * @return whether it was
   */
  boolean waive(String typed, String sentence) throws IOException {
    if (!plain(typed).equals(plain(sentence))) {
      return false;
    }
    note(KeyRecord.Deed.WAIVED);
    prove(Proof.WAIVER);
    return true;
  }

  private static String plain(String sentence) {
    return Arrays.stream(sentence.strip().replaceAll("\\.$", "").split("\\s+"))
        .collect(Collectors.joining(" "))
        .toLowerCase(java.util.Locale.ROOT);
  }

  private synchronized void prove(Proof proof) {
    proofs.add(proof);
  }

  private void note(KeyRecord.Deed deed) throws IOException {
    records.note(place.host(), place.pool(), key.name(), deed, clock.instant());
  }

  @Override
  public void close() {
    key.close();
  }
}
