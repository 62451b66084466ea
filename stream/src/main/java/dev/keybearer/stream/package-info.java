/**
 * Values and ports of streams: what is listened to and how a provider behaves, what is delivered,
 * what happened, and where positions rest.
 */
package dev.keybearer.stream;
