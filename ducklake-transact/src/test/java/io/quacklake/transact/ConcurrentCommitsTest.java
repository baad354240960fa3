package io.quacklake.transact;

import static io.quacklake.transact.Events.append;
import static io.quacklake.transact.Events.range;
import static io.quacklake.transact.Events.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.quacklake.scan.LakehouseSession;
import io.quacklake.scan.VirtualColumn;
import io.quacklake.transact.Events.Event;
import io.quacklake.transact.NewLakes.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ConcurrentCommitsTest {
  private static final int WRITERS = 6;
  private static final int COMMITS = 8;
  private static final RetryPolicy PATIENT =
      RetryPolicy.DEFAULT.withMaxAttempts(60).withFirstWait(Duration.ofMillis(2));

  @TempDir Path directory;

  private interface Work {
    void run(int writer) throws Exception;
  }

  /** Runs the work of all writers at once. */
  private static void together(int writers, Work work) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(writers);
    CountDownLatch start = new CountDownLatch(1);
    try {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < writers; i++) {
        int writer = i;
        running.add(
            threads.submit(
                () -> {
                  start.await();
                  work.run(writer);
                  return null;
                }));
      }
      start.countDown();
      for (Future<?> each : running) {
        each.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void appendsToOneTableAreNeitherLostNorDoubled(Kind kind) throws Exception {
    try (LakehouseSession lake = NewLakes.create(kind, directory)) {
      create(lake, "events");
      together(
          WRITERS,
          writer -> {
            for (int i = 0; i < COMMITS; i++) {
              long first = 1000L * (writer * COMMITS + i);
              try (Transaction tx = Transaction.begin(lake, PATIENT)) {
                append(tx, lake, "events", range(first, first + (i % 2 == 0 ? 3 : 30)));
                tx.commit();
              }
            }
          });
      List<Event> expected = new ArrayList<>();
      for (int i = 0; i < WRITERS * COMMITS; i++) {
        expected.addAll(range(1000L * i, 1000L * i + (i % 2 == 0 ? 3 : 30)));
      }
      assertThat(read(lake, "events")).isEqualTo(expected);
      assertThat(lake.snapshots()).hasSize(2 + WRITERS * COMMITS);
      assertThat(rowIds(lake)).hasSize(expected.size());
    }
  }

  private static Set<Long> rowIds(LakehouseSession lake) throws IOException {
    Set<Long> ids = new HashSet<>();
    try (ArrowReader rows =
        lake.scan("events").select(List.of()).withVirtualColumns(VirtualColumn.ROW_ID).open()) {
      while (rows.loadNextBatch()) {
        BigIntVector vector = (BigIntVector) rows.getVectorSchemaRoot().getVector(0);
        for (int i = 0; i < vector.getValueCount(); i++) {
          ids.add(vector.get(i));
        }
      }
    }
    return ids;
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void sessionsOfTheirOwnShareTheLake(Kind kind) throws Exception {
    try (LakehouseSession lake = NewLakes.create(kind, directory)) {
      for (int i = 0; i < WRITERS; i++) {
        create(lake, "t" + i);
      }
      together(
          WRITERS,
          writer -> {
            try (LakehouseSession own = LakehouseSession.open(kind.address(directory))) {
              for (int i = 0; i < COMMITS; i++) {
                try (Transaction tx = Transaction.begin(own, PATIENT)) {
                  append(tx, own, "t" + writer, range(100L * i, 100L * i + 50));
                  tx.commit();
                }
              }
            }
          });
      for (int i = 0; i < WRITERS; i++) {
        assertThat(lake.scan("t" + i).count()).isEqualTo(50L * COMMITS);
      }
      assertThat(lake.snapshots()).hasSize(1 + WRITERS + WRITERS * COMMITS);
    }
  }

  /** Of transactions that change the same rows, those that are acknowledged are there. */
  @ParameterizedTest
  @EnumSource(Kind.class)
  void deletesAndMergesConflictOrHold(Kind kind) throws Exception {
    try (LakehouseSession lake = NewLakes.withoutInlining(kind, directory)) {
      create(lake, "events");
      append(lake, "events", range(0, 1000));
      Set<Long> deleted = new HashSet<>();
      ConcurrentLinkedQueue<Long> gone = new ConcurrentLinkedQueue<>();
      together(
          WRITERS,
          writer -> {
            for (int i = 0; i < COMMITS; i++) {
              long id = writer * 100L + i;
              while (true) {
                try (Transaction tx = Transaction.begin(lake, PATIENT)) {
                  assertThat(tx.delete("events", "id = " + id)).isEqualTo(1);
                  tx.commit();
                  gone.add(id);
                  break;
                } catch (CommitConflictException another) {
                  // runs again on the latest snapshot
                }
              }
            }
          });
      deleted.addAll(gone);
      assertThat(deleted).hasSize(WRITERS * COMMITS);
      assertThat(read(lake, "events"))
          .isEqualTo(
              range(0, 1000).stream().filter(event -> !deleted.contains(event.id())).toList());
    }
  }

  static Stream<Arguments> pairs() {
    Map<String, Consumer<Transaction>> changes =
        Map.of(
            "delete 1", tx -> tx.delete("events", "id = 1"),
            "delete 2", tx -> tx.delete("events", "id = 2"),
            "update 3", tx -> tx.update("events", Map.of("name", Assignment.value("x")), "id = 3"),
            "rename", tx -> tx.renameTable("events", "renamed"),
            "add column", tx -> tx.alter("events", TableAlteration.addColumn("c", "DATE")),
            "comment", tx -> tx.alter("events", TableAlteration.comment("hello")),
            "drop", tx -> tx.dropTable("events"));
    return changes.keySet().stream()
        .sorted()
        .flatMap(
            theirs ->
                changes.keySet().stream()
                    .sorted()
                    .map(
                        ours ->
                            Arguments.of(theirs, ours, changes.get(theirs), changes.get(ours))));
  }

  /** All of these are of one table, and so conflict, but for those that a drop does not mind. */
  @ParameterizedTest(name = "{1} after {0}")
  @MethodSource("pairs")
  void changesOfOneTableConflict(
      String theirs, String ours, Consumer<Transaction> first, Consumer<Transaction> second) {
    try (LakehouseSession lake = NewLakes.create(Kind.SQLITE, directory)) {
      create(lake, "events");
      append(lake, "events", range(0, 100));
      try (Transaction late = Transaction.begin(lake);
          Transaction early = Transaction.begin(lake)) {
        second.accept(late);
        first.accept(early);
        early.commit();
        boolean alterAfterRows =
            Set.of("add column", "comment", "rename").contains(ours)
                && Set.of("delete 1", "delete 2", "update 3").contains(theirs);
        boolean dropAfterAnything = ours.equals("drop") && !theirs.equals("drop");
        if (alterAfterRows || dropAfterAnything) {
          late.commit();
        } else {
          assertThatExceptionOfType(CommitConflictException.class)
              .isThrownBy(late::commit)
              .withMessageContaining("Re-run it on the latest snapshot")
              .satisfies(conflict -> assertThat(conflict.snapshot().value()).isEqualTo(3));
        }
      }
    }
  }

  @Test
  void appendsPassEachOtherAndAnAlterationPassesThem() {
    try (LakehouseSession lake = NewLakes.create(Kind.SQLITE, directory)) {
      create(lake, "events");
      try (Transaction late = Transaction.begin(lake);
          Transaction altering = Transaction.begin(lake);
          Transaction early = Transaction.begin(lake)) {
        append(late, lake, "events", range(10, 30));
        altering.alter("events", TableAlteration.addColumn("c", "DATE"));
        append(early, lake, "events", range(0, 10));
        early.commit();
        late.commit();
        altering.commit();
      }
      assertThat(read(lake, "events")).isEqualTo(range(0, 30));
    }
  }

  private static void create(LakehouseSession lake, String table) {
    try (Transaction tx = Transaction.begin(lake)) {
      tx.createTable(Events.table(table));
      tx.commit();
    }
  }
}
