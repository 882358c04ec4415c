package stowage.ui.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import stowage.config.StorageId;

class NavigatorTest {
  private static final Page HOME = new Page.Fleet();
  private static final Page A = new Page.OfHost("a");
  private static final Page B = new Page.OfHost("b");
  private final Navigator navigator = new Navigator();

  static Stream<Page> pages() {
    return Stream.of(
        HOME,
        A,
        new Page.OfHost("root@[2001:db8::1]/odd name"),
        new Page.OfPool("a/b", new StorageId("local-lvm")),
        new Page.AddHost(),
        new Page.EditHost("a"),
        new Page.ImportHosts(),
        new Page.Tasks(),
        new Page.Preferences());
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyPageComesBackFromItsAddress(Page page) {
    assertEquals(Optional.of(page), Page.of(page.address()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "nowhere", "pool/", "pool/x", "pool/-bad/a"})
  void anAddressOfNoPageIsDropped(String address) {
    assertEquals(Optional.empty(), Page.of(address));
  }

  @Test
  void aPageOpensOnce() {
    navigator.open(A);
    navigator.open(B);
    navigator.open(A);
    assertEquals(List.of(HOME, A, B), navigator.pages());
    assertEquals(A, navigator.front().get());
  }

  @Test
  void theNeighbourComesToTheFrontWhenAPageCloses() {
    navigator.open(A);
    navigator.open(B);
    navigator.close(B);
    assertEquals(A, navigator.front().get());
    navigator.close(A);
    assertEquals(HOME, navigator.front().get());
    navigator.close(HOME);
    assertEquals(List.of(HOME), navigator.pages());
  }

  @Test
  void closingABackgroundPageKeepsTheFront() {
    navigator.open(A);
    navigator.open(B);
    navigator.close(A);
    assertEquals(B, navigator.front().get());
  }

  @Test
  void restoringIgnoresWhatIsUnknown() {
    navigator.restore(List.of("fleet", "host/a", "hologram"), "hologram");
    assertEquals(List.of(HOME, A), navigator.pages());
    assertEquals(HOME, navigator.front().get());
  }
}
