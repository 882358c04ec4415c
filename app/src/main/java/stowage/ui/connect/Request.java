package stowage.ui.connect;

import java.util.List;
import stowage.exec.Secret;

/** Something that only the user can answer before a connection can go on. */
public sealed interface Request {

  /**
   * The host has shown a key that no known_hosts file has.
   *
   * @param where the host as known_hosts names it
   */
  record UnknownKey(String where, String keyType, String fingerprint) implements Request {}

  /**
   * Something to type.
   *
   * @param kind what it is for
   * @param about the key file or the account
   * @param prompts what the host asks, or one empty text where it does not word the question
   * @param again whether an earlier answer was refused
   */
  record Typed(Kind kind, String about, List<Prompt> prompts, boolean again) implements Request {
    public Typed {
      prompts = List.copyOf(prompts);
    }
  }

  enum Kind {
    PASSPHRASE,
    PASSWORD,
    INTERACTIVE,
    /** Of a second factor, at a backup server. */
    CODE
  }

  /**
   * @param text as the host words it, untrusted; empty for our own words
   * @param hidden whether the answer is not to be seen while typing
   */
  record Prompt(String text, boolean hidden) {}

  /** What the user said. */
  sealed interface Answer {
    record AcceptOnce() implements Answer {}

    record AcceptAndRemember() implements Answer {}

    record Entered(List<Secret> secrets) implements Answer {
      public Entered {
        secrets = List.copyOf(secrets);
      }
    }

    record GivenUp() implements Answer {}
  }
}
