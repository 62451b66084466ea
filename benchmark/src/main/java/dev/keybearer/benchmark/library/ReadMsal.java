package dev.keybearer.benchmark.library;

import com.microsoft.aad.msal4j.ClientCredentialFactory;
import com.microsoft.aad.msal4j.ClientCredentialParameters;
import com.microsoft.aad.msal4j.ConfidentialClientApplication;
import com.microsoft.aad.msal4j.HttpResponse;
import com.microsoft.aad.msal4j.IAuthenticationResult;
import com.microsoft.aad.msal4j.IHttpClient;
import com.microsoft.aad.msal4j.IHttpResponse;
import dev.keybearer.benchmark.tool.Canned;
import dev.keybearer.benchmark.tool.Fleet;
import dev.keybearer.benchmark.tool.Walk;
import java.net.MalformedURLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Reads of MSAL4J: one {@link ConfidentialClientApplication} with its cache for each credential.
 */
@State(Scope.Benchmark)
public class ReadMsal {
  private static final String AUTHORITY = "https://login.microsoftonline.com/tenant/";

  /** How many credentials are read in turn. */
  @Param({"1", "100000"})
  public int credentials;

  private final ClientCredentialParameters asked =
      ClientCredentialParameters.builder(Set.of("api/.default")).build();
  private ConfidentialClientApplication[] shuffled = {};

  /** Lets each get its token from an answer that never travels. */
  @Setup(Level.Trial)
  public void fill() throws MalformedURLException {
    List<ConfidentialClientApplication> order = new ArrayList<>();
    for (int i = 0; i < credentials; i++) {
      ConfidentialClientApplication one = application(i);
      one.acquireToken(asked).join();
      order.add(one);
    }
    shuffled = Walk.shuffled(order).toArray(ConfidentialClientApplication[]::new);
    System.gc(); // everything lies where a process that has run for a while has it
  }

  /** {@code acquireToken}, answered from its cache. */
  @Benchmark
  public IAuthenticationResult token(Walk walk) {
    return shuffled[walk.next(shuffled.length)].acquireToken(asked).join();
  }

  /** Its own work runs in the calling thread: a hop to a pool would be measured otherwise. */
  private static ConfidentialClientApplication application(int number)
      throws MalformedURLException {
    IHttpClient answer = request -> granted(number);
    return ConfidentialClientApplication.builder(
            Fleet.client(number), ClientCredentialFactory.createFromSecret(Fleet.SECRET))
        .authority(AUTHORITY)
        .instanceDiscovery(false)
        .executorService(new CallingThread())
        .httpClient(answer)
        .build();
  }

  private static IHttpResponse granted(int number) {
    HttpResponse response = new HttpResponse();
    response.statusCode(200);
    response.addHeaders(Map.of("Content-Type", List.of("application/json")));
    response.body(
        """
        {"token_type":"Bearer","expires_in":%d,"ext_expires_in":%d,"access_token":"%s"}
        """
            .formatted(Canned.LIFE.toSeconds(), Canned.LIFE.toSeconds(), Canned.token(number)));
    return response;
  }
}
