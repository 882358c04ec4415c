package stowage.cli;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import stowage.exec.Quoting;
import stowage.host.HostState;
import stowage.host.Proposal;
import stowage.message.Message;
import stowage.schema.InvalidException;
import stowage.schema.Problem;

/**
 * A change that is made only to who has typed what it is made to. Until then it is told what would
 * be done, and what to type.
 *
 * @param asking the message key for what is to be typed, which is its argument
 * @param confirmed what was typed
 */
record ConfirmedChange(Cli cli, String asking, @Nullable String confirmed) {

  /**
   * @param question what to propose
   * @param success the message key for a change that was made; its argument is what was made
   */
  int apply(Session.Question<Proposal> question, String success) throws InvalidException {
    return new Changes(cli.session())
        .apply(
            host -> {
              Proposal proposal = question.ask(host);
              String wanted = proposal.doomed().orElse("");
              if (!cli.dryRun && !wanted.isEmpty() && !wanted.equals(confirmed)) {
                throw new InvalidException(unconfirmed(proposal, wanted));
              }
              if (!cli.dryRun && host.refresh().kind() == HostState.Kind.DEMO) {
                throw new InvalidException("host", "cli.disk.demo");
              }
              return proposal;
            },
            success);
  }

  private List<Problem> unconfirmed(Proposal proposal, String wanted) {
    List<Problem> problems = new ArrayList<>();
    proposal.findings().forEach(finding -> problems.add(new Problem("disk", finding)));
    problems.add(new Problem("confirm", Message.of(asking, Quoting.word(wanted))));
    return problems;
  }
}
