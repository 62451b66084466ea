/** What processes of this machine are given besides HTTP: tokens in files that are kept fresh. */
package dev.keybearer.gateway.sidecar;
