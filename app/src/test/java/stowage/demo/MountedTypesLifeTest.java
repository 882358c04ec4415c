package stowage.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stowage.config.StorageId;
import stowage.exec.HostException;
import stowage.exec.Outcome;
import stowage.exec.Secret;
import stowage.host.Host;
import stowage.host.Proposal;
import stowage.schema.Draft;
import stowage.schema.InvalidException;
import stowage.type.PoolStatus;
import stowage.type.Provisioning.Order;
import stowage.type.Scan;
import stowage.type.Scans;
import stowage.type.Snapshot;
import stowage.volume.ContentType;
import stowage.volume.ImageFormat;
import stowage.volume.Size;
import stowage.volume.VolumeId;

/** Pools of other machines and of Btrfs on the demo host, from their adding to their removal. */
class MountedTypesLifeTest {
  private static final StorageId ID = new StorageId("fresh");
  private static int jobs;

  @TempDir private static Path above;
  private static Demo demo;

  @BeforeAll
  static void make() throws Exception {
    demo = Demo.in(above.resolve("demo"));
  }

  private static void apply(Host host, Proposal proposal) throws HostException {
    Outcome outcome = host.apply(proposal, "life-" + System.nanoTime() + "-" + ++jobs, _ -> {});
    assertTrue(outcome.done(), () -> proposal.plan().title() + ": " + outcome);
  }

  private static List<String> names(Host host) throws Exception {
    return host.volumes(ID, EnumSet.of(ContentType.IMAGES)).optional().orElseThrow().stream()
        .map(v -> v.id().name())
        .toList();
  }

  @ParameterizedTest
  @CsvSource({
    "cifs, server=files.example.net share=software username=u content=images, password, hush, QCOW2",
    "glusterfs, server=192.0.2.41 volume=spare content=images, , , QCOW2",
    "btrfs, path=/srv/flash/more content=images, , , RAW",
  })
  void aPoolForDisksLives(
      String type,
      String settings,
      @Nullable String key,
      @Nullable String secret,
      ImageFormat format)
      throws Exception {
    try (Host host = new Host("demo", demo.shell())) {
      apply(host, host.planAdd(draft(type, settings, key, secret)));
      assertTrue(active(host));
      assertEquals(List.of(), names(host));
      Proposal made =
          host.planAllocate(
              ID, new Order(100, "vm-100-disk-9." + format.word(), format, Size.mib(8)));
      apply(host, made);
      VolumeId volume = VolumeId.parse(made.made().orElseThrow()).orElseThrow();
      assertEquals(List.of(volume.name()), names(host));
      apply(host, host.planSnapshot(volume, "one"));
      apply(host, host.planSnapshot(volume, "another"));
      assertEquals(
          List.of("one", "another"),
          host.snapshots(volume).optional().orElseThrow().stream().map(Snapshot::name).toList());
      apply(host, host.planRollback(volume, "one"));
      apply(host, host.planDeleteSnapshot(volume, "one"));
      apply(host, host.planFree(volume));
      assertEquals(List.of(), names(host));
      apply(host, host.planRemoveAndDeactivate(ID));
      assertFalse(demo.text("/usr/bin/cat", "/proc/mounts").contains("/mnt/pve/fresh"));
      assertEquals(1, demo.run("/usr/bin/test", "-e", "/etc/pve/priv/storage/fresh.pw").status());
    }
  }

  @Test
  void cephsFileSystemTakesNoDisks() throws Exception {
    try (Host host = new Host("demo", demo.shell())) {
      String key = "AQAAAAAAAAAAABAAAAAAAAAAAAAAAAAAAAAAAA==";
      apply(host, host.planAdd(draft("cephfs", "monhost=192.0.2.61 content=iso", "keyring", key)));
      assertTrue(active(host));
      assertEquals(key + "\n", demo.text("/usr/bin/cat", "/etc/pve/priv/ceph/fresh.secret"));
      InvalidException refused =
          assertThrows(
              InvalidException.class,
              () -> host.planAllocate(ID, new Order(100, null, null, Size.mib(8))));
      assertEquals("support.no-guest-disks", refused.problems().getFirst().said().key());
      apply(host, host.planDeactivate(ID));
      assertFalse(active(host));
      apply(host, host.planActivate(ID));
      apply(host, host.planRemoveAndDeactivate(ID));
      assertEquals(1, demo.run("/usr/bin/test", "-e", "/etc/pve/priv/ceph/fresh.secret").status());
    }
  }

  @Test
  void aWrongPasswordIsNoticedBeforeAnythingIsDone() throws Exception {
    try (Host host = new Host("demo", demo.shell())) {
      String settings = "server=files.example.net share=software username=u";
      HostException.NoAnswer refused =
          assertThrows(
              HostException.NoAnswer.class,
              () -> host.planAdd(draft("cifs", settings, "password", "wrong")));
      assertEquals("problem.smb-refused", refused.said().key());
      Scan cifs =
          Scans.all().stream().filter(s -> s.word().equals("cifs")).findFirst().orElseThrow();
      Secret wrong = Secret.of("wrong".toCharArray());
      assertTrue(
          host.scan(cifs, List.of("files.example.net"), new Scan.Who("u", "", wrong))
              .optional()
              .isEmpty());
    }
  }

  private static boolean active(Host host) throws Exception {
    return host.refresh()
        .pool(ID)
        .flatMap(p -> p.status().optional())
        .filter(PoolStatus::active)
        .isPresent();
  }

  private static Draft draft(
      String type, String settings, @Nullable String key, @Nullable String secret) {
    Map<String, String> values = new java.util.HashMap<>();
    for (String setting : settings.split(" ")) {
      String[] parts = setting.split("=", 2);
      values.put(parts[0], parts[1]);
    }
    Map<String, Secret> secrets =
        key == null || secret == null ? Map.of() : Map.of(key, Secret.of(secret.toCharArray()));
    return new Draft(ID.text(), type, values, secrets, Set.of());
  }
}
