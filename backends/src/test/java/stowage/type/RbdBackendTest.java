package stowage.type;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static stowage.schema.Refused.refusal;
import static stowage.type.Samples.failure;
import static stowage.type.Samples.known;
import static stowage.type.Samples.read;
import static stowage.type.Samples.shown;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stowage.config.StorageType;
import stowage.exec.Exec;
import stowage.exec.Probe;
import stowage.exec.Reading;
import stowage.exec.Result;
import stowage.schema.InvalidException;
import stowage.volume.ContentType;
import stowage.volume.ImageFormat;
import stowage.volume.Size;
import stowage.volume.Volume;

class RbdBackendTest {
  private static final Set<ContentType> IMAGES = Set.of(ContentType.IMAGES);
  private static final Pool RBD = Samples.of(StorageType.RBD, "ceph", "pool", "rbd");
  private static final Pool FOREIGN =
      Samples.of(
          StorageType.RBD,
          "ext",
          "monhost",
          "192.0.2.61 fd00::1",
          "username",
          "pve",
          "namespace",
          "tenant",
          "pool",
          "vms",
          "data-pool",
          "ec");
  private static final Pool KRBD = Samples.of(StorageType.RBD, "ceph", "krbd", "1");

  /** What every command to the foreign cluster begins with. */
  private static final String BEGIN =
      "/usr/bin/rbd -p vms --namespace tenant -c /etc/pve/priv/ceph/ext.conf,/dev/null -m"
          + " '192.0.2.61,[fd00::1]' -n client.pve --keyring /etc/pve/priv/ceph/ext.keyring ";

  private final RbdBackend backend = new RbdBackend();
  private final Provisioning provisioning = new RbdProvisioning(Set.of());
  private final Snapshots snapshots = new RbdSnapshots(Set.of());
  private final Cloning cloning = new RbdCloning(Set.of());

  private static Result answer(String out) {
    return Result.exited(0, out, "");
  }

  private static List<String> asked(Probe<?> probe) {
    return probe.programs().stream().map(Exec::shown).toList();
  }

  private static List<String> ids(Reading<List<Volume>> reading) {
    return known(reading).stream().map(v -> v.id().toString()).toList();
  }

  // Recorded; Ceph 16.2.
  private static final String IMAGES_JSON =
      """
      [{"image":"base-9300-disk-0","id":"3736626fcb5f","size":33554432,"format":2},\
      {"image":"base-9300-disk-0","id":"3736626fcb5f","snapshot":"__base__","snapshot_id":4,"size":33554432,"format":2,"protected":"true"},\
      {"image":"vm-9300-disk-0","id":"3734d89d0eb7","size":67108864,"format":2},\
      {"image":"vm-9300-disk-0","id":"3734d89d0eb7","snapshot":"s1","snapshot_id":5,"size":67108864,"format":2,"protected":"false"},\
      {"image":"vm-9301-disk-0","id":"373cc2a321f9","size":33554432,"parent":{"pool":"rbd","pool_namespace":"","image":"base-9300-disk-0","snapshot":"__base__"},"format":2},\
      {"image":"other","size":1}]
      """;
  private static final String USE_JSON =
      """

      {"stats":{"total_bytes":8589934592},"pools":[\
      {"name":"rbd","id":1,"stats":{"stored":251,"objects":14,"kb_used":36,"bytes_used":36864,"percent_used":4.6928812480473425e-06,"max_avail":7855265280}},\
      {"name":"ec","id":2,"stats":{"objects":0,"bytes_used":10,"max_avail":9223372036854775807}}]}
      """;

  @Test
  void cephIsReached() {
    assertEquals(
        List.of(
            "/usr/bin/rbd -p rbd -c /etc/pve/ceph.conf,/etc/ceph/ceph.conf -n client.admin"
                + " --keyring /etc/pve/priv/ceph/ceph.keyring,"
                + "/etc/pve/priv/ceph.client.admin.keyring,/etc/ceph/ceph.client.admin.keyring"
                + " ls -l --format json --client_mount_timeout 30 --rados_osd_op_timeout 30"),
        asked(backend.list(RBD, IMAGES)));
    assertEquals(
        List.of(
            "/usr/bin/rbd -p vms --namespace tenant -c /etc/pve/priv/ceph/ext.conf,/dev/null -m"
                + " '192.0.2.61,[fd00::1]' -n client.pve --keyring"
                + " /etc/pve/priv/ceph/ext.keyring ls -l --format json --client_mount_timeout 30 --rados_osd_op_timeout 30"),
        asked(backend.list(FOREIGN, IMAGES)));
  }

  // Recorded, with a quota on the first; Ceph 16.2.
  private static final String STATES_JSON =
      """

      [{"pool_id":1,"pool_name":"rbd","flags":19,"flags_names":"hashpspool,full,full_quota,selfmanaged_snaps","quota_max_bytes":1},\
      {"pool_id":2,"pool_name":"cephfs_data","flags":1,"flags_names":"hashpspool","quota_max_bytes":0}]
      """;

  @Test
  void aFullPoolIsAskedForNothingThatWouldWait() throws Exception {
    assertTrue(asked(backend.briefed(RBD)).getFirst().contains("osd pool ls detail --format json"));
    Backend full = known(read(backend.briefed(RBD), answer(STATES_JSON)));
    List<Volume> images = known(read(full.taken(RBD), answer(IMAGES_JSON)));
    Volume volume =
        images.stream()
            .filter(v -> v.id().name().equals("vm-9300-disk-0"))
            .findFirst()
            .orElseThrow();
    Provisioning.Order order = new Provisioning.Order(100, null, null, Size.mib(8));
    Naming name = new Naming(100, null);
    String refused = "problem.ceph-pool-full";
    assertEquals(
        refused, refusal(() -> full.provisioning().orElseThrow().allocate(RBD, order, images)));
    assertEquals(
        refused,
        refusal(() -> full.provisioning().orElseThrow().resize(RBD, volume, Size.mib(999))));
    assertEquals(
        refused,
        refusal(() -> full.cloning().orElseThrow().clone(RBD, volume, "s1", name, images)));
    assertEquals(
        refused,
        refusal(() -> full.cloning().orElseThrow().template(RBD, volume, List.of(), images)));
    Transfer transfer = full.transfer().orElseThrow();
    for (String arriving : List.of("vm-100-disk-7", "base-100-disk-7")) {
      assertEquals(
          refused,
          refusal(() ->
              transfer.receive(
                  RBD,
                  arriving,
                  StreamFormat.RAW_SIZE,
                  Size.mib(8),
                  Transfer.Extent.PRESENT,
                  images)));
    }
    assertEquals(refused, refusal(() -> full.snapshots().orElseThrow().create(RBD, volume, "s2")));
    assertFalse(
        full.provisioning().orElseThrow().free(RBD, volume, images).steps().isEmpty(),
        "that makes room");
    // Others of the cluster are none of its business, and what is not known refuses nothing.
    Pool other = Samples.of(StorageType.RBD, "ceph", "pool", "cephfs_data");
    assertFalse(
        full.provisioning()
            .orElseThrow()
            .allocate(other, order, images)
            .change()
            .steps()
            .isEmpty());
    Backend silent =
        known(read(backend.briefed(RBD), Result.exited(1, "", "connection timed out")));
    assertFalse(
        silent
            .provisioning()
            .orElseThrow()
            .allocate(RBD, order, images)
            .change()
            .steps()
            .isEmpty());
  }

  @Test
  void cephImagesAreListed() {
    Reading<List<Volume>> reading = read(backend.list(RBD, IMAGES), answer(IMAGES_JSON));
    assertEquals(
        List.of(
            "ceph:base-9300-disk-0", "ceph:vm-9300-disk-0", "ceph:base-9300-disk-0/vm-9301-disk-0"),
        ids(reading));
    assertEquals("base-9300-disk-0@__base__", known(reading).getLast().extra().parent());
    assertEquals(67108864, known(reading).get(1).space().size());
    assertEquals(List.of(), ids(read(backend.list(RBD, IMAGES), answer("\n"))));
    Result refused =
        Result.exited(
            2,
            "",
            "rbd: error opening pool 'nosuch': (2) No such file or directory\n"
                + "rbd: listing images failed: (2) No such file or directory\n");
    assertEquals("problem.program-failed", failure(read(backend.list(RBD, IMAGES), refused)));
  }

  @Test
  void cephTellsItsUse() {
    assertEquals(
        PoolStatus.active(251 + 7855265280L, 251, 7855265280L),
        known(read(backend.status(RBD), answer(USE_JSON))));
    PoolStatus huge = known(read(backend.status(FOREIGN), answer(USE_JSON)));
    assertEquals(Long.MAX_VALUE, huge.total());
    assertEquals(10, huge.used());
    Pool gone = Samples.of(StorageType.RBD, "gone", "pool", "nosuch");
    assertFalse(known(read(backend.status(gone), answer(USE_JSON))).active());
  }

  @Test
  void cephPathsAreThoseOfTheHypervisor() throws InvalidException {
    assertEquals(
        "rbd:rbd/vm-9301-disk-0:conf=/etc/pve/ceph.conf:id=admin"
            + ":keyring=/etc/pve/priv/ceph/ceph.keyring",
        backend.path(RBD, "base-9300-disk-0/vm-9301-disk-0", null));
    assertEquals(
        "rbd:vms/tenant/vm-1-a0@s1:mon_host=192.0.2.61;[fd00\\:\\:1]:auth_supported=cephx"
            + ":id=pve:keyring=/etc/pve/priv/ceph/ext.keyring",
        backend.path(FOREIGN, "vm-1-a0", "s1"));
    Pool mapped = Samples.of(StorageType.RBD, "krbd", "krbd", "1");
    Result id = answer("1ab00000-0000-4000-8000-000000000001\n");
    assertEquals(
        "/dev/rbd-pve/1ab00000-0000-4000-8000-000000000001/rbd/vm-1-a0",
        known(read(backend.located(mapped, "vm-1-a0", null), answer(""), id)));
    assertEquals(
        "/dev/rbd/rbd/vm-1-a0@s1",
        known(read(backend.located(mapped, "vm-1-a0", "s1"), Result.exited(1, "", ""), id)));
  }

  /** What stat(1) says of the files that it is asked for. */
  private static Result there(String... paths) {
    String others = "/usr/bin/stat: cannot statx '/etc/pve/x': No such file or directory\n";
    return Result.exited(1, String.join("\n", paths) + "\n", others);
  }

  /** Without a key there is no login, and no user either. */
  @ParameterizedTest
  @CsvSource({
    "'', '', :auth_supported=none",
    "/etc/pve/priv/ceph/ext.keyring, '',"
        + " :auth_supported=cephx:id=pve:keyring=/etc/pve/priv/ceph/ext.keyring",
    "'', /etc/pve/priv/ceph/ext.conf, :auth_supported=none",
    "/etc/pve/priv/ceph/ext.keyring, /etc/pve/priv/ceph/ext.conf,"
        + " :auth_supported=cephx:id=pve:keyring=/etc/pve/priv/ceph/ext.keyring",
  })
  void thePathNamesTheFilesThatAreThere(String key, String config, String login)
      throws InvalidException {
    String expected =
        "rbd:vms/tenant/vm-1-a0@s1"
            + (config.isEmpty() ? "" : ":conf=" + config)
            + ":mon_host=192.0.2.61;[fd00\\:\\:1]"
            + login;
    Result there = there("/etc/pve/priv", key, config);
    assertEquals(expected, known(read(backend.located(FOREIGN, "vm-1-a0", "s1"), there)));
    assertEquals(expected, known(read(backend.reached(FOREIGN, "vm-1-a0", "s1"), there)).path());
    assertEquals(
        expected.replace("@s1", ""), known(read(backend.filled(FOREIGN, "vm-1-a0"), there)).path());
  }

  @Test
  void theOwnClusterIsNamedByItsConfiguration() throws InvalidException {
    Probe<String> probe = backend.located(RBD, "base-9300-disk-0/vm-9301-disk-0", null);
    assertEquals(
        "rbd:rbd/vm-9301-disk-0:conf=/etc/pve/ceph.conf",
        known(read(probe, there("/etc/pve/priv"))));
    assertEquals(
        "rbd:rbd/vm-9301-disk-0:conf=/etc/pve/ceph.conf:id=admin"
            + ":keyring=/etc/pve/priv/ceph/ceph.keyring",
        known(read(probe, there("/etc/pve/priv/ceph/ceph.keyring"))));
    Result refused = Result.exited(1, "", "sudo: a password is required\n");
    assertEquals("problem.program-failed", failure(read(probe, refused)), "not the same as gone");
  }

  @Test
  void whoeverReadsAnImageKeepsOthersFromIt() throws InvalidException {
    Access access = known(read(backend.reached(RBD, "vm-1-a0", null), there("/etc/pve/priv/ceph")));
    assertEquals(
        List.of("problem.rbd-watched"),
        access.guards().stream().map(g -> g.otherwise().key()).toList());
  }

  @Test
  void silenceIsUnknown() {
    Result hung = new Result(Result.Ending.TIMED_OUT, 0, new byte[0], new byte[0]);
    for (Probe<?> probe :
        List.of(backend.status(RBD), backend.list(RBD, IMAGES), backend.taken(RBD))) {
      assertEquals("problem.timed-out", failure(read(probe, hung)));
      assertEquals("problem.program-missing", failure(read(probe, Result.exited(127, "", ""))));
      assertEquals("problem.answer-unreadable", failure(read(probe, answer("{\"a\":[}"))));
      probe.programs().forEach(p -> assertFalse(p.changesHost(), p.shown()));
    }
    assertEquals(List.of(), known(read(backend.list(RBD, Set.of(ContentType.ISO)))));
  }

  /** The volume as it is listed, and everything that takes a name. */
  private Volume listed(Pool pool, String name) {
    return known(read(backend.list(pool, IMAGES), answer(IMAGES_JSON))).stream()
        .filter(v -> v.id().name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private List<Volume> taken(Pool pool) {
    return known(read(backend.taken(pool), answer(IMAGES_JSON)));
  }

  @Test
  void everythingTakesAName() {
    assertEquals(
        List.of(
            "ceph:base-9300-disk-0",
            "ceph:base-9300-disk-0@__base__",
            "ceph:vm-9300-disk-0",
            "ceph:base-9300-disk-0/vm-9301-disk-0",
            "ceph:other"),
        taken(RBD).stream().map(v -> v.id().toString()).toList());
    assertEquals(1, listed(RBD, "vm-9300-disk-0").extra().snapshots());
    assertEquals(0, listed(RBD, "base-9300-disk-0").extra().snapshots());
  }

  @Test
  void imagesAreMadeInWholeMebibytes() throws InvalidException {
    Provisioning.Order order = new Provisioning.Order(9300, null, null, new Size((8 << 20) + 1));
    Provisioning.Allocation made = provisioning.allocate(FOREIGN, order, taken(FOREIGN));
    assertEquals("ext:vm-9300-disk-1", made.made().toString());
    assertEquals(
        "guard "
            + BEGIN
            + "info vm-9300-disk-1 --format json => 2\n"
            + BEGIN
            + "create --image-format 2 --size 9 --data-pool ec vm-9300-disk-1\n  undo "
            + BEGIN
            + "rm vm-9300-disk-1\n",
        shown(made.change()));
    assertEquals(
        "problem.format-unsupported",
        refusal(() ->
            provisioning.allocate(
                RBD,
                new Provisioning.Order(100, null, ImageFormat.QCOW2, Size.mib(1)),
                List.of())));
  }

  @Test
  void anImageGoesWithItsSnapshotsUnlessItIsOpen() throws InvalidException {
    Change change = provisioning.free(FOREIGN, listed(FOREIGN, "vm-9300-disk-0"), taken(FOREIGN));
    assertEquals(
        "guard "
            + BEGIN
            + "status vm-9300-disk-0 --format json => 0 {\"watchers\":[]\n"
            + BEGIN
            + "snap purge vm-9300-disk-0\n  irreversible\n"
            + BEGIN
            + "rm vm-9300-disk-0\n  irreversible\n",
        shown(change));
    Volume clone = listed(KRBD, "base-9300-disk-0/vm-9301-disk-0");
    Change mapped = provisioning.free(KRBD, clone, taken(KRBD));
    assertEquals("problem.rbd-mapped", mapped.guards().getFirst().otherwise().key());
    assertEquals(1, mapped.steps().size());
  }

  @Test
  void devicesThatNothingHasOpenGoWithThePool() {
    Result devices =
        answer(
            """
            [{"id":"0","pool":"vms","namespace":"tenant","name":"vm-1-a0","snap":"-","device":"/dev/rbd0"},\
            {"id":"1","pool":"vms","namespace":"tenant","name":"vm-1-a0","snap":"s1","device":"/dev/rbd1"},\
            {"id":"2","pool":"vms","namespace":"","name":"vm-2-a0","snap":"-","device":"/dev/rbd2"},\
            {"id":"3","pool":"rbd","namespace":"tenant","name":"vm-3-a0","snap":"-","device":"/dev/rbd3"}]
            """);
    Change change = known(read(backend.deactivation(FOREIGN), devices));
    assertEquals(
        "/usr/bin/rbd unmap vms/tenant/vm-1-a0\n/usr/bin/rbd unmap vms/tenant/vm-1-a0@s1\n",
        shown(change));
    assertTrue(change.steps().stream().allMatch(s -> s.leniency().optional()));
    assertEquals("", shown(known(read(backend.deactivation(KRBD), answer("[]\n")))));
    assertEquals(
        "problem.program-missing",
        failure(read(backend.deactivation(KRBD), Result.exited(127, "", ""))));
  }

  @Test
  void aTemplateGoesOnlyWithoutClones() throws InvalidException {
    Volume template = listed(FOREIGN, "base-9300-disk-0");
    List<Volume> all = taken(FOREIGN);
    assertEquals(
        "problem.volume-has-clones", refusal(() -> provisioning.free(FOREIGN, template, all)));
    List<Volume> without =
        all.stream().filter(v -> !v.id().name().endsWith("vm-9301-disk-0")).toList();
    String shown = shown(provisioning.free(FOREIGN, template, without));
    assertTrue(
        shown.contains(
            BEGIN
                + "snap unprotect base-9300-disk-0 --snap __base__\n  undo "
                + BEGIN
                + "snap protect base-9300-disk-0 --snap __base__\n"
                + BEGIN
                + "snap purge base-9300-disk-0\n"),
        shown);
  }

  @Test
  void imagesOnlyGrow() throws InvalidException {
    Volume volume = listed(FOREIGN, "vm-9300-disk-0");
    assertEquals(
        BEGIN + "resize --size 65 vm-9300-disk-0\n  irreversible\n",
        shown(provisioning.resize(FOREIGN, volume, new Size((64 << 20) + 1))));
    assertEquals(
        "problem.size-not-larger",
        refusal(() -> provisioning.resize(FOREIGN, volume, Size.mib(64))));
    assertEquals(
        "support.template-fixed",
        refusal(() ->
            provisioning.resize(FOREIGN, listed(FOREIGN, "base-9300-disk-0"), Size.mib(640))));
  }

  @Test
  void snapshotsAreListedByAge() {
    Volume volume = listed(RBD, "vm-9300-disk-0");
    Result answer =
        answer(
            """
            [{"id":4,"name":"s1","size":8388608,"protected":"false","timestamp":"Sun Nov  8 06:28:44 2026"},\
            {"id":5,"name":"__base__","size":8388608,"protected":"true","timestamp":"x"},\
            {"id":6,"name":"s2","size":8388608,"protected":"true","timestamp":""}]
            """);
    List<Snapshot> listed =
        known(
            read(
                snapshots.list(RBD, volume),
                answer,
                answer("/usr/share/zoneinfo/Europe/Berlin\n")));
    assertEquals(List.of("s1", "s2"), listed.stream().map(Snapshot::name).toList());
    assertEquals(Instant.parse("2026-11-08T05:28:44Z"), listed.getFirst().created());
    assertNull(listed.getLast().created());
  }

  @Test
  void snapshotsComeAndGo() throws InvalidException {
    Volume volume = listed(FOREIGN, "vm-9300-disk-0");
    List<Snapshot> existing = List.of(new Snapshot("s1", null, List.of()));
    assertEquals(
        BEGIN
            + "snap create --snap s1 vm-9300-disk-0\n  undo "
            + BEGIN
            + "snap rm --snap s1 vm-9300-disk-0\n",
        shown(snapshots.create(FOREIGN, volume, "s1")));
    assertEquals(
        "guard "
            + BEGIN
            + "status vm-9300-disk-0 --format json => 0 {\"watchers\":[]\n"
            + BEGIN
            + "snap rollback --snap s1 vm-9300-disk-0\n  irreversible\n",
        shown(snapshots.rollback(FOREIGN, volume, "s1", existing)));
    Change delete = snapshots.delete(FOREIGN, volume, "s1", existing);
    assertEquals(
        BEGIN
            + "snap unprotect vm-9300-disk-0 --snap s1\n  undo "
            + BEGIN
            + "snap protect vm-9300-disk-0 --snap s1\n"
            + BEGIN
            + "snap rm --snap s1 vm-9300-disk-0\n  irreversible\n",
        shown(delete));
    assertEquals(
        List.of("snap is already unprotected"),
        delete.steps().getFirst().leniency().ignoredErrors());
    assertEquals(
        "problem.snapshot-missing",
        refusal(() -> snapshots.delete(FOREIGN, volume, "s2", existing)));
    assertEquals(
        "problem.snapshot-of-system",
        refusal(() -> snapshots.delete(FOREIGN, volume, "__base__", existing)));
    assertEquals(
        "support.template-no-snapshot",
        refusal(() -> snapshots.create(FOREIGN, listed(FOREIGN, "base-9300-disk-0"), "s1")));
  }

  @Test
  void aTemplateHasAProtectedSnapshot() throws InvalidException {
    Provisioning.Allocation made =
        cloning.template(FOREIGN, listed(FOREIGN, "vm-9300-disk-0"), List.of(), taken(FOREIGN));
    assertEquals("ext:base-9300-disk-0", made.made().toString());
    assertEquals(
        "guard "
            + BEGIN
            + "status vm-9300-disk-0 --format json => 0 {\"watchers\":[]\n"
            + BEGIN
            + "rename vms/tenant/vm-9300-disk-0 vms/tenant/base-9300-disk-0\n  undo "
            + BEGIN
            + "rename vms/tenant/base-9300-disk-0 vms/tenant/vm-9300-disk-0\n"
            + BEGIN
            + "snap create --snap __base__ base-9300-disk-0\n  undo "
            + BEGIN
            + "snap rm --snap __base__ base-9300-disk-0\n"
            + BEGIN
            + "snap protect base-9300-disk-0 --snap __base__\n  undo "
            + BEGIN
            + "snap unprotect base-9300-disk-0 --snap __base__\n",
        shown(made.change()));
    Provisioning.Allocation ofClone =
        cloning.template(
            FOREIGN, listed(FOREIGN, "base-9300-disk-0/vm-9301-disk-0"), List.of(), taken(FOREIGN));
    assertEquals("ext:base-9300-disk-0/base-9301-disk-0", ofClone.made().toString());
  }

  @Test
  void clonesShareTheDataOfATemplateOrASnapshot() throws InvalidException {
    Naming wanted = new Naming(200, null);
    Provisioning.Allocation made =
        cloning.clone(FOREIGN, listed(FOREIGN, "base-9300-disk-0"), null, wanted, taken(FOREIGN));
    assertEquals("ext:base-9300-disk-0/vm-200-disk-0", made.made().toString());
    assertEquals(
        "guard "
            + BEGIN
            + "info vm-200-disk-0 --format json => 2\n"
            + BEGIN
            + "clone vms/tenant/base-9300-disk-0 --snap __base__ --data-pool ec"
            + " vms/tenant/vm-200-disk-0\n  undo "
            + BEGIN
            + "rm vm-200-disk-0\n",
        shown(made.change()));
    Volume volume = listed(FOREIGN, "vm-9300-disk-0");
    Provisioning.Allocation ofSnapshot =
        cloning.clone(FOREIGN, volume, "s1", wanted, taken(FOREIGN));
    assertEquals("ext:vm-200-disk-0", ofSnapshot.made().toString());
    assertEquals(2, ofSnapshot.change().steps().size());
    assertEquals(
        "support.needs-template-or-snapshot",
        refusal(() -> cloning.clone(FOREIGN, volume, null, wanted, taken(FOREIGN))));
  }

  @Test
  void anImageIsClonedOfItsSnapshotsAndCopiedWhileNobodyHasItOpen() throws InvalidException {
    assertEquals(
        Support.no("support.needs-template-or-snapshot"),
        backend.supports(Feature.LINKED_CLONE, RBD, backend.parse("vm-9300-disk-0")));
    assertEquals(
        Support.yes(),
        backend.supportsSnapshot(Feature.LINKED_CLONE, RBD, backend.parse("vm-9300-disk-0")));
    assertEquals(1, backend.access(RBD, "vm-9300-disk-0", null).guards().size());
    assertEquals(List.of(), backend.access(RBD, "vm-9300-disk-0", "s1").guards());
    assertEquals(List.of(), backend.access(RBD, "base-9300-disk-0", null).guards());
  }

  private static final Result FEATURES =
      answer(
          "{\"name\":\"vm-9300-disk-0\",\"features\":[\"layering\",\"exclusive-lock\","
              + "\"object-map\",\"fast-diff\"]}\n");
  private static final Result NO_IMAGE = Result.exited(2, "", "rbd: error opening image x\n");
  private static final Result PVE = answer("");
  private static final Result FSID = answer("1ab00000-0000-4000-8000-000000000001\n");

  @Test
  void withTheKernelsClientAnImageIsADeviceWhileItIsCopied() throws InvalidException {
    String device = "/dev/rbd-pve/1ab00000-0000-4000-8000-000000000001/rbd/vm-9300-disk-0";
    Access access =
        known(
            read(
                backend.reached(KRBD, "vm-9300-disk-0", null),
                PVE,
                FSID,
                answer("6.8.12-4-pve\n"),
                FEATURES));
    assertEquals(device, access.path());
    assertEquals("problem.rbd-mapped", access.guards().getFirst().otherwise().key());
    assertEquals(1, access.before().size());
    String map = access.before().getFirst().command().shown();
    assertTrue(map.startsWith("/usr/bin/rbd -p rbd -c ") && map.endsWith(" map vm-9300-disk-0"));
    assertEquals(
        "/usr/bin/rbd unmap rbd/vm-9300-disk-0", access.after().getFirst().command().shown());
    Access snapshot =
        known(
            read(
                backend.reached(KRBD, "vm-9300-disk-0", "s1"),
                Result.exited(1, "", ""),
                FSID,
                answer("6.1.0-28-amd64\n"),
                FEATURES));
    assertEquals("/dev/rbd/rbd/vm-9300-disk-0@s1", snapshot.path());
    assertEquals(List.of(), snapshot.guards());
  }

  @Test
  void anOldKernelGetsImagesThatItUnderstands() throws InvalidException {
    Probe<Access> source = backend.reached(KRBD, "vm-9300-disk-0", null);
    Access old = known(read(source, PVE, FSID, answer("4.19.0-27-amd64\n"), FEATURES));
    assertTrue(
        old.before()
            .getFirst()
            .command()
            .shown()
            .endsWith(" feature disable vm-9300-disk-0 fast-diff object-map exclusive-lock"));
    Access fresh =
        known(read(backend.filled(KRBD, "vm-9302-disk-0"), PVE, FSID, answer("5.2.0\n"), NO_IMAGE));
    assertEquals(List.of(), fresh.guards());
    assertTrue(
        fresh
            .before()
            .getFirst()
            .command()
            .shown()
            .endsWith(" feature disable vm-9302-disk-0 fast-diff object-map deep-flatten"));
    assertEquals(
        "problem.answer-unreadable",
        failure(read(source, PVE, FSID, answer("unknown\n"), FEATURES)));
    assertEquals(
        "problem.program-missing",
        failure(read(source, PVE, Result.exited(127, "", ""), answer("6.8.12-4-pve\n"), FEATURES)));
  }

  @Test
  void aCloneKeepsItsTemplateWhenItIsRenamed() throws InvalidException {
    Renaming renaming = new RbdRenaming();
    Provisioning.Allocation renamed =
        renaming.rename(
            FOREIGN,
            listed(FOREIGN, "base-9300-disk-0/vm-9301-disk-0"),
            new Naming(9400, null),
            List.of(),
            taken(FOREIGN));
    assertEquals("ext:base-9300-disk-0/vm-9400-disk-0", renamed.made().toString());
    assertTrue(
        shown(renamed.change())
            .contains("rename vms/tenant/vm-9301-disk-0 vms/tenant/vm-9400-disk-0\n"));
    assertEquals(
        "support.template-no-rename",
        refusal(() ->
            renaming.rename(
                FOREIGN,
                listed(FOREIGN, "base-9300-disk-0"),
                new Naming(9400, null),
                List.of(),
                taken(FOREIGN))));
  }

  @Test
  void theKeyIsTriedBeforeThePoolIsAdded() {
    assertEquals(BEGIN + "ls\n", shown(known(read(backend.founding(FOREIGN)))));
    assertEquals("", shown(known(read(backend.activation(FOREIGN)))));
  }
}
