package dev.keybearer.gateway.admin;

import dev.keybearer.token.TimeSource;

/** What the admin port works with. */
record Ports(Operations operations, Acts acts, TimeSource time) {}
