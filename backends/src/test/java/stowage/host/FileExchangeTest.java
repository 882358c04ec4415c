package stowage.host;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static stowage.schema.Refused.refused;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import stowage.config.StorageConfig;
import stowage.config.StorageId;
import stowage.conformance.LocalHost;
import stowage.conformance.Rig;
import stowage.exec.Exec;
import stowage.exec.HostException;
import stowage.exec.Outcome;
import stowage.exec.Step;
import stowage.schema.Problem;
import stowage.type.Intake;
import stowage.type.Packing;
import stowage.type.StreamFormat;
import stowage.volume.Checksum;
import stowage.volume.ContentType;
import stowage.volume.Size;
import stowage.volume.VolumeId;

/** Files that come to a pool and leave it, on a host that lies in a directory. */
class FileExchangeTest {
  private static final StorageId LOCAL = new StorageId("local");
  private static final String ISO = "/var/lib/vz/template/iso/";
  private static final String TEXT = "the first half, the second half\n";
  private static final String ADDRESS = "https://mirror.example.net/a.iso";
  private static final Intake.Origin MIRROR = new Intake.Origin(ADDRESS, true);
  private static final String CONFIG =
      """
      dir: local
      \tpath /var/lib/vz
      \tcontent iso,vztmpl,import,snippets,images,rootdir,backup

      dir: off
      \tpath /srv
      \tcontent iso
      \tdisable 1

      dir: away
      \tpath /srv
      \tcontent iso
      \tnodes no-such-node

      dir: disks
      \tpath /srv
      \tcontent images

      dir: unplugged
      \tpath /mnt/unplugged
      \tcontent iso
      \tis_mountpoint 1

      lvm: group
      \tvgname vg
      \tcontent images

      """;

  @TempDir Path root;
  private LocalHost machine;
  private Rig rig;

  @BeforeEach
  void begin() throws Exception {
    machine = new LocalHost(root).write(StorageConfig.PATH, CONFIG);
    rig = Rig.on(machine);
  }

  private FileExchange files() {
    return rig.host().files();
  }

  private static Intake.Arrival iso(String name, @Nullable Checksum checksum, boolean replaces) {
    return new Intake.Arrival(ContentType.ISO, name, checksum, replaces);
  }

  private static Checksum sum(String text) throws Exception {
    byte[] digest =
        MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    return new Checksum(Checksum.Algorithm.SHA256, HexFormat.of().formatHex(digest));
  }

  private Outcome applied(Proposal proposal, String text) throws Exception {
    byte[] data = text.getBytes(StandardCharsets.UTF_8);
    return rig.host().apply(proposal, rig.freshJob(), new ByteArrayInputStream(data), _ -> {});
  }

  private List<String> inDirectory() throws Exception {
    Path directory = machine.at(ISO);
    if (!Files.exists(directory)) {
      return List.of();
    }
    try (Stream<Path> names = Files.list(directory)) {
      return names.map(p -> p.getFileName().toString()).sorted().toList();
    }
  }

  private static List<String> lastShown(Proposal proposal, int count) {
    List<String> shown = proposal.plan().steps().stream().map(s -> s.command().shown()).toList();
    return shown.subList(shown.size() - count, shown.size());
  }

  private static VolumeId volume(String name) {
    return new VolumeId(LOCAL, name);
  }

  @Test
  void anUploadGetsItsNameOnceItIsWhole() throws Exception {
    Proposal proposal = files().planUpload(LOCAL, iso("a.iso", sum(TEXT), false), 0);
    assertEquals("local:iso/a.iso", proposal.made().orElseThrow());
    assertTrue(proposal.configDiff().isEmpty());
    assertTrue(proposal.doomed().isEmpty());
    assertEquals("step.upload", proposal.plan().title().key());
    assertTrue(proposal.plan().streams());
    assertEquals(List.of(), proposal.plan().locks(), "nobody waits while it comes");
    assertTrue(applied(proposal, TEXT).done());
    assertEquals(TEXT, machine.read(ISO + "a.iso"));
    assertEquals(List.of("a.iso"), inDirectory());
    assertEquals(
        "rw-r--r--",
        PosixFilePermissions.toString(Files.getPosixFilePermissions(machine.at(ISO + "a.iso"))));
  }

  @Test
  void itIsWrittenCheckedAndNamedInThisOrder() throws Exception {
    Checksum checksum = sum(TEXT);
    Proposal proposal = files().planUpload(LOCAL, iso("a.iso", checksum, false), 2 << 20);
    String part = ISO + "a.iso." + checksum.hex().substring(0, 8) + ".part";
    assertEquals(
        List.of(
            "/usr/bin/dd of="
                + part
                + " bs=1M iflag=fullblock oflag=seek_bytes seek=2097152 conv=fsync status=none",
            "/usr/bin/sha256sum --check --status -",
            "/usr/bin/perl - iso " + part,
            "/usr/bin/chmod 0644 -- " + part,
            "/usr/bin/mv -n -T -- " + part + " " + ISO + "a.iso",
            "/usr/bin/test '!' -e " + part),
        lastShown(proposal, 6));
    List<Step> steps = proposal.plan().steps();
    Step write = steps.get(steps.size() - 6);
    Step check = steps.get(steps.size() - 5);
    assertInstanceOf(Step.Undo.Unneeded.class, write.undo(), "what has come stays, to go on");
    Step.Undo.By undo = assertInstanceOf(Step.Undo.By.class, check.undo());
    assertTrue(undo.partial(), "what is wrong goes");
    assertEquals(
        List.of("/usr/bin/rm -f -- " + part), undo.commands().stream().map(Exec::shown).toList());
    assertEquals(
        List.of("/usr/bin/test", "!", "-e", ISO + "a.iso"),
        proposal.plan().guards().getLast().check().argv());
    assertTrue(steps.stream().allMatch(s -> s.command().identity() == Exec.Identity.ROOT));
  }

  @Test
  void whatArrivedWrongIsNotKept() throws Exception {
    Proposal proposal = files().planUpload(LOCAL, iso("a.iso", sum(TEXT), false), 0);
    Outcome outcome = applied(proposal, TEXT.replace("half", "part"));
    assertInstanceOf(Outcome.Verdict.Undone.class, outcome.verdict());
    assertEquals(List.of(), inDirectory());
  }

  @Test
  void aFileThatCameMeanwhileStaysAndIsToldOf() throws Exception {
    Proposal proposal = files().planUpload(LOCAL, iso("a.iso", sum(TEXT), false), 0);
    machine.program(
        "/usr/bin/chmod",
        "printf other >%s\nexec /usr/bin/chmod \"$@\"\n".formatted(machine.at(ISO + "a.iso")));
    Outcome outcome = applied(proposal, TEXT);
    assertInstanceOf(Outcome.Verdict.Undone.class, outcome.verdict());
    assertEquals("other", machine.read(ISO + "a.iso"));
    assertEquals(List.of("a.iso"), inDirectory());
  }

  @Test
  void whatWasThereSurvivesAWrongSuccessor() throws Exception {
    machine.write(ISO + "a.iso", "old");
    assertEquals(
        "problem.volume-exists",
        refused(() -> files().planUpload(LOCAL, iso("a.iso", null, false), 0)).said().key());
    Proposal wrong = files().planUpload(LOCAL, iso("a.iso", sum(TEXT), true), 0);
    assertFalse(applied(wrong, "something else").done());
    assertEquals("old", machine.read(ISO + "a.iso"));
    assertTrue(applied(files().planUpload(LOCAL, iso("a.iso", sum(TEXT), true), 0), TEXT).done());
    assertEquals(TEXT, machine.read(ISO + "a.iso"));
    assertEquals(List.of("a.iso"), inDirectory());
  }

  @Test
  void whoeverWasFasterKeepsTheName() throws Exception {
    Proposal proposal = files().planUpload(LOCAL, iso("a.iso", null, false), 0);
    machine.write(ISO + "a.iso", "theirs");
    assertThrows(HostException.Conflict.class, () -> applied(proposal, TEXT));
    assertEquals("theirs", machine.read(ISO + "a.iso"));
    assertEquals(List.of("a.iso"), inDirectory());
  }

  @Test
  void anUploadThatBrokeOffGoesOnWhereItWas() throws Exception {
    String whole = "x".repeat(1 << 20) + TEXT;
    int had = (1 << 20) + 15;
    Intake.Arrival arrival = iso("a.iso", sum(whole), false);
    assertEquals(0, files().arrived(LOCAL, arrival));
    String part = ISO + "a.iso." + sum(whole).hex().substring(0, 8) + ".part";
    machine.write(part, whole.substring(0, had) + "of what came last, not all is sure");
    assertTrue(files().arrived(LOCAL, arrival) > had);
    assertEquals(
        0, files().arrived(LOCAL, iso("a.iso", sum("another"), false)), "of other content");
    assertEquals(0, files().arrived(LOCAL, iso("a.iso", null, false)), "nobody knows of which");
    assertTrue(applied(files().planUpload(LOCAL, arrival, had), whole.substring(had)).done());
    assertEquals(whole, machine.read(ISO + "a.iso"));
    assertEquals(
        "problem.volume-exists", refused(() -> files().arrived(LOCAL, arrival)).said().key());
  }

  @Test
  void aShortPartIsSentAnew() throws Exception {
    Intake.Arrival arrival = iso("a.iso", sum(TEXT), false);
    String part = ISO + "a.iso." + sum(TEXT).hex().substring(0, 8) + ".part";
    machine.write(part, "something longer than what comes now, and quite other");
    long from = files().arrived(LOCAL, arrival);
    assertEquals(0, from, "dd would lose it");
    assertTrue(applied(files().planUpload(LOCAL, arrival, from), TEXT).done());
    assertEquals(TEXT, machine.read(ISO + "a.iso"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "missing   | storage | problem.storage-missing",
        "off       | storage | problem.pool-disabled",
        "away      | storage | problem.pool-elsewhere",
        "disks     | storage | support.no-upload-content",
        "group     | storage | support.no-files",
      })
  void poolsThatTakeNoFilesSayWhy(String pool, String field, String key) {
    StorageId id = new StorageId(pool);
    Intake.Arrival arrival = iso("a.iso", null, false);
    for (Executable attempt :
        List.<Executable>of(
            () -> files().planUpload(id, arrival, 0),
            () -> files().planFetch(id, arrival, MIRROR),
            () -> files().arrived(id, arrival))) {
      Problem problem = refused(attempt);
      assertEquals(field, problem.field());
      assertEquals(key, problem.said().key());
    }
  }

  @Test
  void nothingIsPutBelowAMountPointThatIsEmpty() throws Exception {
    Files.createDirectories(machine.at("/mnt/unplugged"));
    StorageId id = new StorageId("unplugged");
    assertThrows(
        HostException.NoAnswer.class, () -> files().planUpload(id, iso("a.iso", null, false), 0));
    try (Stream<Path> below = Files.list(machine.at("/mnt/unplugged"))) {
      assertEquals(0, below.count());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "ISO, a.txt, problem.upload-name",
    "ISO, .hidden.iso, problem.upload-hidden",
    "ISO, .., problem.upload-hidden",
    "ISO, '', problem.upload-name",
    "VZTMPL, a.iso, problem.upload-name",
    "IMPORT, a.ovf, problem.upload-name",
    "BACKUP, vzdump-lxc-100-2026_01_01-00_00_00.tar, problem.upload-content",
    "IMAGES, vm-100-disk-0.raw, problem.upload-content",
  })
  void whatIsNoSuchFileIsRefusedBeforeAnythingRuns(ContentType content, String name, String key)
      throws Exception {
    Intake.Arrival arrival = new Intake.Arrival(content, name, null, true);
    assertEquals(key, refused(() -> files().planUpload(LOCAL, arrival, 0)).said().key());
    assertEquals(key, refused(() -> files().planFetch(LOCAL, arrival, MIRROR)).said().key());
    assertEquals(List.of(), inDirectory());
  }

  @ParameterizedTest
  @CsvSource({
    "'a b.iso', a_b.iso",
    "'-rf.iso', -rf.iso",
    "'--check.iso', --check.iso",
    "'it''s \"it\".iso', it_s__it_.iso",
    "'$(reboot);`id`.iso', __reboot___id_.iso",
    "'../../../etc/passwd.iso', passwd.iso",
    "'/etc/shadow.iso', shadow.iso",
    "'C:\\temp\\x.iso', x.iso",
    "'*?[a].iso', ___a_.iso",
    "'설치.iso', __.iso",
  })
  void aNameLeadsNowhereElse(String name, String file) throws Exception {
    assertTrue(applied(files().planUpload(LOCAL, iso(name, sum(TEXT), false), 0), TEXT).done());
    assertEquals(List.of(file), inDirectory());
    VolumeId there = volume("iso/" + file);
    assertEquals(sum(TEXT), files().checksum(there, Checksum.Algorithm.SHA256));
    assertFalse(Files.exists(machine.at("/etc/passwd.iso")));
    assertFalse(Files.exists(machine.at("/etc/shadow.iso")));
  }

  @Test
  void lineBreaksInANameNeverReachTheHost() throws Exception {
    Proposal proposal = files().planUpload(LOCAL, iso("a\nb\r\0c.iso", null, false), 0);
    assertEquals("local:iso/a_b__c.iso", proposal.made().orElseThrow());
    assertTrue(applied(proposal, TEXT).done());
    assertEquals(List.of("a_b__c.iso"), inDirectory());
  }

  @Test
  void aDownloadReadsFromWhereItIsWanted() throws Exception {
    machine.write(ISO + "a.iso", TEXT);
    Sending whole = files().planDownload(volume("iso/a.iso"), 0);
    assertEquals(StreamFormat.RAW_SIZE, whole.format());
    assertEquals(new Size(TEXT.length()), whole.size());
    assertEquals(List.of(), whole.before().plan().steps());
    assertEquals(List.of(), whole.after().plan().steps());
    assertEquals(Exec.Effect.READS, whole.source().effect());
    for (int from : new int[] {0, 1, TEXT.length() - 1, TEXT.length()}) {
      Sending sending = files().planDownload(volume("iso/a.iso"), from);
      try (VolumeStream data = rig.host().open(sending, rig.freshJob())) {
        assertArrayEquals(
            TEXT.substring(from).getBytes(StandardCharsets.UTF_8), data.readAllBytes());
      }
    }
    assertEquals(TEXT, machine.read(ISO + "a.iso"));
  }

  @ParameterizedTest
  @CsvSource({
    "iso/none.iso, problem.volume-missing",
    "iso/../../../../etc/shadow, problem.volume-name",
    "100/subvol-100-disk-0.subvol, problem.download-none",
  })
  void whatIsNoFileIsNotSent(String name, String key) throws Exception {
    machine.write("/etc/shadow", "root:secret");
    Files.createDirectories(machine.at("/var/lib/vz/images/100/subvol-100-disk-0.subvol"));
    for (Executable attempt :
        List.<Executable>of(
            () -> files().planDownload(volume(name), 0),
            () -> files().checksum(volume(name), Checksum.Algorithm.SHA1))) {
      Problem problem = refused(attempt);
      assertEquals("volume", problem.field());
      assertEquals(key, problem.said().key());
    }
  }

  @Test
  void aChecksumIsWhatTheHostCounts() throws Exception {
    machine.write(ISO + "a.iso", TEXT);
    assertEquals(sum(TEXT), files().checksum(volume("iso/a.iso"), Checksum.Algorithm.SHA256));
    byte[] digest =
        MessageDigest.getInstance("SHA-1").digest(TEXT.getBytes(StandardCharsets.UTF_8));
    assertEquals(
        new Checksum(Checksum.Algorithm.SHA1, HexFormat.of().formatHex(digest)),
        files().checksum(volume("iso/a.iso"), Checksum.Algorithm.SHA1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0123456789abcdef0123456789abcdef  /a.iso\\n",
        "\\\\0123456789abcdef0123456789abcdef  /a\\\\nb.iso\\n",
        "0123456789ABCDEF0123456789ABCDEF\\n",
        "0123456789abcdef0123456789abcdef",
        "0123456789abcdef0123456789abcdef *a.iso\\nmore\\n",
      })
  void whateverStandsBehindTheDigits(String answer) throws Exception {
    machine.write(ISO + "a.iso", TEXT).program("/usr/bin/md5sum", "printf '" + answer + "'\n");
    assertEquals(
        "0123456789abcdef0123456789abcdef",
        files().checksum(volume("iso/a.iso"), Checksum.Algorithm.MD5).hex());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\\n",
        "md5sum: all is well\\n",
        "0123456789abcdef0123456789abcde\\n",
        "0123456789abcdef0123456789abcdef0\\n",
        "0123456789abcdef0123456789abcdeg  /a.iso\\n",
        "MD5 (a.iso) = 0123456789abcdef0123456789abcdef\\n",
        " 0123456789abcdef0123456789abcdef\\n",
        "\\377\\376\\000\\001",
        "\\\\\\\\0123456789abcdef0123456789abcdef\\n",
      })
  void anAnswerThatIsNoneIsNoChecksum(String answer) throws Exception {
    machine.write(ISO + "a.iso", TEXT).program("/usr/bin/md5sum", "printf '" + answer + "'\n");
    Problem problem = refused(() -> files().checksum(volume("iso/a.iso"), Checksum.Algorithm.MD5));
    assertEquals("problem.checksum", problem.said().key());
  }

  @ParameterizedTest
  @CsvSource({
    "1, md5sum: a.iso: Permission denied",
    "1, md5sum: a.iso: Input/output error",
    "126, cannot execute binary file",
  })
  void aProgramThatFailsIsQuoted(int status, String error) throws Exception {
    String digits = "0".repeat(32);
    machine
        .write(ISO + "a.iso", TEXT)
        .program(
            "/usr/bin/md5sum",
            "echo '" + digits + "'; echo '" + error + "' >&2; exit " + status + "\n");
    HostException failed =
        assertThrows(
            HostException.CommandFailed.class,
            () -> files().checksum(volume("iso/a.iso"), Checksum.Algorithm.MD5));
    assertEquals(List.of(status, error), failed.said().args().subList(2, 4));
  }

  @Test
  void aProgramThatIsNotThereIsToldToo() throws Exception {
    machine.write(ISO + "a.iso", TEXT);
    HostException failed =
        assertThrows(
            HostException.CommandFailed.class,
            () -> files().checksum(volume("iso/a.iso"), Checksum.Algorithm.SHA512));
    assertEquals(127, failed.said().args().get(2));
  }

  /** Fetches whatever is asked for from a file of the host. */
  private void wget(String script) throws Exception {
    machine.program(
        "/usr/bin/wget",
        """
        echo "$*" >>%1$s/wget.log
        for word; do case $word in --output-document=*) to=${word#*=} ;; esac; done
        """
                .formatted(root)
            + script);
  }

  @Test
  void theHostFetchesByItself() throws Exception {
    wget("printf 'from afar' >\"$to\"\n");
    Proposal proposal = files().planFetch(LOCAL, iso("a.iso", sum("from afar"), false), MIRROR);
    assertEquals("step.download", proposal.plan().title().key());
    assertFalse(proposal.plan().streams());
    rig.done(proposal);
    assertEquals("from afar", machine.read(ISO + "a.iso"));
    assertEquals(List.of("a.iso"), inDirectory());
    String asked = machine.read("/wget.log").strip();
    assertTrue(asked.endsWith(" -- " + ADDRESS), asked);
    assertFalse(asked.contains("--no-check-certificate"), asked);
  }

  @ParameterizedTest
  @CsvSource({"GZIP, gzip -c", "ZSTD, zstd -q -c"})
  void whatIsCompressedIsUnpackedWhereItLies(Packing packing, String compress) throws Exception {
    wget("printf 'from afar' | " + compress + " >\"$to\"\n");
    has(packing);
    Intake.Origin origin = new Intake.Origin(ADDRESS, true, packing);
    rig.done(files().planFetch(LOCAL, iso("a.iso", null, false), origin));
    assertEquals("from afar", machine.read(ISO + "a.iso"));
    assertEquals(List.of("a.iso"), inDirectory());
  }

  /** The program of this machine. */
  private void has(Packing packing) throws Exception {
    String program = packing.tool().program();
    machine.program(program, "exec " + program + " \"$@\"\n");
  }

  @Test
  void whatIsNotCompressedSoLeavesNothing() throws Exception {
    wget("printf 'no archive' >\"$to\"\n");
    has(Packing.GZIP);
    Intake.Origin origin = new Intake.Origin(ADDRESS, true, Packing.GZIP);
    Proposal proposal = files().planFetch(LOCAL, iso("a.iso", null, false), origin);
    Outcome outcome = rig.host().apply(proposal, rig.freshJob(), _ -> {});
    assertInstanceOf(Outcome.Verdict.Undone.class, outcome.verdict());
    assertEquals(List.of(), inDirectory());
  }

  @Test
  void whatUnpacksIsMissedBeforeAnythingIsPlanned() throws Exception {
    wget("");
    Intake.Origin origin = new Intake.Origin(ADDRESS, true, Packing.LZO);
    Problem problem = refused(() -> files().planFetch(LOCAL, iso("a.iso", null, false), origin));
    assertEquals(List.of("/usr/bin/lzop", "lzop"), problem.said().args());
  }

  @Test
  void whatFetchesIsMissedBeforeAnythingIsPlanned() {
    Problem problem = refused(() -> files().planFetch(LOCAL, iso("a.iso", null, false), MIRROR));
    assertEquals("problem.tool-missing", problem.said().key());
    assertEquals(List.of("/usr/bin/wget", "wget"), problem.said().args());
  }

  @Test
  void onlyWhoSaysSoTrustsAnyCertificate() throws Exception {
    wget("");
    Proposal proposal =
        files().planFetch(LOCAL, iso("a.iso", null, false), new Intake.Origin(ADDRESS, false));
    assertEquals(
        "/usr/bin/wget --no-verbose --tries=3 --output-document="
            + ISO
            + "a.iso.part --no-check-certificate -- "
            + ADDRESS,
        lastShown(proposal, 5).getFirst());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "printf half >\"$to\"; echo 'wget: connection reset' >&2; exit 4\n",
        "echo 'ERROR 404: Not Found.' >&2; exit 8\n",
        "printf 'another file' >\"$to\"\n",
        ": >\"$to\"\n",
      })
  void whatIsNotFetchedWholeIsRemoved(String script) throws Exception {
    wget(script);
    Proposal proposal = files().planFetch(LOCAL, iso("a.iso", sum("from afar"), false), MIRROR);
    Outcome outcome = rig.host().apply(proposal, rig.freshJob(), _ -> {});
    assertInstanceOf(Outcome.Verdict.Undone.class, outcome.verdict());
    assertEquals(List.of(), inDirectory());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "mirror.example.net/a.iso",
        "file:///etc/shadow",
        "ftp://mirror.example.net/a.iso",
        "HTTP://mirror.example.net/a.iso",
        "http://",
        "https:///a.iso",
        "--post-file=/etc/shadow",
        "-i/etc/shadow",
        " https://mirror.example.net/a.iso",
        "https://mirror.example.net/a b.iso",
        "https://mirror.example.net/a.iso\nX-Other: header",
        "https://mirror.example.net/\0",
      })
  void onlyAddressesOfTheWebAreFetchedFrom(String url) {
    Problem problem =
        refused(() ->
            files().planFetch(LOCAL, iso("a.iso", null, false), new Intake.Origin(url, true)));
    assertEquals("url", problem.field());
    assertEquals("problem.url", problem.said().key());
    assertEquals(List.of(url), problem.said().args());
  }
}
