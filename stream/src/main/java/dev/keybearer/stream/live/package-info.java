/** Keeps streams connected: opens, proves, replaces and lets go of their connections. */
package dev.keybearer.stream.live;
