/** What is counted and measured, for Prometheus. */
package dev.keybearer.gateway.meter;
