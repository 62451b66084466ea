package dev.keybearer.genesys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.keybearer.genesys.ConversationPages.Tally;
import dev.keybearer.genesys.call.ApiFailure;
import dev.keybearer.genesys.call.Patience;
import dev.keybearer.simulator.Endpoint;
import dev.keybearer.simulator.Fault;
import dev.keybearer.simulator.RecordedRequest;
import dev.keybearer.simulator.RetryAfter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A gap is filled: every conversation of an interval, once each. */
@Timeout(60)
class ConversationPagesTest {
  private static final Instant FROM = Instant.parse("2026-11-20T00:00:00Z");
  private static final ConversationQuery DAY =
      ConversationQuery.of(FROM, FROM.plus(Duration.ofDays(1)));

  private final GenesysScene scene = new GenesysScene();
  private final List<Conversation> taken = new ArrayList<>();

  @AfterEach
  void close() {
    scene.close();
  }

  /** Neighbouring pages share a conversation, and the number of hits moves from page to page. */
  @ParameterizedTest
  @CsvSource({"0, 1", "1, 2", "99, 2", "100, 2", "101, 3", "250, 4"})
  void everyConversationComesOnce(int conversations, int pages) throws Exception {
    scene.genesys.quirks().conversations(conversations);

    Tally tally = pages().read(DAY, taken::add);

    assertThat(tally.conversations()).isEqualTo(conversations);
    assertThat(tally.pages()).isEqualTo(pages);
    assertThat(taken).extracting(Conversation::id).doesNotHaveDuplicates().hasSize(conversations);
  }

  @Test
  void repeatedConversationsAreCountedAndNotHandedOn() throws Exception {
    assertThat(pages().read(DAY, taken::add).repeated()).isEqualTo(2);
  }

  @Test
  void comeInOrderWithAllThatIsKnownOfThem() throws Exception {
    pages().read(DAY, taken::add);

    assertThat(taken)
        .extracting(conversation -> String.valueOf(conversation.details().get("conversationStart")))
        .isSorted();
    assertThat(taken.get(0).details()).containsKeys("participants", "divisionIds");
    assertThat(taken.get(0).isOpen()).isFalse();
    assertThat(taken.get(9).isOpen()).isTrue();
  }

  @Test
  void asksForTheIntervalAndNothingElse() throws Exception {
    scene.genesys.quirks().conversations(0);

    pages().read(DAY.withFilters(Map.of("segmentFilters", List.of())), taken::add);

    RecordedRequest asked = scene.genesys.referee().requests(Endpoint.DETAILS_QUERY).get(0);
    assertThat(asked.body())
        .contains("\"interval\":\"2026-11-20T00:00:00Z/2026-11-21T00:00:00Z\"")
        .contains("\"segmentFilters\":[]")
        .contains("\"pageSize\":100");
  }

  @Test
  void aThrottleInTheMiddleLosesNothing() throws Exception {
    ConversationPages pages = pages();
    scene.genesys.faults().next(Endpoint.DETAILS_QUERY, Fault.throttled(RetryAfter.raw("0")), 2);

    assertThat(pages.read(DAY, taken::add).conversations()).isEqualTo(250);
  }

  @Test
  void aTokenThatEndsInTheMiddleLosesNothing() throws Exception {
    ConversationPages pages = pages();

    Tally tally =
        pages.read(
            DAY,
            conversation -> {
              taken.add(conversation);
              if (taken.size() == 150) {
                scene.genesys.revoke(scene.source().get().value());
              }
            });

    assertThat(tally.conversations()).isEqualTo(250);
    assertThat(scene.count(Endpoint.TOKEN)).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(ints = {502, 503, 504})
  void troubleThatPassesLosesNothing(int status) throws Exception {
    scene.genesys.faults().next(Endpoint.DETAILS_QUERY, Fault.status(status), 2);

    assertThat(pages().read(DAY, taken::add).conversations()).isEqualTo(250);
  }

  @Test
  void aWantingPermissionIsSaidWithWhatToNameToGenesys() {
    scene.genesys.quirks().forbid("/api/v2/analytics", "analytics:conversationDetail:view");

    ApiFailure failure =
        catchThrowableOfType(ApiFailure.class, () -> pages().read(DAY, taken::add));

    assertThat(failure.kind()).isEqualTo(ApiFailure.Kind.REFUSED);
    assertThat(failure.correlationId()).isNotBlank();
    assertThat(failure).hasMessageContaining("answered 403 missing.permissions");
  }

  @Test
  void aLongThrottleFailsAtOnceAndSaysWhen() {
    scene.genesys.faults().next(Endpoint.DETAILS_QUERY, Fault.throttled(RetryAfter.seconds(7_200)));

    assertThatThrownBy(() -> pages().read(DAY, taken::add))
        .isInstanceOfSatisfying(
            ApiFailure.class,
            failure ->
                assertThat(failure.retryAt()).isAfter(Instant.now().plus(Duration.ofMinutes(110))));
  }

  @Test
  void anIntervalWithTooManyPagesIsReadInParts() throws Exception {
    scene.genesys.quirks().conversations(28);

    assertThat(pages().withBounds(10, 4).read(DAY, taken::add).conversations()).isEqualTo(28);
    assertThatThrownBy(() -> pages().withBounds(10, 3).read(DAY, taken::add))
        .hasMessageContaining("more than 3 pages");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"conversations\":{}}",
        "{\"conversations\":[{}]}",
        "{\"conversations\":[1]}",
        "[]",
        "<h1>"
      })
  void refusesAPageThatIsNone(String page) {
    scene
        .genesys
        .faults()
        .next(Endpoint.DETAILS_QUERY, Fault.answer(200, "application/json", page));

    assertThatThrownBy(() -> pages().read(DAY, taken::add)).isInstanceOf(ApiFailure.class);
  }

  @Test
  void anIntervalHasALength() {
    assertThatThrownBy(() -> ConversationQuery.of(FROM, FROM))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private ConversationPages pages() {
    return ConversationPages.of(
        scene.genesys.api(), scene.source(), Patience.STANDARD.withReplays(2));
  }
}
