package stowage.ui.disks;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.TextField;
import org.jspecify.annotations.Nullable;
import stowage.disk.Disk;
import stowage.disk.Made;
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

  private final Drawer drawer;
  private final String barred;
  private final ComboBox<Made.Kind> kind = new ComboBox<>();
  private final TextField name = new TextField();
  private final CheckBox wipe;
  private final ShortForm form;

  /**
   * @param made what is to be taken apart; null when that is not chosen
   * @param chosen disks that it may be about then
   * @param barred why plans can only be looked at; empty when they can be applied
   */
  RemovalForm(Desk desk, Drawer drawer, @Nullable Made made, List<Disk> chosen, String barred) {
    this.drawer = drawer;
    this.barred = barred;
    wipe = new CheckBox(desk.say("ui-disks.remove-wipe"));
    Choices.fill(kind, List.of(Made.Kind.values()), each -> MadePanel.said(desk, each));
    Map<String, Field> fields = new LinkedHashMap<>();
    fields.put("kind", new Field(desk.say("ui-disks.remove-kind"), kind, ""));
    fields.put(
        "name",
        new Field(desk.say("ui-disks.remove-name"), name, desk.say("ui-disks.remove-name-help")));
    fields.put("wipe", new Field("", wipe, desk.say("ui-disks.remove-wipe-help")));
    form =
        new ShortForm(desk, desk.say("ui-disks.remove-title"), fields, this::read, drawer::close);
    if (made != null) {
      fill(made.kind(), made.name());
      return;
    }
    for (Disk disk : chosen) {
      disk.uses().forEach(this::fill);
    }
  }

  /** What has no name of its own among a disk's uses, a person has to name. */
  private void fill(Disk.Use use) {
    switch (use) {
      case Disk.Use.HeldBy(var what) when what.startsWith("zpool ") ->
          fill(Made.Kind.ZPOOL, what.substring("zpool ".length()));
      // Anything else that lies in a group keeps it from being taken apart.
      case Disk.Use.HeldBy(var what) when what.startsWith("lvm ") && name.getText().isEmpty() ->
          fill(Made.Kind.THINPOOL, mapped(what.substring("lvm ".length())));
      case Disk.Use.Holds(var what) when what.equals("LVM2_member") && name.getText().isEmpty() ->
          fill(Made.Kind.VG, "");
      case Disk.Use.Mounted(var at) when at.startsWith(MOUNTS) ->
          fill(Made.Kind.DIRECTORY, at.substring(MOUNTS.length()));
      case Disk.Use.HeldBy _,
          Disk.Use.Holds _,
          Disk.Use.Mounted _,
          Disk.Use.Partitioned _,
          Disk.Use.Remote _,
          Disk.Use.AlsoAs _ -> {}
    }
  }

  private void fill(Made.Kind made, String called) {
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
      Removal removal = kind.getValue().removal(called, wipe.isSelected());
      drawer.change(open -> open.planRemoval(removal), this::open, barred);
    }
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
