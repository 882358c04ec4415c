package stowage.ui.content;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import javafx.scene.control.SelectionMode;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import stowage.host.Guest;
import stowage.schema.Properties;
import stowage.ui.frame.Desk;
import stowage.ui.look.Look;
import stowage.ui.look.Rows;
import stowage.ui.look.Status;
import stowage.volume.Assurance;
import stowage.volume.ContentType;
import stowage.volume.Volume;

/** One row for each volume. Which columns are there depends on the content type. */
final class VolumeTable {
  private static final Set<ContentType> GUESTS =
      EnumSet.of(ContentType.IMAGES, ContentType.ROOTDIR);
  private static final NaturalOrder NATURAL = new NaturalOrder();

  private final Desk desk;
  private final ContentModel model;
  private final boolean onServer;
  private final TableView<Volume> table;
  private final DateTimeFormatter time;

  /**
   * @param onServer whether a backup server keeps the backups
   */
  VolumeTable(Desk desk, ContentModel model, boolean onServer) {
    this.desk = desk;
    this.model = model;
    this.onServer = onServer;
    table = Rows.table(desk.say("ui-content.volumes"), desk.say("ui-content.none"));
    table.getSelectionModel().setSelectionMode(SelectionMode.MULTIPLE);
    Rows.yieldingColumns(table);
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
    add("name", 280, v -> name(content, v), Comparator.comparing(v -> v.id().name(), NATURAL));
    if (content != ContentType.BACKUP || !onServer) {
      // There the name says as much, and there is no room to spare.
      add("format", 88, Volume::format, Comparator.comparing(Volume::format));
    }
    add(
        "size",
        104,
        v -> desk.words().size(v.space().size()),
        Comparator.comparingLong(v -> Optional.ofNullable(v.space().size()).orElse(-1L)));
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
    if (content == ContentType.BACKUP && onServer) {
      add(
              "verified",
              112,
              v -> word("verified", verification(v)),
              byWord(VolumeTable::verification))
          .setCellFactory(_ -> new VerifiedCell());
      add("encrypted", 112, this::encrypted, by(this::encrypted));
    }
  }

  /** Without the folder that all of one content have. */
  private static String name(ContentType content, Volume volume) {
    String name = volume.id().name();
    String folder = content.word() + "/";
    return name.startsWith(folder) ? name.substring(folder.length()) : name;
  }

  private String word(String column, Enum<?> value) {
    return desk.say("ui-content." + column + "-" + value.name().toLowerCase(Locale.ROOT));
  }

  /** One that the pool's present key does not open needs another one when it is restored. */
  private String encrypted(Volume volume) {
    Assurance told = volume.extra().assurance();
    String word = word("encrypted", encryption(volume));
    if (told == null || told.key().isEmpty() || encryption(volume) == Assurance.Encryption.NONE) {
      return word;
    }
    return model
        .host()
        .known()
        .flatMap(state -> state.pool(model.pool()))
        .map(found -> found.pool().values().getOrDefault(Properties.ENCRYPTION_KEY.key(), ""))
        .filter(own -> own.length() == told.key().length() && !own.equalsIgnoreCase(told.key()))
        .map(_ -> desk.say("ui-content.encrypted-other"))
        .orElse(word);
  }

  private static Assurance.Verification verification(Volume volume) {
    Assurance told = volume.extra().assurance();
    return told == null ? Assurance.Verification.UNKNOWN : told.verification();
  }

  private static Assurance.Encryption encryption(Volume volume) {
    Assurance told = volume.extra().assurance();
    return told == null ? Assurance.Encryption.UNKNOWN : told.encryption();
  }

  /** A backup that did not pass is not to be overlooked among many. */
  private static final class VerifiedCell extends TableCell<Volume, String> {
    @Override
    protected void updateItem(@org.jspecify.annotations.Nullable String word, boolean empty) {
      super.updateItem(word, empty);
      Volume row = getTableRow() == null ? null : getTableRow().getItem();
      boolean failed = !empty && row != null && verification(row) == Assurance.Verification.FAILED;
      setText(empty ? null : word);
      setGraphic(failed ? Look.icon(Status.PROBLEM.shape(), Status.PROBLEM.tone()) : null);
    }
  }

  private TableColumn<Volume, String> add(
      String name, double width, Function<Volume, String> shown, Comparator<Volume> order) {
    String title = desk.say("ui-content.col-" + name);
    TableColumn<Volume, String> column =
        switch (name) {
          case "size", "used" -> Rows.figures(title, 80, shown);
          case "snapshots" -> Rows.figures(title, 104, shown);
          default -> Rows.text(title, width, shown);
        };
    // Room for the title, and for what is mostly there.
    column.setMinWidth(
        switch (name) {
          case "name" -> 168;
          case "format", "owner", "parent" -> 72;
          case "used-by" -> 128;
          case "date" -> 152;
          case "encrypted" -> 104;
          case "protected" -> 96;
          case "notes", "verified" -> 88;
          default -> column.getMinWidth();
        });
    column.setUserData(order);
    table.getColumns().add(column);
    return column;
  }

  private static Comparator<Volume> by(Function<Volume, String> key) {
    return Comparator.comparing(key, NATURAL);
  }

  private static <E extends Enum<E>> Comparator<Volume> byWord(Function<Volume, E> key) {
    return Comparator.comparing(key);
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
