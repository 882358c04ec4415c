package stowage.pbs.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdentifiersTest {

  @ParameterizedTest
  @CsvSource({
    "vm, 100, 1717598476, vm/100/2024-06-05T14:41:16Z",
    "ct, 101, 1717598477, ct/101/2024-06-05T14:41:17Z",
    "vm, 999999999, 1, vm/999999999/1970-01-01T00:00:01Z",
    "host, elsa.example, 1717598476, host/elsa.example/2024-06-05T14:41:16Z",
    "host, _x, 253402300799, host/_x/9999-12-31T23:59:59Z"
  })
  void aBackupIsNamedByTypeIdAndTime(String type, String id, long time, String path) {
    SnapshotId backup = new SnapshotId(new GroupId(type, id), Instant.ofEpochSecond(time));
    assertEquals(path, backup.toString());
    assertEquals(Optional.of(backup), SnapshotId.parse(path));
    assertEquals(
        Optional.of(backup.group()), GroupId.parse(path.substring(0, path.lastIndexOf('/'))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "vm/100",
        "vm/100/",
        "vm/../2024-06-05T14:41:16Z",
        "vm/.x/2024-06-05T14:41:16Z",
        "qemu/100/2024-06-05T14:41:16Z",
        "vm/100/2024-06-05T14:41:16",
        "vm/100/2024-06-05T14:41:16+00:00",
        "vm/100/2024-06-05 14:41:16Z",
        "vm/100/1970-01-01T00:00:00Z",
        "vm/100/2024-13-05T14:41:16Z",
        "ns/vm/100/2024-06-05T14:41:16Z",
        "vm/1 0/2024-06-05T14:41:16Z"
      })
  void whatIsNoBackupIsNotRead(String path) {
    assertEquals(Optional.empty(), SnapshotId.parse(path));
  }

  @Test
  void timesOutsideOfTheFormCannotBeMade() {
    GroupId group = new GroupId("vm", "100");
    assertThrows(
        IllegalArgumentException.class, () -> new SnapshotId(group, Instant.ofEpochSecond(0)));
    assertThrows(
        IllegalArgumentException.class,
        () -> new SnapshotId(group, Instant.ofEpochSecond(253402300800L)));
    assertThrows(
        IllegalArgumentException.class, () -> new SnapshotId(group, Instant.ofEpochSecond(1, 1)));
    assertThrows(IllegalArgumentException.class, () -> new GroupId("vm", "a/b"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "root@pam  | pbs.example | 8007 | main  | root@pam@pbs.example:main",
        "a@pbs     | pbs.example | 8007 | main  | a@pbs@pbs.example:main",
        "a@pbs!tok | pbs.example | 8008 | main  | a@pbs!tok@pbs.example:8008:main",
        "a@pbs     | fd00::1     | 8007 | main  | a@pbs@[fd00::1]:main",
        "a@pbs     | 192.0.2.7   | 443  | d_1.x | a@pbs@192.0.2.7:443:d_1.x"
      })
  void aRepositoryIsWrittenAsTheClientReadsIt(
      String user, String server, long port, String datastore, String text) {
    assertEquals(text, new Repository(user, server, port, datastore).toString());
  }

  @Test
  void aTaskNameTellsWhatItWorksOn() {
    Upid verify =
        Upid.parse(
                "UPID:pbs1:00000A1B:000C2D3E:00000004:6660790C:verify_snapshot:"
                    + "main\\x3a-vm-100-6660790C:root@pam:")
            .orElseThrow();
    assertEquals("pbs1", verify.node());
    assertEquals(2587, verify.process());
    assertEquals(Instant.ofEpochSecond(1717598476), verify.started());
    assertEquals("verify_snapshot", verify.type());
    assertEquals("main:/vm/100/6660790C", verify.about());
    assertEquals("root@pam", verify.user());
    Upid collection =
        Upid.parse("UPID:elsa:00004F37:0039E469:00000000:5CA78B83:garbage_collection::root@pam:")
            .orElseThrow();
    assertEquals("", collection.about());
    assertEquals(20279, collection.process());
    assertEquals(Instant.ofEpochSecond(1554484099), collection.started());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "UPID:elsa:00004F37:0039E469:5CA78B83:vzdump:100:root@pam:",
        "UPID:elsa:00004f37:0039E469:00000000:5CA78B83:reader::root@pam:",
        "UPID:elsa:00004F37:0039E469:00000000:5CA78B83:reader:a/b:root@pam:",
        "UPID:elsa:00004F37:0039E469:00000000:5CA78B83:reader:a\\x4:root@pam:",
        "UPID:elsa:00004F37:0039E469:00000000:5CA78B83:reader:a\\y41:root@pam:",
        "UPID:../..:00004F37:0039E469:00000000:5CA78B83:reader::root@pam:",
        "UPID:elsa:00004F37:0039E469:00000000:5CA78B83:reader::root@pam:\n"
      })
  void whatIsNoTaskIsNotRead(String text) {
    assertEquals(Optional.empty(), Upid.parse(text));
  }

  @ParameterizedTest
  @CsvSource({
    "main, '', true",
    "main, a/b/c/d/e/f/g, true",
    "main, a/b/c/d/e/f/g/h, false",
    "main, a//b, false",
    "main, /a, false",
    "main, .., false",
    "main, a/../b, false",
    "'', '', false",
    "../x, '', false",
    ".., '', false",
    "a b, '', false"
  })
  void aSpaceHasNamesThatAreSafeInAPath(String datastore, String namespace, boolean safe) {
    assertEquals(safe, Space.of(datastore, namespace).isPresent());
  }

  @Test
  void namespacesHaveAnEnd() {
    assertEquals(true, Space.of("main", "a".repeat(256)).isPresent());
    assertEquals(false, Space.of("main", "a".repeat(257)).isPresent());
  }
}
