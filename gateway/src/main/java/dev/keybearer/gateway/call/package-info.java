/** One request through the gateway: what is known of it, what a step may decide, how it ends. */
package dev.keybearer.gateway.call;
