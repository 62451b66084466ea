package dev.keybearer.gateway.stage;

import dev.keybearer.gateway.exchange.Answer;
import dev.keybearer.gateway.exchange.Departure;
import dev.keybearer.gateway.exchange.Exchange;
import dev.keybearer.gateway.field.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The wire's side of one request, without a wire: keeps what it is told. */
final class FakeExchange implements Exchange {
  private final List<Answer> answers = new ArrayList<>();
  private final List<Departure> departures = new ArrayList<>();
  private final List<List<Field>> passed = new ArrayList<>();
  private final BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
  private boolean replayable = true;
  private boolean over;
  private int drops;

  /** Its body is too long to be sent once more. */
  void cannotBeReplayed() {
    replayable = false;
  }

  /** It is over, for whatever reason. */
  void end() {
    over = true;
  }

  List<Answer> answers() {
    return answers;
  }

  List<Departure> departures() {
    return departures;
  }

  List<List<Field>> passed() {
    return passed;
  }

  int drops() {
    return drops;
  }

  /** Does on this thread what another one wants done on the loop. */
  void runNext() throws InterruptedException {
    Runnable task = tasks.poll(20, TimeUnit.SECONDS);
    if (task == null) {
      throw new AssertionError("nobody wants anything done on the loop");
    }
    task.run();
  }

  @Override
  public void answer(Answer answer) {
    answers.add(answer);
    over = true;
  }

  @Override
  public void send(Departure departure) {
    departures.add(departure);
  }

  @Override
  public void drop() {
    drops++;
  }

  @Override
  public void pass(List<Field> set) {
    passed.add(set);
  }

  @Override
  public boolean isReplayable() {
    return replayable;
  }

  @Override
  public boolean isOver() {
    return over;
  }

  @Override
  public void run(Runnable task) {
    tasks.add(task);
  }
}
