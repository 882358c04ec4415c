package stowage.cli;

import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import stowage.config.StorageId;
import stowage.host.Content;
import stowage.schema.InvalidException;
import stowage.volume.ContentType;
import stowage.volume.Volume;

@Command(name = "list")
final class ListCommand implements Callable<Integer> {
  private final Cli cli;

  @Parameters(index = "0", paramLabel = "<storage>")
  private String storage = "";

  @Option(names = "--content", paramLabel = "TYPE")
  private @Nullable String content;

  @Option(names = "--vmid", paramLabel = "VMID")
  private @Nullable String guest;

  @Option(names = "--used-by")
  private boolean usedBy;

  ListCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() throws InvalidException {
    StorageId pool = Inputs.pool(storage);
    Set<ContentType> chosen = StatusCommand.contents(content);
    Set<ContentType> wanted = chosen.isEmpty() ? EnumSet.allOf(ContentType.class) : chosen;
    String owner = guest == null ? null : Integer.toString(Inputs.guest(guest));
    Session session = cli.session();
    return session.ask(
        host ->
            host.content(pool, wanted)
                .map(content -> {
                  if (usedBy) {
                    content.gap().ifPresent(g -> session.output().error(pool.text(), g));
                  }
                  return owned(content, owner);
                }),
        new Session.Form<>(content -> VolumeTable.text(content, usedBy), VolumeTable::json));
  }

  private static Content owned(Content content, @Nullable String owner) {
    return owner == null
        ? content
        : new Content(
            content.volumes().stream().filter(v -> isOf(v, owner)).toList(),
            content.users(),
            content.missing());
  }

  /** Snippets and what can be imported belong to nobody, and are there for each guest. */
  private static boolean isOf(Volume volume, String owner) {
    return switch (volume.content()) {
      case SNIPPETS, IMPORT -> true;
      case IMAGES, ROOTDIR, BACKUP, ISO, VZTMPL, NONE -> owner.equals(volume.owner());
    };
  }
}
