package stowage.ui.content;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.scene.layout.FlowPane;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignA;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignP;
import org.kordamp.ikonli.materialdesign2.MaterialDesignT;
import stowage.config.StorageType;
import stowage.message.Message;
import stowage.schema.InvalidException;
import stowage.type.Backend;
import stowage.type.Feature;
import stowage.type.Pool;
import stowage.type.Support;
import stowage.ui.frame.Desk;
import stowage.ui.look.Guarded;
import stowage.ui.look.Look;
import stowage.volume.Volume;
import stowage.volume.VolumeName;

/** The buttons above the table. One that can't be used says why. */
final class VolumeActions {
  private final Desk desk;
  private final Guarded allocate;
  private final Guarded resize;
  private final Guarded snapshots;
  private final Guarded free;
  private List<Volume> chosen = List.of();

  VolumeActions(
      Desk desk,
      Runnable allocate,
      Consumer<Volume> resize,
      Consumer<Volume> snapshots,
      Consumer<List<Volume>> free) {
    this.desk = desk;
    this.allocate = button("ui-content.new", MaterialDesignP.PLUS, allocate);
    this.resize =
        button(
            "ui-content.resize",
            MaterialDesignA.ARROW_EXPAND_HORIZONTAL,
            () -> resize.accept(chosen.getFirst()));
    this.snapshots =
        button(
            "ui-content.col-snapshots",
            MaterialDesignC.CAMERA_OUTLINE,
            () -> snapshots.accept(chosen.getFirst()));
    this.free =
        button("ui-content.remove", MaterialDesignT.TRASH_CAN_OUTLINE, () -> free.accept(chosen));
  }

  private Guarded button(String key, Ikon shape, Runnable action) {
    return new Guarded(Look.button(desk.say(key), shape, action));
  }

  /** Takes a second line where the window is narrow. */
  FlowPane bar() {
    return new FlowPane(8, 8, allocate, resize, snapshots, free);
  }

  /** Those for which only disks of guests come into question. */
  List<Guarded> ofGuests() {
    return List.of(allocate, resize, snapshots);
  }

  void enable(Pool pool, Optional<Backend> backend, boolean readOnly, List<Volume> now) {
    chosen = List.copyOf(now);
    List<Guarded> all = List.of(allocate, resize, snapshots, free);
    if (readOnly) {
      all.forEach(button -> button.lock(desk.say("ui-plan.read-only")));
      // To look at them changes nothing.
      snapshots.set(one(backend, pool, Feature.SNAPSHOT));
      return;
    }
    allocate.set(why(backend, pool, Feature.ALLOCATE, List.of()));
    resize.set(one(backend, pool, Feature.RESIZE));
    snapshots.set(one(backend, pool, Feature.SNAPSHOT));
    free.set(
        chosen.isEmpty()
            ? desk.say("ui-content.choose-some")
            : pool.type() == StorageType.PBS
                ? whyNoForget()
                : why(backend, pool, Feature.FREE, chosen));
  }

  /** The backup server removes it, not the host. */
  private String whyNoForget() {
    return chosen.stream()
        .filter(v -> v.extra().isProtected())
        .findFirst()
        .map(v -> desk.words().say(Message.of("problem.volume-protected", v.id().name())))
        .orElse("");
  }

  private String one(Optional<Backend> backend, Pool pool, Feature feature) {
    return chosen.size() == 1
        ? why(backend, pool, feature, chosen)
        : desk.say("ui-content.choose-one");
  }

  /** Empty when it is possible with all of them. */
  String why(Optional<Backend> backend, Pool pool, Feature feature, List<Volume> volumes) {
    if (backend.isEmpty()) {
      return desk.say("ui-content.type-unknown");
    }
    if (volumes.isEmpty()) {
      return said(backend.get().supports(feature, pool, null));
    }
    return volumes.stream()
        .map(v -> said(backend.get().supports(feature, pool, name(backend.get(), v))))
        .filter(reason -> !reason.isEmpty())
        .findFirst()
        .orElse("");
  }

  private static @Nullable VolumeName name(Backend backend, Volume volume) {
    try {
      return backend.parse(volume.id().name());
    } catch (InvalidException _) {
      // The pool's listing has it, whatever its name: ask about the pool in general.
      return null;
    }
  }

  private String said(Support support) {
    return switch (support) {
      case Support.Yes() -> "";
      case Support.No(var reason) -> desk.words().say(reason);
    };
  }
}
