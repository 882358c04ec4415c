package stowage.bench;

import java.util.List;

/**
 * A way to learn with {@code ssh} what a refresh tells.
 *
 * @param shared whether one login is made beforehand ({@code ControlMaster}), or one for each call
 * @param atOnce whether everything is asked in one call, or each pool in one of its own
 */
record Peer(boolean shared, boolean atOnce) {
  static final List<Peer> ALL =
      List.of(
          new Peer(false, false),
          new Peer(true, false),
          new Peer(false, true),
          new Peer(true, true));

  String shown() {
    return "`ssh`, "
        + (atOnce ? "everything in one call" : "a call for each pool")
        + (shared ? ", `ControlMaster`" : ", a login each");
  }

  int calls(Questions questions) {
    return atOnce ? 1 : questions.calls().size();
  }

  int logins(Questions questions) {
    return shared ? 0 : calls(questions);
  }

  OpenSsh open(Line line) throws Exception {
    return shared ? OpenSsh.sharing(line) : OpenSsh.anew(line);
  }

  void ask(OpenSsh ssh, Questions questions) throws Exception {
    List<String> calls = atOnce ? List.of(String.join("; ", questions.calls())) : questions.calls();
    for (String call : calls) {
      // Some of the programs find nothing, and say so by their exit status.
      ssh.run(call + "; true");
    }
  }
}
