package dev.keybearer.gateway.wire;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.Objects;

/** What turns octets into requests and answers, on connections that stop to speak HTTP. */
final class Codecs {
  private Codecs() {}

  /**
   * Takes what reads HTTP out of a pipeline and puts a flow before the connection that stood behind
   * it. Octets that have come already go to the flow at once; those that are written pass whatever
   * writes HTTP as they are.
   */
  static void replace(
      ChannelPipeline pipeline,
      Class<? extends ByteToMessageDecoder> decoder,
      ChannelHandler connection,
      Flow flow) {
    pipeline.addBefore(Objects.requireNonNull(pipeline.context(connection)).name(), null, flow);
    pipeline.remove(decoder);
  }
}
