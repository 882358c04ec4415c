package stowage.ui.keys;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.materialdesign2.MaterialDesignF;
import stowage.exec.Secret;
import stowage.paper.Scan;
import stowage.pbs.MasterPublicKey;
import stowage.pbs.PbsException;
import stowage.pbs.Protection;
import stowage.ui.frame.Desk;
import stowage.ui.look.Look;
import stowage.ui.look.Status;

/** Asks for which master key each backup of a new pool is to carry its own key, if for any. */
public final class MasterChoice {
  /** No public key of any size is larger. */
  private static final long LARGEST_PEM = 64 << 10;

  private final Desk desk;
  private final MasterPair pair;
  private final KnownChoice<MasterPublicKey> known;
  private final Label file = Look.note("");
  private final Options<Way> ways = new Options<>();
  private final VBox making;
  private List<Path> files = List.of();
  private byte @Nullable [] kept;

  private enum Way {
    NONE,
    KNOWN,
    FILE,
    MAKE
  }

  /**
   * The public half for the host.
   *
   * @param secretHalf what has to be kept before the host gets the other; null where somebody has
   *     it already
   */
  public record Chosen(byte[] pem, @Nullable Keepsake secretHalf) {}

  public MasterChoice(Desk desk, Outside outside) {
    this.desk = desk;
    pair = new MasterPair(desk);
    making = Look.column(12, pair);
    known =
        new KnownChoice<>(
            desk,
            desk.say("ui-keys.master"),
            pool -> pool.master() == null ? null : pool.master().key(),
            key -> key.fingerprint().brief());
    file.setText(desk.say("ui-keys.upload-none"));
    Node choose =
        Look.row(
            12,
            Look.button(
                desk.say("ui-keys.master-choose"),
                MaterialDesignF.FOLDER_OPEN_OUTLINE,
                () -> take(outside.toOpen(ways, desk.say("ui-keys.master-choose")))),
            file);
    add(Way.NONE, "ui-keys.master-way-none");
    add(Way.KNOWN, "ui-keys.master-way-known", known);
    add(Way.FILE, "ui-keys.master-way-file", choose);
    add(Way.MAKE, "ui-keys.master-way-make", making);
    ways.when(Way.KNOWN, known::load);
  }

  private void add(Way way, String key) {
    ways.add(way, desk.say(key), desk.say(key + "-text"));
  }

  private void add(Way way, String key, Node more) {
    ways.add(way, desk.say(key), desk.say(key + "-text"), more);
  }

  private void take(List<Path> chosen) {
    if (!chosen.isEmpty()) {
      files = chosen;
      file.setText(String.valueOf(chosen.getFirst().getFileName()));
    }
  }

  public Node node() {
    return ways;
  }

  /** What is still missing, in words; empty for nothing. */
  public Optional<String> missing() {
    return switch (ways.chosen()) {
      case NONE -> Optional.empty();
      case KNOWN ->
          known.chosen() == null ? Optional.of(desk.say("ui-keys.known-first")) : Optional.empty();
      case FILE ->
          files.isEmpty() ? Optional.of(desk.say("ui-keys.upload-first")) : Optional.empty();
      case MAKE ->
          kept == null
              ? pair.problem().map(key -> desk.say(key, Protection.SHORTEST_PASSPHRASE))
              : Optional.empty();
    };
  }

  /** Work that reads or makes it, off the screen's thread. Nothing may be missing. */
  public Callable<Optional<Chosen>> work() {
    return switch (ways.chosen()) {
      case NONE -> () -> Optional.empty();
      case KNOWN -> {
        Optional<MasterPublicKey> key =
            Optional.ofNullable(known.chosen()).map(KnownChoice.Known::what);
        yield () -> key.map(half -> new Chosen(half.pem(), null));
      }
      case FILE -> {
        Path from = files.getFirst();
        yield () -> Optional.of(new Chosen(pem(from), null));
      }
      case MAKE -> {
        byte[] pem = kept;
        if (pem != null) {
          yield () -> Optional.of(new Chosen(pem, null));
        }
        Secret passphrase = pair.passphrase();
        yield () -> {
          MasterPair.Made made = MasterPair.make(passphrase);
          return Optional.of(new Chosen(made.pem(), made.secretHalf()));
        };
      }
    };
  }

  /** Of the pair that was made the private half is kept: no other one is made in its place. */
  public void made(byte[] pem) {
    kept = pem;
    pair.wipe();
    making.getChildren().setAll(Look.banner(Status.OK, desk.say("ui-keys.pair-kept")));
  }

  /** A public key whose private half is kept elsewhere. */
  static byte[] pem(Path file) throws IOException, PbsException {
    if (Files.size(file) > LARGEST_PEM) {
      throw new Scan.UnsuitableException("ui-keys.master-too-large", file);
    }
    return MasterPublicKey.read(Files.readAllBytes(file)).pem();
  }

  /** Why it could not be had, in words. */
  public String reason(Exception why) {
    return Reasons.say(desk.words(), why);
  }

  public void focus() {
    ways.requestFocus();
  }

  public void wipe() {
    pair.wipe();
  }
}
