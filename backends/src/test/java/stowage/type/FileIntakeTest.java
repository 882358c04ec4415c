package stowage.type;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static stowage.schema.Refused.refusal;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import stowage.config.StorageType;
import stowage.exec.Exec;
import stowage.exec.Input;
import stowage.exec.Result;
import stowage.exec.Step;
import stowage.schema.InvalidException;
import stowage.volume.Checksum;
import stowage.volume.ContentType;
import stowage.volume.Volume;
import stowage.volume.VolumeId;

/** Files that are put on a pool: where they go, what they may be called, what is run for it. */
class FileIntakeTest {
  private static final Pool POOL =
      Rehearsal.pool(
          StorageType.DIR, "local", "path=/p", "content=iso,vztmpl,import,snippets,images,backup");
  private static final Checksum SUM =
      new Checksum(Checksum.Algorithm.SHA256, "0123456789ABCDEF".repeat(4));
  private final Intake intake = new DirBackend().intake().orElseThrow();

  private static Intake.Arrival arrival(ContentType content, String name) {
    return new Intake.Arrival(content, name, null, false);
  }

  private Intake.Place place(String content, String name) throws InvalidException {
    return intake.place(POOL, arrival(ContentType.of(content).orElseThrow(), name), List.of());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          iso | debian.iso | local:iso/debian.iso | /p/template/iso/debian.iso.part
          iso | A.IMG | local:iso/A.IMG | /p/template/iso/A.IMG.part
          iso | C:\\Users\\anna\\a.iso | local:iso/a.iso | /p/template/iso/a.iso.part
          iso | ../../etc/shadow.iso | local:iso/shadow.iso | /p/template/iso/shadow.iso.part
          iso | a b;$(reboot)'".iso | local:iso/a_b___reboot___.iso | /p/template/iso/a_b___reboot___.iso.part
          iso | 한국어.iso | local:iso/___.iso | /p/template/iso/___.iso.part
          iso | -rf.iso | local:iso/-rf.iso | /p/template/iso/-rf.iso.part
          vztmpl | alpine.tar.xz | local:vztmpl/alpine.tar.xz | /p/template/cache/alpine.tar.xz.part
          vztmpl | oci.tar | local:vztmpl/oci.tar | /p/template/cache/oci.tar.part
          import | box(1).ova | local:import/box_1_.ova | /p/import/box_1_.ova.part
          snippets | user.yaml | local:snippets/user.yaml | /p/snippets/.user.yaml.part
          """)
  void aNameIsCleanedAndItsPlaceHidden(String content, String name, String volume, String part)
      throws InvalidException {
    Intake.Place place = place(content, name);
    assertEquals(volume, place.volume().toString());
    assertEquals(part, place.part());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          iso | a.txt | problem.upload-name
          iso | iso | problem.upload-name
          iso | a.iso.part | problem.upload-name
          iso | a.tar.zst | problem.upload-name
          iso | .iso | problem.upload-hidden
          iso | x/.. | problem.upload-hidden
          snippets | .profile | problem.upload-hidden
          vztmpl | a.tgz | problem.upload-name
          vztmpl | a.tar.lz4 | problem.upload-name
          vztmpl | a.iso | problem.upload-name
          import | a.ovf | problem.upload-name
          import | a.OVA | problem.upload-name
          import | a.vdi | problem.upload-name
          import | a.qcow2.gz | problem.upload-name
          images | vm-100-disk-0.raw | problem.upload-content
          backup | vzdump-qemu-100-2020_01_01-01_01_01.vma | problem.upload-content
          rootdir | a | problem.upload-content
          """)
  void whatIsNoSuchFileIsRefused(String content, String name, String reason) {
    assertEquals(reason, refusal(() -> place(content, name)));
  }

  @Test
  void namesHaveALength() throws InvalidException {
    String longest = "a".repeat(236) + ".iso";
    assertEquals("local:iso/" + longest, place("iso", longest).volume().toString());
    assertEquals("problem.too-long", refusal(() -> place("iso", "a" + longest)));
    // What is cut off does not count.
    assertEquals(
        "local:iso/" + longest, place("iso", "d".repeat(300) + "/" + longest).volume().toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/", "a.iso/", "C:\\"})
  void aNameThatIsOnlyADirectoryIsNone(String name) {
    assertEquals("problem.upload-name", refusal(() -> place("iso", name)));
  }

  @Test
  void aPoolTakesOnlyWhatItIsFor() {
    Pool isos = Rehearsal.pool(StorageType.NFS, "nas", "content=iso,images");
    InvalidException refusal =
        assertThrows(
            InvalidException.class,
            () -> intake.place(isos, arrival(ContentType.SNIPPETS, "a"), List.of()));
    assertEquals("content", refusal.problems().getFirst().field());
    assertEquals(List.of("snippets", "nas", "iso"), refusal.problems().getFirst().said().args());
  }

  @Test
  void whatIsThereIsReplacedOnlyWhenSaidSo() throws InvalidException {
    List<Volume> there = List.of(iso("iso/a_b.iso"));
    assertEquals(
        "problem.volume-exists",
        refusal(() -> intake.place(POOL, arrival(ContentType.ISO, "a b.iso"), there)));
    Intake.Arrival over = new Intake.Arrival(ContentType.ISO, "a b.iso", null, true);
    Intake.Place place = intake.place(POOL, over, there);
    Change change = intake.receive(POOL, place, over, 0);
    assertEquals(List.of(), change.guards());
    assertEquals(
        "/usr/bin/mv -f -T -- /p/template/iso/a_b.iso.part /p/template/iso/a_b.iso",
        change.steps().getLast().command().shown());
  }

  private static Volume iso(String name) {
    return new Volume(
        new VolumeId(POOL.id(), name),
        ContentType.ISO,
        "iso",
        null,
        new Volume.Space(7L, null),
        Volume.Extra.NONE);
  }

  @Test
  void uploadsOfOtherContentDoNotMeet() throws InvalidException {
    Intake.Place marked =
        intake.place(POOL, new Intake.Arrival(ContentType.ISO, "a.iso", SUM, false), List.of());
    assertEquals("/p/template/iso/a.iso.01234567.part", marked.part());
  }

  @Test
  void whatComesIsCheckedBeforeItGetsItsName() throws InvalidException {
    Intake.Arrival arrival = new Intake.Arrival(ContentType.ISO, "a.iso", SUM, false);
    Intake.Place place = intake.place(POOL, arrival, List.of());
    Change change = intake.receive(POOL, place, arrival, 2 << 20);
    assertEquals(
        """
        ? 0 /usr/bin/test '!' -e /p/template/iso/a.iso
        /usr/bin/dd of=/p/template/iso/a.iso.01234567.part bs=1M iflag=fullblock \
        oflag=seek_bytes seek=2097152 conv=fsync status=none
        /usr/bin/sha256sum --check --status -
          < /usr/bin/rm -f -- /p/template/iso/a.iso.01234567.part
        /usr/bin/perl - iso /p/template/iso/a.iso.01234567.part
          < /usr/bin/rm -f -- /p/template/iso/a.iso.01234567.part
        /usr/bin/chmod 0644 -- /p/template/iso/a.iso.01234567.part
        /usr/bin/mv -n -T -- /p/template/iso/a.iso.01234567.part /p/template/iso/a.iso
        /usr/bin/test '!' -e /p/template/iso/a.iso.01234567.part
        """,
        Rehearsal.shown(change));
    assertInstanceOf(Input.Streamed.class, change.steps().getFirst().command().input());
    assertEquals(
        new Input.Text(SUM.hex() + "  /p/template/iso/a.iso.01234567.part\n"),
        change.steps().get(1).command().input());
    // What arrived stays when the stream breaks off: to go on from there.
    assertInstanceOf(Step.Undo.Unneeded.class, change.steps().getFirst().undo());
  }

  @ParameterizedTest
  @CsvSource({"true, ''", "false, '--no-check-certificate '"})
  void theHostFetchesByItself(boolean verified, String unchecked) throws InvalidException {
    Intake.Arrival arrival = arrival(ContentType.ISO, "a.iso");
    Intake.Place place = intake.place(POOL, arrival, List.of());
    Change change =
        intake.fetch(POOL, place, arrival, new Intake.Origin("https://h/a?b='c'", verified));
    assertEquals(
        "? 0 /usr/bin/test '!' -e /p/template/iso/a.iso\n"
            + "/usr/bin/wget --no-verbose --tries=3"
            + " --output-document=/p/template/iso/a.iso.part "
            + unchecked
            + "-- 'https://h/a?b='\\''c'\\'''\n"
            + "  < /usr/bin/rm -f -- /p/template/iso/a.iso.part\n"
            + "/usr/bin/perl - iso /p/template/iso/a.iso.part\n"
            + "  < /usr/bin/rm -f -- /p/template/iso/a.iso.part\n"
            + "/usr/bin/chmod 0644 -- /p/template/iso/a.iso.part\n"
            + "/usr/bin/mv -n -T -- /p/template/iso/a.iso.part /p/template/iso/a.iso\n"
            + "/usr/bin/test '!' -e /p/template/iso/a.iso.part\n",
        Rehearsal.shown(change));
  }

  @ParameterizedTest
  @CsvSource({
    "GZIP, gz, /usr/bin/gzip -d",
    "ZSTD, zst, /usr/bin/zstd -q -d --rm",
    "BZIP2, bz2, /usr/bin/bzip2 -d",
    "LZO, lzo, /usr/bin/lzop -d -U"
  })
  void whatIsCompressedIsUnpackedAfterItsChecksum(Packing packing, String ending, String program)
      throws InvalidException {
    Intake.Arrival arrival = new Intake.Arrival(ContentType.ISO, "a.iso", SUM, false);
    Intake.Place place = intake.place(POOL, arrival, List.of());
    String part = "/p/template/iso/a.iso.01234567.part";
    String packed = part + "." + ending;
    Change change =
        intake.fetch(POOL, place, arrival, new Intake.Origin("https://h/a", true, packing));
    String shown = Rehearsal.shown(change);
    assertTrue(shown.contains("--output-document=" + packed + " -- https://h/a\n  < "), shown);
    assertTrue(
        shown.contains(program + " -- " + packed + "\n  < /usr/bin/rm -f -- " + part), shown);
    assertEquals(
        new Input.Text(SUM.hex() + "  " + packed + "\n"), change.steps().get(1).command().input());
    assertTrue(shown.contains("/usr/bin/perl - iso " + part + "\n"), shown);
  }

  @Test
  void onlyImagesAreUnpacked() throws InvalidException {
    Intake.Arrival arrival = arrival(ContentType.VZTMPL, "a.tar.gz");
    Intake.Place place = intake.place(POOL, arrival, List.of());
    Intake.Origin origin = new Intake.Origin("https://h/a.tar.gz", true, Packing.GZIP);
    assertEquals(
        "problem.decompress-content", refusal(() -> intake.fetch(POOL, place, arrival, origin)));
  }

  @ParameterizedTest
  @CsvSource({
    "a.iso.gz, GZIP, a.iso",
    "A.ISO.ZST, ZSTD, A.ISO",
    "a.img.bz2, BZIP2, a.img",
    "a.iso.lzo, LZO, a.iso",
    "a.gz, GZIP, a"
  })
  void theEndingTellsHowAFileIsCompressed(String name, Packing packing, String plain) {
    assertEquals(Optional.of(packing), Packing.of(name));
    assertEquals(plain, packing.without(name));
    assertEquals("other.iso", packing.without("other.iso"));
    assertEquals(Optional.of(packing), Packing.named(packing.word()));
    assertEquals(Optional.empty(), Packing.of(plain + ".xz"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a.iso",
        "ftp://h/a.iso",
        "file:///etc/shadow",
        "https://",
        "http:///x",
        "-O/etc/x",
        "https://h/a b",
        "https://h/a\nHost: x",
        "HTTPS://h/a"
      })
  void onlyTheWebIsFetchedFrom(String url) throws InvalidException {
    Intake.Arrival arrival = arrival(ContentType.ISO, "a.iso");
    Intake.Place place = intake.place(POOL, arrival, List.of());
    assertEquals(
        "problem.url",
        refusal(() -> intake.fetch(POOL, place, arrival, new Intake.Origin(url, true))));
  }

  @ParameterizedTest
  @CsvSource({
    "'1048576\n', 1048576",
    "'1048575\n', 0",
    "'4096\n', 0",
    "'', 0",
    "'-5\n', 0",
    "'99999999999999999999\n', 0",
    "'4194304 x\n', 0",
  })
  void whatArrivedEarlierIsMeasured(String told, long bytes) throws InvalidException {
    Intake.Place place = place("iso", "a.iso");
    Exec ask = intake.arrived(place).programs().getFirst();
    assertEquals("/usr/bin/stat -c %s -- /p/template/iso/a.iso.part", ask.shown());
    assertFalse(ask.changesHost());
    assertEquals(
        bytes, Samples.known(Samples.read(intake.arrived(place), Result.exited(0, told, ""))));
  }

  @Test
  void noPartIsNothingAndNoAnswerIsNoPart() throws InvalidException {
    Intake.Place place = place("iso", "a.iso");
    assertEquals(
        0L,
        Samples.known(
            Samples.read(
                intake.arrived(place), Result.exited(1, "", "No such file or directory\n"))));
    Result silent = new Result(Result.Ending.TIMED_OUT, 0, new byte[0], new byte[0]);
    assertEquals(
        "problem.answer-unreadable", Samples.failure(Samples.read(intake.arrived(place), silent)));
  }

  @ParameterizedTest
  @CsvSource({
    "iso/a b.iso, /usr/bin/dd 'if=/p/template/iso/a b.iso' bs=1M iflag=skip_bytes skip=7"
        + " status=none",
    "backup/foo.tar, /usr/bin/dd if=/p/dump/foo.tar bs=1M iflag=skip_bytes skip=7 status=none",
  })
  void filesAreReadFromAnyByte(String name, @Nullable String program) throws InvalidException {
    Exec read = intake.read(POOL, iso(name), 7);
    assertEquals(program, read.shown());
    assertFalse(read.changesHost());
  }

  @Test
  void sumsAreTheHostsAndDirectoriesAreNoFiles() throws InvalidException {
    assertEquals(
        "/usr/bin/sha1sum -- /p/template/iso/a.iso",
        intake.sum(POOL, iso("iso/a.iso"), Checksum.Algorithm.SHA1).shown());
    Volume container = Samples.volume(POOL, "100/subvol-100-disk-0.subvol", 0);
    assertEquals("problem.download-none", refusal(() -> intake.read(POOL, container, 0)));
    assertEquals(
        "problem.download-none",
        refusal(() -> intake.sum(POOL, container, Checksum.Algorithm.MD5)));
    assertTrue(new LvmBackend().intake().isEmpty());
  }
}
