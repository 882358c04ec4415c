package stowage.ui.keys;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import javafx.scene.Parent;
import javafx.scene.control.PasswordField;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.materialdesign2.MaterialDesignA;
import stowage.exec.HostException;
import stowage.exec.Secret;
import stowage.host.Host;
import stowage.message.Message;
import stowage.pbs.Protection;
import stowage.schema.InvalidException;
import stowage.settings.KeyRecords;
import stowage.ui.form.Field;
import stowage.ui.frame.Desk;
import stowage.ui.host.HostModel;
import stowage.ui.look.Look;
import stowage.ui.look.Sheet;
import stowage.ui.look.Status;
import stowage.ui.look.View;
import stowage.ui.work.Background;

/** Keeps the keys of hosts: in one encrypted archive, or in single files. */
final class KeepAllView implements View {
  private final Desk desk;
  private final Outside outside;
  private final BorderPane page = new BorderPane();
  private final HostTicks hosts;
  private final Options<Way> ways = new Options<>();
  private final PasswordField passphrase = new PasswordField();
  private final PasswordField again = new PasswordField();
  private final VBox said = Look.column(8);
  private Background.@Nullable Work<?> working;

  private enum Way {
    ARCHIVE,
    FILES,
    PAPERS
  }

  KeepAllView(Desk desk, Outside outside, Runnable leave) {
    this.desk = desk;
    this.outside = outside;
    hosts = new HostTicks(desk);
    VBox closed =
        Look.column(
            12,
            new Field(
                desk.say("ui-keys.upload-passphrase"),
                passphrase,
                desk.say("ui-keys.all-passphrase-help", Protection.SHORTEST_PASSPHRASE)),
            new Field(desk.say("ui-keys.pair-again"), again, ""));
    add(Way.ARCHIVE, "ui-keys.all-archive", closed);
    add(Way.FILES, "ui-keys.all-files");
    add(Way.PAPERS, "ui-keys.all-papers");
    page.setCenter(
        Sheet.of(
            Look.heading(desk.say("ui-keys.all")),
            Look.note(desk.say("ui-keys.all-text")),
            hosts,
            ways,
            Look.row(
                8,
                Look.button(desk.say("ui-plan.back"), MaterialDesignA.ARROW_LEFT, leave),
                Look.primary(desk.say("ui-keys.all-save"), this::save)),
            said));
  }

  private void add(Way way, String key) {
    ways.add(way, desk.say(key), desk.say(key + "-text"));
  }

  private void add(Way way, String key, Region more) {
    ways.add(way, desk.say(key), desk.say(key + "-text"), more);
  }

  private void save() {
    if (desk.fleet().hosts().stream().noneMatch(hosts::isChosen)) {
      say(Status.PROBLEM, desk.say("ui-keys.all-no-host"));
      return;
    }
    KeyRecords records = desk.preferences().keys();
    switch (ways.chosen()) {
      case ARCHIVE -> {
        if (isPassphraseFine()) {
          outside
              .toSave(page, desk.say("ui-keys.all-archive"), "stowage-keys.cms")
              .ifPresent(to -> {
                Secret secret = KeyUpload.secret(passphrase);
                keep(
                    to,
                    keys -> {
                      try (secret) {
                        keys.archive(to, secret, records);
                      }
                    });
              });
        }
      }
      case FILES -> inDirectory(to -> keep(to, keys -> keys.files(to, false, records)));
      case PAPERS -> inDirectory(to -> keep(to, keys -> keys.files(to, true, records)));
    }
  }

  private void inDirectory(java.util.function.Consumer<Path> then) {
    Optional<Path> chosen = outside.toDirectory(page, desk.say("ui-keys.all-files"));
    chosen.ifPresent(then);
  }

  private boolean isPassphraseFine() {
    String wrong =
        !passphrase.getText().equals(again.getText())
            ? desk.say("ui-keys.pair-differ")
            : passphrase.getText().length() < Protection.SHORTEST_PASSPHRASE
                ? desk.say("ui-keys.pair-short", Protection.SHORTEST_PASSPHRASE)
                : "";
    if (!wrong.isEmpty()) {
      say(Status.PROBLEM, wrong);
    }
    return wrong.isEmpty();
  }

  @FunctionalInterface
  private interface Safe {
    void take(AllKeys keys) throws Exception;
  }

  /**
   * What came of it.
   *
   * @param failed hosts, with the reason
   * @param damaged keys that open nothing
   */
  private record Kept(int count, List<String> failed, List<Message> damaged) {}

  private void keep(Path to, Safe safe) {
    Map<String, Host> chosen =
        desk.fleet().hosts().stream()
            .filter(host -> host.host().isPresent() && hosts.isChosen(host))
            .collect(Collectors.toMap(HostModel::name, host -> host.host().orElseThrow()));
    Callable<Kept> work =
        () -> {
          List<String> failed = new ArrayList<>();
          try (AllKeys keys = new AllKeys()) {
            for (Map.Entry<String, Host> host : chosen.entrySet()) {
              try {
                keys.add(host.getKey(), host.getValue());
              } catch (HostException e) {
                failed.add(host.getKey() + ": " + desk.words().say(e.said()));
              } catch (InvalidException e) {
                failed.add(host.getKey() + ": " + desk.words().say(e.problems().getFirst().said()));
              }
            }
            if (keys.count() > 0) {
              safe.take(keys);
            }
            return new Kept(keys.count(), failed, keys.damaged());
          }
        };
    say(Status.BUSY, desk.say("ui-keys.working"));
    working =
        desk.background()
            .run(work)
            .then(kept -> {
              if (kept.count() > 0) {
                say(Status.OK, desk.say("ui-keys.all-kept", kept.count(), to));
                passphrase.clear();
                again.clear();
              } else {
                say(Status.WARNING, desk.say("ui-keys.all-none"));
              }
              kept.damaged().forEach(one -> warn(Status.WARNING, desk.words().say(one)));
              kept.failed().forEach(why -> warn(Status.PROBLEM, why));
            })
            .failed(why -> say(Status.PROBLEM, Reasons.say(desk.words(), why)));
  }

  private void warn(Status status, String words) {
    said.getChildren().add(Look.banner(status, words));
  }

  private void say(Status status, String words) {
    said.getChildren().setAll(Look.banner(status, words));
  }

  @Override
  public Parent node() {
    return page;
  }

  @Override
  public void focus() {
    ways.requestFocus();
  }

  @Override
  public void close() {
    if (working != null) {
      working.discard();
    }
    passphrase.clear();
    again.clear();
  }
}
