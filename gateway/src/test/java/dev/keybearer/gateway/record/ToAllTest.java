package dev.keybearer.gateway.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.gateway.call.Call;
import dev.keybearer.gateway.exchange.Answer;
import dev.keybearer.gateway.exchange.Ending;
import dev.keybearer.gateway.exchange.WireFault;
import dev.keybearer.gateway.peer.Address;
import dev.keybearer.gateway.scene.FakeTime;
import dev.keybearer.gateway.scene.PastCall;
import dev.keybearer.gateway.scene.RecordingCalls;
import dev.keybearer.gateway.stage.CallRecorder;
import dev.keybearer.token.Event;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whoever fails harms nobody else. */
class ToAllTest {
  private final RecordingCalls first = new RecordingCalls();
  private final RecordingCalls last = new RecordingCalls();
  private final CallRecorder all = new CallsToAll(List.of(first, new Failing(), last));

  @Test
  void tellsEverybodyHowACallEnded() {
    PastCall.from(new FakeTime(PastCall.START), "192.0.2.7", "/a").tell(all);

    assertThat(first.all()).hasSize(1);
    assertThat(last.all()).hasSize(1);
  }

  @Test
  void tellsEverybodyWhatWasNoRequest() {
    Answer answer = new Answer(400, List.of(), "{}", true);
    all.malformed(WireFault.FRAMING, PastCall.address("192.0.2.7"), answer);

    assertThat(first.malformed()).containsExactly(WireFault.FRAMING);
    assertThat(last.malformed()).containsExactly(WireFault.FRAMING);
  }

  @Test
  void tellsEverybodyWhatHappened() {
    List<Event> told = new ArrayList<>();
    Event event = new Event.SecretRotated(PastCall.START, "c");
    new EventsToAll(
            List.of(
                told::add,
                each -> {
                  throw new IllegalStateException("on purpose");
                },
                told::add))
        .record(event);

    assertThat(told).containsExactly(event, event);
  }

  private static final class Failing implements CallRecorder {
    @Override
    public void ended(Call call, Ending ending) {
      throw new IllegalStateException("on purpose");
    }

    @Override
    public void malformed(WireFault fault, Address socket, Answer answer) {
      throw new IllegalStateException("on purpose");
    }
  }
}
