package dev.keybearer.gateway.wire;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.AsciiString;
import java.util.List;

/**
 * Reads requests, and refuses what the library beneath repairs in silence (G1): lines that go on in
 * the next one, empty lines before a request, blanks in the request line other than the two, and
 * several lengths of an HTTP/1.0 body.
 *
 * <pre>
 *   GET SP /path SP HTTP/1.1 CR LF        one SP each, nothing before, nothing behind
 *   name: value CR LF
 *    more CR LF                           refused: begins with a blank
 *   CR LF
 * </pre>
 *
 * Everything else of G1 the library refuses by itself, as it is configured here: LF without CR,
 * both lengths at once, several lengths, chunk sizes that are none. Names and values of fields are
 * judged later, by the pipeline.
 */
final class StrictRequestDecoder extends HttpRequestDecoder {
  private static final int LONGEST_LINE = 8 << 10;
  private static final int CHUNK = 64 << 10;

  private final Runnable headBegun;
  private final OneLength oneLength = new OneLength();
  private boolean inHead = true;
  private boolean begun;
  private boolean lineEnded;
  private int looked;
  private boolean broken;

  /**
   * A decoder.
   *
   * @param headSize the most octets of a header
   * @param headBegun is run when the first octet of a head has come
   */
  StrictRequestDecoder(int headSize, Runnable headBegun) {
    super(
        new HttpDecoderConfig()
            .setMaxInitialLineLength(LONGEST_LINE)
            .setMaxHeaderSize(headSize)
            .setMaxChunkSize(CHUNK)
            .setStrictLineParsing(true)
            .setUseRfc9112TransferEncoding(true)
            .setAllowDuplicateContentLengths(false)
            .setHeadersFactory(DefaultHttpHeadersFactory.headersFactory().withValidation(false)));
    this.headBegun = headBegun;
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out)
      throws Exception {
    if (!broken && inHead && in.isReadable() && !mayGoOn(in)) {
      out.add(refused());
    }
    if (broken) {
      in.skipBytes(in.readableBytes());
      return;
    }
    int before = in.readerIndex();
    int had = out.size();
    super.decode(context, in, out);
    looked = Math.max(0, looked - (in.readerIndex() - before));
    for (int i = had; i < out.size(); i++) {
      note(out.get(i));
    }
  }

  /** Only a complete head without a body, or the end of a body, is followed by another head. */
  private void note(Object decoded) {
    if (decoded instanceof LastHttpContent) {
      inHead = true;
      begun = false;
      looked = 0;
    } else {
      inHead = false;
    }
  }

  /** It stands behind what came before it: only the codec knows that. */
  private HttpMessage refused() {
    HttpMessage none = createInvalidMessage();
    none.setDecoderResult(DecoderResult.failure(broken()));
    return none;
  }

  private boolean mayGoOn(ByteBuf in) {
    byte first = in.getByte(in.readerIndex());
    boolean ends = first == '\r' || first == '\n';
    if (!begun) {
      begun = true;
      headBegun.run();
      return !ends && look(in);
    }
    if (lineEnded && ends) {
      inHead = false;
      return true;
    }
    return !(lineEnded && isBlank(first)) && look(in);
  }

  /** Looks at what follows each line that has come, up to the empty one that ends the head. */
  private boolean look(ByteBuf in) {
    int end = in.writerIndex();
    lineEnded = false;
    while (true) {
      int feed = in.indexOf(in.readerIndex() + looked, end, (byte) '\n');
      if (feed < 0 || feed + 1 >= end) {
        lineEnded = feed >= 0; // the codec takes the line, and what follows it comes later
        looked = end - in.readerIndex();
        return true;
      }
      byte next = in.getByte(feed + 1);
      if (isBlank(next)) {
        return false;
      }
      looked = feed + 1 - in.readerIndex();
      if (next == '\r' || next == '\n') {
        inHead = false; // looked at whole; the decoder says when the next one begins
        return true;
      }
    }
  }

  private static boolean isBlank(byte octet) {
    return octet == ' ' || octet == '\t';
  }

  private BadRequest broken() {
    broken = true;
    return new BadRequest();
  }

  @Override
  protected AsciiString splitHeaderName(byte[] line, int start, int length) {
    return oneLength.note(super.splitHeaderName(line, start, length));
  }

  @Override
  protected String splitFirstWordInitialLine(byte[] line, int start, int length) {
    if (start != 0) {
      throw broken();
    }
    return super.splitFirstWordInitialLine(line, start, length);
  }

  @Override
  protected String splitSecondWordInitialLine(byte[] line, int start, int length) {
    refuseOtherThanOneSpace(line, start);
    return super.splitSecondWordInitialLine(line, start, length);
  }

  @Override
  protected String splitThirdWordInitialLine(byte[] line, int start, int length) {
    refuseOtherThanOneSpace(line, start);
    return super.splitThirdWordInitialLine(line, start, length);
  }

  private void refuseOtherThanOneSpace(byte[] line, int start) {
    if (start < 2 || line[start - 1] != ' ' || line[start - 2] <= ' ') {
      throw broken();
    }
  }

  @Override
  protected HttpMessage createMessage(String[] line) throws Exception {
    boolean whole = !line[0].isEmpty() && !line[1].isEmpty();
    if (!whole || !line[2].startsWith("HTTP/")) { // the library takes lower case as well
      throw broken();
    }
    oneLength.reset();
    return super.createMessage(line);
  }
}
