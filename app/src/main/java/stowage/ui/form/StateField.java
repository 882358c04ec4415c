package stowage.ui.form;

import java.util.List;
import java.util.Optional;
import javafx.scene.control.ComboBox;
import stowage.host.Host;
import stowage.type.Snapshot;
import stowage.ui.frame.Desk;
import stowage.volume.VolumeId;

/** Which state of a volume is meant: the present one, or one of its snapshots. */
public final class StateField {
  private final Desk desk;
  private final VolumeId volume;
  private final ComboBox<String> states = new ComboBox<>();
  private final Field field;

  /** Only the present state, which is not worth being shown, until there is more to choose. */
  public StateField(Desk desk, VolumeId volume) {
    this.desk = desk;
    this.volume = volume;
    states.setMaxWidth(Double.MAX_VALUE);
    states.getItems().add(desk.say("ui-content.state-present"));
    states.getSelectionModel().selectFirst();
    field = new Field(desk.say("ui-content.state"), states, "");
    field.setVisible(false);
    field.managedProperty().bind(field.visibleProperty());
  }

  public Field field() {
    return field;
  }

  /** Shows the choice once it is known that there is one. */
  public void offer(Host host) {
    desk.background()
        .run(() -> host.snapshots(volume).optional().orElse(List.of()))
        .then(found -> {
          states.getItems().addAll(found.stream().map(Snapshot::name).toList());
          field.setVisible(!found.isEmpty());
        })
        // Then only the present state is offered.
        .failed(_ -> field.setVisible(false));
  }

  /** The snapshot; empty for the present state. */
  public Optional<String> chosen() {
    return states.getSelectionModel().getSelectedIndex() < 1
        ? Optional.empty()
        : Optional.of(states.getValue());
  }
}
