package stowage.exec;

import java.io.IOException;

/** What came over the wire is not in the agreed form; as opposed to a wire that broke. */
final class MalformedAnswer extends IOException {
  private static final long serialVersionUID = 1;

  MalformedAnswer(String detail) {
    super(detail);
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
