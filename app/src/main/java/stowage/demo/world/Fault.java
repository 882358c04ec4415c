package stowage.demo.world;

/** Why a stand-in program ends without success: its exit status and what it says. */
public final class Fault extends Exception {
  private static final long serialVersionUID = 1;
  private final int status;

  public Fault(int status, String text) {
    super(text);
    this.status = status;
  }

  /**
   * The system's words for an error of a file operation, for example "No such file or directory".
   */
  public Fault(String text) {
    this(1, text);
  }

  public int status() {
    return status;
  }

  public String text() {
    return String.valueOf(getMessage());
  }
}
