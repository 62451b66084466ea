package dev.keybearer.genesys;

import dev.keybearer.genesys.api.GenesysApi;
import dev.keybearer.genesys.call.ApiFailure;
import dev.keybearer.genesys.call.ApiFailure.Kind;
import dev.keybearer.genesys.call.Patience;
import dev.keybearer.genesys.call.Sending.Repeat;
import dev.keybearer.token.TokenFailure;
import dev.keybearer.token.TokenSource;
import dev.keybearer.token.http.JsonObject;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The conversations of an interval, each once, asked for page by page: what a stream that had a gap
 * is filled up with.
 *
 * <p>Pages are asked for until one has no conversations. How many there are is not believed: {@code
 * totalHits} moves from page to page, one conversation shows on two pages when others come in
 * before it, and the page past the end lacks {@code conversations} altogether. A conversation that
 * leaves the result while it is read moves its successors up, and one of them may be missed: read
 * an interval again that must be whole. Safe for use by many threads.
 */
public final class ConversationPages {
  /** What is asked for at once; more is refused. */
  public static final int PAGE = 100;

  /** An interval with more pages than this is read in parts. */
  public static final int MOST_PAGES = 1_000;

  private static final String PATH = "/api/v2/analytics/conversations/details/query";

  private final GenesysApi api;
  private final int page;
  private final int mostPages;

  private ConversationPages(GenesysApi api, int page, int mostPages) {
    this.api = api;
    this.page = page;
    this.mostPages = mostPages;
  }

  /** Pages that are asked for with the tokens of a source, and again when that fails for once. */
  public static ConversationPages of(URI api, TokenSource source) {
    return of(api, source, Patience.STANDARD.withReplays(2));
  }

  /** Pages that are asked for with this patience, each. */
  public static ConversationPages of(URI api, TokenSource source, Patience patience) {
    return new ConversationPages(GenesysApi.at(api, source, patience), PAGE, MOST_PAGES);
  }

  ConversationPages withBounds(int newPage, int newMostPages) {
    return new ConversationPages(api, newPage, newMostPages);
  }

  /**
   * Hands on every conversation of an interval, in the order of their beginnings.
   *
   * @return how many pages and conversations there were
   * @throws ApiFailure when a page cannot be had, or there are more than {@link #MOST_PAGES}; what
   *     was handed on by then is good
   * @throws TokenFailure when there is no usable token
   */
  public Tally read(ConversationQuery query, Consumer<Conversation> taker)
      throws InterruptedException {
    Set<String> seen = new HashSet<>();
    int shown = 0;
    for (int number = 1; number <= mostPages; number++) {
      JsonObject answer = api.post(PATH, query.page(number, page), Repeat.HARMLESS);
      List<JsonObject> conversations = conversations(answer);
      if (conversations.isEmpty()) {
        return new Tally(number, seen.size(), shown - seen.size());
      }
      for (JsonObject each : conversations) {
        shown++;
        Conversation conversation = conversation(each);
        if (seen.add(conversation.id())) {
          taker.accept(conversation);
        }
      }
    }
    throw new ApiFailure(
        Kind.REFUSED,
        "the interval of "
            + query.length()
            + " has more than "
            + mostPages
            + " pages: read it in parts",
        null);
  }

  private static List<JsonObject> conversations(JsonObject answer) {
    if (!answer.has("conversations") || answer.isNull("conversations")) {
      return List.of();
    }
    @Nullable List<JsonObject> found = answer.objects("conversations");
    if (found == null) {
      throw new ApiFailure(Kind.UNREACHABLE, "a page has conversations that are none", null);
    }
    return found;
  }

  private static Conversation conversation(JsonObject each) {
    String id = each.text("conversationId");
    if (id == null) {
      throw new ApiFailure(Kind.UNREACHABLE, "a page has a conversation without an id", null);
    }
    return new Conversation(id, each.toMap());
  }

  /**
   * What was read.
   *
   * @param pages asked for, the last of which had nothing
   * @param conversations handed on
   * @param repeated shown once more and not handed on again
   */
  public record Tally(int pages, int conversations, int repeated) {}
}
