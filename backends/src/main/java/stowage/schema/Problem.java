package stowage.schema;

import stowage.message.Message;

/**
 * What is wrong with one value: names the field, the value and the rule.
 *
 * @param field a property's key, or another option's name such as {@code storage}, {@code size}
 * @param said the rule that is broken, with the value among its arguments unless it is a secret
 */
public record Problem(String field, Message said) {
  public static Problem of(String field, String key, Object... args) {
    return new Problem(field, Message.of(key, args));
  }
}
