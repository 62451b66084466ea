package dev.keybearer.token.verification;

import dev.keybearer.token.Issuer;
import dev.keybearer.token.TimeSource;
import dev.keybearer.token.budget.RetryAfter;
import dev.keybearer.token.endpoint.TokenEndpoint;
import dev.keybearer.token.http.Answer;
import dev.keybearer.token.http.Ask;
import dev.keybearer.token.http.Exchange;
import dev.keybearer.token.http.NoAnswer;
import dev.keybearer.token.jose.KeySet;
import dev.keybearer.token.jose.NotKeys;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Fetches the key set that an issuer publishes (V17: whatever is not one is refused whole). */
final class PublishedKeys implements KeyFetch {
  /** A hundred keys with their certificates; more is a mistake or an attack. */
  private static final int LARGEST = 512 * 1024;

  private static final Pattern MAX_AGE = Pattern.compile("(?:^|[,\\s])max-age=\"?(\\d{1,9})\"?");
  private static final Pattern UNKEPT = Pattern.compile("(?:^|[,\\s])no-(store|cache)");

  private final Issuer issuer;
  private final @Nullable URI given;
  private final Exchange exchange;
  private final TimeSource time;
  private volatile @Nullable TokenEndpoint learnt;
  private volatile @Nullable URI last;

  PublishedKeys(Issuer issuer, Keys.Published published, Exchange exchange, TimeSource time) {
    this.issuer = issuer;
    this.given = published.at();
    this.exchange = exchange;
    this.time = time;
    if (given != null) {
      Issuer.requirePrivate(given);
    }
  }

  @Override
  public Fetched fetch() throws NoKeys {
    try {
      return fetch(given == null ? discovered() : given);
    } catch (NoKeys e) {
      learnt = null; // the issuer may have moved them
      throw e;
    }
  }

  private Fetched fetch(URI at) throws NoKeys {
    Ask ask = Ask.get(at).withAnswerLimit(LARGEST);
    try {
      Answer answer = exchange.send(ask, TokenEndpoint.LIMIT);
      if (answer.status() != 200) {
        throw new NoKeys(
            ask.place() + " answered " + answer.status() + " instead of its keys", wait(answer));
      }
      return new Fetched(KeySet.published(answer.body()), life(answer));
    } catch (NoAnswer e) {
      throw new NoKeys(String.valueOf(e.getMessage()));
    } catch (NotKeys e) {
      throw new NoKeys("the keys at " + ask.place() + " cannot be used: " + e.getMessage());
    }
  }

  /** X3: keys that a discovery document places elsewhere have to be named in the configuration. */
  private URI discovered() throws NoKeys {
    TokenEndpoint known = learnt;
    TokenEndpoint endpoint = known == null ? new TokenEndpoint(issuer, exchange, time) : known;
    TokenEndpoint.Place place = endpoint.keys();
    URI address = place.address();
    if (address == null) {
      URI before = last;
      if (before == null) {
        throw new NoKeys(place.trouble());
      }
      return before; // no discovery now: the keys may still be where they were
    }
    learnt = endpoint;
    requireNear(address);
    last = address;
    return address;
  }

  private void requireNear(URI address) throws NoKeys {
    URI identity = URI.create(String.valueOf(issuer.identity()));
    if (issuer.endpoints() == null && !isSameOrigin(address, identity)) {
      throw new NoKeys(
          "issuer "
              + issuer.name()
              + " publishes its keys at another origin, "
              + Ask.get(address).place()
              + ": name that address as its jwks-uri to trust it");
    }
  }

  private Duration wait(Answer answer) {
    Instant sender = Objects.requireNonNullElseGet(answer.date(), time::wall);
    Duration wait = RetryAfter.parse(answer.header("Retry-After"), sender);
    return wait == null ? Duration.ZERO : wait;
  }

  private static boolean isSameOrigin(URI one, URI other) {
    return String.valueOf(one.getScheme()).equalsIgnoreCase(other.getScheme())
        && String.valueOf(one.getHost()).equalsIgnoreCase(other.getHost())
        && port(one) == port(other);
  }

  private static int port(URI address) {
    if (address.getPort() >= 0) {
      return address.getPort();
    }
    return "http".equalsIgnoreCase(address.getScheme()) ? 80 : 443;
  }

  /** RFC 9111 section 5.2.2; what a cache on the way has used up of it is taken off. */
  private static @Nullable Duration life(Answer answer) {
    String control = answer.header("Cache-Control");
    if (control == null) {
      return null;
    }
    String words = control.toLowerCase(Locale.ROOT);
    if (UNKEPT.matcher(words).find()) {
      return Duration.ZERO;
    }
    Matcher found = MAX_AGE.matcher(words);
    if (!found.find()) {
      return null;
    }
    return Duration.ofSeconds(Math.max(0, Long.parseLong(found.group(1)) - age(answer)));
  }

  private static long age(Answer answer) {
    String age = answer.header("Age");
    return age != null && age.matches("\\d{1,9}") ? Long.parseLong(age) : 0;
  }
}
