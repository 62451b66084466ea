/**
 * The admin port: what operators and local processes ask of the gateway over HTTP, who may ask it,
 * and what is written down about it. What an act does stands behind {@link
 * dev.keybearer.gateway.admin.Operations}.
 */
package dev.keybearer.gateway.admin;
