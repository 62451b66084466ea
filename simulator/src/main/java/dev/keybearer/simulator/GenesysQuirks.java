package dev.keybearer.simulator;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What is peculiar to Genesys Cloud, and what nobody outside knows for sure. Every quirk can be
 * changed at any time and holds from the next request on. Safe for use by many threads.
 */
public final class GenesysQuirks {
  private volatile int mintBurst = 10;
  private volatile Duration mintInterval = Duration.ofSeconds(1);
  private volatile @Nullable RetryAfter mintRetryAfter;
  private volatile Ruling.Refused unknownClient =
      new Ruling.Refused(400, "invalid_client", "client not found");
  private volatile Ruling.Refused wrongSecret =
      new Ruling.Refused(401, "invalid_client", "authentication failed");
  private volatile boolean secretInBody;
  private volatile int requestsPerMinute = 300;
  private volatile @Nullable RetryAfter apiRetryAfter;
  private volatile boolean lowerCaseHeaders;
  private volatile int deletionStatus = 200;
  private volatile boolean newSecretEndsTokens;
  private volatile Duration shortestLife = Duration.ofMinutes(5);
  private volatile int conversations = 250;
  private final Map<String, String> permissions = new ConcurrentHashMap<>();

  GenesysQuirks() {}

  /** How many tokens a client gets at once, and how long it then waits for each further one. */
  public GenesysQuirks mintLimit(int burst, Duration interval) {
    mintBurst = burst;
    mintInterval = interval;
    return this;
  }

  /** A throttled mint is answered with this Retry-After; by default with none. */
  public GenesysQuirks mintRetryAfter(RetryAfter form) {
    mintRetryAfter = form;
    return this;
  }

  /** How an unknown client id is refused. */
  public GenesysQuirks unknownClient(int status, String text) {
    unknownClient = new Ruling.Refused(status, "invalid_client", text);
    return this;
  }

  /** How a wrong secret, or the client of another region, is refused. */
  public GenesysQuirks wrongSecret(int status, String text) {
    wrongSecret = new Ruling.Refused(status, "invalid_client", text);
    return this;
  }

  /** The token endpoint takes a secret in the form, too. */
  public GenesysQuirks acceptSecretInBody() {
    secretInBody = true;
    return this;
  }

  /** How many API requests one token may make in a minute. */
  public GenesysQuirks requestsPerMinute(int allowed) {
    requestsPerMinute = allowed;
    return this;
  }

  /**
   * A throttled API request is answered with this Retry-After; by default with the seconds left.
   */
  public GenesysQuirks apiRetryAfter(RetryAfter form) {
    apiRetryAfter = form;
    return this;
  }

  /** The names of the API's own header fields are in lower case, as HTTP/2 makes them. */
  public GenesysQuirks lowerCaseHeaders() {
    lowerCaseHeaders = true;
    return this;
  }

  /** What the deletion of a token is answered with: 200 or 204. */
  public GenesysQuirks deletionStatus(int status) {
    deletionStatus = status;
    return this;
  }

  /** A regenerated secret ends the tokens of its client. */
  public GenesysQuirks newSecretEndsTokens() {
    newSecretEndsTokens = true;
    return this;
  }

  /** The shortest token life the client administration accepts. */
  public GenesysQuirks shortestLife(Duration life) {
    shortestLife = life;
    return this;
  }

  /** How many conversations the details query finds. */
  public GenesysQuirks conversations(int number) {
    conversations = number;
    return this;
  }

  /** Refuses every API path with this prefix for want of a permission, whatever the token. */
  public GenesysQuirks forbid(String pathPrefix, String permission) {
    permissions.put(pathPrefix, permission);
    return this;
  }

  /** Refuses nothing for want of a permission any more. */
  public GenesysQuirks allowAll() {
    permissions.clear();
    return this;
  }

  int mintBurst() {
    return mintBurst;
  }

  Duration mintInterval() {
    return mintInterval;
  }

  @Nullable RetryAfter mintRetryAfter() {
    return mintRetryAfter;
  }

  Ruling.Refused unknownClient() {
    return unknownClient;
  }

  Ruling.Refused wrongSecret() {
    return wrongSecret;
  }

  boolean acceptsSecretInBody() {
    return secretInBody;
  }

  int requestsPerMinute() {
    return requestsPerMinute;
  }

  @Nullable RetryAfter apiRetryAfter() {
    return apiRetryAfter;
  }

  boolean hasLowerCaseHeaders() {
    return lowerCaseHeaders;
  }

  int deletionStatus() {
    return deletionStatus;
  }

  boolean endsTokensOnNewSecret() {
    return newSecretEndsTokens;
  }

  Duration shortestLife() {
    return shortestLife;
  }

  int conversations() {
    return conversations;
  }

  /** The permission that is wanting for a path, or null. */
  @Nullable String wanting(String path) {
    for (Map.Entry<String, String> rule : permissions.entrySet()) {
      if (path.startsWith(rule.getKey())) {
        return rule.getValue();
      }
    }
    return null;
  }
}
