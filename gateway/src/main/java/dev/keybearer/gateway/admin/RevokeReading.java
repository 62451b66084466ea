package dev.keybearer.gateway.admin;

import dev.keybearer.gateway.admin.RevokeRequest.Reach;
import dev.keybearer.token.Fingerprint;
import dev.keybearer.token.secret.Secret;
import dev.keybearer.token.verification.Target;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the wish to end tokens early.
 *
 * <pre>
 *   {"token_id": "9f86d081884c7d659a2feaa0c55ad015"}
 *   {"token": "eyJ…", "at_issuer": true}
 *   {"issuer": "https://sso.example.com", "jti": "…"}
 *   {"subject": "…"}       {"client_id": "…"}         perhaps with "issuer", perhaps with
 *   "issued_before": "2026-01-31T08:00:00Z" or 1769846400
 * </pre>
 */
final class RevokeReading {
  private static final Set<String> NAMES =
      Set.of(
          "token_id",
          "token",
          "issuer",
          "jti",
          "subject",
          "client_id",
          "issued_before",
          "at_issuer");
  private static final List<String> WAYS =
      List.of("token_id", "token", "jti", "subject", "client_id");

  private static final Pattern FINGERPRINT = Pattern.compile("[0-9a-f]{32}");
  private static final Pattern VISIBLE = Pattern.compile("[!-~]{1,8192}");

  /** RFC 3339 section 5.6, in capitals; ISO 8601 allows more, which not everybody reads alike. */
  private static final Pattern RFC_3339 =
      Pattern.compile(
          "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,9})?(Z|[+-]\\d\\d:\\d\\d)");

  private static final int LONGEST_NAME = 2_048;

  /** The end of the year 9999, the last that RFC 3339 can write. */
  private static final BigDecimal LATEST = BigDecimal.valueOf(253_402_300_799L);

  private final JsonFields fields;

  private RevokeReading(JsonFields fields) {
    this.fields = fields;
  }

  static RevokeRequest parse(byte[] body) throws BadRequest {
    return new RevokeReading(JsonFields.parse(body, NAMES)).request();
  }

  private RevokeRequest request() throws BadRequest {
    String way = way();
    Instant issuedBefore = issuedBefore();
    if (!way.equals("token")) {
      if (fields.names().contains("at_issuer")) {
        throw new BadRequest(
            "at_issuer goes with token only: an issuer ends no token it is not shown");
      }
      return new RevokeRequest.Named(target(way), issuedBefore);
    }
    if (issuedBefore != null) {
      throw new BadRequest("issued_before does not go with token, which is ended whatever its age");
    }
    refuseIssuer(way);
    Reach reach = fields.isTrue("at_issuer") ? Reach.ISSUER : Reach.HERE;
    String token = matching(way, VISIBLE, "a token is at most 8192 characters of visible ASCII");
    return new RevokeRequest.Presented(Secret.of(token), reach);
  }

  private String way() throws BadRequest {
    List<String> given = WAYS.stream().filter(fields.names()::contains).toList();
    if (given.size() == 1) {
      return given.getFirst();
    }
    throw new BadRequest(
        "exactly one of token_id, token, jti (with issuer), subject or client_id is expected");
  }

  private Target target(String way) throws BadRequest {
    if (way.equals("token_id")) {
      refuseIssuer(way);
      String id =
          matching(
              way,
              FINGERPRINT,
              "the fingerprint of a token is 32 hexadecimal digits in lower case");
      return new Target.Text(new Fingerprint(id));
    }
    String issuer = fields.names().contains("issuer") ? name("issuer") : null;
    return switch (way) {
      case "jti" -> numbered(issuer);
      case "subject" -> new Target.Subject(issuer, name(way));
      default -> new Target.Client(issuer, name(way));
    };
  }

  private Target numbered(@Nullable String issuer) throws BadRequest {
    if (issuer == null) {
      throw new BadRequest("jti goes with issuer only: two issuers may give the same");
    }
    return new Target.Numbered(issuer, name("jti"));
  }

  private void refuseIssuer(String way) throws BadRequest {
    if (fields.names().contains("issuer")) {
      throw new BadRequest("issuer does not go with " + way + ", which is one token by itself");
    }
  }

  private @Nullable Instant issuedBefore() throws BadRequest {
    Object value = fields.value("issued_before");
    if (value == null) {
      return null;
    }
    if (value instanceof BigDecimal seconds
        && seconds.signum() >= 0
        && seconds.compareTo(LATEST) <= 0) {
      BigDecimal whole = seconds.setScale(0, RoundingMode.DOWN);
      long nanos = seconds.subtract(whole).movePointRight(9).longValue();
      return Instant.ofEpochSecond(whole.longValueExact(), nanos);
    }
    if (value instanceof String text && RFC_3339.matcher(text).matches()) {
      return moment(text);
    }
    throw badMoment();
  }

  private static Instant moment(String text) throws BadRequest {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw badMoment();
    }
  }

  private static BadRequest badMoment() {
    return new BadRequest(
        "issued_before: a time as in RFC 3339 or in seconds since 1970 is expected, such as"
            + " \"2026-01-31T08:00:00Z\" or 1769846400");
  }

  private String matching(String name, Pattern form, String words) throws BadRequest {
    String text = fields.text(name);
    if (text == null || !form.matcher(text).matches()) {
      throw new BadRequest(name + ": " + words);
    }
    return text;
  }

  private String name(String name) throws BadRequest {
    String text = fields.text(name);
    if (text == null || text.isBlank() || text.length() > LONGEST_NAME || !isClean(text)) {
      throw new BadRequest(
          name + ": 1 to " + LONGEST_NAME + " characters are expected, none of them a control");
    }
    return text;
  }

  /** Half of a surrogate pair is no character: it cannot be written down. */
  private static boolean isClean(String text) {
    return text.codePoints()
        .noneMatch(
            each -> Character.isISOControl(each) || Character.getType(each) == Character.SURROGATE);
  }
}
