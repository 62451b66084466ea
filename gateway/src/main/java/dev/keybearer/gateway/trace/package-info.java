/** Traces of calls, for those who follow them through several processes. */
package dev.keybearer.gateway.trace;
