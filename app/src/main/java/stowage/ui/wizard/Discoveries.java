package stowage.ui.wizard;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import javafx.scene.Node;
import stowage.config.StorageType;
import stowage.exec.HostException;
import stowage.exec.Reading;
import stowage.exec.Secret;
import stowage.host.Host;
import stowage.host.HostState;
import stowage.host.ServerScan;
import stowage.schema.InvalidException;
import stowage.schema.Properties;
import stowage.type.Scan;
import stowage.type.Scans;
import stowage.ui.form.FormModel;
import stowage.ui.frame.Desk;
import stowage.ui.host.HostModel;
import stowage.volume.ContentType;
import stowage.volume.Size;
import stowage.volume.Volume;

/** Which fields of a pool's form can be filled from what the host finds. */
final class Discoveries {

  /**
   * @param property the field that is filled
   * @param scan the word of the scan
   * @param arguments properties whose values the scan needs
   */
  private record Discovery(String property, String scan, List<String> arguments) {}

  private static final Map<StorageType, List<Discovery>> ALL =
      Map.of(
          StorageType.NFS, List.of(new Discovery("export", "nfs", List.of("server"))),
          StorageType.LVM, List.of(new Discovery("vgname", "lvm", List.of())),
          StorageType.LVMTHIN,
              List.of(
                  new Discovery("vgname", "lvm", List.of()),
                  new Discovery("thinpool", "lvmthin", List.of("vgname"))),
          StorageType.CIFS, List.of(new Discovery("share", "cifs", List.of("server"))),
          StorageType.GLUSTERFS, List.of(new Discovery("volume", "glusterfs", List.of("server"))),
          StorageType.ZFSPOOL, List.of(new Discovery("pool", "zfs", List.of())),
          StorageType.ISCSI, List.of(new Discovery("target", "iscsi", List.of("portal"))),
          StorageType.ISCSIDIRECT, List.of(new Discovery("target", "iscsi", List.of("portal"))),
          StorageType.RBD,
              List.of(
                  new Discovery("pool", "rbd", List.of()),
                  new Discovery("data-pool", "rbd", List.of())));

  private Discoveries() {}

  /** Controls for the form's properties, by key. */
  static Map<String, Function<FormModel.Entry, Node>> pickers(
      Desk desk, FormModel form, HostModel host) {
    Map<String, Function<FormModel.Entry, Node>> pickers = new HashMap<>();
    for (Discovery discovery : ALL.getOrDefault(form.schema().type(), List.of())) {
      Scans.all().stream()
          .filter(scan -> scan.word().equals(discovery.scan()))
          .findFirst()
          .ifPresent(scan ->
              pickers.put(
                  discovery.property(),
                  entry -> Picker.of(desk, entry, () -> found(form, discovery, scan, host))));
    }
    if (form.schema().type() == StorageType.PBS) {
      pickers.put(
          Properties.FINGERPRINT.key(),
          entry -> Picker.of(desk, entry, () -> certificate(new ServerEntry(desk, host, form))));
    }
    if (form.schema().type() == StorageType.LVM) {
      pickers.put("base", entry -> Picker.of(desk, entry, () -> units(host)));
    }
    return pickers;
  }

  /** What the server shows now, for a person to compare with what the form has. */
  private static Reading<List<Scan.Found>> certificate(ServerEntry server) throws Exception {
    return server
        .ask(ServerScan::certificate)
        .call()
        .map(shown -> List.of(new Scan.Found(shown.pin().text(), shown.subject())));
  }

  /** Units of the host's iSCSI pools, which volume groups can be made on. */
  private static Reading<List<Scan.Found>> units(HostModel host)
      throws HostException, InvalidException {
    Host open = host.host().orElse(null);
    if (open == null) {
      return Reading.failed("ui-plan.no-connection");
    }
    List<Scan.Found> found = new ArrayList<>();
    for (HostState.PoolState pool : open.refresh().pools()) {
      if (pool.pool().type() == StorageType.ISCSI
          && pool.availability() == HostState.Availability.USABLE) {
        switch (open.volumes(pool.pool().id(), Set.of(ContentType.IMAGES))) {
          case Reading.Failed<List<Volume>>(var reason) -> {
            return new Reading.Failed<>(reason);
          }
          case Reading.Known<List<Volume>>(var units) ->
              units.forEach(unit -> {
                Long size = unit.space().size();
                found.add(
                    new Scan.Found(
                        unit.id().toString(), size == null ? "" : new Size(size).text()));
              });
        }
      }
    }
    return Reading.known(found);
  }

  private static Reading<List<Scan.Found>> found(
      FormModel form, Discovery discovery, Scan scan, HostModel host) throws HostException {
    List<String> values =
        discovery.arguments().stream().map(key -> entered(form, key).strip()).toList();
    if (values.contains("")) {
      return Reading.failed("ui-form.fill-first", String.join(", ", discovery.arguments()));
    }
    Host open = host.host().orElse(null);
    if (open == null) {
      return Reading.failed("ui-plan.no-connection");
    }
    String password = entered(form, Properties.PASSWORD.key());
    try (Secret secret = Secret.of(password.toCharArray())) {
      return open.scan(
          scan,
          values,
          new Scan.Who(
              entered(form, Properties.USERNAME.key()).strip(),
              entered(form, Properties.DOMAIN.key()).strip(),
              password.isEmpty() ? null : secret));
    }
  }

  private static String entered(FormModel form, String key) {
    return form.entry(key).map(e -> e.text().get()).orElse("");
  }
}
