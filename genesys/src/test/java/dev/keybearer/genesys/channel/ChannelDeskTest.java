package dev.keybearer.genesys.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keybearer.stream.StreamFailure;
import dev.keybearer.stream.Topic;
import dev.keybearer.stream.provider.Attempt;
import dev.keybearer.stream.provider.Dialled;
import dev.keybearer.token.Fingerprint;
import dev.keybearer.token.Scopes;
import dev.keybearer.token.Token;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** P9: no channel is made where one is there, and none that takes another's place. */
class ChannelDeskTest {
  private static final Token FIRST = token("first");
  private static final Token SECOND = token("second");

  private final FakeChannels channels = new FakeChannels(0, 1);
  private final ChannelDesk desk = desk(channels);
  private long generation;

  @Test
  void triesTheChannelAgainThatCouldNotBeSubscribed() {
    channels.refusals.set(3);
    for (int time = 0; time < 3; time++) {
      assertThatThrownBy(() -> dial(FIRST, null)).isInstanceOf(StreamFailure.class);
    }
    dial(FIRST, null);
    assertThat(channels.made).hasValue(1);
  }

  @Test
  void triesTheChannelAgainWhoseSocketDidNotOpenBesideALivingOne() {
    Dialled living = dial(FIRST, null);
    for (int time = 0; time < 3; time++) {
      dial(SECOND, living).released().run();
    }
    Dialled successor = dial(SECOND, living);
    assertThat(channels.made).hasValue(2);
    assertThat(channels.cleared).hasValue(0);
    living.released().run();
    assertThat(channels.cleared).as("left for the other").hasValue(1);
    successor.released().run();
    assertThat(channels.cleared).hasValue(1);
  }

  @Test
  void givesEachOfTwoThatWereLostItsChannelBack() {
    Dialled one = dial(FIRST, null);
    Dialled other = dial(FIRST, null);
    one.released().run();
    assertThat(dial(FIRST, null).uri()).isEqualTo(one.uri());
    other.released().run();
    assertThat(dial(FIRST, null).uri()).isEqualTo(other.uri());
    assertThat(channels.made).hasValue(2);
    assertThat(channels.cleared).hasValue(0);
  }

  @Test
  void givesNoChannelToTwoAtOnce() {
    Dialled one = dial(FIRST, null);
    Dialled other = dial(FIRST, null);
    one.released().run();
    other.released().run();
    assertThat(List.of(dial(FIRST, null).uri(), dial(FIRST, null).uri()))
        .containsExactlyInAnyOrder(one.uri(), other.uri());
    assertThat(channels.made).hasValue(2);
  }

  @Test
  void makesNoMoreThanThereIsRoomForWhoeverAsksAtOnce() throws Exception {
    FakeChannels crowded = new FakeChannels(18, 3);
    ChannelDesk shared = desk(crowded);
    ExecutorService threads = Executors.newFixedThreadPool(3);
    try {
      List<Future<Dialled>> shards = new ArrayList<>();
      for (String shard : List.of("s", "s.2", "s.3")) {
        shards.add(threads.submit(() -> shared.dial(attempt(shard, 1, FIRST, null))));
      }
      int refused = 0;
      for (Future<Dialled> shard : shards) {
        try {
          assertThat(shard.get(30, TimeUnit.SECONDS).displaces()).isFalse();
        } catch (ExecutionException e) {
          assertThat(e).hasCauseInstanceOf(StreamFailure.class);
          refused++;
        }
      }
      assertThat(crowded.made).hasValue(2);
      assertThat(refused).isEqualTo(1);
    } finally {
      threads.shutdownNow();
    }
  }

  /** Its token is the newer one from then on. */
  @Test
  void triesTheChannelAgainThatWasTakenOverWithAnotherToken() {
    FakeChannels crowded = new FakeChannels(19, 1);
    ChannelDesk one = desk(crowded);
    Dialled first = one.dial(attempt("s", 1, FIRST, null));
    Dialled same = one.dial(attempt("s", 2, SECOND, first));
    assertThat(same.displaces()).isTrue();
    first.released().run();
    same.released().run();
    assertThat(one.dial(attempt("s", 3, SECOND, null)).uri()).isEqualTo(first.uri());
    assertThat(crowded.made).hasValue(1);
  }

  private Dialled dial(Token token, @Nullable Dialled replaced) {
    return desk.dial(attempt("s", ++generation, token, replaced));
  }

  private static ChannelDesk desk(FakeChannels channels) {
    return ChannelDesk.at(URI.create("https://api.example.test"), warning -> {}, channels);
  }

  private static Attempt attempt(
      String stream, long generation, Token token, @Nullable Dialled replaced) {
    return new Attempt(stream, generation, token, List.of(Topic.event("t")), replaced);
  }

  private static Token token(String value) {
    return Token.of(
        "Bearer",
        value,
        new Fingerprint(value),
        new Token.Terms(1, Instant.parse("2030-01-01T00:00:00Z"), Scopes.none()));
  }
}
