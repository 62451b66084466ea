package dev.keybearer.gateway.scene;

import dev.keybearer.gateway.call.Acceptance;
import dev.keybearer.gateway.field.Challenger;
import dev.keybearer.token.Issuer;
import dev.keybearer.token.Scopes;
import dev.keybearer.token.TimeSource;
import dev.keybearer.token.verification.Expectation;
import dev.keybearer.token.verification.Keys;
import dev.keybearer.token.verification.Presentation;
import dev.keybearer.token.verification.Revocations;
import dev.keybearer.token.verification.Verified;
import dev.keybearer.token.verification.Verifier;
import dev.keybearer.token.verification.Verifiers;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** An issuer of a test: signs tokens, and tells a real verifier its key. */
public final class Mint implements AutoCloseable {
  public static final String AUDIENCE = "orders";
  public static final Scopes READ = Scopes.of("orders:read");

  private static final String IDENTITY = "https://issuer.example";
  private static final int POINT_OCTETS = 32;
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final KeyPair pair;
  private final TimeSource time;
  private final Verifiers verifiers;

  private Mint(KeyPair pair, TimeSource time, Revocations revocations) {
    this.pair = pair;
    this.time = time;
    this.verifiers =
        Verifiers.open(Verifiers.Options.STANDARD.withTime(time).withRevocations(revocations));
  }

  public static Mint open(TimeSource time) {
    return open(time, Revocations.none());
  }

  /** The same, whose verifier asks whether a token was ended early. */
  public static Mint open(TimeSource time, Revocations revocations) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return new Mint(generator.generateKeyPair(), time, revocations);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has P-256", e);
    }
  }

  /** What a route accepts that is for this issuer's tokens with the scope orders:read. */
  public Acceptance.Bearers accepting() {
    return accepting(new Acceptance.Demand("corp", READ, Scopes.none(), Map.of()));
  }

  /** The same with another demand; its keys are at hand, so that nobody waits for them. */
  public Acceptance.Bearers accepting(Acceptance.Demand demand) {
    Challenger challenger = Challenger.of(Challenger.Offer.bearer(demand.all()));
    Verifier verifier = verifiers.of(expectation(new Keys.Given(keySet())));
    verifier.judge(Presentation.bearer(token()), PATIENCE);
    return new Acceptance.Bearers(verifier, challenger, List.of(demand));
  }

  /** The same, when the keys cannot be had. */
  public Acceptance.Bearers acceptingWithoutKeys() {
    Challenger challenger = Challenger.of(Challenger.Offer.bearer(READ));
    Acceptance.Demand demand = new Acceptance.Demand("corp", READ, Scopes.none(), Map.of());
    return new Acceptance.Bearers(
        verifiers.of(expectation(new Keys.Published(URI.create("http://127.0.0.1:1/keys")))),
        challenger,
        List.of(demand));
  }

  private static Expectation expectation(Keys keys) {
    Issuer issuer = Issuer.oidc(IDENTITY).withName("corp");
    return Expectation.of(issuer, AUDIENCE).withKeys(keys);
  }

  /** A good token with the scope that the routes of tests ask for. */
  public String token() {
    return token(READ.toString());
  }

  /** A good token with these scopes. */
  public String token(String scopes) {
    return sign(claims("\"scope\":\"" + scopes + "\""));
  }

  /** A token that has ended. */
  public String expired() {
    long now = time.wall().getEpochSecond();
    return sign(
        "{\"iss\":\""
            + IDENTITY
            + "\",\"aud\":\"orders\",\"sub\":\"a\",\"iat\":"
            + (now - 600)
            + ",\"exp\":"
            + (now - 1)
            + "}");
  }

  /** A good token with these members besides. */
  public String tokenWith(String members) {
    return sign(claims("\"scope\":\"" + READ + "\"," + members));
  }

  /** A good token of that subject and client, each as it stands in JSON. */
  public String tokenOf(String subject, String client) {
    String claims = claims("\"client_id\":\"" + client + "\"");
    return sign(claims.replace("\"sub\":\"alice\"", "\"sub\":\"" + subject + "\""));
  }

  /** A good token of that client that is about nobody. */
  public String tokenOfClient(String client) {
    return sign(claims("\"client_id\":\"" + client + "\"").replace("\"sub\":\"alice\",", ""));
  }

  /** The same with these scopes. */
  public String tokenOf(String subject, String client, String scopes) {
    String claims = claims("\"client_id\":\"" + client + "\",\"scope\":\"" + scopes + "\"");
    return sign(claims.replace("\"sub\":\"alice\"", "\"sub\":\"" + subject + "\""));
  }

  /** The token after it was verified. */
  public Verified verified(String token) {
    return (Verified) accepting().verifier().judge(Presentation.bearer(token), PATIENCE);
  }

  private String claims(String members) {
    long now = time.wall().getEpochSecond();
    return "{\"iss\":\""
        + IDENTITY
        + "\",\"aud\":\"orders\",\"sub\":\"alice\",\"iat\":"
        + now
        + ",\"exp\":"
        + (now + 3_600)
        + ","
        + members
        + "}";
  }

  private String sign(String claims) {
    String signed =
        encoded(
                "{\"alg\":\"ES256\",\"kid\":\"1\",\"typ\":\"at+jwt\"}"
                    .getBytes(StandardCharsets.UTF_8))
            + "."
            + encoded(claims.getBytes(StandardCharsets.UTF_8));
    try {
      Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
      signature.initSign(pair.getPrivate());
      signature.update(signed.getBytes(StandardCharsets.US_ASCII));
      return signed + "." + encoded(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform signs with P-256", e);
    }
  }

  private String keySet() {
    ECPublicKey key = (ECPublicKey) pair.getPublic();
    return "{\"keys\":[{\"kty\":\"EC\",\"crv\":\"P-256\",\"alg\":\"ES256\",\"kid\":\"1\",\"x\":\""
        + encoded(octets(key.getW().getAffineX()))
        + "\",\"y\":\""
        + encoded(octets(key.getW().getAffineY()))
        + "\"}]}";
  }

  private static byte[] octets(BigInteger number) {
    byte[] signed = number.toByteArray();
    byte[] octets = new byte[POINT_OCTETS];
    byte[] unsigned =
        Arrays.copyOfRange(signed, Math.max(0, signed.length - POINT_OCTETS), signed.length);
    System.arraycopy(unsigned, 0, octets, POINT_OCTETS - unsigned.length, unsigned.length);
    return octets;
  }

  private static String encoded(byte[] octets) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
  }

  @Override
  public void close() {
    verifiers.close();
  }
}
