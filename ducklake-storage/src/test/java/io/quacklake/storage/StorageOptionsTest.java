package io.quacklake.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.quacklake.format.NotFoundException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StorageOptionsTest {
  @Test
  void wordsOfDuckDbMeanTheSame() {
    StorageOptions options =
        StorageOptions.of(
            Map.of("KEY_ID", "a", "secret", "b", "url_style", "vhost", "use_ssl", "false"));

    assertThat(options.asMap())
        .isEqualTo(
            Map.of(
                "access_key_id",
                "a",
                "secret_access_key",
                "b",
                "virtual_hosted_style",
                "true",
                "allow_http",
                "true"));
  }

  @Test
  void anUnknownNameIsAnErrorThatSuggestsAnother() {
    assertThatExceptionOfType(NotFoundException.class)
        .isThrownBy(() -> StorageOptions.of(Map.of("acess_key_id", "x")))
        .withMessageContaining("access_key_id");
  }

  @ParameterizedTest
  @CsvSource({
    "anonymous, maybe",
    "request_timeout, soon",
    "request_timeout, 0",
    "max_requests, 0",
    "max_retries, -1",
    "url_style, round"
  })
  void aValueThatMeansNothingIsAnError(String name, String value) {
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> StorageOptions.of(Map.of(name, value)))
        .withMessageContaining(name)
        .withMessageContaining(value);
  }

  @Test
  void timesHaveUnits() {
    StorageOptions options =
        StorageOptions.of(Map.of("connect_timeout", "500ms", "request_timeout", "2m"));

    assertThat(options.duration("connect_timeout", Duration.ZERO))
        .isEqualTo(Duration.ofMillis(500));
    assertThat(options.duration("request_timeout", Duration.ZERO)).isEqualTo(Duration.ofMinutes(2));
    assertThat(StorageOptions.NONE.duration("request_timeout", Duration.ofSeconds(9)))
        .isEqualTo(Duration.ofSeconds(9));
  }

  @Test
  void secretsAreNotShown() {
    StorageOptions options =
        StorageOptions.of(
            Map.of("key_id", "AKID12345", "secret", "topsecret", "region", "eu-central-1"));

    assertThat(options.toString())
        .contains("region=eu-central-1", "secret_access_key=***")
        .doesNotContain("AKID12345", "topsecret");
    assertThat(options.withoutSecrets("signed by topsecret")).isEqualTo("signed by ***");
  }
}
