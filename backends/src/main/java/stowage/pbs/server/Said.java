package stowage.pbs.server;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** What a server says when it does not do something: a bare text, whatever its label claims. */
record Said(int status, String text) {
  private static final int LONGEST = 1000;

  static Said of(Http.Answer answer) {
    int length = Math.min(answer.body().length, 4 * LONGEST);
    String text = new String(answer.body(), 0, length, StandardCharsets.UTF_8);
    String clean = text.replaceAll("[\\p{Cntrl}\\p{Cf}\\s]+", " ").strip();
    return new Said(answer.status(), clean.substring(0, clean.offsetByCodePoints(0, shown(clean))));
  }

  private static int shown(String text) {
    return Math.min(text.codePointCount(0, text.length()), LONGEST);
  }

  private boolean isForeign() {
    return status < 400 || text.startsWith("<");
  }

  private boolean isAboutLogin() {
    return status == 401
        || (status == 400 && text.toLowerCase(Locale.ROOT).contains("authentication failed"));
  }

  ServerException failure(Endpoint server, String user) {
    if (isForeign()) {
      return new ServerException.Foreign(server, "HTTP " + status);
    }
    if (isAboutLogin()) {
      return new ServerException.LoginRefused(server, user, text);
    }
    return switch (status) {
      case 403 -> new ServerException.Forbidden(server, user, text);
      case 404 -> new ServerException.NotFound(server, text);
      default ->
          new ServerException.Refused(server, status, text.isEmpty() ? "HTTP " + status : text);
    };
  }
}
