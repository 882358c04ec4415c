package stowage.ssh;

import java.io.IOException;
import java.util.Optional;
import stowage.exec.Secret;

/** Asked for a locked key's passphrase; the reader wipes what it gets. */
interface Passphrase {
  /** Empty gives up. */
  Optional<Secret> tell() throws IOException;
}
