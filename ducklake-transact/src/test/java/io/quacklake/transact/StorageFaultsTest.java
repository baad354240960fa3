package io.quacklake.transact;

import static io.quacklake.transact.Events.append;
import static io.quacklake.transact.Events.range;
import static io.quacklake.transact.Events.read;
import static org.assertj.core.api.Assertions.assertThat;

import io.quacklake.catalog.LakeInfo.Encryption;
import io.quacklake.catalog.NewLake;
import io.quacklake.format.DuckLakeException;
import io.quacklake.format.TableRef;
import io.quacklake.scan.LakehouseConfig;
import io.quacklake.scan.LakehouseSession;
import io.quacklake.transact.Events.Event;
import io.quacklake.transact.NewLakes.Kind;
import io.quacklake.transact.faulty.Faults;
import io.quacklake.transact.faulty.Faults.Call;
import io.quacklake.transact.faulty.Faults.Fault;
import io.quacklake.transact.faulty.FaultyStores;
import io.quacklake.transact.internal.parquet.Reference;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Each call of the store fails once, in each way: the lake is the old one or the new one, the error
 * says that the store failed, and nothing is left that no snapshot has.
 */
class StorageFaultsTest {
  private static final int MANY = 400;

  /** What is done to a table of 3000 rows, of which 150 were deleted. */
  enum Operation {
    APPEND {
      @Override
      void run(Transaction tx, LakehouseSession lake) {
        append(tx, lake, "events", range(3000, 5000));
      }

      @Override
      List<Event> after() {
        return with(before(), range(3000, 5000));
      }
    },
    APPEND_ENCRYPTED {
      @Override
      void run(Transaction tx, LakehouseSession lake) {
        APPEND.run(tx, lake);
      }

      @Override
      List<Event> after() {
        return APPEND.after();
      }
    },
    APPEND_PARTITIONED {
      @Override
      void run(Transaction tx, LakehouseSession lake) {
        tx.createTable(Events.table("made").withPartitioning("bucket(2, id)"));
        append(tx, lake, "made", range(0, 300));
      }

      @Override
      List<Event> after() {
        return before();
      }
    },
    DELETE {
      @Override
      void run(Transaction tx, LakehouseSession lake) {
        // A second delete of the first file, a first one of the second, all that is in the third.
        assertThat(tx.delete("events", "id < 500 or id between 1200 and 1300 or id >= 2000"))
            .isEqualTo(1451);
      }

      @Override
      List<Event> after() {
        return without(500, 1200, 1301, 2000);
      }
    },
    DELETE_ENCRYPTED {
      @Override
      void run(Transaction tx, LakehouseSession lake) {
        DELETE.run(tx, lake);
      }

      @Override
      List<Event> after() {
        return DELETE.after();
      }
    },
    UPDATE {
      @Override
      void run(Transaction tx, LakehouseSession lake) {
        tx.update("events", Map.of("name", Assignment.value("new")), "id between 900 and 1100");
      }

      @Override
      List<Event> after() {
        return before().stream()
            .map(each -> each.id() < 900 || each.id() > 1100 ? each : new Event(each.id(), "new"))
            .toList();
      }
    },
    MERGE {
      @Override
      void run(Transaction tx, LakehouseSession lake) {
        List<Event> rows = new ArrayList<>();
        range(2900, 3100).forEach(each -> rows.add(new Event(each.id(), "merged")));
        try (ArrowReader reader = Events.reader(lake.allocator(), rows)) {
          tx.merge("events", reader, List.of("id"));
        } catch (IOException failure) {
          throw new UncheckedIOException(failure);
        }
      }

      @Override
      List<Event> after() {
        List<Event> rows = without(0, 2900, 3000, 3000);
        range(2900, 3100).forEach(each -> rows.add(new Event(each.id(), "merged")));
        return rows;
      }
    },
    OVERWRITE {
      @Override
      void run(Transaction tx, LakehouseSession lake) {
        try (ArrowReader reader = Events.reader(lake.allocator(), range(7000, 7100))) {
          tx.overwrite("events", reader);
        } catch (IOException failure) {
          throw new UncheckedIOException(failure);
        }
      }

      @Override
      List<Event> after() {
        return range(7000, 7100);
      }
    },
    ADD_FILES {
      @Override
      void run(Transaction tx, LakehouseSession lake) {
        String file = lake.dataPath() + "../other.parquet";
        tx.addFiles(TableRef.of("main", "events"), List.of(file), AddFilesOptions.DEFAULT);
      }

      @Override
      List<Event> after() {
        return with(before(), range(9000, 9050));
      }
    };

    abstract void run(Transaction tx, LakehouseSession lake);

    abstract List<Event> after();

    static List<Event> before() {
      return without(0, 3000, 3000, 3000);
    }

    private static List<Event> with(List<Event> some, List<Event> more) {
      List<Event> all = new ArrayList<>(some);
      all.addAll(more);
      return all;
    }

    /** The rows below {@code first}, between the next two and from the last on are gone. */
    private static List<Event> without(long first, long from, long to, long last) {
      return range(0, 3000).stream()
          .filter(each -> each.id() < 100 || each.id() >= 250)
          .filter(each -> each.id() >= first && each.id() < last)
          .filter(each -> each.id() < from || each.id() >= to)
          .collect(Collectors.toCollection(ArrayList::new));
    }
  }

  @TempDir Path directory;

  @AfterEach
  void clear() {
    Faults.clear();
  }

  /** Three files of 1000 rows; of the first one, 150 are deleted. */
  private void prepare(Operation operation) {
    NewLake made =
        NewLake.at(FaultyStores.location(directory.resolve("data") + "/"))
            .withEncryption(
                operation.name().contains("ENCRYPTED") ? Encryption.ENCRYPTED : Encryption.NONE);
    Path template = directory.resolve("template");
    assertThat(template.toFile().mkdir()).isTrue();
    LakehouseConfig address = LakehouseConfig.of(Kind.SQLITE.address(template));
    try (LakehouseSession lake = Lakes.create(address, made)) {
      Lakes.setOption(lake, "data_inlining_row_limit", "0");
      try (Transaction tx = Transaction.begin(lake)) {
        tx.createTable(Events.table("events"));
        tx.commit();
      }
      for (int i = 0; i < 3; i++) {
        append(lake, "events", range(1000L * i, 1000L * i + 1000));
      }
      try (Transaction tx = Transaction.begin(lake)) {
        tx.delete("events", "id between 100 and 249");
        tx.commit();
      }
    }
    if (operation == Operation.ADD_FILES) {
      try (Reference reference = new Reference()) {
        reference.run(
            "COPY (SELECT i AS id, 'event ' || i AS name FROM range(9000, 9050) r(i)) TO '"
                + directory.resolve("other.parquet")
                + "' (FORMAT parquet)");
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void theLakeIsTheOldOneOrTheNewOne(Operation operation) throws IOException, SQLException {
    prepare(operation);
    for (Fault fault : List.of(Fault.BEFORE, Fault.AFTER, Fault.DISK_FULL, Fault.DOWN)) {
      int failures = 0;
      while (fails(operation, fault, failures + 1)) {
        failures++;
        assertThat(failures).as("%s of calls of %s", fault, operation).isLessThan(MANY);
      }
      boolean writes = operation != Operation.ADD_FILES;
      assertThat(failures > 0)
          .as("%s of a call of %s", fault, operation)
          .isEqualTo(writes || fault == Fault.BEFORE || fault == Fault.DOWN);
    }
  }

  /** Whether it came to the failing call. */
  private boolean fails(Operation operation, Fault fault, int call)
      throws IOException, SQLException {
    String what = "%s, call %d fails: %s".formatted(operation, call, fault);
    Path at = Files.createDirectories(directory.resolve(fault + "" + call));
    Files.copy(Kind.SQLITE.catalog(directory.resolve("template")), Kind.SQLITE.catalog(at));
    List<Path> files = NewLakes.files(directory);
    List<Event> old = Operation.before();
    Call failed;
    try (LakehouseSession lake = LakehouseSession.open(Kind.SQLITE.address(at))) {
      boolean isCommitted = false;
      try (Transaction tx = Transaction.begin(lake)) {
        Faults.set(fault, call);
        operation.run(tx, lake);
        tx.commit();
        isCommitted = true;
      } catch (DuckLakeException typed) {
        assertThat(Faults.failed()).as(what).isNotNull();
        assertThat(typed).as(what).hasMessageContaining("as the test wants it");
      }
      failed = Faults.failed();
      Faults.clear();
      assertThat(read(lake, "events")).as(what).isEqualTo(isCommitted ? sorted(operation) : old);
      if (!isCommitted) {
        // What cannot be deleted stays, for those who look for orphans.
        if (failed != Call.DELETE && fault != Fault.DOWN) {
          List<Path> left = new ArrayList<>(NewLakes.files(directory));
          left.removeAll(files);
          assertThat(left).as(what).isEmpty();
        }
        try (Transaction tx = Transaction.begin(lake)) {
          operation.run(tx, lake);
          tx.commit();
        }
        assertThat(read(lake, "events")).as(what).isEqualTo(sorted(operation));
      }
    }
    Set<Path> unknown = new TreeSet<>(NewLakes.files(directory));
    unknown.removeAll(files);
    Set<String> known = known(Kind.SQLITE.jdbcUrl(at));
    unknown.removeIf(file -> known.contains(file.getFileName().toString()));
    if (failed != Call.DELETE && fault != Fault.DOWN) {
      assertThat(unknown).as(what).isEmpty();
    }
    return failed != null;
  }

  private static List<Event> sorted(Operation operation) {
    List<Event> rows = new ArrayList<>(operation.after());
    rows.sort(Comparator.comparing(Event::id));
    return rows;
  }

  /** Names of all files of a catalog. */
  static Set<String> known(String jdbcUrl) throws SQLException {
    Set<String> names = new TreeSet<>();
    try (Connection connection = DriverManager.getConnection(jdbcUrl);
        Statement statement = connection.createStatement();
        ResultSet paths =
            statement.executeQuery(
                "SELECT path FROM ducklake_data_file UNION ALL SELECT path FROM"
                    + " ducklake_delete_file UNION ALL SELECT path FROM"
                    + " ducklake_files_scheduled_for_deletion")) {
      while (paths.next()) {
        names.add(paths.getString(1).replaceAll(".*/", ""));
      }
    }
    return names;
  }
}
