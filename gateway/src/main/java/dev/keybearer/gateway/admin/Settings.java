package dev.keybearer.gateway.admin;

/** What of the options counts for each request. Immutable. */
record Settings(Guard guard, Clients clients) {
  static Settings of(AdminServer.Options options) {
    String scheme = options.tls() == null ? "http" : "https";
    return new Settings(
        new Guard(scheme, Hosts.of(options.hosts())), Clients.of(options.clients()));
  }
}
