package dev.keybearer.benchmark.spring;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.cloud.gateway.route.RouteLocator;
import org.springframework.cloud.gateway.route.builder.RouteLocatorBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.security.config.annotation.web.reactive.EnableWebFluxSecurity;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.JwtValidators;
import org.springframework.security.oauth2.jwt.NimbusReactiveJwtDecoder;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.context.NoOpServerSecurityContextRepository;

/**
 * Spring Cloud Gateway with one route behind a resource server: RS256, issuer, audience, times and
 * scope are checked with each call, and the caller's token is taken out.
 */
@SpringBootApplication
@EnableWebFluxSecurity
public class Main {
  /** Listens at {@code server.port}. */
  public static void main(String[] args) {
    SpringApplication.run(Main.class, args);
  }

  /** Orders only, to the upstream. */
  @Bean
  public RouteLocator routes(RouteLocatorBuilder routes, @Value("${upstream}") String upstream) {
    return routes
        .routes()
        .route(
            "orders",
            route ->
                route
                    .path("/orders/**")
                    .filters(filters -> filters.removeRequestHeader("Authorization"))
                    .uri(upstream))
        .build();
  }

  /** Nobody without a token that has the scope; no session, no form, no cookie. */
  @Bean
  public SecurityWebFilterChain security(ServerHttpSecurity http) {
    return http.authorizeExchange(calls -> calls.anyExchange().hasAuthority("SCOPE_orders:read"))
        .securityContextRepository(NoOpServerSecurityContextRepository.getInstance())
        .csrf(ServerHttpSecurity.CsrfSpec::disable)
        .httpBasic(ServerHttpSecurity.HttpBasicSpec::disable)
        .formLogin(ServerHttpSecurity.FormLoginSpec::disable)
        .logout(ServerHttpSecurity.LogoutSpec::disable)
        .oauth2ResourceServer(server -> server.jwt(jwt -> {}))
        .build();
  }

  /** Access tokens of one issuer for one audience, by a key that is given. */
  @Bean
  public ReactiveJwtDecoder decoder(
      @Value("${key}") Path key,
      @Value("${issuer}") String issuer,
      @Value("${audience}") String audience)
      throws IOException, GeneralSecurityException {
    NimbusReactiveJwtDecoder decoder =
        NimbusReactiveJwtDecoder.withPublicKey(read(key))
            .signatureAlgorithm(SignatureAlgorithm.RS256)
            .validateType(false) // the validator below looks at it
            .build();
    decoder.setJwtValidator(
        JwtValidators.createAtJwtValidator()
            .issuer(issuer)
            .audience(audience)
            .clientId("analytics-batch")
            .build());
    return decoder;
  }

  private static RSAPublicKey read(Path pem) throws IOException, GeneralSecurityException {
    String base64 = Files.readString(pem).replaceAll("-----[A-Z ]+-----|\\s", "");
    X509EncodedKeySpec form = new X509EncodedKeySpec(Base64.getDecoder().decode(base64));
    return (RSAPublicKey) KeyFactory.getInstance("RSA").generatePublic(form);
  }
}
