package stowage.schema;

import stowage.message.Message;

/** A text is no value of its kind; turned into an answer by {@link Values}, never seen outside. */
final class RejectedException extends Exception {
  private static final long serialVersionUID = 1;

  private final transient Message said;

  RejectedException(String key, Object... args) {
    super(key, null, false, false);
    this.said = Message.of(key, args);
  }

  Message said() {
    return said;
  }
}
