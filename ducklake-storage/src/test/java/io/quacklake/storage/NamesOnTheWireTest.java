package io.quacklake.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.quacklake.format.UnsupportedFeatureException;
import io.quacklake.storage.FaultServer.Fault;
import io.quacklake.storage.FaultServer.Request;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.opendal.AsyncOperator;
import org.apache.opendal.Operator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An object is asked for and written under its own name, or not at all. */
class NamesOnTheWireTest {
  private static final String ODD = "t/p=k%3D0/a b%/é+&?#.parquet";

  private static String key(Request request) {
    String path = request.path().replaceFirst("\\?.*", "");
    return URLDecoder.decode(path.replace("+", "%2B"), UTF_8);
  }

  private static ObjectStores stores(FaultServer server, Map<String, String> more) {
    Map<String, String> options = new HashMap<>(more);
    options.put("endpoint", server.address());
    options.put("max_retries", "0");
    return ObjectStores.of(StorageOptions.of(options));
  }

  @Test
  void oddNamesAreReadByAllServices() throws Exception {
    Map<String, Map<String, String>> services =
        Map.of(
            "s3://lake/", Map.of("key_id", "k", "secret", "s"),
            "az://lake/", Map.of("account_name", "a", "sas_token", "sv=1&sig=x"),
            "abfss://lake@a.dfs.core.windows.net/", Map.of("sas_token", "sv=1&sig=x"));
    for (Map.Entry<String, Map<String, String>> service : services.entrySet()) {
      try (FaultServer server = FaultServer.start(Fault.NONE, new byte[2 << 20]);
          ObjectStores stores = stores(server, service.getValue());
          ObjectSource source = stores.open(service.getKey() + ODD, 2 << 20)) {
        source.read(5, ByteBuffer.allocate(10));

        assertThat(server.requests()).hasSize(1);
        assertThat(key(server.requests().get(0))).as(service.getKey()).isEqualTo("/lake/" + ODD);
      }
    }
    try (FaultServer server = FaultServer.start(Fault.NONE, new byte[2 << 20]);
        ObjectStores stores = ObjectStores.of(StorageOptions.NONE);
        ObjectSource source = stores.open(server.address() + "/lake/" + ODD, 2 << 20)) {
      source.read(5, ByteBuffer.allocate(10));

      assertThat(key(server.requests().get(0))).isEqualTo("/lake/" + ODD);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a//b", "/a", "a/../b", "a/./b", "a/%2e%2E/b", "a/b "})
  void namesThatWouldTurnIntoOthersAreRefused(String key) throws Exception {
    try (FaultServer server = FaultServer.start(Fault.NONE, new byte[2 << 20]);
        ObjectStores stores = stores(server, Map.of("key_id", "k", "secret", "s"));
        ObjectSource source = stores.open("s3://lake/" + key, 2 << 20)) {
      assertThatExceptionOfType(UnsupportedFeatureException.class)
          .isThrownBy(() -> source.read(0, ByteBuffer.allocate(1)));
      assertThat(server.requests()).isEmpty();
    }
  }

  @Test
  void namesThatGoogleWouldGetWrongAreNotWritten() throws Exception {
    try (FaultServer server = FaultServer.start(Fault.NONE, new byte[0]);
        ObjectStores stores = stores(server, Map.of("anonymous", "true"))) {
      ObjectStore store = stores.forLocation("gs://lake/x");
      try (ObjectOutput out = store.create("gs://lake/t/plain-1.parquet")) {
        out.write(1);
      }
      assertThat(server.requests()).hasSize(1);
      for (String name : List.of("p=1/x.parquet", "a b", "50%", "é")) {
        assertThatExceptionOfType(UnsupportedFeatureException.class)
            .isThrownBy(
                () -> {
                  try (ObjectOutput out = store.create("gs://lake/" + name)) {
                    out.write(1);
                  }
                })
            .withMessageContaining("hmac_key_id");
      }
      assertThat(server.requests()).hasSize(1);
    }
  }

  @Test
  void withAnHmacKeyGoogleIsWrittenThroughItsS3Interface() throws Exception {
    try (FaultServer server = FaultServer.start(Fault.NONE, new byte[0]);
        ObjectStores stores =
            stores(server, Map.of("hmac_key_id", "GOOG1", "hmac_secret", "secret"))) {
      String location = "gs://lake/" + ODD;
      try (ObjectOutput out = stores.forLocation(location).create(location)) {
        out.write("rows".getBytes(UTF_8));
      }

      Request request = server.requests().get(0);
      assertThat(request.method()).isEqualTo("PUT");
      assertThat(key(request)).isEqualTo("/lake/" + ODD);
      assertThat(request.headers()).containsEntry("If-None-Match", "*");
      assertThat(request.headers().get("Authorization")).contains("Credential=GOOG1/");
    }
  }

  /**
   * The library's fault for which names are refused above. If this fails, it was mended: let {@code
   * GcsServices} write any name.
   */
  @Test
  void opendalStillEncodesNamesForGoogleTwice() throws Exception {
    try (FaultServer server = FaultServer.start(Fault.NONE, new byte[0]);
        AsyncOperator async =
            AsyncOperator.of(
                "gcs",
                Map.of(
                    "bucket",
                    "lake",
                    "endpoint",
                    server.address(),
                    "allow_anonymous",
                    "true",
                    "disable_config_load",
                    "true",
                    "disable_vm_metadata",
                    "true"));
        Operator operator = async.blocking()) {
      operator.write("p=1/x.parquet", new byte[] {1});

      assertThat(server.requests().get(0).path()).contains("p%253D1");
    }
  }

  @Test
  void anAbortedWriteSendsNothing() throws Exception {
    try (FaultServer server = FaultServer.start(Fault.NONE, new byte[0]);
        ObjectStores stores = stores(server, Map.of("key_id", "k", "secret", "s"))) {
      ObjectOutput out = stores.forLocation("s3://lake/x").create("s3://lake/x");
      out.write(new byte[1000]);
      out.abort();
      out.close();

      assertThat(server.requests()).isEmpty();
    }
  }
}
