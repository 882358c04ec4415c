package stowage.ui.content;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignF;
import org.kordamp.ikonli.materialdesign2.MaterialDesignR;
import stowage.schema.InvalidException;
import stowage.type.Backend;
import stowage.type.Feature;
import stowage.type.Pool;
import stowage.ui.frame.Desk;
import stowage.ui.look.Guarded;
import stowage.ui.look.Look;
import stowage.volume.Volume;

/** The buttons for volumes that come from others. One that can't be used says why. */
final class FamilyActions {
  private final Desk desk;
  private final VolumeActions volumes;
  private final Guarded clone;
  private final Guarded copy;
  private final Guarded rename;
  private final Guarded template;
  private List<Volume> chosen = List.of();

  FamilyActions(Desk desk, VolumeActions volumes, FamilyWork work) {
    this.desk = desk;
    this.volumes = volumes;
    clone = button("ui-content.clone", MaterialDesignC.CONTENT_DUPLICATE, work::clone);
    copy = button("ui-content.copy", MaterialDesignC.CONTENT_COPY, work::copy);
    rename = button("ui-content.rename", MaterialDesignR.RENAME_BOX, work::rename);
    template = button("ui-content.template", MaterialDesignF.FILE_LOCK_OUTLINE, work::template);
  }

  private Guarded button(String key, Ikon shape, Consumer<Volume> action) {
    return new Guarded(Look.button(desk.say(key), shape, () -> action.accept(chosen.getFirst())));
  }

  List<Guarded> buttons() {
    return List.of(clone, copy, rename, template);
  }

  void enable(Pool pool, Optional<Backend> backend, boolean readOnly, List<Volume> now) {
    chosen = List.copyOf(now);
    String general = readOnly ? desk.say("ui-plan.read-only") : "";
    String one = chosen.size() == 1 ? general : desk.say("ui-content.choose-one");
    clone.set(one.isEmpty() ? ofSnapshots(backend, pool, Feature.LINKED_CLONE) : one);
    copy.set(one.isEmpty() ? ofSnapshots(backend, pool, Feature.FULL_COPY) : one);
    rename.set(one.isEmpty() ? volumes.why(backend, pool, Feature.RENAME, chosen) : one);
    template.set(one.isEmpty() ? volumes.why(backend, pool, Feature.TEMPLATE, chosen) : one);
  }

  /** What the volume itself can't do, one of its snapshots perhaps can. */
  private String ofSnapshots(Optional<Backend> backend, Pool pool, Feature feature) {
    Volume volume = chosen.getFirst();
    Integer snapshots = volume.extra().snapshots();
    boolean some = snapshots == null || snapshots > 0;
    return some && backend.filter(b -> ofSnapshot(b, pool, feature, volume)).isPresent()
        ? ""
        : volumes.why(backend, pool, feature, chosen);
  }

  static boolean ofSnapshot(Backend backend, Pool pool, Feature feature, Volume volume) {
    try {
      return backend.supportsSnapshot(feature, pool, backend.parse(volume.id().name())).possible();
    } catch (InvalidException _) {
      return false;
    }
  }
}
