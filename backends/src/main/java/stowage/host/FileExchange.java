package stowage.host;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import stowage.config.StorageId;
import stowage.exec.Exec;
import stowage.exec.HostException;
import stowage.exec.Plan;
import stowage.exec.Result;
import stowage.exec.Shell;
import stowage.message.Message;
import stowage.schema.InvalidException;
import stowage.tool.HostTool;
import stowage.tool.Wget;
import stowage.type.Change;
import stowage.type.Intake;
import stowage.type.Packing;
import stowage.type.Pool;
import stowage.type.StreamFormat;
import stowage.volume.Checksum;
import stowage.volume.ContentType;
import stowage.volume.VolumeId;

/** Files that are put on a pool or fetched from it: images, templates, snippets, backups. */
public final class FileExchange {
  private final Shell shell;
  private final Inquiry inquiry;

  FileExchange(Shell shell, Inquiry inquiry) {
    this.shell = shell;
    this.inquiry = inquiry;
  }

  /**
   * A file that is put on a pool; apply it with its data from that byte on.
   *
   * @param from see {@link #arrived}
   */
  public Proposal planUpload(StorageId id, Intake.Arrival arrival, long from)
      throws HostException, InvalidException {
    Entry entry = entry(id, arrival);
    return proposal(
        "step.upload", entry, entry.intake().receive(entry.pool(), entry.place(), arrival, from));
  }

  /** A file that the host itself fetches. */
  public Proposal planFetch(StorageId id, Intake.Arrival arrival, Intake.Origin origin)
      throws HostException, InvalidException {
    Entry entry = entry(id, arrival);
    Change fetch = entry.intake().fetch(entry.pool(), entry.place(), arrival, origin);
    List<HostTool> needed = new ArrayList<>(List.of(Wget.TOOL));
    Packing packing = origin.packing();
    if (packing != null) {
      needed.add(packing.tool());
    }
    Equipment.require(needed, Inquiry.required(inquiry.ask(Equipment.probe())));
    return proposal("step.download", entry, fetch);
  }

  /**
   * A file of a pool, to be kept elsewhere; {@link Host#open} reads it.
   *
   * @param from the first byte that is wanted
   */
  public Sending planDownload(VolumeId id, long from) throws HostException, InvalidException {
    Volumes.Found found = new Volumes(inquiry).find(id);
    Intake intake = intake(found);
    Proposal nothing =
        new Proposal(
            new Plan(Message.of("step.send", id.toString()), List.of(), List.of(), List.of()),
            null,
            List.of(),
            null);
    return new Sending(
        id,
        StreamFormat.RAW_SIZE,
        found.volume().requireSize(),
        nothing,
        intake.read(found.pool().pool(), found.volume(), from),
        nothing);
  }

  /** The checksum of a file as the host has it; takes as long as reading all of it. */
  public Checksum checksum(VolumeId id, Checksum.Algorithm algorithm)
      throws HostException, InvalidException {
    Volumes.Found found = new Volumes(inquiry).find(id);
    Exec sum = intake(found).sum(found.pool().pool(), found.volume(), algorithm);
    Result answer = shell.run(sum);
    if (!answer.ok()) {
      throw new HostException.CommandFailed(
          shell.host(), sum.shown(), answer.status(), answer.errorLine());
    }
    // A name with a backslash or line break would be announced by one in front.
    return Checksum.parse(
        algorithm.word() + ":" + answer.text().replaceFirst("^\\\\", "").split("\\s", 2)[0]);
  }

  private static Intake intake(Volumes.Found found) throws InvalidException {
    String id = found.volume().id().toString();
    return found
        .pool()
        .backend()
        .intake()
        .orElseThrow(() -> new InvalidException("volume", "problem.download-none", id));
  }

  /** Bytes of a file that have arrived already, when an earlier upload of it broke off. */
  public long arrived(StorageId id, Intake.Arrival arrival) throws HostException, InvalidException {
    Entry entry = entry(id, arrival);
    return Inquiry.required(inquiry.ask(entry.intake().arrived(entry.place())));
  }

  private record Entry(
      ConfiguredPool configured, Intake intake, Intake.Place place, Change activation) {
    Pool pool() {
      return configured.pool();
    }
  }

  private Entry entry(StorageId id, Intake.Arrival arrival) throws HostException, InvalidException {
    var answer =
        inquiry.ask(survey -> {
          ConfiguredPool pool = survey.requireUsable(id);
          pool.intake();
          Set<ContentType> kind =
              pool.pool().contents().contains(arrival.content())
                  ? Set.of(arrival.content())
                  : Set.of();
          return Holding.of(pool, pool.backend().list(pool.pool(), kind));
        });
    Holding there = Inquiry.required(answer.reading());
    ConfiguredPool pool = there.pool();
    Intake intake = pool.intake();
    return new Entry(
        pool,
        intake,
        intake.place(pool.pool(), arrival, there.taken()),
        there.activation().required(answer.survey()));
  }

  private static Proposal proposal(String title, Entry entry, Change change) {
    Change all = VolumePlans.joined(entry.activation(), change);
    String made = entry.place().volume().toString();
    return new Proposal(
        new Plan(Message.of(title, made), List.of(), all.guards(), all.steps()),
        null,
        List.of(),
        made);
  }
}
