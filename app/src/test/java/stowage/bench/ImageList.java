package stowage.bench;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import stowage.exec.Exec;
import stowage.volume.Volume;

/** What a list of very many images takes. */
final class ImageList implements Figure {
  private static final int SAMPLE = 50;
  private static final int SMALL_SAMPLE = 10;
  private static final Calls LOOP = new Calls(10);
  private static final Calls SINGLE = new Calls(1);
  private static final Pattern SIZE = Pattern.compile("\"virtual-size\": (\\d+)");

  @Override
  public String name() {
    return "image-list";
  }

  @Override
  public Section measure(Server host) throws Exception {
    try (Line near = Line.to(host, Duration.ZERO);
        Line far = Line.to(host, Duration.ofMillis(100))) {
      Listing here = Listing.of(near, Scenery.IMAGE_POOL, Scenery.IMAGES);
      Listing there = Listing.of(far, Scenery.IMAGE_POOL, Scenery.IMAGES);
      Section.Table table =
          Section.Table.of(
                  "list of %,d images".formatted(Scenery.IMAGES), "commands", "0 ms", "100 ms")
              .row("Stowage", "" + here.commands(), here.times().shown(), there.times().shown());
      List<Volume> sample = sample(here.volumes());
      try (OpenSsh ssh = OpenSsh.sharing(near);
          OpenSsh slow = OpenSsh.sharing(far)) {
        List<Volume> some = sample.subList(0, SMALL_SAMPLE);
        check(ssh.run(loop(some)), some);
        table =
            table
                .row(
                    "`ssh`, `qemu-img info` in a loop in one call, `ControlMaster`",
                    "1",
                    LOOP.against(here, ssh, some),
                    LOOP.against(there, slow, some))
                .row(
                    "`ssh`, a call for each image, `ControlMaster`",
                    "" + Scenery.IMAGES,
                    SINGLE.against(here, ssh, sample),
                    SINGLE.against(there, slow, some))
                .row(
                    "`ssh`, a call and a login for each image",
                    "" + Scenery.IMAGES,
                    SINGLE.against(here, OpenSsh.anew(near), some),
                    SINGLE.against(there, OpenSsh.anew(far), some));
      }
      return section(table, here.bytes());
    }
  }

  private static Section section(Section.Table table, long bytes) {
    return new Section(
        "A list of %,d qcow2 images".formatted(Scenery.IMAGES),
        ("A dir pool with %,d valid, empty qcow2 images of 32 sizes, 10 for each guest, in the host's page"
                + " cache. Stowage lists them with virtual size, allocated size, backing image and number of"
                + " snapshots, after a refresh (the shortest of %d); %.1f MB come over the line. `ssh` runs"
                + " `qemu-img info` for %d of them (%d in the other rows and columns); the shortest call is"
                + " scaled up to all. The sizes it tells are the same.")
            .formatted(Scenery.IMAGES, Listing.ROUNDS, bytes / 1e6, SAMPLE, SMALL_SAMPLE),
        table,
        "What it can't tell: how long a disk needs that has none of it in memory, and what a list takes on"
            + " a line of little bandwidth.");
  }

  private static List<Volume> sample(List<Volume> volumes) {
    int step = volumes.size() / SAMPLE;
    return IntStream.range(0, SAMPLE).mapToObj(i -> volumes.get(i * step)).toList();
  }

  private static String info(Volume image) {
    String path = Scenery.IMAGE_POOL_PATH + "/images/" + image.id().name();
    return Exec.reads("/usr/bin/qemu-img", "info", "--output=json", path).shown();
  }

  private static String loop(List<Volume> images) {
    return images.stream().map(ImageList::info).collect(Collectors.joining("; "));
  }

  /**
   * The peer's way.
   *
   * @param images asked about in one call
   */
  private record Calls(int images) {

    /** The shortest of several calls, scaled up to all images. */
    String against(Listing stowage, OpenSsh ssh, List<Volume> sample) throws Exception {
      List<Times.Work> calls = new ArrayList<>();
      for (int i = 0; i < sample.size(); i += images) {
        String call = loop(sample.subList(i, i + images));
        calls.add(() -> ssh.run(call));
      }
      return Times.of(calls).times((double) Scenery.IMAGES / images).against(stowage.times());
    }
  }

  /** Fails when the two don't say the same. */
  private static void check(String answers, List<Volume> images) {
    List<Long> told =
        SIZE.matcher(answers).results().map(found -> Long.valueOf(found.group(1))).toList();
    List<Long> listed = images.stream().map(image -> requireNonNull(image.space().size())).toList();
    // What is allocated in the file itself is told after the image's own size.
    if (!told.containsAll(listed)) {
      throw new IllegalStateException("sizes " + listed + " are listed, not " + told);
    }
  }
}
