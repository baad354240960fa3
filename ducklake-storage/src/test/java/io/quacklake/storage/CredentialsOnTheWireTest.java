package io.quacklake.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.quacklake.storage.FaultServer.Fault;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What requests say about who makes them. */
class CredentialsOnTheWireTest {
  private static Map<String, String> headers(String location, Map<String, String> options)
      throws Exception {
    try (FaultServer server = FaultServer.start(Fault.NONE, new byte[2 << 20])) {
      Map<String, String> all = new HashMap<>(options);
      all.put("endpoint", server.address());
      try (ObjectStores stores = ObjectStores.of(StorageOptions.of(all));
          ObjectSource source = stores.open(location, 2 << 20)) {
        source.read(5, ByteBuffer.allocate(10));
      }
      return server.requests().get(0).headers();
    }
  }

  @Test
  void keysOfTheOptionsSignRequestsToS3() throws Exception {
    Map<String, String> headers =
        headers(
            "s3://lake/x",
            Map.of("key_id", "AKID", "secret", "s", "session_token", "tok", "region", "eu-west-9"));

    assertThat(headers.get("Authorization")).contains("Credential=AKID/", "/eu-west-9/s3/");
    assertThat(headers).containsEntry("x-amz-security-token", "tok");
  }

  @Test
  void keysOfTheOptionsSignRequestsToAzure() throws Exception {
    Map<String, String> headers =
        headers("az://lake/x", Map.of("account_name", "acc", "account_key", "c2VjcmV0"));

    assertThat(headers.get("Authorization")).startsWith("SharedKey acc:");
  }

  @Test
  void anonymousRequestsAreNotSigned() throws Exception {
    for (String location : new String[] {"s3://lake/x", "gs://lake/x"}) {
      assertThat(headers(location, Map.of("anonymous", "true")))
          .as(location)
          .doesNotContainKey("Authorization");
    }
  }
}
