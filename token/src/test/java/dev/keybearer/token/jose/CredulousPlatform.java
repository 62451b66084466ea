package dev.keybearer.token.jose;

import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.SignatureSpi;
import java.util.List;
import java.util.Map;

/** A platform that takes every signature for good, whatever it is. */
final class CredulousPlatform extends Provider {
  private static final long serialVersionUID = 1L;

  CredulousPlatform() {
    super("Credulous", "1", "accepts everything");
    for (int bits : new int[] {256, 384, 512}) {
      String name = "SHA" + bits + "withECDSAinP1363Format";
      putService(
          new Service(this, "Signature", name, "Believer", List.of(), Map.of()) {
            @Override
            public Object newInstance(Object parameter) {
              return new Believer();
            }
          });
    }
  }

  private static final class Believer extends SignatureSpi {
    @Override
    protected void engineInitVerify(PublicKey key) {}

    @Override
    protected void engineInitSign(PrivateKey key) {}

    @Override
    protected void engineUpdate(byte one) {}

    @Override
    protected void engineUpdate(byte[] bytes, int offset, int length) {}

    @Override
    protected byte[] engineSign() {
      return new byte[0];
    }

    @Override
    protected boolean engineVerify(byte[] signature) {
      return true;
    }

    @Override
    @SuppressWarnings("deprecation") // required of whoever extends it
    protected void engineSetParameter(String name, Object value) {}

    @Override
    @SuppressWarnings("deprecation") // required of whoever extends it
    protected Object engineGetParameter(String name) {
      return name;
    }
  }
}
