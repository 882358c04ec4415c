package stowage.ui.keys;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.application.Platform;
import javafx.scene.Node;
import stowage.exec.Secret;
import stowage.paper.PaperSheet;
import stowage.pbs.EncryptionKey;
import stowage.pbs.KeyFile;
import stowage.pbs.PaperPage;
import stowage.pbs.PbsException;
import stowage.pbs.Protection;
import stowage.settings.KeyRecords;
import stowage.settings.SettingsFile;
import stowage.text.Texts;
import stowage.ui.fleet.FleetModel;
import stowage.ui.frame.Desk;
import stowage.ui.frame.Navigator;
import stowage.ui.host.Connector;
import stowage.ui.prefs.Preferences;
import stowage.ui.tasks.KeptJobs;
import stowage.ui.tasks.TasksModel;
import stowage.ui.work.Background;
import stowage.words.Words;

/** Keys, and a desktop on which everything is chosen beforehand. */
final class Desks {
  static final Instant NOW = Instant.parse("2026-03-02T10:00:00Z");
  static final Custody.Place PLACE = new Custody.Place("pve1", "vault");

  /** The key's bytes as the file has them. */
  static final String SECRET = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

  private Desks() {}

  /** In a window of its own, with no host at all. */
  static Desk desk(Path folder, Locale language, Consumer<Exception> unexpected) throws Exception {
    return desk(
        folder,
        language,
        (_, _) -> {
          throw new IllegalStateException("no host is needed");
        },
        unexpected);
  }

  static Desk desk(Path folder, Locale language, Connector hosts, Consumer<Exception> unexpected)
      throws Exception {
    Background background = new Background(Platform::runLater, unexpected);
    SettingsFile file = new SettingsFile(folder.resolve("settings.json"));
    return new Desk(
        new Words(Texts.of(language)),
        background,
        new FleetModel(hosts, background),
        new Navigator(),
        new TasksModel(background, new KeptJobs(folder.resolve("jobs"))),
        new Preferences(file, file.load(), background));
  }

  static EncryptionKey raw() throws PbsException {
    byte[] bytes = new byte[32];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) i;
    }
    return EncryptionKey.of(bytes);
  }

  static KeyFile file() throws PbsException {
    return KeyFile.create(raw(), Protection.none(), NOW);
  }

  static KeyFile other() throws PbsException {
    return KeyFile.create(EncryptionKey.generate(), Protection.none(), NOW);
  }

  static KeyFile locked() throws PbsException {
    return KeyFile.create(
        raw(), Protection.scrypt(Secret.of("passphrase".toCharArray()), "the usual"), NOW);
  }

  static Keepsake keepsake(KeyFile file) throws PbsException {
    return Keepsake.of(file, ZoneOffset.UTC);
  }

  static Custody custody(Keepsake keepsake, KeyRecords records) {
    return new Custody(PLACE, keepsake, records, InstantSource.fixed(NOW));
  }

  /** Says where to save and what to open; the printer is a list. */
  static final class Fake implements Outside {
    final List<String> names = new ArrayList<>();
    final List<PaperSheet> printed = new ArrayList<>();
    Optional<Path> save = Optional.empty();
    List<Path> open = List.of();
    boolean printer;

    @Override
    public Optional<Path> toSave(Node near, String title, String name) {
      names.add(name);
      return save;
    }

    @Override
    public Optional<Path> toDirectory(Node near, String title) {
      return save;
    }

    @Override
    public List<Path> toOpen(Node near, String title) {
      return open;
    }

    @Override
    public boolean hasPrinter() {
      return printer;
    }

    @Override
    public boolean print(Node near, List<PaperSheet> sheets, PaperPage page, String title) {
      names.add(title);
      return printed.addAll(sheets);
    }
  }
}
