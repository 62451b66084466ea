package dev.keybearer.token.client;

import dev.keybearer.token.TimeSource;
import dev.keybearer.token.TokenSource;
import java.net.http.HttpClient;
import java.util.function.DoubleSupplier;

/**
 * What all calls of one client share.
 *
 * @param random jitter between 0 and 1
 */
record Means(
    HttpClient client,
    TokenSource source,
    TimeSource time,
    DoubleSupplier random,
    Turnstiles turnstiles) {}
