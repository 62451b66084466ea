/**
 * Sends events to webhooks of others: signed by Standard Webhooks 1.0, to addresses that may be
 * reached and no other, again where it failed, and at no cost to anybody who waits for something
 * else.
 *
 * <pre>
 *   TokenSignals ─┐                       ┌─▶ Outbox ─▶ Courier ─▶ Post ─▶ endpoint     one of each per endpoint
 *   ActSignals ───┼─▶ Signals ─ filters ──┤
 *   SecuritySignals                       └─▶ Outbox ─▶ Courier ─▶ Post ─▶ endpoint
 * </pre>
 */
package dev.keybearer.gateway.signal;
