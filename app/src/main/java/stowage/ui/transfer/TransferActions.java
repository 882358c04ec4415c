package stowage.ui.transfer;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.input.DragEvent;
import javafx.scene.input.TransferMode;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignD;
import org.kordamp.ikonli.materialdesign2.MaterialDesignS;
import org.kordamp.ikonli.materialdesign2.MaterialDesignU;
import org.kordamp.ikonli.materialdesign2.MaterialDesignW;
import stowage.message.Message;
import stowage.type.Backend;
import stowage.type.Feature;
import stowage.type.Pool;
import stowage.ui.frame.Desk;
import stowage.ui.look.Guarded;
import stowage.ui.look.Look;
import stowage.volume.Volume;

/** The buttons for files and volumes that come or go. One that can't be used says why. */
public final class TransferActions {
  private final Desk desk;
  private final Reasons reasons;
  private final TransferWork work;
  private final Guarded upload;
  private final Guarded fetch;
  private final Guarded download;
  private final Guarded send;
  private List<Volume> chosen = List.of();

  /** Why something can't be done with a pool or its volumes. */
  @FunctionalInterface
  public interface Reasons {
    /**
     * @param volumes none to ask about the pool in general
     * @return empty when it can
     */
    String why(Optional<Backend> backend, Pool pool, Feature feature, List<Volume> volumes);
  }

  public TransferActions(Desk desk, Reasons reasons, TransferWork work) {
    this.desk = desk;
    this.reasons = reasons;
    this.work = work;
    upload = button("upload", MaterialDesignU.UPLOAD, () -> work.upload(List.of()));
    fetch = button("fetch", MaterialDesignW.WEB, work::fetch);
    download = button("download", MaterialDesignD.DOWNLOAD, () -> work.download(chosen.getFirst()));
    send = button("send", MaterialDesignS.SEND_OUTLINE, () -> work.send(chosen.getFirst()));
  }

  private Guarded button(String name, Ikon shape, Runnable action) {
    return new Guarded(Look.button(desk.say("ui-transfer." + name), shape, action));
  }

  public List<Guarded> buttons() {
    return List.of(upload, fetch, download, send);
  }

  /** Those for which backups don't come into question. */
  public List<Guarded> notOfBackups() {
    return List.of(send);
  }

  /** Files that are dropped there are uploaded, as if the button had been pressed. */
  public void takeDropsOn(Node list) {
    list.setOnDragOver(e -> {
      if (e.getDragboard().hasFiles() && !upload.button().isDisabled()) {
        e.acceptTransferModes(TransferMode.COPY);
      }
      e.consume();
    });
    list.setOnDragDropped(this::drop);
  }

  private void drop(DragEvent e) {
    List<Path> files = e.getDragboard().getFiles().stream().map(File::toPath).toList();
    boolean taken = !files.isEmpty() && !upload.button().isDisabled();
    if (taken) {
      work.upload(files);
    }
    e.setDropCompleted(taken);
    e.consume();
  }

  public void enable(Pool pool, Optional<Backend> backend, boolean readOnly, List<Volume> now) {
    chosen = List.copyOf(now);
    String one = chosen.size() == 1 ? "" : desk.say("ui-content.choose-one");
    // It changes nothing on the host.
    download.set(one.isEmpty() ? whyNoDownload(backend) : one);
    if (readOnly) {
      List.of(upload, fetch, send).forEach(b -> b.lock(desk.say("ui-plan.read-only")));
      return;
    }
    String taking = reasons.why(backend, pool, Feature.UPLOAD, List.of());
    upload.set(taking);
    fetch.set(taking);
    send.set(one.isEmpty() ? reasons.why(backend, pool, Feature.EXPORT, chosen) : one);
  }

  private String whyNoDownload(Optional<Backend> backend) {
    Volume volume = chosen.getFirst();
    boolean file =
        backend.flatMap(Backend::intake).isPresent() && !volume.format().equals("subvol");
    return file ? "" : desk.words().say(Message.of("ui-transfer.no-download", volume.id().name()));
  }
}
