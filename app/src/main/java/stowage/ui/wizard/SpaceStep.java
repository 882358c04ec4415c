package stowage.ui.wizard;

import java.util.List;
import java.util.Map;
import javafx.scene.Node;
import stowage.exec.Reading;
import stowage.schema.Problem;
import stowage.schema.Properties;
import stowage.type.Scan;
import stowage.ui.form.FormView;
import stowage.ui.frame.Desk;

/** Where on the server the backups go, out of what the account sees there. */
final class SpaceStep implements Step {
  private static final String DATASTORE = Properties.DATASTORE.key();
  private static final String NAMESPACE = Properties.NAMESPACE.key();

  private final ServerEntry entry;
  private final FormView form;
  private List<Scan.Found> datastores = List.of();

  SpaceStep(Desk desk, ServerEntry entry) {
    this.entry = entry;
    form =
        FormView.some(
            entry.form(),
            desk.words(),
            Map.of(
                DATASTORE,
                store -> Picker.of(desk, store, () -> Reading.known(datastores)),
                NAMESPACE,
                space -> Picker.of(desk, space, this::namespaces)),
            List.of(DATASTORE, NAMESPACE));
  }

  void offer(List<Scan.Found> found) {
    datastores = found;
    if (found.size() == 1 && entry.entered(Properties.DATASTORE).isEmpty()) {
      entry.enter(Properties.DATASTORE, found.getFirst().name());
    }
  }

  private Reading<List<Scan.Found>> namespaces() throws Exception {
    String store = entry.entered(Properties.DATASTORE);
    return entry.visit((scan, server, account) -> scan.namespaces(server, account, store)).call();
  }

  @Override
  public String word() {
    return "space";
  }

  @Override
  public Node node() {
    return form;
  }

  @Override
  public void leave(StepFrame frame, Runnable on) {
    String store = entry.entered(Properties.DATASTORE);
    String space = entry.entered(Properties.NAMESPACE);
    if (store.isEmpty()) {
      show(Problem.of(DATASTORE, "problem.required"));
    } else if (datastores.stream().noneMatch(found -> found.name().equals(store))) {
      show(Problem.of(DATASTORE, "server.no-datastore", store));
    } else {
      entry.form().show(List.of());
      frame.read(
          entry.visit((scan, server, account) -> scan.namespaces(server, account, store)),
          found -> {
            if (space.isEmpty() || found.stream().anyMatch(f -> f.name().equals(space))) {
              on.run();
            } else {
              show(Problem.of(NAMESPACE, "server.no-namespace", space, store));
            }
          });
    }
  }

  private void show(Problem problem) {
    entry.form().show(List.of(problem));
    form.focusProblem();
  }

  @Override
  public void focus() {
    form.focusFirst();
  }
}
