/** Whether the gateway can do its work, and since when something is wrong. */
package dev.keybearer.gateway.health;
