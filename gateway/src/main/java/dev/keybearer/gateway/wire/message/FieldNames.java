package dev.keybearer.gateway.wire.message;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The names that fields of requests usually have, so that they are not made anew for each head. */
final class FieldNames {
  /** As browsers and clients write them; many also write all of it in lower case. */
  private static final List<String> USUAL =
      List.of(
          "Accept",
          "Accept-Encoding",
          "Accept-Language",
          "Authorization",
          "Cache-Control",
          "Connection",
          "Content-Length",
          "Content-Type",
          "Cookie",
          "DPoP",
          "Host",
          "If-None-Match",
          "Origin",
          "Referer",
          "Transfer-Encoding",
          "User-Agent",
          "X-Forwarded-For",
          "X-Forwarded-Host",
          "X-Forwarded-Proto",
          "X-Request-ID",
          "Traceparent");

  private static final Usual[][] BY_LENGTH = byLength();

  private FieldNames() {}

  private static Usual[][] byLength() {
    List<List<Usual>> all = new ArrayList<>();
    Stream<String> names =
        USUAL.stream().flatMap(name -> Stream.of(name, name.toLowerCase(Locale.ROOT)));
    names.forEach(
        name -> {
          while (all.size() <= name.length()) {
            all.add(new ArrayList<>());
          }
          all.get(name.length()).add(new Usual(name, HeadText.words(name)));
        });
    return all.stream().map(same -> same.toArray(Usual[]::new)).toArray(Usual[][]::new);
  }

  /** The name that stands there. */
  static String of(byte[] octets, int from, int to) {
    int length = to - from;
    if (length < BY_LENGTH.length) {
      for (Usual usual : BY_LENGTH[length]) {
        if (Arrays.equals(usual.octets(), 0, length, octets, from, to)) {
          return usual.name();
        }
      }
    }
    return Ascii.text(octets, from, to);
  }

  /** A name, and how it stands in a head. */
  @SuppressWarnings("ArrayRecordComponent") // nobody writes to it
  private record Usual(String name, byte[] octets) {}
}
