package stowage.type;

import java.util.List;
import java.util.Optional;
import stowage.config.StorageType;

/** The pool types that this version can work with. */
public final class Backends {
  private static final List<Backend> ALL =
      List.of(
          new DirBackend(),
          new NfsBackend(),
          new CifsBackend(),
          new CephfsBackend(),
          new GlusterfsBackend(),
          new BtrfsBackend(),
          new ZfsPoolBackend(),
          new LvmBackend(),
          new LvmThinBackend(),
          new RbdBackend(),
          new IscsiBackend(),
          new IscsiDirectBackend(),
          new ZfsOverIscsiBackend(),
          new PbsBackend());

  private Backends() {}

  /** In the order in which lists of types show them. */
  public static List<Backend> all() {
    return ALL;
  }

  public static Optional<Backend> of(StorageType type) {
    return ALL.stream().filter(b -> b.schema().type() == type).findFirst();
  }
}
