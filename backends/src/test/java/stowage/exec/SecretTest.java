package stowage.exec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stowage.message.Message;

class SecretTest {
  private static final String HUSH = "hush-hush";

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void isWipedWhereItLies() {
    byte[] given = bytes(HUSH);
    Secret secret = Secret.of(given);
    secret.close();
    assertArrayEquals(new byte[HUSH.length()], given);
    assertThrows(IllegalStateException.class, secret::reveal);
    secret.close();
  }

  @Test
  void whoRevealsItHasACopyOfTheirOwn() {
    Secret secret = Secret.of(bytes(HUSH));
    byte[] first = secret.reveal();
    Arrays.fill(first, (byte) 0);
    assertArrayEquals(bytes(HUSH), secret.reveal());
    assertNotSame(secret.reveal(), secret.reveal());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "plain", "päßwört", "비밀번호", "🔑 key", "a\u0000b"})
  void charactersBecomeUtf8AndTheCallersArrayStays(String text) {
    char[] chars = text.toCharArray();
    assertArrayEquals(bytes(text), Secret.of(chars).reveal());
    assertEquals(text, new String(chars));
    assertEquals(text.isEmpty(), Secret.of(chars).isEmpty());
  }

  @Test
  void anotherFormIsMadeAnewAndLeavesNothingBehind() {
    List<byte[]> shown = new ArrayList<>();
    Secret secret = Secret.of(bytes(HUSH));
    Secret shaped =
        secret.shaped(plain -> {
          shown.add(plain);
          return bytes("<" + new String(plain, StandardCharsets.UTF_8) + ">");
        });
    assertEquals("<hush-hush>", new String(shaped.reveal(), StandardCharsets.UTF_8));
    assertFalse(shaped.isEmpty());
    for (byte[] plain : shown) {
      assertArrayEquals(new byte[HUSH.length()], plain);
    }
    secret.close();
    assertThrows(IllegalStateException.class, shaped::reveal, "its source is gone");
  }

  @Test
  void aFormThatIsClosedIsGoneThoughItsSourceIsNot() {
    Secret secret = Secret.of(bytes(HUSH));
    Secret shaped = secret.shaped(byte[]::clone);
    shaped.close();
    assertThrows(IllegalStateException.class, shaped::reveal);
    assertArrayEquals(bytes(HUSH), secret.reveal());
  }

  @Test
  void aSecretThatWasWipedIsEmptyAndDoesNotFall() {
    Secret secret = Secret.of(new byte[0]);
    assertTrue(secret.isEmpty());
    secret.close();
    assertTrue(secret.isEmpty());
  }

  @Test
  void nothingThatHoldsItShowsIt() {
    Secret secret = Secret.of(bytes(HUSH));
    Exec exec = Exec.changes("/bin/x").with(new Input.Hidden(secret));
    Step step = Step.of(Message.of("step.x"), exec).undoneBy(exec);
    Guard guard = Guard.status(Message.of("g"), Exec.reads("/bin/x").with(exec.input()), 0);
    Plan plan = new Plan(Message.of("plan.x"), List.of(), List.of(guard), List.of(step));
    for (Object holder :
        List.of(secret, exec, exec.shown(), step, guard, plan, new Job("job-00000001", plan))) {
      assertFalse(holder.toString().contains("hush"), holder.getClass().getName());
    }
    assertThrows(IllegalArgumentException.class, () -> Batch.of(List.of(exec)));
    Exception refused = assertThrows(IllegalArgumentException.class, () -> Batch.of(List.of(exec)));
    assertFalse(String.valueOf(refused.getMessage()).contains("hush"));
  }
}
