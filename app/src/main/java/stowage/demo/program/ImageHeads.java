package stowage.demo.program;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import stowage.demo.world.Fault;
import stowage.demo.world.VirtualFiles;

/**
 * {@code perl} with the one script that is run here: it looks at the heads of images that somebody
 * brought. Of its rules those for qcow2 are here.
 */
final class ImageHeads implements Program {
  private static final int HEAD = 16;
  private static final int SECTOR = 512;
  private static final int QCOW2 = 0x514649fb;

  private final VirtualFiles files;

  ImageHeads(VirtualFiles files) {
    this.files = files;
  }

  @Override
  public int run(Call call) throws Fault, IOException {
    List<String> words = call.args();
    String script = new String(call.in().readAllBytes(), StandardCharsets.UTF_8);
    if (words.size() < 3 || words.size() > 4 || !script.contains("has a backing file")) {
      throw call.usage("only the script that checks images is known");
    }
    String kind = words.get(1);
    String path = call.path(words.get(2));
    if (words.size() == 4 && !isWhole(call, path, Long.parseLong(words.get(3)))) {
      return 1;
    }
    byte[] head;
    try (InputStream in = files.read(path)) {
      head = in.readNBytes(HEAD);
    }
    ByteBuffer bytes = ByteBuffer.wrap(head);
    boolean qcow2 = head.length == HEAD && bytes.getInt(0) == QCOW2;
    if (qcow2 && bytes.getLong(8) != 0) {
      call.complain(path + ": has a backing file");
      return 1;
    }
    if (kind.equals("qcow2") && !qcow2) {
      call.complain(path + ": is not qcow2");
      return 1;
    }
    return 0;
  }

  private boolean isWhole(Call call, String path, long size) throws Fault, IOException {
    long length = files.entry(path).size();
    if (length <= size && length > size - SECTOR) {
      return true;
    }
    call.complain(path + ": is " + length + " bytes long, not " + size);
    return false;
  }
}
