package stowage.tool;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import stowage.exec.Exec;
import stowage.exec.Reading;
import stowage.exec.Result;
import tools.jackson.databind.JsonNode;

/** What rbd(8) says of images and their snapshots. */
public final class RbdReport {
  private static final Set<String> USUAL =
      Set.of("layering", "exclusive-lock", "object-map", "fast-diff", "deep-flatten");

  private RbdReport() {}

  /**
   * @param size bytes; null when Ceph does not say
   * @param parent {@code image@snapshot}, empty for none
   * @param snapshots the oldest first
   */
  public record Image(String name, @Nullable Long size, String parent, List<Snap> snapshots) {
    public Image {
      snapshots = List.copyOf(snapshots);
    }
  }

  /**
   * @param time as Ceph prints it, in the host's time; empty when it does not
   * @param isProtected because images share its data, or are meant to
   */
  public record Snap(String name, String time, boolean isProtected) {}

  public static Reading<List<Image>> images(Exec asked, Result answer) {
    return switch (rows(asked, answer)) {
      case Reading.Failed<List<JsonNode>>(var reason) -> new Reading.Failed<>(reason);
      case Reading.Known<List<JsonNode>>(var rows) ->
          images(rows).map(Reading::known).orElseGet(() -> Answers.unreadable(asked));
    };
  }

  /**
   * Each snapshot has a row of its own, behind that of its image. Empty when a row does not say
   * what it is about: that image or snapshot would look as if it were gone.
   */
  private static Optional<List<Image>> images(List<JsonNode> rows) {
    Map<String, Image> images = new LinkedHashMap<>();
    for (JsonNode row : rows) {
      String name = Json.text(row, "image");
      if (row.path("snapshot").isMissingNode()) {
        JsonNode parent = row.path("parent");
        String base = Json.text(parent, "image");
        String snapshot = Json.text(parent, "snapshot");
        boolean clone = !parent.isMissingNode() && !parent.isNull();
        if (name.isEmpty() || (clone && (base.isEmpty() || snapshot.isEmpty()))) {
          return Optional.empty();
        }
        String origin = clone ? base + "@" + snapshot : "";
        images.put(name, new Image(name, Json.wholeOrNull(row, "size"), origin, List.of()));
        continue;
      }
      Image image = images.get(name);
      String snapshot = Json.text(row, "snapshot");
      if (image == null || snapshot.isEmpty()) {
        return Optional.empty();
      }
      List<Snap> snapshots = new ArrayList<>(image.snapshots());
      snapshots.add(snap(row, snapshot));
      images.put(name, new Image(name, image.size(), image.parent(), snapshots));
    }
    return Optional.of(List.copyOf(images.values()));
  }

  /** The oldest first. */
  public static Reading<List<Snap>> snapshots(Exec asked, Result answer) {
    return Answers.each(
        asked,
        rows(asked, answer),
        row -> {
          String name = Json.text(row, "name");
          return name.isEmpty() ? Optional.empty() : Optional.of(snap(row, name));
        });
  }

  private static Snap snap(JsonNode row, String name) {
    // Text in most versions, a boolean in others.
    JsonNode guarded = row.path("protected");
    return new Snap(
        name,
        Json.text(row, "timestamp"),
        guarded.isBoolean() ? guarded.booleanValue() : Json.text(row, "protected").equals("true"));
  }

  static Reading<List<JsonNode>> rows(Exec asked, Result answer) {
    if (!answer.ok()) {
      return Answers.failed(asked, answer);
    }
    if (answer.text().isBlank()) {
      return Reading.known(List.of());
    }
    Optional<JsonNode> rows = Json.parse(answer.out()).filter(JsonNode::isArray);
    if (rows.isEmpty()) {
      return Reading.failed("problem.answer-unreadable", asked.argv().getFirst());
    }
    List<JsonNode> objects = new ArrayList<>();
    rows.get().forEach(objects::add);
    return Reading.known(objects);
  }

  /** Those that new images have, where the image is not there yet or does not tell. */
  public static Set<String> features(Result answer) {
    Set<String> features = new HashSet<>();
    if (answer.ok()) {
      Json.parse(answer.out())
          .ifPresent(image -> image.path("features").forEach(f -> features.add(f.asString(""))));
    }
    return features.isEmpty() ? USUAL : features;
  }

  /** A device, as {@code image} or {@code image@snapshot}. */
  static String mapped(JsonNode row) {
    String snapshot = Json.text(row, "snap");
    boolean none = snapshot.isEmpty() || snapshot.equals("-");
    return Json.text(row, "name") + (none ? "" : "@" + snapshot);
  }
}
