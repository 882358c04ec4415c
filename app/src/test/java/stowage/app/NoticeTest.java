package stowage.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every library that is delivered stands in NOTICE with its licence. */
class NoticeTest {

  @Test
  void everyLibraryIsNamed() throws IOException {
    String notice = Files.readString(Path.of("..", "NOTICE"));
    List<String> missing =
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
            .map(entry -> Path.of(entry).getFileName().toString())
            .filter(name -> name.endsWith(".jar"))
            .map(name -> name.replaceFirst("-[0-9][^-]*(-linux|-win|-mac.*|-tests)?\\.jar$", ""))
            .filter(name -> !name.matches("backends|ssh-transport|resources"))
            .filter(name -> !isForTests(name))
            .filter(name -> !notice.contains(name))
            .toList();
    assertEquals(List.of(), missing, "libraries that NOTICE does not name");
  }

  private static boolean isForTests(String name) {
    return name.matches(
        "(junit|testfx|assertj|hamcrest|archunit|surefire|maven-surefire).*"
            + "|opentest4j|apiguardian-api|org\\.osgi\\.core|common-java5|common-junit.*");
  }
}
