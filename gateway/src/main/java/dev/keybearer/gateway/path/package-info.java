/** The one spelling of a request's path: what is judged is what is sent. */
package dev.keybearer.gateway.path;
