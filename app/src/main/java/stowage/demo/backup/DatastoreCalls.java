package stowage.demo.backup;

import java.io.IOException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import stowage.demo.backup.Person.Right;
import stowage.pbs.server.GroupId;
import stowage.pbs.server.SnapshotId;
import stowage.pbs.server.Space;
import stowage.volume.Retention;

/** The calls below {@code admin/datastore/{store}}. */
final class DatastoreCalls {
  private static final int NAME = 3;
  private final Holdings holdings;
  private final Access access;
  private final Tasks tasks;

  DatastoreCalls(Holdings holdings, Access access, Tasks tasks) {
    this.holdings = holdings;
    this.access = access;
    this.tasks = tasks;
  }

  /** One that is not there looks like one that may not be seen. */
  Answer answer(Request request, Person person) throws Refusal {
    Space space = request.space();
    List<String> namespaces =
        holdings
            .namespaces(space.datastore())
            .filter(_ ->
                person.rights().contains(Right.Audit) || person.rights().contains(Right.Backup))
            .orElseThrow(() -> Access.missing(Right.Audit, new Space(space.datastore(), "")));
    if (!namespaces.contains(space.namespace())) {
      throw new Refusal(400, "namespace '" + space.namespace() + "' does not exist");
    }
    synchronized (holdings) {
      return switch (request.call(NAME)) {
        case "GET status" -> Answer.data(holdings.usage(space.datastore()));
        case "GET namespace" ->
            Answer.data(namespaces.stream().map(ns -> Map.of("ns", ns)).toList());
        case "GET groups" -> Answer.data(groups(space, person));
        case "GET snapshots" -> Answer.data(snapshots(request, space, person));
        case "GET files" ->
            Answer.data(Rows.files(found(request, space, person, Right.Audit, Right.Backup)));
        case "GET notes" ->
            Answer.data(found(request, space, person, Right.Audit, Right.Backup).notes);
        case "GET protected" ->
            Answer.data(found(request, space, person, Right.Audit, Right.Backup).isProtected);
        case "PUT notes" -> {
          found(request, space, person, Right.Modify, Right.Backup).notes = request.needed("notes");
          yield Answer.data(null);
        }
        case "PUT protected" -> {
          request.needed("protected");
          found(request, space, person, Right.Modify, Right.Backup).isProtected =
              request.isOn("protected", false);
          yield Answer.data(null);
        }
        case "GET download" ->
            download(found(request, space, person, Right.Read, Right.Backup), request);
        case "DELETE snapshots" ->
            forget(space, found(request, space, person, Right.Modify, Right.Prune));
        case "POST prune" -> prune(request, space, person);
        case "POST verify" -> verify(request, space, person);
        default ->
            throw new Refusal(404, "Path '" + String.join("/", request.path()) + "' not found.");
      };
    }
  }

  private Backup found(Request request, Space space, Person person, Right full, Right owned)
      throws Refusal {
    SnapshotId id = request.backup();
    access.require(person, space, id.group(), full, owned);
    return holdings
        .find(space, id)
        .orElseThrow(() -> new Refusal(400, "snapshot " + id + " does not exist"));
  }

  private List<Backup> visible(Space space, Person person) {
    return holdings.backups(space).stream()
        .filter(b -> access.allows(person, space, b.id.group(), Right.Audit, Right.Backup))
        .toList();
  }

  private List<Object> groups(Space space, Person person) {
    Map<GroupId, List<Backup>> groups = new LinkedHashMap<>();
    visible(space, person)
        .forEach(b -> groups.computeIfAbsent(b.id.group(), _ -> new ArrayList<>()).add(b));
    List<Object> rows = new ArrayList<>();
    groups.values().forEach(group -> rows.add(Rows.group(group)));
    return rows;
  }

  private List<Object> snapshots(Request request, Space space, Person person) throws Refusal {
    List<Object> rows = new ArrayList<>();
    for (Backup backup : visible(space, person)) {
      GroupId group = backup.id.group();
      if (request.given("backup-type").orElse(group.type()).equals(group.type())
          && request.given("backup-id").orElse(group.id()).equals(group.id())) {
        rows.add(Rows.snapshot(backup));
      }
    }
    return rows;
  }

  private static Answer download(Backup backup, Request request) throws Refusal {
    String name = request.needed("file-name");
    if (name.equals(Backup.MANIFEST)) {
      return Answer.stored(Blobs.manifest(backup));
    }
    Backup.Stored file = backup.files.get(name);
    if (file != null && file.content() != null) {
      return Answer.stored(file.content());
    }
    throw new Refusal(400, "cannot open '" + name + "': No such file or directory (os error 2)");
  }

  private Answer forget(Space space, Backup backup) throws Refusal {
    if (backup.isProtected) {
      throw new Refusal(400, "cannot remove protected snapshot " + backup.id);
    }
    holdings.remove(space, backup.id);
    return Answer.data(null);
  }

  private Answer prune(Request request, Space space, Person person) throws Refusal {
    GroupId group = request.group();
    access.require(person, space, group, Right.Modify, Right.Prune);
    Map<String, Long> keep = new HashMap<>();
    for (String rule : Retention.rules()) {
      if (request.given(rule).isPresent()) {
        keep.put(rule, request.number(rule, 0));
      }
    }
    if (keep.values().stream().anyMatch(count -> count < 1)) {
      throw new Refusal(400, "parameter verification failed - value must have a minimum of 1");
    }
    List<Backup> backups = holdings.backups(space, group);
    Map<String, Retention.Decision> decisions =
        new Retention(keep)
            .decide(
                backups.stream()
                    .map(b ->
                        new Retention.Backup(
                            b.id.toString(), group.toString(), b.id.time(), b.isProtected))
                    .toList(),
                ZoneId.systemDefault());
    List<Object> rows = new ArrayList<>();
    for (Backup backup : backups) {
      Retention.Decision decision = decisions.get(backup.id.toString());
      boolean stays = decision == null || decision.mark() != Retention.Mark.REMOVE;
      rows.add(Rows.pruned(backup, stays));
      if (!stays && !request.isOn("dry-run", false)) {
        holdings.remove(space, backup.id);
      }
    }
    return Answer.data(rows);
  }

  private Answer verify(Request request, Space space, Person person) throws Refusal {
    List<Backup> chosen;
    String type;
    String about = space.datastore();
    if (request.namesBackup()) {
      Backup one = found(request, space, person, Right.Verify, Right.Backup);
      chosen = List.of(one);
      type = "verify_snapshot";
      about += ":" + one.id.group() + "/" + "%08X".formatted(one.id.time().getEpochSecond());
    } else if (request.namesGroup()) {
      access.require(person, space, request.group(), Right.Verify, Right.Backup);
      chosen = holdings.backups(space, request.group());
      type = "verify_group";
      about += ":" + request.group();
    } else {
      if (!person.rights().contains(Right.Verify)) {
        throw Access.missing(Right.Verify, space);
      }
      chosen = holdings.backups(space);
      type = "verify";
    }
    boolean skips = request.isOn("ignore-verified", true);
    List<Backup> wanted = List.copyOf(chosen);
    Tasks.Entry task =
        tasks.start(
            type,
            space.datastore(),
            about,
            person.name(),
            (upid, log) -> verify(wanted, skips, upid, log));
    return Answer.data(task.id.text());
  }

  private String verify(List<Backup> backups, boolean skips, String upid, Tasks.Log log) {
    boolean failed = false;
    for (Backup backup : backups) {
      synchronized (holdings) {
        if (skips && backup.verification != null) {
          log.line("SKIPPED: verify " + backup.id + " (recently verified)");
          continue;
        }
        log.line("verify " + backup.id);
        for (String file : backup.files.keySet()) {
          log.line("  check " + file);
        }
        if (backup.damaged) {
          log.line("  digest does not match");
        }
        failed |= backup.damaged;
        backup.verification = new Backup.Verification(!backup.damaged, upid);
      }
    }
    try {
      holdings.save();
    } catch (IOException e) {
      return String.valueOf(e.getMessage());
    }
    return failed ? "verification failed - please check the log for details" : "OK";
  }
}
