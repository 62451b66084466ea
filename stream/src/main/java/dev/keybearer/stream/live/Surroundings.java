package dev.keybearer.stream.live;

import dev.keybearer.stream.StreamRecorder;
import dev.keybearer.token.TimeSource;
import dev.keybearer.token.background.Alarms;
import java.net.http.HttpClient;
import java.util.concurrent.Executor;

/** What all streams of a process share. */
record Surroundings(
    TimeSource time,
    Executor executor,
    Alarms alarms,
    HttpClient client,
    HandshakeBudget handshakes,
    StreamRecorder recorder) {}
