package stowage.type;

import stowage.message.Message;

/** Whether something can be done, and if not, why: tooltip, table cell, refusal and test in one. */
public sealed interface Support {

  record Yes() implements Support {}

  record No(Message reason) implements Support {}

  static Support yes() {
    return new Yes();
  }

  static Support no(String key, Object... args) {
    return new No(Message.of(key, args));
  }

  default boolean possible() {
    return this instanceof Yes;
  }
}
