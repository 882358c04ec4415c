package stowage.ssh;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** An agent that answers as it is told to: the raw bytes, whatever they mean. */
final class FakeAgent implements AutoCloseable {
  /** What kind of question it was, by its number; see RFC draft-miller-ssh-agent. */
  static final int LIST = 11;

  /** Makes the bytes to send, length and all; none at all keeps the connection. */
  interface Answer {
    byte[] to(int kind);
  }

  /** Says nothing. */
  static final byte[] SILENCE = {};

  final List<Integer> asked = new CopyOnWriteArrayList<>();
  private final ServerSocketChannel server;
  private final List<SocketChannel> clients = new CopyOnWriteArrayList<>();
  private final Path socket;

  FakeAgent(Path socket, Answer answer) throws IOException {
    this.socket = socket;
    server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(socket));
    Thread.startVirtualThread(() -> serve(answer));
  }

  Path socket() {
    return socket;
  }

  boolean leftAlone() {
    return clients.stream().noneMatch(SocketChannel::isOpen);
  }

  private void serve(Answer answer) {
    try {
      while (true) {
        SocketChannel client = server.accept();
        clients.add(client);
        Thread.startVirtualThread(() -> talk(client, answer));
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  private void talk(SocketChannel client, Answer answer) {
    try (client) {
      while (true) {
        byte[] question = read(client, ByteBuffer.wrap(read(client, 4)).getInt());
        int kind = question[0];
        asked.add(kind);
        ByteBuffer out = ByteBuffer.wrap(answer.to(kind));
        while (out.hasRemaining()) {
          client.write(out);
        }
      }
    } catch (IOException e) {
      // The other side has gone, as it should.
    }
  }

  private static byte[] read(SocketChannel client, int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length);
    while (bytes.hasRemaining()) {
      if (client.read(bytes) < 0) {
        throw new IOException("gone");
      }
    }
    return bytes.array();
  }

  /** A message as it goes over the socket. */
  static byte[] message(int kind, byte[]... parts) {
    int length = 1 + Arrays.stream(parts).mapToInt(part -> part.length).sum();
    ByteBuffer out = ByteBuffer.allocate(4 + length).putInt(length).put((byte) kind);
    for (byte[] part : parts) {
      out.put(part);
    }
    return out.array();
  }

  static byte[] number(int value) {
    return ByteBuffer.allocate(4).putInt(value).array();
  }

  /** With its length before it. */
  static byte[] string(byte[] bytes) {
    return ByteBuffer.allocate(4 + bytes.length).putInt(bytes.length).put(bytes).array();
  }

  /** The answer to {@link #LIST}: keys as they stand in public key files, each with a comment. */
  static byte[] keys(List<byte[]> blobs) {
    List<byte[]> parts = new ArrayList<>(List.of(number(blobs.size())));
    for (byte[] blob : blobs) {
      parts.add(string(blob));
      parts.add(string("comment".getBytes(StandardCharsets.UTF_8)));
    }
    return message(12, parts.toArray(byte[][]::new));
  }

  @Override
  public void close() {
    try {
      server.close();
      for (SocketChannel client : clients) {
        client.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
