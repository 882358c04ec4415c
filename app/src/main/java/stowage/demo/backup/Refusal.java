package stowage.demo.backup;

/** An answer other than 200; its body is the bare text. */
final class Refusal extends Exception {
  private static final long serialVersionUID = 1;
  private final int status;

  Refusal(int status, String text) {
    super(text);
    this.status = status;
  }

  int status() {
    return status;
  }

  String text() {
    return String.valueOf(getMessage());
  }
}
