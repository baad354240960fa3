package io.quacklake.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.quacklake.catalog.commit.CommitPoint;
import io.quacklake.catalog.commit.Edit;
import io.quacklake.catalog.commit.NewSnapshot;
import io.quacklake.catalog.dialect.SqlFailure;
import io.quacklake.format.LakePath;
import io.quacklake.format.SchemaId;
import io.quacklake.format.Snapshot;
import io.quacklake.format.SnapshotId;
import io.quacklake.golden.Backend;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sqlite.SQLiteDataSource;

class ConcurrentWritesTest {
  private static final int WRITERS = 4;
  private static final int COMMITS = 8;

  @TempDir Path directory;

  /** One commit, run again while that may help; each makes a schema that is called by its id. */
  private static long commit(Catalog catalog) {
    while (true) {
      try {
        return catalog.write(ConcurrentWritesTest::createSchema);
      } catch (CatalogException e) {
        if (!e.reason().isRetryable()) {
          throw e;
        }
      }
    }
  }

  private static long createSchema(CatalogWriter writer) {
    CommitPoint base = writer.latest();
    long id = base.id().value() + 1;
    String name = "s" + id;
    writer.write(
        new NewSnapshot(
            new SnapshotId(id),
            base.schemaVersion() + 1,
            base.nextCatalogId() + 1,
            base.nextFileId(),
            "created_schema:\"" + name + "\"",
            null,
            null,
            null),
        List.of(
            new Edit.CreateSchema(
                new SchemaId(base.nextCatalogId()),
                UUID.randomUUID().toString(),
                name,
                new LakePath(name + "/", true))));
    return id;
  }

  @ParameterizedTest
  @EnumSource
  void giveEachCommitASnapshotOfItsOwnWhileReadersReadOn(Backend backend) throws Exception {
    NewLakes.create(backend, directory).close();
    ExecutorService threads = Executors.newCachedThreadPool();
    AtomicBoolean done = new AtomicBoolean();
    try (Catalog one = Catalog.open(NewLakes.config(backend, directory));
        Catalog other = Catalog.open(NewLakes.config(backend, directory))) {
      List<Callable<List<Long>>> writers = new ArrayList<>();
      for (int i = 0; i < WRITERS; i++) {
        Catalog catalog = i % 2 == 0 ? one : other;
        writers.add(() -> LongStream.range(0, COMMITS).mapToObj(any -> commit(catalog)).toList());
      }
      Future<?> reader = threads.submit(() -> readUntil(done, one));
      Set<Long> ids = new HashSet<>();
      for (Future<List<Long>> writer : threads.invokeAll(writers)) {
        ids.addAll(writer.get());
      }
      done.set(true);
      reader.get();
      assertThat(ids).hasSize(WRITERS * COMMITS);
      assertThat(one.<List<Snapshot>>read(SnapshotReader::snapshots))
          .extracting(snapshot -> snapshot.id().value())
          .containsExactlyElementsOf(LongStream.rangeClosed(0, WRITERS * COMMITS).boxed().toList());
      assertThat(schemas(other)).isEqualTo(1 + WRITERS * COMMITS);
    } finally {
      threads.shutdownNow();
    }
  }

  private static int schemas(Catalog catalog) {
    return catalog.read(reader -> reader.schemas(reader.latest().id()).size());
  }

  /** Each state that is read is whole, and none is older than the one before. */
  private static void readUntil(AtomicBoolean done, Catalog catalog) {
    long last = 0;
    while (!done.get()) {
      long now =
          catalog.read(
              reader -> {
                long id = reader.latest().id().value();
                assertThat(reader.schemas(new SnapshotId(id))).hasSize((int) id + 1);
                return id;
              });
      assertThat(now).isGreaterThanOrEqualTo(last);
      last = now;
    }
  }

  @ParameterizedTest
  @EnumSource
  void showTheirCommitsToReadersOfTheSameCatalog(Backend backend) {
    try (Catalog catalog = NewLakes.create(backend, directory)) {
      for (int i = 1; i <= 3; i++) {
        assertThat(schemas(catalog)).isEqualTo(i);
        assertThat(commit(catalog)).isEqualTo(i);
      }
      assertThat(schemas(catalog)).isEqualTo(4);
    }
  }

  @Test
  void wantNoReaderOfTheSameThreadAroundThem() {
    try (Catalog catalog = NewLakes.create(Backend.DUCKDB, directory)) {
      assertThatIllegalStateException()
          .isThrownBy(() -> catalog.read(reader -> commit(catalog)))
          .withMessageContaining("inside Catalog.read");
      long inside =
          catalog.write(writer -> catalog.<Long>read(reader -> reader.latest().id().value()) + 10);
      assertThat(inside).isEqualTo(10);
      assertThat(commit(catalog)).isEqualTo(1);
    }
  }

  @Test
  void waitForAnotherProcessThatHasTheFile() throws Exception {
    Path file = NewLakes.file(Backend.DUCKDB, directory);
    ExecutorService threads = Executors.newCachedThreadPool();
    try (Catalog catalog = NewLakes.create(Backend.DUCKDB, directory)) {
      commit(catalog);
      awaitRelease(file); // the process lets go soon after a commit, although the catalog is open
      DuckDbFileHolder holder = DuckDbFileHolder.hold(file);
      assertThatExceptionOfType(CatalogException.class)
          .isThrownBy(() -> catalog.write(ConcurrentWritesTest::createSchema))
          .satisfies(e -> assertThat(e.reason()).isEqualTo(SqlFailure.LOCKED))
          .satisfies(e -> assertThat(e.reason().isRetryable()).isTrue());
      CountDownLatch begun = new CountDownLatch(1);
      Future<Long> waiting =
          threads.submit(
              () -> {
                begun.countDown();
                return commit(catalog);
              });
      begun.await();
      holder.close();
      assertThat(waiting.get()).isEqualTo(2);
    } finally {
      threads.shutdownNow();
    }
  }

  /** Until another process can open the file. */
  private static void awaitRelease(Path file) throws Exception {
    while (true) {
      try (DuckDbFileHolder holder = DuckDbFileHolder.hold(file)) {
        assertThat(holder).isNotNull();
        return;
      } catch (IllegalStateException notYet) {
        Thread.sleep(20);
      }
    }
  }

  @Test
  void workWithACallersDataSource() {
    NewLakes.create(Backend.SQLITE, directory).close();
    SQLiteDataSource source = new SQLiteDataSource();
    source.setUrl("jdbc:sqlite:" + NewLakes.file(Backend.SQLITE, directory));
    try (Catalog catalog = Catalog.open(CatalogConfig.of(source))) {
      assertThat(commit(catalog)).isEqualTo(1);
      assertThatIllegalStateException()
          .isThrownBy(
              () ->
                  catalog.write(
                      writer -> {
                        createSchema(writer);
                        throw new IllegalStateException("no");
                      }));
      assertThat(commit(catalog)).isEqualTo(2);
      assertThat(schemas(catalog)).isEqualTo(3);
    }
  }

  @Test
  void areRefusedByABusySqliteFileInAWayThatAllowsToTryAgain() throws Exception {
    try (Catalog catalog = NewLakes.create(Backend.SQLITE, directory);
        Catalog second = Catalog.open(NewLakes.config(Backend.SQLITE, directory))) {
      catalog.write(
          writer -> {
            createSchema(writer);
            assertThatExceptionOfType(CatalogException.class)
                .isThrownBy(() -> second.write(ConcurrentWritesTest::createSchema))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(SqlFailure.BUSY))
                .satisfies(e -> assertThat(e.reason().isRetryable()).isTrue());
            return null;
          });
      assertThat(commit(second)).isEqualTo(2);
    }
  }
}
