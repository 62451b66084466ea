package dev.keybearer.simulator.http;

import java.time.Clock;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * What a listener works with.
 *
 * @param clock tells the time of the Date header
 * @param threads runs one task per connection, and refuses when there are too many
 * @param tls makes the listener speak TLS and ask for a client certificate, or null for plain text
 */
public record Wiring(Clock clock, Executor threads, @Nullable SSLContext tls) {}
