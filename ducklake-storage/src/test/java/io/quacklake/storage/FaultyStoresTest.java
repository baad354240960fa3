package io.quacklake.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.quacklake.storage.FaultServer.Fault;
import io.quacklake.storage.StorageException.Reason;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a server does: the right bytes, or an error that says what it is, in time. */
class FaultyStoresTest {
  static final Duration DEADLINE = Duration.ofMillis(1500);
  private static final byte[] CONTENT = new byte[3 << 20];

  static {
    new Random(7).nextBytes(CONTENT);
  }

  /** The services that speak to the server. */
  enum Service {
    S3("s3://lake/"),
    AZURE("az://lake/"),
    GCS("gs://lake/"),
    HTTP("");

    private final String root;

    Service(String root) {
      this.root = root;
    }

    String location(FaultServer server, String key) {
      return (this == HTTP ? server.address() + "/" : root) + key;
    }
  }

  static ObjectStores stores(FaultServer server, Service service, int retries) {
    Map<String, String> options = new HashMap<>();
    options.put("request_timeout", DEADLINE.toMillis() + "ms");
    options.put("max_retries", "" + retries);
    options.put("max_requests", "4");
    if (service == Service.S3) {
      options.putAll(Map.of("key_id", "AKIDTEST", "secret", "verysecretkey", "region", "r"));
    } else if (service == Service.AZURE) {
      options.putAll(Map.of("account_name", "acc", "account_key", "dmVyeXNlY3JldGtleQ=="));
    } else if (service == Service.GCS) {
      options.put("anonymous", "true");
    }
    if (service != Service.HTTP) {
      options.put("endpoint", server.address());
    }
    return ObjectStores.of(StorageOptions.of(options));
  }

  static Stream<Arguments> faults() {
    return Arrays.stream(Service.values())
        .flatMap(
            service ->
                Arrays.stream(Fault.values())
                    .filter(fault -> fault != Fault.WELL_BUT_NOT) // of writes
                    .filter(fault -> service != Service.GCS || SOME.contains(fault))
                    .map(fault -> Arguments.of(service, fault)));
  }

  /** Where the way is the same as with another service, that takes less time. */
  private static final Set<Fault> SOME =
      EnumSet.of(Fault.NONE, Fault.FORBIDDEN, Fault.MISSING, Fault.STALLED);

  private static final Set<Fault> ANSWERED =
      EnumSet.of(Fault.NONE, Fault.BUSY_AT_FIRST, Fault.SLOW, Fault.TRUNCATED_AT_FIRST);

  private static Set<Reason> reasons(Fault fault) {
    return switch (fault) {
      case FORBIDDEN -> Set.of(Reason.DENIED);
      case MISSING -> Set.of(Reason.NOT_FOUND);
      case BUSY -> Set.of(Reason.THROTTLED);
      case SILENT, STALLED -> Set.of(Reason.TIMEOUT);
      // What was cut off is asked for again, as long as each answer brings some of it.
      case TRUNCATED -> Set.of(Reason.OTHER, Reason.TOO_SHORT, Reason.TIMEOUT);
      default -> Set.of(Reason.OTHER);
    };
  }

  @ParameterizedTest
  @MethodSource("faults")
  void readsTheRightBytesOrSaysWhyNot(Service service, Fault fault) throws Exception {
    try (FaultServer server = FaultServer.start(fault, CONTENT);
        ObjectStores stores = stores(server, service, 2);
        ObjectSource source = stores.open(service.location(server, "a/b.bin"), CONTENT.length)) {
      Instant begin = Instant.now();
      source.willRead(List.of(new ByteRange(10, 1000), new ByteRange(2 << 20, 1000)));
      ByteBuffer into = ByteBuffer.allocate(1000);
      Throwable failure = catchThrowable(() -> source.read(10, into));

      assertThat(Duration.between(begin, Instant.now())).isLessThan(DEADLINE.plusSeconds(30));
      boolean answered =
          ANSWERED.contains(fault) || (fault == Fault.IGNORES_RANGE && service == Service.HTTP);
      if (answered) {
        assertThat(failure).isNull();
        assertThat(into.array()).isEqualTo(Arrays.copyOfRange(CONTENT, 10, 1010));
      } else {
        requireTold(failure, reasons(fault));
      }
    }
    assertThat(storageThreads()).isZero();
  }

  /** An error of the object a/b.bin, for one of these reasons, that says what a reader needs. */
  static void requireTold(Throwable failure, Set<Reason> reasons) {
    assertThat(failure).isInstanceOf(StorageException.class);
    assertThat(reasons).contains(((StorageException) failure).reason());
    assertThat(failure.getMessage())
        .contains("a/b.bin")
        .doesNotContain("verysecretkey", "dmVyeXNlY3JldGtleQ", "Backtrace", "Signature")
        .hasSizeLessThan(500);
  }

  /** Threads of requests end when their connections do. */
  static long storageThreads() throws InterruptedException {
    Instant patience = Instant.now().plusSeconds(10);
    while (true) {
      long alive =
          Thread.getAllStackTraces().keySet().stream()
              .filter(thread -> thread.getName().startsWith("quacklake-storage"))
              .count();
      if (alive == 0 || Instant.now().isAfter(patience)) {
        return alive;
      }
      Thread.sleep(20);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Service.class,
      names = {"S3", "HTTP"})
  void requestsThatNeverEndDoNotKeepOthersFromBeingMade(Service service) throws Exception {
    try (FaultServer server = FaultServer.start(Fault.SILENT, CONTENT);
        ObjectStores stores = stores(server, service, 0)) {
      for (int i = 0; i < 2; i++) { // as many as there are threads, and again
        try (ObjectSource source = stores.open(service.location(server, "x" + i), 9 << 20)) {
          ByteRange all = new ByteRange(0, 9 << 20);
          source.willRead(List.of(all, all, new ByteRange(0, 5), all));
          Throwable failure = catchThrowable(() -> source.read(0, ByteBuffer.allocate(9 << 20)));
          assertThat(failure)
              .isInstanceOf(StorageException.class)
              .hasMessageContaining("request_timeout");
        }
      }
    }
  }

  @Test
  void aFileThatIsShorterThanTheCatalogSaysIsAnError() throws Exception {
    try (FaultServer server = FaultServer.start(Fault.NONE, new byte[100])) {
      for (Service service : Service.values()) {
        try (ObjectStores stores = stores(server, service, 0);
            ObjectSource source = stores.open(service.location(server, "f"), 5 << 20)) {
          for (long offset : new long[] {50, 1000}) {
            Throwable failure = catchThrowable(() -> source.read(offset, ByteBuffer.allocate(200)));
            assertThat(failure).isInstanceOf(StorageException.class);
          }
        }
      }
    }
  }

  @Test
  void anUnknownSizeIsAskedFor() throws Exception {
    try (FaultServer server = FaultServer.start(Fault.NONE, CONTENT)) {
      for (Service service : Service.values()) {
        if (service == Service.GCS) {
          continue; // its metadata is a JSON document, which this server has not
        }
        try (ObjectStores stores = stores(server, service, 0);
            ObjectSource source = stores.open(service.location(server, "f"))) {
          assertThat(source.size()).isEqualTo(CONTENT.length);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Service.class)
  void aServerThatIsNotThereIsNamed(Service service) throws Exception {
    FaultServer server = FaultServer.start(Fault.NONE, CONTENT);
    server.close();
    try (ObjectStores stores = stores(server, service, 0);
        ObjectSource source = stores.open(service.location(server, "f"), 5 << 20)) {
      assertThatExceptionOfType(StorageException.class)
          .isThrownBy(() -> source.read(0, ByteBuffer.allocate(200)))
          .withMessageContaining(server.address());
    }
  }
}
