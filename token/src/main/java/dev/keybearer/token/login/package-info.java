/** Brings a person's consent into the store: a login by browser or on another device. */
package dev.keybearer.token.login;
