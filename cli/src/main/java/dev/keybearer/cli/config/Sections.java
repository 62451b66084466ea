package dev.keybearer.cli.config;

import dev.keybearer.cli.config.shape.Names;

/** The sections whose names other parts of the config refer to. */
final class Sections {
  static final Names<IssuerConfig> ISSUERS = Names.of("an issuer", IssuerConfig.class);
  static final Names<CredentialConfig> CREDENTIALS =
      Names.of("a credential", CredentialConfig.class);
  static final Names<UpstreamConfig> UPSTREAMS = Names.of("an upstream", UpstreamConfig.class);
  static final Names<AdminClient> ADMIN_CLIENTS = Names.of("a client", AdminClient.class);

  static final Names<StreamConfig> STREAMS = Names.of("a stream", StreamConfig.class);

  private Sections() {}
}
