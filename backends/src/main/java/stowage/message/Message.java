package stowage.message;

import java.util.List;

/**
 * Something to say to a person, independent of language.
 *
 * @param key names the text in the resources module, for example {@code pool.offline}
 * @param args values for the text's placeholders; never a secret
 */
public record Message(String key, List<Object> args) {
  public Message {
    args = List.copyOf(args);
  }

  public static Message of(String key, Object... args) {
    return new Message(key, List.of(args));
  }
}
