package stowage.ui.content;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import javafx.scene.control.SelectionMode;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import stowage.host.Guest;
import stowage.ui.frame.Desk;
import stowage.ui.look.Rows;
import stowage.volume.ContentType;
import stowage.volume.Volume;

/** One row for each volume. Which columns are there depends on the content type. */
final class VolumeTable {
  private static final Set<ContentType> GUESTS =
      EnumSet.of(ContentType.IMAGES, ContentType.ROOTDIR);
  private static final double NARROWEST = 88;
  private static final double NAME = 168;
  private static final double DATE = 144;
  private static final NaturalOrder NATURAL = new NaturalOrder();

  private final Desk desk;
  private final ContentModel model;
  private final TableView<Volume> table;
  private final DateTimeFormatter time;

  VolumeTable(Desk desk, ContentModel model) {
    this.desk = desk;
    this.model = model;
    table = Rows.table(desk.say("ui-content.volumes"), desk.say("ui-content.none"));
    table.getSelectionModel().setSelectionMode(SelectionMode.MULTIPLE);
    table.setItems(model.rows());
    time =
        DateTimeFormatter.ofLocalizedDateTime(FormatStyle.SHORT)
            .withLocale(desk.words().locale())
            .withZone(ZoneId.systemDefault());
    // The model sorts, in the background; the table only says by what.
    table.setSortPolicy(sorted -> {
      model.order().set(order(sorted));
      return true;
    });
  }

  TableView<Volume> table() {
    return table;
  }

  void show(ContentType content) {
    table.getSortOrder().clear();
    table.getColumns().clear();
    add("name", 280, v -> v.id().name(), Comparator.comparing(v -> v.id().name(), NATURAL));
    add("format", 88, Volume::format, Comparator.comparing(Volume::format));
    add(
        "size",
        104,
        v -> desk.words().size(v.space().size()),
        Comparator.comparingLong(v -> v.space().size()));
    if (GUESTS.contains(content)) {
      add("used", 104, VolumeTable.this::used, Comparator.comparingLong(VolumeTable::usedBytes));
    }
    if (GUESTS.contains(content) || content == ContentType.BACKUP) {
      add("owner", 80, v -> v.guest().orElse(""), by(v -> v.owner() == null ? "" : v.owner()));
    }
    if (GUESTS.contains(content)) {
      Function<Volume, String> users = v -> users(model.users(v));
      add("used-by", 136, users, by(users));
      add("parent", 112, v -> text(v.extra().parent()), by(v -> text(v.extra().parent())));
      add(
          "snapshots",
          96,
          v -> text(v.extra().snapshots()),
          Comparator.comparingInt(v -> Optional.ofNullable(v.extra().snapshots()).orElse(-1)));
    }
    add("date", 152, v -> date(v.extra().created()), Comparator.comparing(VolumeTable::created));
    if (content == ContentType.BACKUP) {
      add("notes", 200, v -> text(v.extra().notes()), by(v -> text(v.extra().notes())));
      add(
          "protected",
          96,
          v -> v.extra().isProtected() ? desk.words().yesNo(true) : "",
          Comparator.comparing(v -> v.extra().isProtected()));
    }
  }

  private void add(
      String name, double width, Function<Volume, String> shown, Comparator<Volume> order) {
    TableColumn<Volume, String> column =
        Rows.text(desk.say("ui-content.col-" + name), width, shown);
    // Beside the drawer there is little room: what does not fit is scrolled to, not cut off.
    column.setMinWidth(
        switch (name) {
          case "name" -> NAME;
          case "date" -> DATE;
          default -> Math.min(width, NARROWEST);
        });
    column.setUserData(order);
    table.getColumns().add(column);
  }

  private static Comparator<Volume> by(Function<Volume, String> key) {
    return Comparator.comparing(key, NATURAL);
  }

  @SuppressWarnings("unchecked") // add() puts nothing else there
  private static @org.jspecify.annotations.Nullable Comparator<Volume> order(
      TableView<Volume> sorted) {
    Comparator<Volume> all = null;
    for (TableColumn<Volume, ?> column : sorted.getSortOrder()) {
      Comparator<Volume> one = (Comparator<Volume>) column.getUserData();
      Comparator<Volume> directed =
          column.getSortType() == TableColumn.SortType.DESCENDING ? one.reversed() : one;
      all = all == null ? directed : all.thenComparing(directed);
    }
    return all;
  }

  private static String users(List<Guest> guests) {
    return guests.stream().map(Guest::label).collect(Collectors.joining(", "));
  }

  private String used(Volume volume) {
    Long used = volume.space().used();
    return used == null ? "" : desk.words().size(used);
  }

  private static long usedBytes(Volume volume) {
    return Optional.ofNullable(volume.space().used()).orElse(-1L);
  }

  private String date(@org.jspecify.annotations.Nullable Instant at) {
    return at == null ? "" : time.format(at);
  }

  private static Instant created(Volume volume) {
    return Optional.ofNullable(volume.extra().created()).orElse(Instant.EPOCH);
  }

  private static String text(@org.jspecify.annotations.Nullable Object value) {
    return value == null ? "" : value.toString();
  }
}
