package dev.keybearer.gateway.scene;

import dev.keybearer.gateway.scene.RawUpstream.Reply;
import dev.keybearer.gateway.scene.RawUpstream.Seen;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Connections of an upstream that speaks WebSocket: a test says what each of them says. */
public final class Sides {
  private final List<Side> all = new CopyOnWriteArrayList<>();
  private volatile String greeting = "";
  private volatile boolean ponging = true;
  private volatile boolean closing = true;

  /** Says this to the first message of each connection. */
  public Sides greeting(String text) {
    greeting = text;
    return this;
  }

  /** Answers no ping. */
  public Sides withoutPongs() {
    ponging = false;
    return this;
  }

  /** Answers no close and stays. */
  public Sides withoutCloses() {
    closing = false;
    return this;
  }

  /** Agrees, answers pings and closes, and keeps the rest. */
  public Reply agreeing() {
    return agreeing(() -> {});
  }

  /** Does something before it agrees, and says this with its answer. */
  public Reply agreeing(Runnable before, String... with) {
    return (request, socket, out) -> {
      before.run();
      Side side = new Side(request, socket, out);
      ByteArrayOutputStream answer = new ByteArrayOutputStream();
      answer.writeBytes(Sockets.agreement(request, "").getBytes(StandardCharsets.US_ASCII));
      for (String text : with) {
        answer.writeBytes(Frame.text(text).octets());
      }
      out.write(answer.toByteArray());
      out.flush();
      all.add(side);
      side.listen();
      return false;
    };
  }

  /** The connection of this number, from 0; waits for it. */
  public Side get(int number) {
    Eventually.holds("side " + number, () -> all.size() > number);
    return all.get(number);
  }

  public int count() {
    return all.size();
  }

  /** One of the connections. */
  public final class Side {
    private final Seen request;
    private final Socket socket;
    private final OutputStream out;
    private final List<Frame> frames = new CopyOnWriteArrayList<>();

    private Side(Seen request, Socket socket, OutputStream out) {
      this.request = request;
      this.socket = socket;
      this.out = out;
    }

    private void listen() throws IOException {
      boolean greeted = false;
      while (true) {
        Frame frame = Frame.read(socket.getInputStream());
        frames.add(frame);
        if (frame.isClose() && closing) {
          say(new Frame(Frame.CLOSE, false, frame.payload()));
          return;
        }
        if (frame.first() == Frame.PING && ponging) {
          say(new Frame(Frame.PONG, false, frame.payload()));
        } else if (frame.first() == Frame.TEXT && !greeted && !greeting.isEmpty()) {
          greeted = true;
          say(greeting);
        }
      }
    }

    public Seen request() {
      return request;
    }

    public Side say(String text) {
      return say(Frame.text(text));
    }

    public Side say(Frame frame) {
      return say(frame.octets());
    }

    public synchronized Side say(byte... octets) {
      try {
        out.write(octets);
        out.flush();
        return this;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** The connection ends without a word. */
    public void end() {
      try {
        socket.shutdownOutput();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** The connection breaks. */
    public void reset() {
      try {
        socket.setSoLinger(true, 0);
        socket.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** The texts it was told in one frame each. */
    public List<String> texts() {
      return frames.stream().filter(frame -> frame.first() == Frame.TEXT).map(Frame::text).toList();
    }

    /** The frames it was told. */
    public List<Frame> frames() {
      return List.copyOf(frames);
    }

    /** Waits until it was told this, in one frame. */
    public Side hears(String text) {
      Eventually.holds("it hears " + text, () -> texts().contains(text));
      return this;
    }

    /** Waits until it is closed with this code. */
    public void closed(int code) {
      Eventually.holds(
          "it is closed with " + code,
          () -> frames.stream().anyMatch(each -> each.isClose() && each.code() == code));
    }
  }
}
