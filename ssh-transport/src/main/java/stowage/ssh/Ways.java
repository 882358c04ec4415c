package stowage.ssh;

import java.util.List;
import java.util.Optional;
import org.apache.sshd.client.future.DefaultOpenFuture;
import org.apache.sshd.client.future.OpenFuture;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.channel.Channel;
import org.apache.sshd.common.channel.exception.SshChannelOpenException;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.apache.sshd.common.util.net.SshdSocketAddress;
import org.apache.sshd.server.forward.StaticDecisionForwardingFilter;
import org.apache.sshd.server.forward.TcpForwardingFilter;
import org.apache.sshd.server.forward.TcpipServerChannel;

/** Leads what clients ask for to where it is; whatever else they ask for is refused. */
final class Ways extends TcpipServerChannel.TcpipFactory {
  private final List<LoopbackServer.Way> ways;

  Ways(List<LoopbackServer.Way> ways) {
    super(TcpForwardingFilter.Type.Direct);
    this.ways = List.copyOf(ways);
  }

  @Override
  public Channel createChannel(Session session) {
    return new Led(ways);
  }

  private static final class Led extends TcpipServerChannel {
    private static final String HERE = "127.0.0.1";
    private final List<LoopbackServer.Way> ways;

    Led(List<LoopbackServer.Way> ways) {
      super(TcpForwardingFilter.Type.Direct, null);
      this.ways = ways;
    }

    @Override
    protected OpenFuture doInit(Buffer asked) {
      String host = asked.getString();
      int port = asked.getInt();
      Optional<LoopbackServer.Way> way =
          ways.stream().filter(w -> w.host().equals(host) && w.port() == port).findFirst();
      if (way.isEmpty()) {
        OpenFuture refused = new DefaultOpenFuture(this, this);
        refused.setException(
            new SshChannelOpenException(
                getChannelId(),
                SshConstants.SSH_OPEN_ADMINISTRATIVELY_PROHIBITED,
                "nothing is reached there"));
        return refused;
      }
      Buffer led = new ByteArrayBuffer();
      led.putString(HERE);
      led.putInt(way.get().local());
      led.putBuffer(asked);
      return super.doInit(led);
    }
  }

  /** Allows what the ways lead to; nobody else is asked on the way there. */
  static final class Filter extends StaticDecisionForwardingFilter {
    private final List<LoopbackServer.Way> ways;

    Filter(List<LoopbackServer.Way> ways) {
      super(false);
      this.ways = List.copyOf(ways);
    }

    @Override
    public boolean canConnect(Type type, SshdSocketAddress address, Session session) {
      return type == Type.Direct && ways.stream().anyMatch(w -> w.local() == address.getPort());
    }
  }
}
