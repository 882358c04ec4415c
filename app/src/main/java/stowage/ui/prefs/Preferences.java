package stowage.ui.prefs;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import javafx.animation.PauseTransition;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.util.Duration;
import org.jspecify.annotations.Nullable;
import stowage.settings.Choices;
import stowage.settings.HostEntry;
import stowage.settings.KeyRecords;
import stowage.settings.Layout;
import stowage.settings.Settings;
import stowage.settings.SettingsFile;
import stowage.ui.work.Background;

/** The settings while the program runs: changed at once, saved a moment later. */
public final class Preferences {
  private final SettingsFile file;
  private final Background background;
  private final ReadOnlyObjectWrapper<Settings> settings;
  private final ReadOnlyObjectWrapper<Choices> choices;
  private final ObjectProperty<@Nullable Path> putAside;
  private final KeyRecords keys;
  private volatile Settings newest;
  private boolean closed;
  private final PauseTransition pause = new PauseTransition(Duration.millis(800));

  public Preferences(SettingsFile file, SettingsFile.Loaded loaded, Background background) {
    this.file = file;
    this.background = background;
    this.newest = loaded.settings();
    this.settings = new ReadOnlyObjectWrapper<>(loaded.settings());
    this.choices = new ReadOnlyObjectWrapper<>(loaded.settings().choices());
    this.keys = KeyRecords.beside(file);
    this.putAside = new SimpleObjectProperty<>(loaded.putAside());
    pause.setOnFinished(_ -> save());
  }

  public Settings settings() {
    return settings.get();
  }

  public ReadOnlyObjectProperty<Choices> choices() {
    return choices.getReadOnlyProperty();
  }

  /** Where an unreadable file was moved to; null for nowhere, or when that has been read. */
  public ObjectProperty<@Nullable Path> putAside() {
    return putAside;
  }

  /** What was done so that keys are not lost; its methods block. */
  public KeyRecords keys() {
    return keys;
  }

  public Path path() {
    return file.path();
  }

  public void change(Choices changed) {
    change(settings.get().with(changed));
    choices.set(changed);
  }

  public void change(Layout changed) {
    change(settings.get().with(changed));
  }

  public void change(List<HostEntry> hosts) {
    change(settings.get().with(hosts));
  }

  /** Whether this computer goes to a backup server by itself. */
  public boolean isDirect(String server) {
    return settings.get().isDirect(server);
  }

  public void direct(String server, boolean on) {
    change(settings.get().direct(server, on));
  }

  /** Part of 1 from which a pool's use is worth a warning. */
  public double threshold() {
    return choices.get().usageThreshold() / 100.0;
  }

  private void change(Settings changed) {
    if (!changed.equals(settings.get())) {
      settings.set(changed);
      newest = changed;
      pause.playFromStart();
    }
  }

  private void save() {
    background.run(() -> {
      write(false);
      return true;
    });
  }

  /** One at a time and always the newest, so that no late thread brings back something older. */
  private synchronized void write(boolean last) throws IOException {
    if (!closed) {
      closed = last;
      file.save(newest);
    }
  }

  /** Saves what has not been saved yet, at the program's end. */
  public void close() throws IOException {
    pause.stop();
    write(true);
  }
}
