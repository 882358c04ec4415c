package stowage.ui.frame;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import stowage.config.StorageId;
import stowage.schema.Draft;

/** What a tab shows. Its address is kept in the settings, so that tabs come back. */
public sealed interface Page {

  record Fleet() implements Page {}

  record OfHost(String host) implements Page {}

  record OfPool(String host, StorageId pool) implements Page {}

  /**
   * @param begun what is known of it already; null for nothing
   */
  record AddPool(String host, @Nullable Draft begun) implements Page {
    public AddPool(String host) {
      this(host, null);
    }
  }

  record EditPool(String host, StorageId pool) implements Page {}

  record RemovePool(String host, StorageId pool) implements Page {}

  record AddHost() implements Page {}

  record EditHost(String host) implements Page {}

  record ImportHosts() implements Page {}

  record Tasks() implements Page {}

  record Keys() implements Page {}

  record Preferences() implements Page {}

  default String address() {
    return switch (this) {
      case Fleet() -> "fleet";
      case OfHost(var host) -> "host/" + host;
      // A pool's name holds no slash, a host's name may.
      case OfPool(var host, var pool) -> "pool/" + pool + "/" + host;
      case AddPool(var host, _) -> "add-pool/" + host;
      case EditPool(var host, var pool) -> "edit-pool/" + pool + "/" + host;
      case RemovePool(var host, var pool) -> "remove-pool/" + pool + "/" + host;
      case AddHost() -> "add-host";
      case EditHost(var host) -> "edit-host/" + host;
      case ImportHosts() -> "import";
      case Tasks() -> "tasks";
      case Keys() -> "keys";
      case Preferences() -> "preferences";
    };
  }

  /**
   * Empty for the address of a page that this version does not have, and for pages in the middle of
   * a change: what was entered there is gone.
   */
  static Optional<Page> of(String address) {
    String[] parts = address.split("/", 2);
    String rest = parts.length > 1 ? parts[1] : "";
    return switch (parts[0]) {
      case "fleet" -> Optional.of(new Fleet());
      case "host" -> Optional.of(new OfHost(rest));
      case "pool" -> ofPool(rest.split("/", 2));
      case "add-host" -> Optional.of(new AddHost());
      case "edit-host" -> Optional.of(new EditHost(rest));
      case "import" -> Optional.of(new ImportHosts());
      case "tasks" -> Optional.of(new Tasks());
      case "keys" -> Optional.of(new Keys());
      case "preferences" -> Optional.of(new Preferences());
      default -> Optional.empty();
    };
  }

  private static Optional<Page> ofPool(String[] parts) {
    return parts.length == 2 && StorageId.isValid(parts[0])
        ? Optional.of(new OfPool(parts[1], new StorageId(parts[0])))
        : Optional.empty();
  }

  /** The host that the page is about; empty for none. */
  default String about() {
    return switch (this) {
      case OfHost(var host) -> host;
      case OfPool(var host, _) -> host;
      case AddPool(var host, _) -> host;
      case EditPool(var host, _) -> host;
      case RemovePool(var host, _) -> host;
      case EditHost(var host) -> host;
      case Fleet(), AddHost(), ImportHosts(), Tasks(), Keys(), Preferences() -> "";
    };
  }
}
