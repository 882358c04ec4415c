package stowage.ui.transfer;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import stowage.exec.HostException;
import stowage.exec.Outcome;
import stowage.exec.Step;
import stowage.host.HostCopy;
import stowage.host.Proposal;
import stowage.host.Sending;
import stowage.message.Message;
import stowage.schema.InvalidException;
import stowage.type.StreamFormat;
import stowage.ui.plan.ChangeView;
import stowage.ui.tasks.Flow;
import stowage.ui.tasks.Passage;

/** A volume on its way from one pool to another, through this computer. */
record Copy(HostCopy hosts, HostCopy.Planned planned, Flow flow) implements Passage {

  static ChangeView.Prepared prepared(HostCopy hosts, HostCopy.Order order)
      throws HostException, InvalidException {
    HostCopy.Planned planned = hosts.plan(order);
    Sending sending = planned.sending();
    // How much the other formats come to is only known at their end.
    long total = sending.format() == StreamFormat.RAW_SIZE ? sending.size().bytes() : 0;
    return new ChangeView.Prepared(
        saying(planned.receiving(), hosts.from().name(), sending),
        new Copy(hosts, planned, new Flow(0, total, Flow.Remains.NOTHING)));
  }

  /** The review shows what the other host does; this is the sender's part. */
  private static Proposal saying(Proposal receiving, String from, Sending sending) {
    String commands =
        Stream.of(shown(sending.before()), sending.source().shown(), shown(sending.after()))
            .filter(c -> !c.isEmpty())
            .collect(Collectors.joining("\n"));
    List<Message> findings = new ArrayList<>(receiving.findings());
    findings.add(Message.of("ui-transfer.sender", from, commands));
    return new Proposal(receiving.plan(), null, findings, receiving.made().orElse(null));
  }

  private static String shown(Proposal proposal) {
    return proposal.plan().steps().stream()
        .map(Step::command)
        .map(command -> command.shown())
        .collect(Collectors.joining("\n"));
  }

  @Override
  public Outcome run(String job, Consumer<Outcome> progress) throws HostException {
    return hosts.run(planned, job, flow::through, progress);
  }
}
