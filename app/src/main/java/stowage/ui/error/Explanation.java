package stowage.ui.error;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import stowage.exec.HostException;
import stowage.pbs.PbsException;
import stowage.pbs.server.ServerException;
import stowage.schema.InvalidException;
import stowage.words.Words;

/**
 * A failure in words.
 *
 * @param title in a few words
 * @param what what happened, and what was or was not changed
 * @param next what can be done now, most likely first
 * @param details for a bug report, without secrets; empty when the words say it all
 */
public record Explanation(String title, String what, List<String> next, String details) {

  public static Explanation of(Exception failure, Words words) {
    return switch (failure) {
      case HostException host -> expected(key(host), words.say(host.said()), words);
      case ServerException.ReadOnlyMode changing ->
          expected("read-only", words.say(changing.said()), words);
      case PbsException closed -> expected("closed", words.say(closed.said()), words);
      case ServerException server -> expected("server", words.say(server.said()), words);
      case InvalidException invalid ->
          expected(
              "invalid",
              invalid.problems().stream()
                  .map(p -> words.say(p.said()))
                  .collect(Collectors.joining("\n")),
              words);
      default -> unexpected(failure, words);
    };
  }

  private static String key(HostException failure) {
    return switch (failure) {
      case HostException.Unreachable _ -> "unreachable";
      case HostException.HostKeyUnknown _ -> "key-unknown";
      case HostException.HostKeyChanged _ -> "key-changed";
      case HostException.LoginRefused _ -> "login-refused";
      case HostException.PrivilegeMissing _ -> "privilege-missing";
      case HostException.TimedOut _ -> "timed-out";
      case HostException.CommandFailed _ -> "command-failed";
      case HostException.Unreadable _ -> "unreadable";
      case HostException.Conflict _ -> "conflict";
      case HostException.NoAnswer _ -> "no-answer";
      case HostException.ReadOnlyMode _ -> "read-only";
      case HostException.Cancelled _ -> "cancelled";
    };
  }

  private static Explanation expected(String key, String what, Words words) {
    return new Explanation(
        words.say("ui.error-" + key), what, words.say("ui.next-" + key).lines().toList(), "");
  }

  private static Explanation unexpected(Exception failure, Words words) {
    String code = code(failure);
    StringWriter trace = new StringWriter();
    failure.printStackTrace(new PrintWriter(trace));
    return new Explanation(
        words.say("ui.error-unexpected"),
        words.say("ui.error-unexpected-code", code),
        words.say("ui.next-unexpected").lines().toList(),
        code + "\n" + trace);
  }

  /** Short, and the same whenever the same thing goes wrong at the same place. */
  static String code(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    int hash = root.getClass().getName().hashCode();
    int frames = 0;
    for (StackTraceElement frame : root.getStackTrace()) {
      if (frame.getClassName().startsWith("stowage.") && frames < 3) {
        hash = hash * 31 + (frame.getClassName() + frame.getMethodName()).hashCode();
        frames++;
      }
    }
    return String.format(Locale.ROOT, "E-%04X", (hash ^ hash >>> 16) & 0xFFFF);
  }

  /** All of it as text, to be copied. */
  public String text() {
    return title + "\n" + what + (details.isEmpty() ? "" : "\n\n" + details);
  }
}
