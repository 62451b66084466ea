package dev.keybearer.simulator;

import dev.keybearer.simulator.http.Answer;
import dev.keybearer.simulator.http.Ask;
import dev.keybearer.simulator.register.AccessToken;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The analytics details query over invented conversations, spread evenly over the interval.
 *
 * <p>As in the real service {@code totalHits} moves from call to call, the last conversation of a
 * page shows again as the first of the next, every tenth conversation is still open, and the page
 * past the end has no {@code conversations} at all.
 */
final class ConversationDetails {
  static final String PATH = "/api/v2/analytics/conversations/details/query";

  private static final int PAGE = 25;
  private static final int LARGEST_PAGE = 100;

  private final GenesysQuirks quirks;
  private final AtomicLong calls = new AtomicLong();

  ConversationDetails(GenesysQuirks quirks) {
    this.quirks = quirks;
  }

  Answer query(Ask ask, AccessToken token) {
    if (!ask.method().equals("POST")) {
      return Answer.of(405).with("Allow", "POST");
    }
    JsonNode query;
    Interval interval;
    try {
      query = Json.parse(ask.body());
      interval = Interval.parse(query.path("interval").asString(""));
    } catch (JacksonException e) {
      return GenesysErrors.badRequest("The request could not be parsed.");
    } catch (DateTimeParseException e) {
      return GenesysErrors.error(400, "invalid.date", "The interval is not two ISO-8601 instants.");
    }
    int size = query.path("paging").path("pageSize").asInt(PAGE);
    int number = query.path("paging").path("pageNumber").asInt(1);
    if (size < 1 || size > LARGEST_PAGE || number < 1) {
      return GenesysErrors.error(400, "invalid.value", "The paging is out of range.");
    }
    return Json.answer(200, page(interval, size, number));
  }

  private ObjectNode page(Interval interval, int size, int number) {
    int total = quirks.conversations();
    ObjectNode body = Json.object();
    // The step is one short of the page, so that neighbouring pages share a conversation.
    long from = (long) (number - 1) * Math.max(1, size - 1);
    boolean pastTheEnd = from >= total || (number > 1 && size > 1 && from == total - 1);
    if (!pastTheEnd) {
      ArrayNode conversations = body.putArray("conversations");
      for (long i = from; i < Math.min(from + size, total); i++) {
        conversations.add(conversation(interval, i, total));
      }
    }
    return body.put("totalHits", total + calls.getAndIncrement() % 3);
  }

  private static ObjectNode conversation(Interval interval, long index, int total) {
    Duration step = interval.length().dividedBy(total);
    Instant start = interval.from().plus(step.multipliedBy(index));
    Instant end = start.plusSeconds(180 + index % 60);
    ObjectNode conversation = Json.object();
    conversation.put("conversationId", id("conversation", index));
    conversation.put("conversationStart", start.toString());
    boolean open = index % 10 == 9;
    if (!open) {
      conversation.put("conversationEnd", end.toString());
    }
    conversation.put("originatingDirection", index % 2 == 0 ? "inbound" : "outbound");
    conversation.putArray("divisionIds").add(id("division", 0));
    ArrayNode participants = conversation.putArray("participants");
    participants.add(participant("customer", index, start, end));
    participants.add(participant("agent", index, start, end));
    return conversation;
  }

  private static ObjectNode participant(String purpose, long index, Instant start, Instant end) {
    ObjectNode participant = Json.object();
    participant.put("participantId", id(purpose, index)).put("purpose", purpose);
    if (purpose.equals("agent")) {
      participant.put("userId", id("user", index % 7));
    }
    ObjectNode session = participant.putArray("sessions").addObject();
    session.put("sessionId", id("session-" + purpose, index)).put("mediaType", "voice");
    session.put("direction", "inbound").put("ani", "tel:+15550100").put("dnis", "tel:+15550199");
    ObjectNode segment = session.putArray("segments").addObject();
    segment.put("segmentStart", start.toString()).put("segmentEnd", end.toString());
    segment.put("segmentType", "interact").put("queueId", id("queue", index % 3));
    segment.put("conference", false);
    return participant;
  }

  private static String id(String kind, long index) {
    byte[] name = (kind + index).getBytes(StandardCharsets.UTF_8);
    return UUID.nameUUIDFromBytes(name).toString();
  }

  /** Two instants joined by a slash. */
  private record Interval(Instant from, Instant until) {
    static Interval parse(String text) {
      int slash = text.indexOf('/');
      if (slash < 0) {
        throw new DateTimeParseException("no slash", text, 0);
      }
      return new Interval(
          Instant.parse(text.substring(0, slash)), Instant.parse(text.substring(slash + 1)));
    }

    Duration length() {
      return Duration.between(from, until);
    }
  }
}
