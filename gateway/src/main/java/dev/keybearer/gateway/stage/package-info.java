/** The steps on the path of a call, one to a file; their order stands in {@code Pipeline}. */
package dev.keybearer.gateway.stage;
