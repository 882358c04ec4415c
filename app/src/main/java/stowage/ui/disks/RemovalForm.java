package stowage.ui.disks;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.TextField;
import stowage.disk.Disk;
import stowage.disk.Removal;
import stowage.schema.Problem;
import stowage.ui.form.Choices;
import stowage.ui.form.Field;
import stowage.ui.form.ShortForm;
import stowage.ui.frame.Desk;
import stowage.ui.plan.Drawer;

/** Asks what is to be taken apart; what a chosen disk carries is filled in already. */
final class RemovalForm {
  private static final String MOUNTS = "/mnt/pve/";

  /** What disks may have become. */
  private enum Made {
    ZPOOL("ui-disks.product-zpool"),
    THINPOOL("ui-disks.product-thinpool"),
    VG("ui-disks.product-vg"),
    DIRECTORY("ui-disks.remove-directory");

    private final String said;

    Made(String said) {
      this.said = said;
    }
  }

  private final Drawer drawer;
  private final String barred;
  private final ComboBox<Made> kind = new ComboBox<>();
  private final TextField name = new TextField();
  private final CheckBox wipe;
  private final ShortForm form;

  /**
   * @param chosen disks that it may be about
   * @param barred why plans can only be looked at; empty when they can be applied
   */
  RemovalForm(Desk desk, Drawer drawer, List<Disk> chosen, String barred) {
    this.drawer = drawer;
    this.barred = barred;
    wipe = new CheckBox(desk.say("ui-disks.remove-wipe"));
    Choices.fill(kind, List.of(Made.values()), made -> desk.say(made.said));
    Map<String, Field> fields = new LinkedHashMap<>();
    fields.put("kind", new Field(desk.say("ui-disks.remove-kind"), kind, ""));
    fields.put(
        "name",
        new Field(desk.say("ui-disks.remove-name"), name, desk.say("ui-disks.remove-name-help")));
    fields.put("wipe", new Field("", wipe, desk.say("ui-disks.remove-wipe-help")));
    form =
        new ShortForm(desk, desk.say("ui-disks.remove-title"), fields, this::read, drawer::close);
    for (Disk disk : chosen) {
      disk.uses().forEach(this::fill);
    }
  }

  /** What has no name of its own among a disk's uses, a person has to name. */
  private void fill(Disk.Use use) {
    switch (use) {
      case Disk.Use.HeldBy(var what) when what.startsWith("zpool ") ->
          fill(Made.ZPOOL, what.substring("zpool ".length()));
      // Anything else that lies in a group keeps it from being taken apart.
      case Disk.Use.HeldBy(var what) when what.startsWith("lvm ") && name.getText().isEmpty() ->
          fill(Made.THINPOOL, mapped(what.substring("lvm ".length())));
      case Disk.Use.Holds(var what) when what.equals("LVM2_member") && name.getText().isEmpty() ->
          fill(Made.VG, "");
      case Disk.Use.Mounted(var at) when at.startsWith(MOUNTS) ->
          fill(Made.DIRECTORY, at.substring(MOUNTS.length()));
      case Disk.Use.HeldBy _,
          Disk.Use.Holds _,
          Disk.Use.Mounted _,
          Disk.Use.Partitioned _,
          Disk.Use.Remote _,
          Disk.Use.AlsoAs _ -> {}
    }
  }

  private void fill(Made made, String called) {
    kind.setValue(made);
    name.setText(called);
  }

  /** GROUP/POOL of a name below /dev/mapper, where a dash of either name is written twice. */
  private static String mapped(String device) {
    return device.replaceFirst("(?<!-)-(?!-)", "/").replace("--", "-");
  }

  private void read() {
    String called = name.getText().strip();
    List<Problem> problems =
        called.isEmpty() ? List.of(Problem.of("name", "ui-disks.name-missing")) : List.of();
    form.show(problems);
    if (problems.isEmpty()) {
      Removal removal = removal(called);
      drawer.change(open -> open.planRemoval(removal), this::open, barred);
    }
  }

  private Removal removal(String called) {
    boolean wiped = wipe.isSelected();
    return switch (kind.getValue()) {
      case ZPOOL -> new Removal.Zpool(called, wiped);
      case THINPOOL -> Removal.ThinPool.of(called, wiped);
      case VG -> new Removal.VolumeGroup(called, wiped);
      case DIRECTORY -> new Removal.Directory(called, wiped);
    };
  }

  void open() {
    drawer.leave();
    drawer.open(form.node());
    form.focus();
  }

  /** As it was left, with what is wrong. */
  private void open(List<Problem> problems) {
    open();
    form.show(problems);
  }
}
