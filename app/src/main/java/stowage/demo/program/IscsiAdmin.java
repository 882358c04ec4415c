package stowage.demo.program;

import java.io.IOException;
import stowage.demo.world.Fault;

/** {@code iscsiadm}: one target that the host is logged in to, and others that want a password. */
final class IscsiAdmin implements Program {
  private static final String OWN = "iqn.2024-01.net.example:store1";

  private final FixedAnswers answers;

  IscsiAdmin(FixedAnswers answers) {
    this.answers = answers;
  }

  @Override
  public int run(Call call) throws Fault, IOException {
    if (call.args().contains("--login")) {
      throw call.args().contains(OWN)
          ? call.fault(15, "default: 1 session requested, but 1 already present.")
          : call.fault(24, "Could not log in: initiator reported error (authorization failure)");
    }
    if (call.args().contains("--logout")) {
      throw call.fault(32, "the disks of the target are in use (not part of the demo host)");
    }
    boolean keeps = call.args().contains("--op") && !call.args().contains("nonpersistent");
    if (keeps || call.args().contains("--rescan")) {
      return 0;
    }
    return answers.run(call);
  }
}
