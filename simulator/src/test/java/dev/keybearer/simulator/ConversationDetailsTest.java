package dev.keybearer.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class ConversationDetailsTest {
  private static final String INTERVAL = "2026-01-01T00:00:00.000Z/2026-01-02T00:00:00.000Z";

  private final World world = World.open();
  private final SimulatedGenesys genesys = world.genesys();
  private final HttpUser user = new HttpUser();
  private final String token = genesys.mint("svc");

  @AfterEach
  void close() {
    world.close();
  }

  @ParameterizedTest
  @CsvSource({"250,100", "250,25", "1,100", "100,100", "101,100", "3,1", "0,10"})
  void showsEveryConversationBeforeThePageWithoutConversations(int total, int size)
      throws Exception {
    genesys.quirks().conversations(total).requestsPerMinute(10_000);
    List<String> seen = new ArrayList<>();
    int number = 1;
    JsonNode page = page(number, size);
    while (page.has("conversations")) {
      assertThat(page.path("conversations")).isNotEmpty().hasSizeLessThanOrEqualTo(size);
      page.path("conversations").forEach(each -> seen.add(each.path("conversationId").asString()));
      number++;
      page = page(number, size);
    }

    Set<String> distinct = new HashSet<>(seen);
    assertThat(distinct).hasSize(total);
    boolean shared = size > 1 && total > size;
    assertThat(seen.size() > distinct.size()).isEqualTo(shared);
    assertThat(page.path("totalHits").asInt()).isBetween(total, total + 2);
  }

  @Test
  void movesTotalHitsFromCallToCall() throws Exception {
    assertThat(List.of(page(1, 25).path("totalHits"), page(1, 25).path("totalHits")))
        .extracting(JsonNode::asInt)
        .containsExactly(250, 251);
  }

  @Test
  void leavesTheEndOfOpenConversationOut() throws Exception {
    JsonNode conversations = page(1, 10).path("conversations");

    assertThat(conversations.get(0).has("conversationEnd")).isTrue();
    assertThat(conversations.get(9).has("conversationEnd")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 101, -1})
  void refusesPageBeyondTheBounds(int size) throws Exception {
    assertThat(query("{\"interval\":\"" + INTERVAL + "\",\"paging\":{\"pageSize\":" + size + "}}"))
        .isEqualTo("invalid.value");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{}", "{\"interval\":\"today\"}", "{\"interval\":\"2026-01-01T00:00:00Z/x\"}"})
  void refusesMalformedInterval(String body) throws Exception {
    assertThat(query(body)).isEqualTo("invalid.date");
  }

  @Test
  void refusesWhatIsNotJson() throws Exception {
    assertThat(query("{")).isEqualTo("bad.request");
  }

  private String query(String body) throws Exception {
    return send(body).text("code");
  }

  private JsonNode page(int number, int size) throws Exception {
    return send("""
    {"interval":"%s","paging":{"pageSize":%d,"pageNumber":%d}}\
    """
            .formatted(INTERVAL, size, number))
        .json();
  }

  private HttpUser.Reply send(String body) throws Exception {
    return user.json(
        "POST",
        genesys.api().resolve("/api/v2/analytics/conversations/details/query"),
        body,
        "Authorization",
        "Bearer " + token);
  }
}
