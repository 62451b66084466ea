package dev.keybearer.gateway.wire;

import dev.keybearer.gateway.exchange.Link;
import dev.keybearer.gateway.exchange.WireFault;
import dev.keybearer.gateway.peer.Address;
import dev.keybearer.gateway.tls.CallerTls;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.regex.Pattern;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * A connection of a caller until TLS is there, which then says what is spoken inside. Used by its
 * loop's thread only.
 */
@SuppressWarnings("FutureReturnValueIgnored") // that an end failed is learnt from the end
final class Handshake extends ChannelInboundHandlerAdapter implements ClientLink {
  // The platform tells these apart by its words alone.
  private static final Pattern FROM_CALLER =
      Pattern.compile("[Rr]eceived (fatal|close_notify|handshake warning)");
  private static final String NO_CERTIFICATE = "Empty client certificate chain";

  private final Loop loop;
  private final Channel channel;
  private final CallerTls tls;
  private final SSLEngine engine;
  private final Next next;
  private final long since;
  private boolean late;

  /**
   * A handshake that begins.
   *
   * @param http2 whether it may be offered
   * @param next goes on once it has succeeded
   */
  Handshake(Loop loop, Channel channel, CallerTls tls, boolean http2, Next next) {
    this.loop = loop;
    this.channel = channel;
    this.tls = tls;
    this.engine = tls.engine(http2);
    this.next = next;
    this.since = loop.now();
  }

  /** Puts itself and TLS into the channel's pipeline. */
  void install() {
    SslHandler handler = new SslHandler(engine, loop.handshakes().of(party()));
    handler.setHandshakeTimeoutMillis(0); // the tick knows
    channel.pipeline().addLast(new OneHandshake(this::refused), handler, this);
  }

  /** An address takes turns as one; a trusted proxy brings many, so that each connection does. */
  private Object party() {
    Address from = Wire.address(channel);
    return loop.limits().proxies().trusts(from) ? channel : from.holder();
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    loop.opened(this);
    context.read();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (!(event instanceof SslHandshakeCompletionEvent completion)) {
      context.fireUserEventTriggered(event);
      return;
    }
    loop.closed(this);
    if (!completion.isSuccess()) {
      loop.counts().handshakeFailed();
      WireFault fault = refused(completion.cause());
      if (fault != null) {
        refused(fault);
      }
      context.close();
      return;
    }
    next.shaken(link(), CallerTls.HTTP_2.equals(engine.getApplicationProtocol()));
    context.fireChannelActive(); // what stands behind has not seen it
    context.pipeline().remove(this);
  }

  private void refused(WireFault fault) {
    loop.front().malformed(fault, Wire.address(channel)); // no answer could be read
  }

  /** What was refused here; null when it was the caller who left or refused. */
  private @Nullable WireFault refused(Throwable cause) {
    boolean left = !channel.isActive() && !late;
    if (left || FROM_CALLER.matcher(String.valueOf(cause.getMessage())).find()) {
      return null;
    }
    for (Throwable each = cause; each != null; each = each.getCause()) {
      if (each instanceof CertificateException
          || String.valueOf(each.getMessage()).contains(NO_CERTIFICATE)) {
        return WireFault.CERTIFICATE;
      }
    }
    return WireFault.HANDSHAKE;
  }

  private Link link() {
    return new Link(Wire.address(channel), true, certificate(engine.getSession()));
  }

  private @Nullable X509Certificate certificate(SSLSession session) {
    if (tls.rules().certificates() == CallerTls.Certificates.NONE) {
      return null;
    }
    try {
      return (X509Certificate) session.getPeerCertificates()[0];
    } catch (SSLPeerUnverifiedException _) {
      return null;
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    loop.closed(this);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    context.close();
  }

  @Override
  public void tick(long now) {
    if (now - since >= tls.rules().handshake().toNanos()) {
      late = true;
      channel.close(); // which is how it fails
    }
  }

  @Override
  public void drain() {
    channel.close();
  }

  @Override
  public void stop() {
    channel.close();
  }

  /** What comes behind a handshake. */
  interface Next {
    /**
     * TLS is there.
     *
     * @param http2 whether that was agreed on
     */
    void shaken(Link link, boolean http2);
  }
}
