package stowage.volume;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a pool may hold; the constants' lower-case names are the words of {@code storage.cfg}. */
public enum ContentType {
  IMAGES,
  ROOTDIR,
  VZTMPL,
  ISO,
  BACKUP,
  SNIPPETS,
  IMPORT,
  NONE;

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<ContentType> of(String word) {
    return Arrays.stream(values()).filter(c -> c.word().equals(word)).findFirst();
  }
}
