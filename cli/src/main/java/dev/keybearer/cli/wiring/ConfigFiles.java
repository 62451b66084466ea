package dev.keybearer.cli.wiring;

import dev.keybearer.cli.config.AdminConfig;
import dev.keybearer.cli.config.CallerTlsConfig;
import dev.keybearer.cli.config.ClientProof;
import dev.keybearer.cli.config.Config;
import dev.keybearer.cli.config.ExpectationConfig.Accepted;
import dev.keybearer.cli.config.GatewayConfig;
import dev.keybearer.cli.config.IssuerConfig;
import dev.keybearer.cli.config.KafkaConfig;
import dev.keybearer.cli.config.RouteConfig;
import dev.keybearer.cli.config.SecretReference;
import dev.keybearer.cli.config.SignalConfig;
import dev.keybearer.cli.config.SinkConfig;
import dev.keybearer.cli.config.TlsIdentity;
import dev.keybearer.cli.config.UpstreamConfig;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The files that objects are made of and keep: certificates, keys and authorities. */
final class ConfigFiles {
  private final Set<Path> files = new TreeSet<>();

  private ConfigFiles() {}

  /** Those of a config, and its own. */
  static Set<Path> of(Path file, Config config) {
    ConfigFiles found = new ConfigFiles();
    found.files.add(file);
    config.issuers().values().forEach(found::add);
    config.credentials().values().forEach(credential -> found.add(credential.proof()));
    config.signals().forEach(found::add);
    config.streams().values().stream()
        .flatMap(stream -> stream.sinks().stream())
        .forEach(found::add);
    found.add(config.admin());
    GatewayConfig gateway = config.gateway();
    if (gateway != null) {
      found.add(gateway.tls());
      gateway.routes().stream().map(RouteConfig::upstream).forEach(each -> found.add(each.value()));
    }
    return found.files;
  }

  private void add(IssuerConfig issuer) {
    add(issuer.trust());
    if (issuer.expectation() instanceof Accepted accepted && accepted.introspection() != null) {
      add(accepted.introspection().proof());
    }
  }

  private void add(ClientProof proof) {
    if (proof instanceof ClientProof.Certificate shown) {
      add(shown.certificate());
      add(shown.privateKey());
    } else if (proof instanceof ClientProof.SharedSecret shared) {
      add(shared.secret());
      add(shared.next());
    }
  }

  private void add(SignalConfig signal) {
    add(signal.secret());
    add(signal.next());
    add(signal.trust());
  }

  private void add(SinkConfig sink) {
    if (sink instanceof SinkConfig.Webhook hook) {
      add(hook.secret());
      add(hook.next());
      add(hook.trust());
    } else if (sink instanceof KafkaConfig kafka) {
      kafka.secrets().values().forEach(this::add);
    }
  }

  private void add(AdminConfig admin) {
    add(admin.tls());
    admin.clients().values().forEach(client -> add(client.secret()));
  }

  private void add(@Nullable CallerTlsConfig tls) {
    if (tls != null) {
      tls.certificates().forEach(this::add);
      add(tls.clientTrust());
    }
  }

  private void add(UpstreamConfig upstream) {
    add(upstream.trust());
    add(upstream.identity());
  }

  private void add(@Nullable TlsIdentity identity) {
    if (identity != null) {
      add(identity.certificate());
      add(identity.privateKey());
    }
  }

  private void add(@Nullable SecretReference reference) {
    if (reference instanceof SecretReference.File secret) {
      add(secret.path());
    }
  }

  private void add(@Nullable Path file) {
    if (file != null) {
      files.add(file);
    }
  }
}
