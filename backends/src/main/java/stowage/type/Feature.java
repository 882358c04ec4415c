package stowage.type;

/** What a pool or one of its volumes may be able to do. */
public enum Feature {
  ALLOCATE,
  FREE,
  RESIZE,
  SNAPSHOT,
  ROLLBACK,
  LINKED_CLONE,
  TEMPLATE,
  FULL_COPY,
  RENAME,
  SPARSE,
  SHARED,
  UPLOAD,
  EXPORT,
  REPLICATE
}
