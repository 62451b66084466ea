/** Notification channels of Genesys Cloud as streams that survive their tokens. */
package dev.keybearer.genesys.channel;
