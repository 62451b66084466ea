package dev.keybearer.gateway.admin;

import java.security.KeyManagementException;
import java.security.SecureRandom;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;

/**
 * A context that hands everything on to another, which can be changed while a server uses it. Safe
 * for use by many threads.
 */
final class LatestTls extends SSLContextSpi {
  private volatile SSLContext latest;

  LatestTls(SSLContext first) {
    this.latest = first;
  }

  /** From the next connection on, another one. */
  void use(SSLContext next) {
    latest = next;
  }

  SSLContext context() {
    return new Context(this, latest);
  }

  @Override
  protected void engineInit(KeyManager[] keys, TrustManager[] trust, SecureRandom random)
      throws KeyManagementException {
    throw new KeyManagementException("what stands behind it has been initialised already");
  }

  @Override
  protected SSLSocketFactory engineGetSocketFactory() {
    return latest.getSocketFactory();
  }

  @Override
  protected SSLServerSocketFactory engineGetServerSocketFactory() {
    return latest.getServerSocketFactory();
  }

  @Override
  protected SSLEngine engineCreateSSLEngine() {
    return latest.createSSLEngine();
  }

  @Override
  protected SSLEngine engineCreateSSLEngine(String host, int port) {
    return latest.createSSLEngine(host, port);
  }

  @Override
  protected SSLSessionContext engineGetServerSessionContext() {
    return latest.getServerSessionContext();
  }

  @Override
  protected SSLSessionContext engineGetClientSessionContext() {
    return latest.getClientSessionContext();
  }

  @Override
  protected SSLParameters engineGetDefaultSSLParameters() {
    return latest.getDefaultSSLParameters();
  }

  @Override
  protected SSLParameters engineGetSupportedSSLParameters() {
    return latest.getSupportedSSLParameters();
  }

  /** Only a subclass can be made of one's own. */
  private static final class Context extends SSLContext {
    Context(LatestTls latest, SSLContext first) {
      super(latest, first.getProvider(), first.getProtocol());
    }
  }
}
