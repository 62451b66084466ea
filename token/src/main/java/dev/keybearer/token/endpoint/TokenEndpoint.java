package dev.keybearer.token.endpoint;

import dev.keybearer.token.ClientAuthentication;
import dev.keybearer.token.Credential;
import dev.keybearer.token.Habits;
import dev.keybearer.token.Issuer;
import dev.keybearer.token.Prover;
import dev.keybearer.token.TimeSource;
import dev.keybearer.token.budget.RetryAfter;
import dev.keybearer.token.http.Answer;
import dev.keybearer.token.http.Ask;
import dev.keybearer.token.http.Exchange;
import dev.keybearer.token.http.JdkExchange;
import dev.keybearer.token.http.JsonObject;
import dev.keybearer.token.http.NoAnswer;
import dev.keybearer.token.http.NotJson;
import dev.keybearer.token.secret.Secret;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Asks one issuer, once per call, and brings back what it said. Knows neither budgets nor retries.
 * Safe for use by many threads.
 */
public final class TokenEndpoint {
  /**
   * Name look-up, connection and whole answer together; an issuer slower than this is down (F2).
   */
  public static final Duration LIMIT = Duration.ofSeconds(10);

  /** What an issuer, or what guards it, says about a text it does not like. */
  private static final Set<Integer> ABOUT_TOKEN = Set.of(400, 403, 413, 414, 422);

  /** What a request that ends its own token is answered with, or one whose token has ended. */
  private static final Set<Integer> ENDED = Set.of(200, 204, 401);

  private final Issuer issuer;
  private final Exchange exchange;
  private final Directory directory;
  private final ServerClock clock;
  private final TimeSource time;
  private volatile @Nullable String nonce; // what the issuer wants in proofs, as it said last

  /** Asks the issuer through the exchange. */
  public TokenEndpoint(Issuer issuer, Exchange exchange, TimeSource time) {
    this.issuer = issuer;
    this.exchange = exchange;
    this.time = time;
    this.clock = new ServerClock(time);
    this.directory = new Directory(issuer, exchange, clock);
  }

  /** Asks the issuer of a credential through an exchange of its own. */
  public static TokenEndpoint of(Credential credential, TimeSource time) {
    return new TokenEndpoint(
        credential.issuer(), JdkExchange.of(tls(credential), null, time::nanos), time);
  }

  /** What a credential trusts and shows in the TLS handshake, or null for the platform's trust. */
  public static @Nullable SSLContext tls(Credential credential) {
    return credential.client().authentication() instanceof ClientAuthentication.MutualTls mutual
        ? mutual.context()
        : credential.issuer().trust();
  }

  /** The issuer's clock. */
  public ServerClock clock() {
    return clock;
  }

  /** Asks for a token with these fields, proving the client with this secret where it needs one. */
  public Reply ask(Credential credential, @Nullable Secret secret, Map<String, String> fields) {
    try {
      URI to = directory.endpoints(LIMIT).token();
      Answer answer = send(credential, secret, new ClientProof.Form(to, fields));
      return reading(to, AnswerReading.BEARER).read(answer, clock.learn(answer));
    } catch (Directory.Unknown e) {
      return new Reply.Unanswered(String.valueOf(e.getMessage()), false);
    } catch (NoAnswer e) {
      return unanswered(e);
    }
  }

  /**
   * Asks for a token that is bound to a key (RFC 9449 section 5). An issuer that wants a nonce of
   * its own in the proof says so, and is asked once more within the same time.
   */
  public Reply ask(
      Credential credential, @Nullable Secret secret, Map<String, String> fields, Prover prover) {
    try {
      URI to = directory.endpoints(LIMIT).token();
      ClientProof.Form form = new ClientProof.Form(to, fields);
      long end = time.nanos() + LIMIT.toNanos();
      String known = nonce;
      Answer answer = proved(ClientProof.of(credential, secret, form, clock.now()), prover, LIMIT);
      Reply reply = reading(to, "DPoP").read(answer, clock.learn(answer));
      Duration left = Duration.ofNanos(end - time.nanos());
      boolean again =
          reply instanceof Reply.Denied denied
              && denied.error().equals("use_dpop_nonce")
              && !Objects.equals(known, nonce)
              && !left.isNegative();
      if (!again) {
        return reply;
      }
      // The client's own statement is used once as well, and so is made anew.
      answer = proved(ClientProof.of(credential, secret, form, clock.now()), prover, left);
      return reading(to, "DPoP").read(answer, clock.learn(answer));
    } catch (Directory.Unknown e) {
      return new Reply.Unanswered(String.valueOf(e.getMessage()), false);
    } catch (NoAnswer e) {
      return unanswered(e);
    }
  }

  private Answer proved(Ask ask, Prover prover, Duration limit) throws NoAnswer {
    String proof = prover.prove(new Prover.Request(ask.method(), ask.uri(), nonce), null);
    Answer answer = exchange.send(ask.withHeader("DPoP", proof), limit);
    String told = answer.header("DPoP-Nonce");
    if (told != null) {
      nonce = told;
    }
    return answer;
  }

  private static Reply unanswered(NoAnswer e) {
    boolean mayHaveActed = e.fate() == NoAnswer.Fate.UNKNOWN;
    return new Reply.Unanswered(String.valueOf(e.getMessage()), mayHaveActed);
  }

  private AnswerReading reading(URI to, String type) {
    return new AnswerReading(issuer.habits(), place(to), type);
  }

  /**
   * Ends a token at the issuer, in the way that is its habit.
   *
   * @return whether the issuer confirmed; false when it offers no revocation or did not answer well
   */
  public boolean revoke(Credential credential, @Nullable Secret secret, Revocation revocation) {
    try {
      URI to = directory.endpoints(LIMIT).revocation();
      if (to == null) {
        return false;
      }
      return switch (issuer.habits().ending()) {
        case POSTED -> isPosted(credential, secret, to, revocation);
        case DELETED -> isDeleted(to, revocation);
      };
    } catch (Directory.Unknown | NoAnswer e) {
      return false;
    }
  }

  private boolean isPosted(
      Credential credential, @Nullable Secret secret, URI to, Revocation revocation)
      throws NoAnswer {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("token", revocation.token().reveal());
    fields.put("token_type_hint", revocation.hint());
    return send(credential, secret, new ClientProof.Form(to, fields)).status() == 200;
  }

  private boolean isDeleted(URI to, Revocation revocation) throws NoAnswer {
    String token = revocation.token().reveal();
    boolean sendable = token.chars().allMatch(c -> c > ' ' && c < 0x7f); // a stranger wrote it
    if (!revocation.hint().equals("access_token") || !sendable) {
      return false;
    }
    Ask ask = Ask.of("DELETE", to).withHeader("Authorization", "Bearer " + token);
    return ENDED.contains(exchange.send(ask, LIMIT).status());
  }

  /** Asks for a device code and what to show to the person (RFC 8628 section 3.1). */
  public Offer device(Credential credential, @Nullable Secret secret) {
    try {
      URI to = directory.endpoints(LIMIT).deviceAuthorization();
      if (to == null) {
        return unoffered("device authorization endpoint");
      }
      Map<String, String> fields = GrantForm.deviceStart(credential);
      Answer answer = send(credential, secret, new ClientProof.Form(to, fields));
      Instant sender = clock.learn(answer);
      return answer.status() == 200
          ? new Offer.Device(JsonObject.parse(answer.body()))
          : new Offer.None(reading(to, AnswerReading.BEARER).read(answer, sender));
    } catch (Directory.Unknown | NoAnswer | NotJson e) {
      return unanswered(e);
    }
  }

  /** Where a browser is sent to log in. */
  public Offer authorization() {
    try {
      URI address = directory.endpoints(LIMIT).authorization();
      return address == null
          ? unoffered("authorization endpoint")
          : new Offer.Browser(address, directory.namesIssuer());
    } catch (Directory.Unknown e) {
      return unanswered(e);
    }
  }

  /** Where the issuer publishes its keys. */
  public Place keys() {
    try {
      URI address = directory.endpoints(LIMIT).keys();
      return address == null
          ? new Place(null, "issuer " + issuer.name() + " names no jwks_uri: give it by hand")
          : new Place(address, "");
    } catch (Directory.Unknown e) {
      return new Place(null, String.valueOf(e.getMessage()));
    }
  }

  /**
   * Asks what a token is (RFC 7662); the body of the answer.
   *
   * @throws Unfound when the issuer has no such endpoint or gave no usable answer
   */
  public byte[] introspect(Credential credential, @Nullable Secret secret, Secret token)
      throws Unfound {
    try {
      URI to = directory.endpoints(LIMIT).introspection();
      if (to == null) {
        throw new Unfound("issuer " + issuer.name() + " names no introspection_endpoint", null);
      }
      Map<String, String> fields = Map.of("token", token.reveal());
      Answer answer = send(credential, secret, new ClientProof.Form(to, fields));
      if (answer.status() != 200) {
        Instant sender = clock.learn(answer);
        throw new Unfound(
            place(to) + " answered " + answer.status() + hint(answer.status()),
            RetryAfter.parse(answer.header("Retry-After"), sender),
            ABOUT_TOKEN.contains(answer.status()));
      }
      return answer.body();
    } catch (Directory.Unknown | NoAnswer e) {
      throw new Unfound(
          "asking " + issuer.name() + " about a token failed: " + e.getMessage(), null);
    }
  }

  private static String hint(int status) {
    return status == 401 || status == 403
        ? ": check the client that asks, and that it may introspect"
        : "";
  }

  private Offer unoffered(String endpoint) {
    String message = "issuer " + issuer.name() + " names no " + endpoint;
    return new Offer.None(new Reply.Denied(Habits.Meaning.REFUSED, "", message, null));
  }

  private static Offer unanswered(Exception e) {
    return new Offer.None(new Reply.Unanswered(String.valueOf(e.getMessage()), false));
  }

  private Answer send(Credential credential, @Nullable Secret secret, ClientProof.Form form)
      throws NoAnswer {
    Instant now = clock.now();
    return exchange.send(ClientProof.of(credential, secret, form, now), LIMIT);
  }

  private static String place(URI endpoint) {
    return Ask.get(endpoint).place();
  }

  /**
   * Where something is.
   *
   * @param address of it, or null when it cannot be told
   * @param trouble why not
   */
  public record Place(@Nullable URI address, String trouble) {}

  /** The issuer could not be asked about a token. */
  public static final class Unfound extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient @Nullable Duration retryAfter;
    private final boolean aboutToken;

    Unfound(String message, @Nullable Duration retryAfter) {
      this(message, retryAfter, false);
    }

    Unfound(String message, @Nullable Duration retryAfter, boolean aboutToken) {
      super(message);
      this.retryAfter = retryAfter;
      this.aboutToken = aboutToken;
    }

    /** Whether the issuer is well and only this token was not to its liking. */
    public boolean isAboutToken() {
      return aboutToken;
    }

    /** How long the issuer asked to be left alone, or null. */
    public @Nullable Duration retryAfter() {
      return retryAfter;
    }
  }

  /** A token to end; the hint is {@code access_token} or {@code refresh_token}. */
  public record Revocation(Secret token, String hint) {}
}
