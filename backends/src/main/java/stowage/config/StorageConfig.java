package stowage.config;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import stowage.message.Message;

/**
 * {@code storage.cfg} as an editable document. Lossless: what is not changed here stays byte for
 * byte as it was, comments, unknown types and keys, order and line ends included.
 *
 * <p>It is read with the same outcome as by Proxmox VE: what that drops or ignores is not part of
 * {@link #sections} and is told by {@link #warnings}, but stays in the file. An unknown type is no
 * mistake here: its section is kept as text.
 */
public final class StorageConfig {

  /** Where the file lies, on a cluster node and on a plain host alike. */
  public static final String PATH = "/etc/pve/storage.cfg";

  private final List<Block> blocks;
  private final List<Section> sections;
  private final List<Message> warnings;

  private StorageConfig(List<Block> blocks) {
    this.blocks = blocks;
    List<Message> said = new ArrayList<>();
    // A later section of the same name replaces the earlier one, also in the order.
    Map<String, Optional<Section>> read = new LinkedHashMap<>();
    for (Block block : blocks) {
      Block.Header header = block.header();
      if (header == null) {
        outside(block, said);
        continue;
      }
      SectionReader.Read result = SectionReader.read(block, header);
      said.addAll(result.warnings());
      if (StorageId.isValid(header.id())) {
        if (read.remove(header.id()) != null) {
          said.add(Message.of("problem.config-duplicate-id", block.firstLine(), header.id()));
        }
        read.put(header.id(), Optional.ofNullable(result.section()));
      }
    }
    if (blocks.stream().anyMatch(b -> b.lines().stream().anyMatch(l -> l.endsWith("\r\n")))) {
      said.addFirst(Message.of("problem.config-crlf"));
    }
    this.sections = read.values().stream().flatMap(Optional::stream).toList();
    this.warnings = List.copyOf(said);
  }

  /** Never fails: any bytes are a file, however little of it means something. */
  public static StorageConfig parse(byte[] file) {
    return new StorageConfig(Block.split(file));
  }

  public byte[] bytes() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (Block block : blocks) {
      for (String line : block.lines()) {
        out.writeBytes(line.getBytes(StandardCharsets.ISO_8859_1));
      }
    }
    return out.toByteArray();
  }

  /** Lower-case hex SHA-1 of the bytes, as Proxmox VE computes it. */
  public String digest() {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(bytes()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-1", e);
    }
  }

  /**
   * In file order; a later section of the same name has replaced an earlier one. Without the forced
   * {@code local}, and without sections that Proxmox VE can't use.
   */
  public List<Section> sections() {
    return sections;
  }

  public Optional<Section> section(String id) {
    return sections.stream().filter(s -> s.id().equals(id)).findFirst();
  }

  /**
   * What Proxmox VE would warn about, ignore or drop when reading this file. The first argument is
   * the line's number, except for what concerns the whole file.
   */
  public List<Message> warnings() {
    return warnings;
  }

  /**
   * A new document with this section added at the end, or put in the place of the one with its
   * name. What stood in that place and is not understood (comments, unknown keys) is kept; so is
   * how the file ends, with an empty line or without, so that {@link #without} gives back what was.
   */
  public StorageConfig with(Section section) {
    if (section(section.id()).filter(section::equals).isPresent()) {
      return this;
    }
    Block.Header header = new Block.Header(section.type(), section.id());
    List<Block> changed = new ArrayList<>(blocks);
    for (int i = blocks.size() - 1; i >= 0; i--) {
      Block block = blocks.get(i);
      if (isOf(block, section.id())) {
        List<String> lines = SectionWriter.printInPlaceOf(block, section);
        changed.set(i, new Block(block.firstLine(), header, lines).lacking(block.ending()));
        return again(changed);
      }
    }
    Block added = new Block(1, header, SectionWriter.print(section));
    if (!blocks.isEmpty()) {
      added = added.lacking(blocks.getLast().ending());
      changed.add(changed.removeLast().whole());
    }
    changed.add(added);
    return again(changed);
  }

  /** A new document without any section of this name. */
  public StorageConfig without(String id) {
    List<Block> left = new ArrayList<>(blocks);
    while (!left.isEmpty() && isOf(left.getLast(), id)) {
      Block.Ending ending = left.removeLast().ending();
      if (!left.isEmpty()) {
        left.add(left.removeLast().lacking(ending));
      }
    }
    left.removeIf(block -> isOf(block, id));
    return again(left);
  }

  private static StorageConfig again(List<Block> blocks) {
    return parse(new StorageConfig(blocks).bytes());
  }

  private static boolean isOf(Block block, String id) {
    Block.Header header = block.header();
    return header != null && header.id().equals(id);
  }

  private static void outside(Block block, List<Message> said) {
    for (int i = 0; i < block.lines().size(); i++) {
      String line = block.lines().get(i);
      if (!Block.isBlank(line) && !Block.isComment(line)) {
        said.add(
            Message.of(
                "problem.config-line-ignored", block.firstLine() + i, Block.decoded(line).strip()));
      }
    }
  }
}
