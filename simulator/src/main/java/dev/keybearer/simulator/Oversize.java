package dev.keybearer.simulator;

import dev.keybearer.simulator.http.Answer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;

/** Answers that are far too large, on the wire or once inflated. */
final class Oversize {
  private static final int MEMBER_BYTES = 8 * 1024 * 1024;

  private Oversize() {}

  /** A gzip body made of equal members (RFC 1952 section 2.2), so that making it is cheap. */
  static Answer bomb(long inflatedBytes) {
    byte[] member = member();
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (long inflated = 0; inflated < inflatedBytes; inflated += MEMBER_BYTES) {
      body.writeBytes(member);
    }
    return Answer.of(200, "application/json", "")
        .with("Content-Encoding", "gzip")
        .withBody(body.toByteArray());
  }

  private static byte[] member() {
    byte[] blanks = new byte[MEMBER_BYTES];
    Arrays.fill(blanks, (byte) ' ');
    ByteArrayOutputStream member = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(member)) {
      gzip.write(blanks);
    } catch (IOException e) {
      throw new UncheckedIOException("compressing into memory failed", e);
    }
    return member.toByteArray();
  }

  /** A well-formed token answer whose token has this many bytes. */
  static Answer object(int bytes) {
    return Answer.of(
        200,
        "application/json",
        "{\"token_type\":\"Bearer\",\"access_token\":\"" + "a".repeat(bytes) + "\"}");
  }
}
