/**
 * How often callers may call, and how often they may show a wrong token: tables of fixed size that
 * loops change without waiting for each other.
 */
package dev.keybearer.gateway.limit;
