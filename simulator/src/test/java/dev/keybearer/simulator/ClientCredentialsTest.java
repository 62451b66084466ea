package dev.keybearer.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

class ClientCredentialsTest {
  @Test
  void givesTokenToClientWithSecret() throws Exception {
    try (World world = World.open()) {
      SimulatedIssuer issuer = world.issuer("corp");
      issuer.client("svc").secret("s3cret").scopes("orders:read", "orders:write");
      HttpResponse<String> answer =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(issuer.tokenEndpoint())
                      .header("Content-Type", "application/x-www-form-urlencoded")
                      .POST(
                          HttpRequest.BodyPublishers.ofString(
                              "grant_type=client_credentials&client_id=svc&client_secret=s3cret"))
                      .build(),
                  HttpResponse.BodyHandlers.ofString());
      assertThat(answer.body()).contains("\"expires_in\":3600").contains("orders:read");
      assertThat(issuer.referee().count(Endpoint.TOKEN)).isEqualTo(1);
    }
  }
}
