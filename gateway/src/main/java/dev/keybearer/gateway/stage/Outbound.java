package dev.keybearer.gateway.stage;

import dev.keybearer.gateway.call.Attachment;
import dev.keybearer.gateway.call.Call;
import dev.keybearer.gateway.call.FieldRules;
import dev.keybearer.gateway.call.Trace;
import dev.keybearer.gateway.call.Way;
import dev.keybearer.gateway.exchange.Departure;
import dev.keybearer.gateway.field.Credentials;
import dev.keybearer.gateway.field.Field;
import dev.keybearer.gateway.field.Handshake;
import dev.keybearer.gateway.field.Host;
import dev.keybearer.gateway.field.JudgedFields;
import dev.keybearer.gateway.path.JudgedPath;
import dev.keybearer.token.Prover;
import dev.keybearer.token.Token;
import dev.keybearer.token.verification.Verified;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes the request that leaves: the judged path, the fields that pass, who called, and one
 * credential at most, which is ours unless the route passes the caller's.
 */
final class Outbound {
  private static final HexFormat HEX = HexFormat.of().withUpperCase();
  private static final Field PLAIN = Field.of("X-Forwarded-Proto", "http");
  private static final Field ENCRYPTED = Field.of("X-Forwarded-Proto", "https");

  /** Those that Outbound adds itself. */
  private static final int OWN_FIELDS = 5;

  private Outbound() {}

  static Departure of(Call call) {
    return of(call, call.token(), call.handshake());
  }

  /** The same call with another token, or another handshake. */
  static Departure of(Call call, @Nullable Token token, Handshake.@Nullable Wanted handshake) {
    Way way = call.way();
    return new Departure(
        way.peer(),
        call.request().method(),
        path(call).target(),
        fields(call, token, handshake),
        call.fields().body(),
        way.habits().bounds(),
        handshake != null);
  }

  /** A token in the query goes no further, also where nobody looks at it (B3). */
  private static JudgedPath path(Call call) {
    return call.path().withoutParameter(Credentials.QUERY_PARAMETER);
  }

  private static List<Field> fields(
      Call call, @Nullable Token token, Handshake.@Nullable Wanted handshake) {
    JudgedFields judged = call.fields();
    FieldRules rules = call.way().rules();
    Trace trace = call.trace();
    List<Field> fields = new ArrayList<>(judged.passing().size() + rules.set().size() + OWN_FIELDS);
    for (Field field : judged.passing()) {
      boolean replaced = trace != null && Trace.isOfTraces(field.name());
      if (!replaced && rules.lets(field)) {
        fields.add(field);
      }
    }
    if (trace != null) {
      fields.addAll(trace.fields());
    }
    fields.add(Field.of("X-Forwarded-For", call.client().toString()));
    fields.add(call.request().link().encrypted() ? ENCRYPTED : PLAIN);
    fields.add(Field.of("X-Forwarded-Host", authority(judged.host())));
    for (FieldRules.Rule rule : rules.set()) {
      add(fields, field(rule, call.caller()));
    }
    add(fields, authorization(call, token));
    add(fields, proof(call, token));
    if (handshake != null) {
      fields.addAll(Tunnels.asking(handshake));
    }
    return fields;
  }

  private static void add(List<Field> fields, @Nullable Field field) {
    if (field != null) {
      fields.add(field);
    }
  }

  private static String authority(Host host) {
    return host.port() < 0 ? host.name() : host.name() + ":" + host.port();
  }

  private static @Nullable Field field(FieldRules.Rule rule, @Nullable Verified caller) {
    return switch (rule) {
      case FieldRules.Rule.Fixed fixed -> fixed.field();
      case FieldRules.Rule.OfClaim of -> {
        String text = caller == null ? null : caller.claims().text(of.claim());
        yield text == null ? null : Field.of(of.name(), encoded(text));
      }
    };
  }

  /**
   * Visible ASCII and the spaces within it as they are, everything else and the percent sign as
   * octets of UTF-8: what somebody wrote into a claim ends no line and is read in one way (G8).
   */
  static String encoded(String claim) {
    boolean padded = claim.startsWith(" ") || claim.endsWith(" ");
    if (!padded && claim.chars().allMatch(Outbound::isItself)) {
      return claim;
    }
    StringBuilder written = new StringBuilder(claim.length() + 16);
    byte[] octets = claim.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < octets.length; i++) {
      boolean outer = i == 0 || i == octets.length - 1; // recipients take a blank off there
      if (isItself(octets[i]) && !(outer && octets[i] == ' ')) {
        written.append((char) octets[i]);
        continue;
      }
      written.append('%');
      HEX.toHexDigits(written, octets[i]);
    }
    return written.toString();
  }

  private static boolean isItself(int octet) {
    return octet >= ' ' && octet < 0x7f && octet != '%';
  }

  /** Of a token that is bound to a key of ours (RFC 9449 section 7.1); made anew each time. */
  private static @Nullable Field proof(Call call, @Nullable Token token) {
    Way way = call.way();
    Attachment attachment = way.attachment();
    if (token == null || attachment == null || !token.isBound()) {
      return null;
    }
    URI target = URI.create(way.peer().origin() + path(call).path());
    String proof =
        token.proof(
            new Prover.Request(call.request().method(), target, attachment.welcome().nonce()));
    return proof == null ? null : Field.of("DPoP", proof);
  }

  private static @Nullable Field authorization(Call call, @Nullable Token token) {
    Way way = call.way();
    Attachment attachment = way.attachment();
    if (token != null && attachment != null) {
      return attachment.field().of(token);
    }
    String own = Authenticate.shown(call);
    return way.habits().passToken() && own != null ? Field.of("Authorization", own) : null;
  }
}
