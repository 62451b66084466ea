/**
 * Frames of WebSocket as octets (RFC 6455): where they begin and end, which of them are one
 * message, and those that the gateway sends itself. Knows no connection.
 */
package dev.keybearer.gateway.wire.frame;
