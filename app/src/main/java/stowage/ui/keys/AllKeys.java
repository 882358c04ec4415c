package stowage.ui.keys;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import stowage.exec.HostException;
import stowage.exec.Secret;
import stowage.host.Host;
import stowage.host.KeyFileName;
import stowage.message.Message;
import stowage.pbs.KeyArchive;
import stowage.pbs.KeyFile;
import stowage.pbs.PbsException;
import stowage.pbs.SingleKeys;
import stowage.schema.InvalidException;
import stowage.settings.KeyRecord;
import stowage.settings.KeyRecords;

/** The keys of some hosts on their way to where they are kept. Its methods may block. */
final class AllKeys implements AutoCloseable {
  private final List<One> all = new ArrayList<>();

  private record One(String host, KeyArchive.Entry entry) {}

  /** Takes those of a host along. */
  void add(String name, Host host) throws HostException, InvalidException {
    host.keys().all(name).forEach(entry -> all.add(new One(name, entry)));
  }

  void add(String host, KeyArchive.Entry entry) {
    all.add(new One(host, entry));
  }

  int count() {
    return all.size();
  }

  private List<KeyArchive.Entry> entries() {
    return all.stream().map(One::entry).toList();
  }

  /**
   * One encrypted file, which is opened again to be sure.
   *
   * @param passphrase stays the caller's
   */
  void archive(Path to, Secret passphrase, KeyRecords records) throws IOException, PbsException {
    byte[] archive = KeyArchive.write(entries(), passphrase);
    OwnFile.write(to, archive);
    KeyArchive.read(Files.readAllBytes(to), passphrase).close();
    note(records);
  }

  /**
   * A file for each, read back; nothing that is there is overwritten.
   *
   * @param papers whether a page to be printed goes beside each
   */
  void files(Path directory, boolean papers, KeyRecords records) throws IOException, PbsException {
    try (SingleKeys keys = SingleKeys.of(entries(), papers, ZoneId.systemDefault())) {
      for (String name : keys.files().keySet()) {
        if (Files.exists(directory.resolve(name))) {
          throw new FileAlreadyExistsException(directory.resolve(name).toString());
        }
      }
      for (Map.Entry<String, Secret> file : keys.files().entrySet()) {
        byte[] content = file.getValue().reveal();
        try {
          OwnFile.write(directory.resolve(file.getKey()), content);
        } finally {
          Arrays.fill(content, (byte) 0);
        }
      }
    }
    note(records);
  }

  /** Those that open nothing; they are kept as they are. */
  List<Message> damaged() {
    return entries().stream().flatMap(entry -> entry.problem().stream()).toList();
  }

  private void note(KeyRecords records) throws IOException, PbsException {
    Instant now = Instant.now();
    for (One one : all) {
      Optional<KeyFileName> name = KeyFileName.of(one.entry().name());
      if (name.isPresent() && one.entry().problem().isEmpty()) {
        String pool = name.get().pool();
        byte[] text = one.entry().content().reveal();
        try (Keepsake key = Keepsake.of(KeyFile.read(text), ZoneId.systemDefault())) {
          records.note(one.host(), pool, key.name(), KeyRecord.Deed.EXPORTED, now);
          records.note(one.host(), pool, key.name(), KeyRecord.Deed.VERIFIED, now);
        } finally {
          Arrays.fill(text, (byte) 0);
        }
      }
    }
  }

  @Override
  public void close() {
    all.forEach(one -> one.entry().content().close());
  }
}
