/**
 * Calls through the gateway beside other gateways.
 *
 * <pre>
 *   Peers ──▶ Calls ──▶ Side ─┬─ Variant: ours, in a JVM of its own (ProxyProcess)
 *                │            └─ Peer: another program (PeerProcess)
 *                └──▶ Scene: tokens, issuer, upstream and load, the same for all of them
 * </pre>
 */
@org.jspecify.annotations.NullMarked
package dev.keybearer.benchmark.gateway;
