/** Which route a request takes: by host, judged path and method. */
package dev.keybearer.gateway.route;
