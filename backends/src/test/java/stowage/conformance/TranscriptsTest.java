package stowage.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What has been recorded may be shown to anybody. */
class TranscriptsTest {
  /** Words of secrets, and places of whoever recorded it rather than of the host. */
  private static final List<String> NEVER =
      List.of(
          "PRIVATE KEY",
          "password",
          "labsecret",
          "key = ",
          "/home/",
          "/root",
          System.getProperty("user.dir"));

  @Test
  void holdNoSecretAndNoPlaceOfTheRecorder() throws Exception {
    URI one =
        Objects.requireNonNull(
                TranscriptsTest.class.getResource("dir-aPoolLivesFromAddToRemove.jsonl"))
            .toURI();
    try (Stream<Path> files = Files.list(Path.of(one).getParent())) {
      List<Path> transcripts = files.filter(f -> f.toString().endsWith(".jsonl")).toList();
      assertEquals(2 * RecordedConformanceTest.types().size(), transcripts.size());
      for (Path transcript : transcripts) {
        String text = Files.readString(transcript);
        assertTrue(text.contains("lab1"), "recorded on the lab's host: " + transcript);
        for (String word : NEVER) {
          assertFalse(text.contains(word), () -> transcript + " holds " + word);
        }
      }
    }
  }
}
