package stowage.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import stowage.config.StorageType;
import stowage.message.Message;
import stowage.settings.HostEntry;
import stowage.ssh.SshConfig;
import stowage.support.FormatRefusals;
import stowage.text.Texts;
import stowage.type.Feature;
import stowage.type.Pool;
import stowage.volume.ContentType;
import stowage.volume.ImageFormat;
import stowage.volume.VolumeName;
import stowage.words.Words;

/** What a format can't do is refused by the command line in the words of docs/support.md. */
class FormatsCliTest {
  private static final int GUEST = 970;

  @TempDir private static Path folder;
  private static Trial trial;
  private static final Words WORDS = new Words(Texts.of(Locale.ENGLISH));

  @BeforeAll
  static void start() throws Exception {
    trial = new Trial(folder, () -> SshConfig.read(folder, folder.resolve("none")), HostEntry.DEMO);
    run("path", "local:iso/x.iso").text();
  }

  @AfterAll
  static void stop() throws IOException {
    trial.close();
  }

  private static Trial.Shown run(String... args) {
    List<String> all = new ArrayList<>(List.of("-H", "demo"));
    all.addAll(List.of(args));
    return trial.run(all.toArray(String[]::new));
  }

  /** Those whose pools on the demo host hold volumes of guests. */
  static List<StorageType> types() throws IOException {
    FormatRefusals refusals = new FormatRefusals();
    return refusals.types().stream()
        .filter(t -> refusals.pool(t).contents().contains(ContentType.IMAGES))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("types")
  void everyRefusalIsTheTables(StorageType type) throws Exception {
    FormatRefusals refusals = new FormatRefusals();
    Pool pool = refusals.pool(type);
    int compared = 0;
    for (ImageFormat format : ImageFormat.values()) {
      Trial.Shown made = allocated(pool, format);
      Optional<Message> why = refusals.allocation(type, format);
      if (why.isPresent()) {
        says(why.get(), made);
        compared++;
        continue;
      }
      assertEquals(0, made.status(), made::toString);
      String volume = made.out().substring(made.out().indexOf('\'') + 1).strip().replace("'", "");
      compared += compared(refusals, type, volume);
      Trial.Shown template = run("template", volume);
      if (template.status() == 0) {
        String turned = template.out().substring(template.out().indexOf('\'') + 1).strip();
        compared += compared(refusals, type, turned.replace("'", ""));
      }
    }
    assertTrue(compared > 0, "something is refused on every type");
  }

  private static Trial.Shown allocated(Pool pool, ImageFormat format) {
    String size = format == ImageFormat.SUBVOL ? "0" : "8M";
    return run("alloc", pool.id().text(), "" + GUEST, "", size, "--format", format.word());
  }

  private static int compared(FormatRefusals refusals, StorageType type, String volume)
      throws Exception {
    VolumeName name =
        stowage.type.Backends.of(type)
            .orElseThrow()
            .parse(volume.substring(volume.indexOf(':') + 1));
    int compared = 0;
    for (Feature feature : Feature.values()) {
      Optional<Message> why = refusals.of(type, feature, name);
      Optional<String[]> asked = command(feature, volume);
      if (why.isPresent() && asked.isPresent()) {
        says(why.get(), run(asked.get()));
        compared++;
      }
    }
    return compared;
  }

  private static void says(Message why, Trial.Shown shown) {
    assertEquals(2, shown.status(), shown::toString);
    assertTrue(shown.err().contains(WORDS.say(why)), () -> WORDS.say(why) + "\n" + shown);
  }

  private static Optional<String[]> command(Feature feature, String volume) {
    String pool = volume.substring(0, volume.indexOf(':'));
    return switch (feature) {
      case RESIZE -> words("resize", volume, "16M");
      case SNAPSHOT -> words("snapshot", "create", volume, "one");
      case ROLLBACK -> words("snapshot", "rollback", volume, "one");
      case LINKED_CLONE -> words("clone", volume, "" + (GUEST + 1));
      case TEMPLATE -> words("template", volume);
      case FULL_COPY -> words("copy", volume, pool, "" + (GUEST + 1));
      case RENAME -> words("rename", volume, "" + (GUEST + 1));
      case ALLOCATE, FREE, SPARSE, SHARED, UPLOAD, EXPORT, REPLICATE -> Optional.empty();
    };
  }

  private static Optional<String[]> words(String... words) {
    return Optional.of(words);
  }
}
