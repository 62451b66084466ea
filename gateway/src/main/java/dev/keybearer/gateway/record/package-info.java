/** What is recorded: events, refusals and, where it is wanted, every call. */
package dev.keybearer.gateway.record;
