package io.quacklake.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.quacklake.storage.FaultServer.Fault;
import io.quacklake.storage.FaultyStoresTest.Service;
import io.quacklake.storage.StorageException.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a server does to a write: the object is there as a whole, or an error says why not. */
class FaultyWritesTest {
  /** One request, and two parts. */
  private static final int SMALL = 3000;

  private static final int LARGE = 12 << 20;

  private static final byte[] CONTENT = new byte[LARGE];

  static {
    new Random(9).nextBytes(CONTENT);
  }

  private static final Set<Fault> DONE =
      EnumSet.of(Fault.NONE, Fault.BUSY_AT_FIRST, Fault.SLOW, Fault.IGNORES_RANGE);

  static Stream<Arguments> faults() {
    return Stream.of(Service.S3, Service.AZURE)
        .flatMap(
            service ->
                Arrays.stream(Fault.values())
                    .filter(fault -> fault != Fault.WELL_BUT_NOT)
                    .flatMap(
                        fault ->
                            Stream.of(SMALL, LARGE)
                                .filter(
                                    size ->
                                        service == Service.S3
                                            || size == SMALL
                                            || SOME.contains(fault))
                                .map(size -> Arguments.of(service, fault, size))));
  }

  /** Where the way is the same as with another service, that takes less time. */
  private static final Set<Fault> SOME = EnumSet.of(Fault.NONE, Fault.FORBIDDEN, Fault.RESET);

  private static Set<Reason> reasons(Fault fault) {
    return switch (fault) {
      case FORBIDDEN -> Set.of(Reason.DENIED);
      case MISSING -> Set.of(Reason.NOT_FOUND);
      case BUSY -> Set.of(Reason.THROTTLED);
      case SILENT, STALLED -> Set.of(Reason.TIMEOUT);
      // The server has it, but did not get to say so; asked again, it says that it is there.
      case TRUNCATED, TRUNCATED_AT_FIRST -> Set.of(Reason.OTHER, Reason.EXISTS, Reason.TIMEOUT);
      default -> Set.of(Reason.OTHER);
    };
  }

  @ParameterizedTest
  @MethodSource("faults")
  void theObjectIsThereAsAWholeOrAnErrorSaysWhyNot(Service service, Fault fault, int size)
      throws Exception {
    byte[] content = Arrays.copyOf(CONTENT, size);
    // The look at the name, the beginning of an upload and its first part, if there are several.
    int good = size == SMALL ? 0 : service == Service.S3 ? 3 : 2;
    try (FaultServer server = FaultServer.empty(fault, good);
        ObjectStores stores = FaultyStoresTest.stores(server, service, 2)) {
      String location = service.location(server, "a/b.bin");
      Instant begin = Instant.now();
      ObjectOutput out = stores.forLocation(location).create(location);
      Throwable failure =
          catchThrowable(
              () -> {
                out.write(content);
                out.close();
              });

      assertThat(Duration.between(begin, Instant.now()))
          .isLessThan(FaultyStoresTest.DEADLINE.plusSeconds(30));
      if (DONE.contains(fault) || (failure == null && fault == Fault.TRUNCATED_AT_FIRST)) {
        assertThat(failure).isNull();
        assertThat(server.written("/lake/a/b.bin")).isEqualTo(content);
      } else {
        FaultyStoresTest.requireTold(failure, reasons(fault));
        out.abort(); // never throws
      }
    }
    assertThat(FaultyStoresTest.storageThreads()).isZero();
  }

  /** S3 may find out after it has begun to answer. */
  @Test
  void anErrorInTheAnswerToTheEndOfAnUploadIsAnError() throws Exception {
    try (FaultServer server = FaultServer.empty(Fault.WELL_BUT_NOT, 0);
        ObjectStores stores = FaultyStoresTest.stores(server, Service.S3, 0);
        ObjectOutput out = stores.forLocation("s3://lake/x").create("s3://lake/x")) {
      out.write(CONTENT);

      assertThat(catchThrowable(out::close))
          .isInstanceOf(StorageException.class)
          .hasMessageContaining("s3://lake/x");
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Service.class,
      names = {"S3", "AZURE"})
  void partsOfAnAbortedUploadAreNeverSeen(Service service) throws Exception {
    try (FaultServer server = FaultServer.empty(Fault.NONE, 0);
        ObjectStores stores = FaultyStoresTest.stores(server, service, 0)) {
      String location = service.location(server, "x");
      ObjectOutput out = stores.forLocation(location).create(location);
      out.write(CONTENT);
      out.abort();
      out.close();

      assertThat(server.written("/lake/x")).isNull();
    }
  }

  static Stream<Arguments> wholes() {
    return Stream.of(Service.S3, Service.AZURE)
        .flatMap(service -> Stream.of(SMALL, LARGE).map(size -> Arguments.of(service, size)));
  }

  @ParameterizedTest
  @MethodSource("wholes")
  void aNameThatIsTakenStaysAsItIs(Service service, int size) throws Exception {
    try (FaultServer server = FaultServer.empty(Fault.NONE, 0);
        ObjectStores stores = FaultyStoresTest.stores(server, service, 0)) {
      String location = service.location(server, "x");
      ObjectStore store = stores.forLocation(location);
      try (ObjectOutput first = store.create(location)) {
        first.write(5);
      }
      ObjectOutput second = store.create(location);
      Throwable failure =
          catchThrowable(
              () -> {
                second.write(CONTENT, 0, size);
                second.close();
              });
      second.abort();

      assertThat(failure)
          .isInstanceOfSatisfying(
              StorageException.class,
              exists -> assertThat(exists.reason()).isEqualTo(Reason.EXISTS));
      assertThat(server.written("/lake/x")).containsExactly(5);
    }
  }

  /** A stream of opendal has a small buffer, each flush of which is a request. */
  @ParameterizedTest
  @EnumSource(
      value = Service.class,
      names = {"S3", "AZURE"})
  void aPartIsARequest(Service service) throws Exception {
    try (FaultServer server = FaultServer.empty(Fault.NONE, 0);
        ObjectStores stores = FaultyStoresTest.stores(server, service, 0)) {
      String location = service.location(server, "x");
      try (ObjectOutput out = stores.forLocation(location).create(location)) {
        for (int begin = 0; begin < LARGE; begin += 1 << 18) {
          out.write(CONTENT, begin, 1 << 18);
        }
      }

      assertThat(server.requests().stream().map(FaultServer.Request::method))
          .containsExactlyElementsOf(
              service == Service.S3
                  ? List.of("HEAD", "POST", "PUT", "PUT", "POST")
                  : List.of("HEAD", "PUT", "PUT", "PUT"));
    }
  }
}
