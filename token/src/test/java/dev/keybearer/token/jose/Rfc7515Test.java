package dev.keybearer.token.jose;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The examples of RFC 7515 appendix A, typed from there. */
class Rfc7515Test {
  /** The claims of the first three, with the line ends that the RFC signs. */
  private static final String CLAIMS =
      "{\"iss\":\"joe\",\r\n \"exp\":1300819380,\r\n \"http://example.com/is_root\":true}";

  private static final String ENCODED_CLAIMS =
      "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0"
          + "cnVlfQ";

  @Test
  void acceptsHmacOfAppendix1() throws Exception {
    String key =
        "{\"kty\":\"oct\",\"k\":\"AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0i"
            + "PS4hcgUuTwjAzZr1Z9CAow\"}";
    String token =
        "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9."
            + ENCODED_CLAIMS
            + ".dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

    assertThat(payload(KeySet.given(set(key)), token)).isEqualTo(CLAIMS);
  }

  @Test
  void acceptsRsaOfAppendix2() throws Exception {
    String key =
        "{\"kty\":\"RSA\",\"n\":\"ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp"
            + "-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo"
            + "9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdV"
            + "MTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91"
            + "kzk2PAcDTW9gb54h4FRWyuXpoQ\",\"e\":\"AQAB\"}";
    String token =
        "eyJhbGciOiJSUzI1NiJ9."
            + ENCODED_CLAIMS
            + ".cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5Y"
            + "Kt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBAr"
            + "LIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7no"
            + "OPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQG"
            + "e77Rw";

    assertThat(payload(KeySet.published(set(key)), token)).isEqualTo(CLAIMS);
  }

  @Test
  void acceptsTheFirstCurveOfAppendix3() throws Exception {
    String key =
        "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU\","
            + "\"y\":\"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0\"}";
    String token =
        "eyJhbGciOiJFUzI1NiJ9."
            + ENCODED_CLAIMS
            + ".DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU"
            + "1Q";

    assertThat(payload(KeySet.published(set(key)), token)).isEqualTo(CLAIMS);
  }

  @Test
  void acceptsTheLargestCurveOfAppendix4() throws Exception {
    String key =
        "{\"kty\":\"EC\",\"crv\":\"P-521\",\"x\":\"AekpBQ8ST8a8VcfVOTNl353vSrDCLLJXmPk06wTjxrrjcBpX"
            + "p5EOnYG_NjFZ6OvLFV1jSfS9tsz4qUxcWceqwQGk\",\"y\":\"ADSmRA43Z1DSNx_RvcLI87cdL07l6jQyyB"
            + "XMoxVg_l2Th-x3S1WDhjDly79ajL4Kkd0AZMaZmh9ubmf63e3kyMj2\"}";
    String token =
        "eyJhbGciOiJFUzUxMiJ9.UGF5bG9hZA."
            + "AdwMgeerwtHoh-l192l60hp9wAHZFVJbLfD_UxMi70cwnZOYaRI1bKPWROc-mZZqwqT2SI-KGDKB34XO0aw_7"
            + "XdtAG8GaSwFKdCAPZgoXD2YBJZCPEX3xKpRwcdOO8KpEHwJjyqOgzDO7iKvU8vcnwNrmxYbSW9ERBXukOXolL"
            + "zeO_Jn";

    assertThat(payload(KeySet.published(set(key)), token)).isEqualTo("Payload");
  }

  /** Appendix A.5 is not signed at all, and A.6 has more than one signature. */
  @Test
  void refusesWhatIsNotSigned() throws Exception {
    String key = "{\"kty\":\"oct\",\"k\":\"" + "A".repeat(43) + "\"}";

    String token = "eyJhbGciOiJub25lIn0." + ENCODED_CLAIMS + ".";

    assertThat(SignatureLayer.payload(KeySet.given(set(key)), token)).isNull();
  }

  private static byte[] set(String key) {
    return ("{\"keys\":[" + key + "]}").getBytes(UTF_8);
  }

  private static String payload(KeySet keys, String token) {
    byte[] payload = SignatureLayer.payload(keys, token);
    assertThat(payload).isNotNull();
    return new String(payload, UTF_8);
  }
}
