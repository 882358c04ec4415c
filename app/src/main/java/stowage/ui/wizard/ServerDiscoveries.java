package stowage.ui.wizard;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import javafx.scene.Node;
import stowage.exec.HostException;
import stowage.exec.Reading;
import stowage.exec.Secret;
import stowage.host.Host;
import stowage.host.ServerScan;
import stowage.pbs.server.Account;
import stowage.pbs.server.Endpoint;
import stowage.pbs.server.Pin;
import stowage.schema.Properties;
import stowage.type.Scan;
import stowage.ui.form.FormModel;
import stowage.ui.frame.Desk;
import stowage.ui.host.HostModel;

/** What a backup server tells while its pool is filled in: certificate, datastores, namespaces. */
final class ServerDiscoveries {
  private final FormModel form;
  private final HostModel host;

  private ServerDiscoveries(FormModel form, HostModel host) {
    this.form = form;
    this.host = host;
  }

  static Map<String, Function<FormModel.Entry, Node>> pickers(
      Desk desk, FormModel form, HostModel host) {
    ServerDiscoveries here = new ServerDiscoveries(form, host);
    Map<String, Function<FormModel.Entry, Node>> pickers = new HashMap<>();
    pickers.put(
        Properties.FINGERPRINT.key(),
        entry -> Picker.of(desk, entry, () -> here.ask(ServerScan::certificate)));
    pickers.put(
        Properties.DATASTORE.key(),
        entry -> Picker.of(desk, entry, () -> here.ask(ServerScan::datastores)));
    pickers.put(Properties.NAMESPACE.key(), entry -> Picker.of(desk, entry, here::namespaces));
    return pickers;
  }

  @FunctionalInterface
  private interface Question {
    Reading<List<Scan.Found>> ask(ServerScan scan, Endpoint server, Account account)
        throws HostException;
  }

  private Reading<List<Scan.Found>> namespaces() throws HostException {
    String datastore = entered(Properties.DATASTORE.key());
    return datastore.isEmpty()
        ? Reading.failed("ui-form.fill-first", Properties.DATASTORE.key())
        : ask((scan, server, account) -> scan.namespaces(server, account, datastore));
  }

  private Reading<List<Scan.Found>> ask(Question question) throws HostException {
    Host open = host.host().orElse(null);
    if (open == null) {
      return Reading.failed("ui-plan.no-connection");
    }
    String server = entered(Properties.SERVER.key());
    String user = entered(Properties.PBS_USERNAME.key());
    String password = entered(Properties.PASSWORD.key());
    if (server.isEmpty() || password.isEmpty()) {
      return Reading.failed("ui-form.fill-first", "server, username, password");
    }
    try (Secret secret = Secret.of(password.toCharArray())) {
      return question.ask(
          open.backupServers(),
          endpoint(server),
          new Account(user.isEmpty() ? "root@pam" : user, secret));
    } catch (IllegalArgumentException _) {
      return Reading.failed("problem.server-address", server, entered(Properties.PBS_PORT.key()));
    }
  }

  private Endpoint endpoint(String server) {
    String port = entered(Properties.PBS_PORT.key());
    return Endpoint.direct(
        server,
        port.isEmpty() ? Endpoint.USUAL_PORT : Integer.parseInt(port),
        Pin.parse(entered(Properties.FINGERPRINT.key())).orElse(null));
  }

  private String entered(String key) {
    return form.entry(key).map(e -> e.text().get().strip()).orElse("");
  }
}
