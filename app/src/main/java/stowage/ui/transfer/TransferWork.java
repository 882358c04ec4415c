package stowage.ui.transfer;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import stowage.config.StorageId;
import stowage.host.Host;
import stowage.host.HostCopy;
import stowage.host.HostState;
import stowage.schema.InvalidException;
import stowage.schema.Problem;
import stowage.type.Backend;
import stowage.type.Backends;
import stowage.type.Feature;
import stowage.type.Intake;
import stowage.type.Pool;
import stowage.type.Transfer;
import stowage.ui.frame.Desk;
import stowage.ui.host.HostModel;
import stowage.ui.plan.Drawer;
import stowage.volume.ContentType;
import stowage.volume.Volume;

/** What the buttons for files and volumes that come or go begin, each in the drawer. */
public final class TransferWork {
  private final Desk desk;
  private final HostModel host;
  private final StorageId id;
  private final Drawer drawer;
  private final Supplier<ContentType> shown;

  /**
   * @param shown the content type that is looked at
   */
  public TransferWork(
      Desk desk, HostModel host, StorageId id, Drawer drawer, Supplier<ContentType> shown) {
    this.desk = desk;
    this.host = host;
    this.id = id;
    this.drawer = drawer;
    this.shown = shown;
  }

  private Optional<Pool> pool() {
    return host.known().flatMap(s -> s.pool(id)).map(HostState.PoolState::pool);
  }

  /**
   * @param files one after the other; none to let the user choose
   */
  void upload(List<Path> files) {
    pool()
        .ifPresent(pool -> {
          UploadForm[] form = new UploadForm[1];
          form[0] =
              new UploadForm(
                  desk,
                  pool,
                  shown.get(),
                  order ->
                      drawer.change(
                          host,
                          (open, tell) -> Upload.prepared(open, id, order, tell),
                          problems -> {
                            reopen(form[0].node());
                            form[0].show(problems);
                          },
                          () -> {
                            if (files.size() > 1) {
                              upload(files.subList(1, files.size()));
                            }
                          }),
                  drawer::close);
          files.stream().findFirst().ifPresent(form[0]::take);
          reopen(form[0].node());
          form[0].show(List.of());
        });
  }

  void fetch() {
    pool()
        .ifPresent(pool -> {
          FetchForm[] form = new FetchForm[1];
          form[0] =
              new FetchForm(
                  desk,
                  pool,
                  shown.get(),
                  (arrival, origin) ->
                      drawer.change(
                          open -> open.files().planFetch(id, arrival, origin),
                          problems -> {
                            reopen(form[0].node());
                            form[0].show(problems);
                          }),
                  drawer::close);
          reopen(form[0].node());
          form[0].show(List.of());
        });
  }

  void download(Volume volume) {
    DownloadForm[] form = new DownloadForm[1];
    form[0] =
        new DownloadForm(
            desk,
            volume,
            order -> {
              AtomicBoolean again = new AtomicBoolean();
              drawer.change(
                  host,
                  (open, _) ->
                      Download.prepared(
                          open, volume, again.getAndSet(true) ? order.goingOn() : order),
                  problems -> {
                    reopen(form[0].node());
                    form[0].show(problems);
                  },
                  () -> {});
            },
            drawer::close);
    reopen(form[0].node());
    form[0].show(List.of());
  }

  void send(Volume volume) {
    SendForm[] form = new SendForm[1];
    form[0] =
        new SendForm(
            desk,
            volume,
            places(volume.content()),
            entered -> send(volume, entered, form[0]),
            drawer::close);
    if (pool().filter(p -> travelsAsSnapshot(p, volume)).isPresent()) {
      host.host().ifPresent(open -> form[0].offerSnapshots(open));
    }
    reopen(form[0].node());
    form[0].show(List.of());
  }

  private void send(Volume volume, SendForm.Entered entered, SendForm form) {
    Optional<HostModel> target = desk.fleet().host(entered.host());
    Optional<Host> from = host.host();
    if (target.isEmpty() || from.isEmpty()) {
      form.show(List.of(Problem.of("host", "ui-plan.no-connection")));
      return;
    }
    HostCopy.Order order =
        new HostCopy.Order(volume.id(), entered.pool(), entered.guest(), entered.snapshot());
    drawer.change(
        target.get(),
        (open, _) -> Copy.prepared(new HostCopy(from.get(), open), order),
        problems -> {
          reopen(form.node());
          form.show(problems);
        },
        () -> {});
  }

  /** Pools of all connected hosts where a volume or file can be made, this host's first. */
  private Map<String, List<StorageId>> places(ContentType content) {
    Map<String, List<StorageId>> places = new LinkedHashMap<>();
    offer(host, content, places);
    desk.fleet().hosts().stream().filter(h -> h != host).forEach(h -> offer(h, content, places));
    return places;
  }

  private void offer(HostModel one, ContentType content, Map<String, List<StorageId>> places) {
    if (one.host().isEmpty()) {
      return;
    }
    List<StorageId> pools =
        one.known().stream()
            .flatMap(s -> s.pools().stream())
            .filter(p -> p.availability() == HostState.Availability.USABLE)
            .map(HostState.PoolState::pool)
            .filter(p -> one != host || !p.id().equals(id))
            .filter(p -> p.contents().contains(content))
            .filter(p -> takes(p, content))
            .map(Pool::id)
            .toList();
    if (!pools.isEmpty()) {
      places.put(one.name(), pools);
    }
  }

  private static boolean takes(Pool pool, ContentType content) {
    Feature feature = Intake.CONTENTS.contains(content) ? Feature.UPLOAD : Feature.ALLOCATE;
    return Backends.of(pool.type())
        .filter(b -> b.transfer().isPresent())
        .filter(b -> b.supports(feature, pool, null).possible())
        .isPresent();
  }

  private static boolean travelsAsSnapshot(Pool pool, Volume volume) {
    Optional<Backend> backend = Backends.of(pool.type());
    Optional<Transfer> transfer = backend.flatMap(Backend::transfer);
    if (transfer.isEmpty()) {
      return false;
    }
    try {
      var name = backend.get().parse(volume.id().name());
      // Whichever it is called.
      var one = new Transfer.Extent(null, "snapshot", false);
      return !transfer.get().exports(pool, name, one).isEmpty();
    } catch (InvalidException _) {
      return false;
    }
  }

  private void reopen(javafx.scene.Node form) {
    drawer.leave();
    drawer.open(form);
  }
}
