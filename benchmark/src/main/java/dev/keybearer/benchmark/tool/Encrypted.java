package dev.keybearer.benchmark.tool;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import javax.net.ssl.SSLException;

/** TLS of callers who believe any certificate: whom they call is known. */
public enum Encrypted {
  /** As usual. */
  USUAL("TLSv1.3", ApplicationProtocolNames.HTTP_1_1),
  /** Offers HTTP/2 and nothing else. */
  HTTP2("TLSv1.3", ApplicationProtocolNames.HTTP_2),
  /** The last version in which a handshake can be asked for again. */
  OLD("TLSv1.2", ApplicationProtocolNames.HTTP_1_1);

  @SuppressWarnings("ImmutableEnumChecker") // nothing in it changes
  private final SslContext context;

  Encrypted(String version, String protocol) {
    try {
      this.context =
          SslContextBuilder.forClient()
              .sslProvider(SslProvider.JDK)
              .trustManager(InsecureTrustManagerFactory.INSTANCE)
              .protocols(version)
              .applicationProtocolConfig(
                  new ApplicationProtocolConfig(
                      Protocol.ALPN,
                      SelectorFailureBehavior.NO_ADVERTISE,
                      SelectedListenerFailureBehavior.ACCEPT,
                      protocol))
              .build();
    } catch (SSLException e) {
      throw new IllegalStateException("every Java platform has " + version, e);
    }
  }

  /** What stands before everything else in a channel. */
  public ChannelHandler handler(Channel channel) {
    return context.newHandler(channel.alloc());
  }
}
