package dev.keybearer.simulator;

import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A client as an issuer knows it. All grants and every authentication it has the means for are
 * allowed until said otherwise. Every change holds from the next request on; safe for use by many
 * threads.
 */
public final class RegisteredClient {
  private final String id;
  private volatile String name;
  private volatile Set<String> secrets = Set.of();
  private volatile Set<String> scopes = Set.of();
  private volatile Set<GrantType> grants = Set.copyOf(EnumSet.allOf(GrantType.class));
  private volatile Set<ClientAuthentication> authentications =
      Set.copyOf(EnumSet.allOf(ClientAuthentication.class));
  private volatile List<String> redirectUris = List.of();
  private volatile List<PublicKey> publicKeys = List.of();
  private volatile @Nullable X509Certificate certificate;
  private volatile @Nullable Duration tokenLife;
  private volatile @Nullable String audience;
  private volatile boolean disabled;

  RegisteredClient(String id) {
    this.id = id;
    this.name = id;
  }

  /** A name for people. */
  public RegisteredClient name(String text) {
    name = text;
    return this;
  }

  /** Accepts this secret and no other. */
  public RegisteredClient secret(String secret) {
    return secrets(secret);
  }

  /** Accepts any of these secrets and no other; none makes the client public. */
  public RegisteredClient secrets(String... accepted) {
    secrets = Set.copyOf(List.of(accepted));
    return this;
  }

  /** Can be granted these scopes and no others; with none registered, whatever it asks for. */
  public RegisteredClient scopes(String... granted) {
    scopes = ordered(List.of(granted));
    return this;
  }

  /** May use these grants and no others. */
  public RegisteredClient grants(GrantType... allowed) {
    grants = Set.copyOf(List.of(allowed));
    return this;
  }

  /** May authenticate in these ways and no others. */
  public RegisteredClient authentications(ClientAuthentication... allowed) {
    authentications = Set.copyOf(List.of(allowed));
    return this;
  }

  /** May be sent back to these addresses; with none registered, to any on this machine. */
  public RegisteredClient redirectUris(String... uris) {
    redirectUris = List.of(uris);
    return this;
  }

  /** Accepts assertions signed with any of these keys and no other. */
  public RegisteredClient publicKeys(PublicKey... keys) {
    publicKeys = List.of(keys);
    return this;
  }

  /** Accepts TLS connections with this certificate. */
  public RegisteredClient certificate(X509Certificate accepted) {
    certificate = accepted;
    return this;
  }

  /** Its access tokens live this long. */
  public RegisteredClient tokenLife(Duration life) {
    tokenLife = life;
    return this;
  }

  /** Its tokens are meant for this audience when it does not ask for another. */
  public RegisteredClient audience(String meantFor) {
    audience = meantFor;
    return this;
  }

  /** Gets no tokens any more, and those it has do not count. */
  public RegisteredClient disable() {
    disabled = true;
    return this;
  }

  /** Gets tokens again. */
  public RegisteredClient enable() {
    disabled = false;
    return this;
  }

  /** The client id. */
  public String id() {
    return id;
  }

  /** The secrets accepted now. */
  public Set<String> acceptedSecrets() {
    return secrets;
  }

  String name() {
    return name;
  }

  Set<String> registeredScopes() {
    return scopes;
  }

  boolean mayUse(GrantType grant) {
    return grants.contains(grant);
  }

  Set<GrantType> allowedGrants() {
    return grants;
  }

  boolean mayUse(ClientAuthentication authentication) {
    return authentications.contains(authentication);
  }

  List<String> registeredRedirectUris() {
    return redirectUris;
  }

  List<PublicKey> acceptedKeys() {
    return publicKeys;
  }

  @Nullable X509Certificate certificate() {
    return certificate;
  }

  @Nullable Duration tokenLife() {
    return tokenLife;
  }

  @Nullable String audience() {
    return audience;
  }

  boolean isDisabled() {
    return disabled;
  }

  /** Whether it has nothing to authenticate with. */
  boolean isPublic() {
    return secrets.isEmpty() && publicKeys.isEmpty() && certificate == null;
  }

  private static Set<String> ordered(List<String> texts) {
    return java.util.Collections.unmodifiableSet(new LinkedHashSet<>(new ArrayList<>(texts)));
  }

  /** The id only. */
  @Override
  public String toString() {
    return "RegisteredClient[" + id + "]";
  }
}
