package stowage.support;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class SupportPageTest {
  private static final Path PAGE = Path.of("../docs/support.md");

  @Test
  void thePageSaysWhatTheProgramDoes() throws Exception {
    if (Boolean.getBoolean("support.write")) {
      Files.writeString(PAGE, SupportPage.made());
    }
    assertEquals(SupportPage.made(), Files.readString(PAGE), "run ./dev support");
  }

  @Test
  void nothingIsNotedThatThePageDoesNotKnow() throws Exception {
    assertEquals(List.of(), SupportPage.strays());
  }
}
