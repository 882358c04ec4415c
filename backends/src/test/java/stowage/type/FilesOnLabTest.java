package stowage.type;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import stowage.config.StorageType;
import stowage.conformance.LabHost;
import stowage.exec.Batch;
import stowage.exec.Exec;
import stowage.exec.HostException;
import stowage.exec.Job;
import stowage.exec.Journal;
import stowage.exec.Link;
import stowage.exec.LocalLink;
import stowage.exec.Outcome;
import stowage.exec.Plan;
import stowage.exec.Probe;
import stowage.exec.Quoting;
import stowage.exec.Reading;
import stowage.exec.Shell;
import stowage.exec.WireShell;
import stowage.message.Message;
import stowage.tool.Mounts;
import stowage.volume.ContentType;
import stowage.volume.ImageFormat;
import stowage.volume.Size;
import stowage.volume.Volume;

/** Directories and NFS exports of a real host, as root and as a user with {@code sudo}. */
@Tag("lab-long")
class FilesOnLabTest {
  private static final Set<ContentType> IMAGES = Set.of(ContentType.IMAGES);
  private static final LabHost LAB = LabHost.own();

  /** The lab's host through OpenSSH's client. */
  private record Ssh(String user, LocalLink local) implements Link {
    @Override
    public String host() {
      return user + "@" + LAB.name();
    }

    @Override
    public Channel start(String commandLine, OutputStream errors) throws HostException {
      List<String> client =
          List.of(
              "ssh",
              "-i",
              LAB.key().toString(),
              "-o",
              "UserKnownHostsFile=" + LAB.knownHosts(),
              "-o",
              "BatchMode=yes",
              "-p",
              Integer.toString(LAB.port()),
              user + "@127.0.0.1",
              commandLine);
      return local.start(Quoting.words(client), errors);
    }

    @Override
    public void close() {
      local.close();
    }
  }

  private static Shell shell(String user) {
    return new WireShell(new Ssh(user, new LocalLink()));
  }

  private static Exec privileged(String user, Exec program) {
    return user.equals("root") || program.identity() == Exec.Identity.LOGIN
        ? program
        : program.through("/usr/bin/sudo", "-n", "--");
  }

  private static <T> T ask(Shell shell, String user, Probe<T> probe) throws HostException {
    Batch batch = Batch.of(probe.programs());
    var answers = batch.answers(shell.host(), shell.run(batch.map(p -> privileged(user, p))));
    return switch (probe.read(answers)) {
      case Reading.Known<T>(T value) -> value;
      case Reading.Failed<T>(Message reason) -> throw new AssertionError(reason.toString());
    };
  }

  private static void apply(Shell shell, String user, Change change) throws HostException {
    Plan plan =
        new Plan(Message.of("step.test"), List.of(), change.guards(), change.steps())
            .map(p -> privileged(user, p));
    Outcome outcome = Journal.follow(shell, new Job(UUID.randomUUID().toString(), plan), _ -> {});
    assertInstanceOf(Outcome.Verdict.Done.class, outcome.verdict(), outcome.toString());
  }

  private static void run(Shell shell, String user, Exec program) throws HostException {
    var result = shell.run(privileged(user, program));
    assertTrue(result.ok(), () -> program.shown() + ": " + result.errorText());
  }

  @ParameterizedTest
  @CsvSource({"DIR, root", "DIR, operator", "NFS, root", "NFS, operator"})
  void aPoolAndAVolumeFromCradleToGrave(StorageType type, String user) throws Exception {
    Backend backend = Backends.of(type).orElseThrow();
    String id = "files-" + UUID.randomUUID().toString().substring(0, 8);
    String path = (type == StorageType.DIR ? "/srv/" : "/mnt/pve/") + id;
    Pool pool =
        Rehearsal.pool(
            type,
            id,
            "path=" + path,
            "server=127.0.0.1",
            "export=/srv/nfs/b",
            "content=images,iso,backup",
            "content-dirs=images=" + id + "/images,iso=" + id + "/iso");
    Provisioning provisioning = backend.provisioning().orElseThrow();
    Snapshots snapshots = backend.snapshots().orElseThrow();
    try (Shell shell = shell(user)) {
      assertFalse(ask(shell, user, backend.status(pool)).active());
      try {
        apply(shell, user, ask(shell, user, backend.activation(pool)));
        assertEquals(List.of(), ask(shell, user, backend.activation(pool)).steps());
        PoolStatus status = ask(shell, user, backend.status(pool));
        assertTrue(status.active() && status.total() > 0, status::toString);

        var order = new Provisioning.Order(100, null, ImageFormat.QCOW2, Size.mib(16));
        var taken = ask(shell, user, backend.taken(pool));
        apply(shell, user, provisioning.allocate(pool, order, taken).change());
        Volume made = only(ask(shell, user, backend.list(pool, IMAGES)));
        assertEquals(id + ":100/vm-100-disk-0.qcow2", made.id().toString());

        apply(shell, user, provisioning.resize(pool, made, Size.mib(32)));
        apply(shell, user, snapshots.create(pool, made, "first"));
        List<Snapshot> found = ask(shell, user, snapshots.list(pool, made));
        assertEquals(List.of("first"), found.stream().map(Snapshot::name).toList());
        apply(shell, user, snapshots.rollback(pool, made, "first", found));
        Volume grown = only(ask(shell, user, backend.list(pool, IMAGES)));
        assertEquals(1, grown.extra().snapshots());
        apply(shell, user, snapshots.delete(pool, made, "first", found));
        apply(shell, user, provisioning.free(pool, grown, List.of(grown)));
        assertEquals(List.of(), ask(shell, user, backend.list(pool, IMAGES)));
      } finally {
        run(
            shell,
            user,
            Exec.changes("/usr/bin/rm", "-rf", path + "/" + id, path + "/dump").asRoot());
        if (type == StorageType.NFS) {
          run(shell, user, Mounts.unmount(path));
        }
        run(shell, user, Exec.changes("/usr/bin/rmdir", path).asRoot());
      }
    }
  }

  private static Volume only(List<Volume> volumes) {
    assertEquals(1, volumes.size(), volumes::toString);
    return volumes.getFirst();
  }

  @ParameterizedTest
  @ValueSource(strings = {"root", "operator"})
  void scansTheHostsOwnExports(String user) throws Exception {
    try (Shell shell = shell(user)) {
      List<String> names = new ArrayList<>();
      ask(shell, user, new NfsScan().probe(List.of("127.0.0.1"))).forEach(f -> names.add(f.name()));
      assertTrue(names.containsAll(List.of("/srv/nfs/a", "/srv/nfs/b")), names::toString);
    }
  }
}
