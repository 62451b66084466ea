/** Who called: the socket's address, or what trusted proxies say about it. */
package dev.keybearer.gateway.peer;
