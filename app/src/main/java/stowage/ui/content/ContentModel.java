package stowage.ui.content;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;
import stowage.config.StorageId;
import stowage.exec.HostException;
import stowage.exec.Reading;
import stowage.host.Content;
import stowage.host.Guest;
import stowage.host.Host;
import stowage.message.Message;
import stowage.ui.host.HostModel;
import stowage.ui.work.Background;
import stowage.volume.ContentType;
import stowage.volume.Volume;

/**
 * What a pool holds. Filtering and sorting happen on arrays off the screen's thread, so that
 * 100,000 rows stay smooth.
 */
public final class ContentModel {

  /** How far the list is. */
  public sealed interface Phase {
    record Nothing() implements Phase {}

    /** The rows of the last list stay meanwhile. */
    record Loading() implements Phase {}

    record Loaded(Instant at, int count) implements Phase {}

    /** The rows that are shown are old, or there are none. */
    record Failed(Exception why) implements Phase {}
  }

  private final HostModel host;
  private final StorageId pool;
  private final Background background;
  private final ObservableList<Volume> rows = FXCollections.observableArrayList();
  private final ReadOnlyObjectWrapper<Phase> phase =
      new ReadOnlyObjectWrapper<>(new Phase.Nothing());
  private final ObjectProperty<ContentType> content =
      new SimpleObjectProperty<>(ContentType.IMAGES);
  private final StringProperty filter = new SimpleStringProperty("");
  private final ObjectProperty<@Nullable Comparator<Volume>> order = new SimpleObjectProperty<>();
  private Content all = Content.NONE;
  private Background.@Nullable Work<?> listing;
  private Background.@Nullable Work<?> arranging;

  public ContentModel(HostModel host, StorageId pool, Background background) {
    this.host = host;
    this.pool = pool;
    this.background = background;
    content.addListener((_, _, _) -> arrange());
    filter.addListener((_, _, _) -> arrange());
    order.addListener((_, _, _) -> arrange());
  }

  public StorageId pool() {
    return pool;
  }

  public HostModel host() {
    return host;
  }

  /** The rows in sight: of the chosen content type, filtered and sorted. */
  public ObservableList<Volume> rows() {
    return rows;
  }

  public ReadOnlyObjectProperty<Phase> phase() {
    return phase.getReadOnlyProperty();
  }

  public ObjectProperty<ContentType> content() {
    return content;
  }

  public StringProperty filter() {
    return filter;
  }

  public ObjectProperty<@Nullable Comparator<Volume>> order() {
    return order;
  }

  /** How many volumes of a content type there are. */
  public long count(ContentType type) {
    return all.volumes().stream().filter(v -> v.content() == type).count();
  }

  /** Guests that name the volume, as far as is known. */
  List<Guest> users(Volume volume) {
    return all.users(volume);
  }

  /** Why there may be users that nobody knows of; empty when all guests were asked. */
  Optional<Message> gap() {
    return all.gap();
  }

  /** Asks the host; an older question's answer is dropped. */
  public void load(Set<ContentType> wanted) {
    Host open = host.host().orElse(null);
    if (open == null) {
      return;
    }
    if (listing != null) {
      listing.discard();
    }
    phase.set(new Phase.Loading());
    listing =
        background
            .run(() -> listed(open.content(pool, wanted)))
            .then(content -> {
              all = content;
              phase.set(new Phase.Loaded(Instant.now(), content.volumes().size()));
              arrange();
            })
            .failed(why -> phase.set(new Phase.Failed(why)));
  }

  private static Content listed(Reading<Content> reading) throws HostException {
    return switch (reading) {
      case Reading.Known<Content>(var content) -> content;
      case Reading.Failed<Content>(var reason) -> throw new HostException.NoAnswer(reason);
    };
  }

  private void arrange() {
    if (arranging != null) {
      arranging.discard();
    }
    List<Volume> source = all.volumes();
    ContentType type = content.get();
    String text = filter.get().strip().toLowerCase(Locale.ROOT);
    Comparator<Volume> by = order.get();
    arranging = background.run(() -> arranged(source, type, text, by)).then(rows::setAll);
  }

  static List<Volume> arranged(
      List<Volume> source, ContentType type, String text, @Nullable Comparator<Volume> by) {
    var chosen =
        source.stream()
            .filter(v -> v.content() == type)
            .filter(v -> text.isEmpty() || matches(v, text));
    return (by == null ? chosen : chosen.sorted(by)).toList();
  }

  private static boolean matches(Volume volume, String text) {
    return contains(volume.id().name(), text)
        || contains(volume.format(), text)
        || contains(volume.owner(), text)
        || contains(volume.extra().notes(), text)
        || contains(volume.extra().parent(), text);
  }

  private static boolean contains(@Nullable String value, String text) {
    return value != null && value.toLowerCase(Locale.ROOT).contains(text);
  }

  public void close() {
    if (listing != null) {
      listing.discard();
    }
    if (arranging != null) {
      arranging.discard();
    }
  }
}
