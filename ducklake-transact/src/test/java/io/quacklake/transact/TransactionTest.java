package io.quacklake.transact;

import static io.quacklake.transact.Events.append;
import static io.quacklake.transact.Events.range;
import static io.quacklake.transact.Events.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quacklake.format.AlreadyExistsException;
import io.quacklake.format.InvalidValueException;
import io.quacklake.format.NotFoundException;
import io.quacklake.format.UnsupportedFeatureException;
import io.quacklake.format.schema.Column;
import io.quacklake.scan.LakehouseSession;
import io.quacklake.transact.NewLakes.Kind;
import io.quacklake.transact.Transaction.OnDependents;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TransactionTest {
  @TempDir Path directory;
  private final List<LakehouseSession> opened = new ArrayList<>();

  @AfterEach
  void close() {
    opened.forEach(LakehouseSession::close);
  }

  private LakehouseSession lake(Kind kind) {
    return opened(NewLakes.create(kind, directory));
  }

  private LakehouseSession opened(LakehouseSession lake) {
    opened.add(lake);
    return lake;
  }

  private static CommitResult alter(LakehouseSession lake, TableAlteration alteration) {
    try (Transaction tx = Transaction.begin(lake)) {
      tx.alter("events", alteration);
      return tx.commit();
    }
  }

  private static CommitResult createEvents(LakehouseSession lake) {
    try (Transaction tx = Transaction.begin(lake)) {
      tx.createTable(Events.table("events"));
      return tx.commit();
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void everySnapshotKeepsItsRows(Kind kind) {
    LakehouseSession lake = lake(kind);
    createEvents(lake);
    append(lake, "events", range(0, 5));
    append(lake, "events", range(5, 1000));
    try (Transaction tx = Transaction.begin(lake)) {
      assertThat(tx.delete("events", "id < 10")).isEqualTo(10);
      append(tx, lake, "events", range(1000, 1003));
      CommitResult done = tx.commit(CommitInfo.message("cut").withAuthor("me"));
      assertThat(done.snapshot().value()).isEqualTo(4);
      assertThat(done.changes()).isEqualTo("inlined_insert:1,inlined_delete:1");
    }
    assertThat(lake.currentSnapshot().message()).isEqualTo("cut");
    try (Transaction tx = Transaction.begin(lake)) {
      assertThat(tx.delete("events", "id between 100 and 299")).isEqualTo(200);
      tx.commit();
    }
    try (Transaction tx = Transaction.begin(lake)) {
      assertThat(tx.delete("events", "id between 300 and 399")).isEqualTo(100);
      tx.commit();
    }
    assertThat(read(lake, "events", 1)).isEmpty();
    assertThat(read(lake, "events", 2)).isEqualTo(range(0, 5));
    assertThat(read(lake, "events", 3)).isEqualTo(range(0, 1000));
    assertThat(read(lake, "events", 4)).isEqualTo(range(10, 1003));
    List<Events.Event> rest = new ArrayList<>(range(10, 100));
    rest.addAll(range(300, 1003));
    assertThat(read(lake, "events", 5)).isEqualTo(rest);
    rest.removeAll(range(300, 400));
    assertThat(read(lake, "events", 6)).isEqualTo(rest);
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void nothingStagedIsNoSnapshot(Kind kind) {
    LakehouseSession lake = lake(kind);
    createEvents(lake);
    try (Transaction tx = Transaction.begin(lake)) {
      assertThat(append(tx, lake, "events", List.of())).isZero();
      assertThat(tx.delete("events", "id = 1")).isZero();
      tx.createTable(Events.table("other"));
      tx.dropTable("other");
      CommitResult done = tx.commit(CommitInfo.message("nothing"));
      assertThat(done.wroteSnapshot()).isFalse();
      assertThat(done.snapshot().value()).isEqualTo(1);
    }
    assertThat(lake.snapshots()).hasSize(2);
  }

  @Test
  void closingWithoutACommitRemovesTheFiles() {
    LakehouseSession lake = opened(NewLakes.withoutInlining(Kind.SQLITE, directory));
    createEvents(lake);
    try (Transaction tx = Transaction.begin(lake)) {
      append(tx, lake, "events", range(0, 100));
      assertThat(NewLakes.files(directory)).hasSize(1);
    }
    assertThat(NewLakes.files(directory)).isEmpty();
  }

  @Test
  void rowsOfATableThatIsDroppedAgainLeaveNoFile() {
    LakehouseSession lake = opened(NewLakes.withoutInlining(Kind.SQLITE, directory));
    try (Transaction tx = Transaction.begin(lake)) {
      tx.createTable(Events.table("gone"));
      append(tx, lake, "gone", range(0, 100));
      tx.dropTable("gone");
      tx.createTable(Events.table("events"));
      append(tx, lake, "events", range(0, 10));
      tx.commit();
    }
    assertThat(NewLakes.files(directory)).hasSize(1);
    assertThat(read(lake, "events")).isEqualTo(range(0, 10));
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void aTableCanBeMadeAlteredAndFilledAtOnce(Kind kind) {
    LakehouseSession lake = lake(kind);
    try (Transaction tx = Transaction.begin(lake)) {
      tx.createSchema("s");
      tx.createTable(Events.table("s.first"));
      tx.alter("s.FIRST", TableAlteration.addColumn("extra", "DATE").withDefault("2026-01-31"));
      tx.alter("s.first", TableAlteration.setPartitioning("bucket(4, id)"));
      tx.renameTable("s.first", "events");
      append(tx, lake, "s.events", range(0, 50));
      append(tx, lake, "s.events", range(50, 53));
      CommitResult done = tx.commit();
      assertThat(done.snapshot().value()).isEqualTo(1);
    }
    assertThat(read(lake, "s.events")).isEqualTo(range(0, 53));
    assertThat(lake.scan("s.events").where("extra = DATE '2026-01-31'").count()).isEqualTo(53);
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void columnsChangeBetweenAppends(Kind kind) {
    LakehouseSession lake = lake(kind);
    createEvents(lake);
    append(lake, "events", range(0, 3));
    append(lake, "events", range(3, 50));
    alter(lake, TableAlteration.addColumn("x", "INTEGER").withDefault("7"));
    alter(lake, TableAlteration.renameColumn("name", "label"));
    alter(lake, TableAlteration.setType("x", "BIGINT"));
    alter(lake, TableAlteration.renameColumn("label", "name"));
    append(lake, "events", range(50, 52));
    append(lake, "events", range(52, 100));
    assertThat(read(lake, "events")).isEqualTo(range(0, 100));
    assertThat(lake.scan("events").where("x = 7").count()).isEqualTo(100);
    alter(lake, TableAlteration.dropColumn("x"));
    assertThat(lake.table("events").columns())
        .extracting(Column::name)
        .containsExactly("id", "name");
    assertThat(read(lake, "events")).isEqualTo(range(0, 100));
  }

  @Test
  void namesDifferInMoreThanCase() {
    LakehouseSession lake = lake(Kind.SQLITE);
    createEvents(lake);
    try (Transaction tx = Transaction.begin(lake)) {
      assertThatExceptionOfType(AlreadyExistsException.class)
          .isThrownBy(() -> tx.createTable(Events.table("Main.EVENTS")))
          .withMessageContaining("main.events");
      assertThatExceptionOfType(AlreadyExistsException.class)
          .isThrownBy(() -> tx.createView("EVENTS", "SELECT 1"));
      assertThatExceptionOfType(AlreadyExistsException.class)
          .isThrownBy(() -> tx.createSchema("MAIN"));
      assertThatExceptionOfType(AlreadyExistsException.class)
          .isThrownBy(() -> tx.alter("events", TableAlteration.addColumn("ID", "INTEGER")));
      assertThatExceptionOfType(AlreadyExistsException.class)
          .isThrownBy(() -> tx.alter("events", TableAlteration.renameColumn("name", "Id")));
      tx.alter("events", TableAlteration.renameColumn("name", "Name"));
      assertThat(tx.commit().wroteSnapshot()).isTrue();
    }
  }

  @Test
  void whatIsMissingIsNamedWithWhatIsNear() {
    LakehouseSession lake = lake(Kind.SQLITE);
    createEvents(lake);
    try (Transaction tx = Transaction.begin(lake)) {
      assertThatExceptionOfType(NotFoundException.class)
          .isThrownBy(() -> tx.dropTable("event"))
          .withMessageContaining("Did you mean main.events?");
      assertThatExceptionOfType(NotFoundException.class)
          .isThrownBy(() -> tx.alter("events", TableAlteration.dropColumn("nam")))
          .withMessageContaining("Did you mean name?");
      assertThatExceptionOfType(NotFoundException.class)
          .isThrownBy(() -> tx.createTable(Events.table("mian.t")))
          .withMessageContaining("Did you mean main?");
      assertThatExceptionOfType(NotFoundException.class).isThrownBy(() -> tx.dropView("v"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ENUM('a')",
        "INTEGER[3]",
        "TIME_NS",
        "BIT",
        "DECIMAL(40,2)",
        "STRUCT(a INTEGER, A DATE)",
        "nonsense",
        "INT8",
        "STRUCT()",
        "MAP(INTEGER)",
        "timestamptz_ns"
      })
  void typesThatALakeCannotHoldAreRefused(String type) {
    LakehouseSession lake = lake(Kind.SQLITE);
    try (Transaction tx = Transaction.begin(lake)) {
      assertThatExceptionOfType(UnsupportedFeatureException.class)
          .isThrownBy(
              () -> tx.createTable(TableDefinition.of("t", ColumnDefinition.of("c", type))));
    }
  }

  @Test
  void alterationsThatWouldLoseSomethingAreRefused() {
    LakehouseSession lake = lake(Kind.SQLITE);
    try (Transaction tx = Transaction.begin(lake)) {
      tx.createTable(
          Events.table("events").withPartitioning("id").withSortOrder("name DESC NULLS FIRST"));
      tx.commit();
    }
    try (Transaction tx = Transaction.begin(lake)) {
      for (TableAlteration each :
          List.of(
              TableAlteration.dropColumn("id"),
              TableAlteration.dropColumn("name"),
              TableAlteration.setType("id", "INTEGER"),
              TableAlteration.setType("name", "INTEGER"),
              TableAlteration.setPartitioning("day(id)"),
              TableAlteration.setSortOrder("hash(name)"),
              TableAlteration.addColumn(ColumnDefinition.of("n", "INTEGER").notNull()),
              TableAlteration.addColumn("row_id", "INTEGER"),
              TableAlteration.addColumn("_ducklake_internal_row_id", "INTEGER"),
              TableAlteration.setDefault("name", "NULL"))) {
        assertThatExceptionOfType(UnsupportedFeatureException.class)
            .as("%s", each)
            .isThrownBy(() -> tx.alter("events", each));
      }
      assertThatExceptionOfType(InvalidValueException.class)
          .isThrownBy(() -> tx.alter("events", TableAlteration.setDefault("id", "one")))
          .withMessageContaining("'one'");
      assertThat(tx.commit().wroteSnapshot()).isFalse();
    }
  }

  @Test
  void notNullNeedsAProof() {
    LakehouseSession lake = lake(Kind.SQLITE);
    createEvents(lake);
    alter(lake, TableAlteration.setNotNull("id"));
    alter(lake, TableAlteration.dropNotNull("id"));
    append(lake, "events", range(0, 3));
    alter(lake, TableAlteration.setNotNull("id"));
    alter(lake, TableAlteration.dropNotNull("id"));
    append(lake, "events", List.of(new Events.Event(null, "none")));
    assertThatExceptionOfType(InvalidValueException.class)
        .isThrownBy(() -> alter(lake, TableAlteration.setNotNull("id")))
        .withMessageContaining("id of table main.events");
  }

  @Test
  void rowsAreChangedOnce() {
    LakehouseSession lake = lake(Kind.SQLITE);
    createEvents(lake);
    append(lake, "events", range(0, 3));
    try (Transaction tx = Transaction.begin(lake)) {
      append(tx, lake, "events", range(3, 4));
      assertThatThrownBy(() -> tx.delete("events", "id = 3"))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("transaction of its own");
      append(tx, lake, "events", range(4, 5));
      assertThatThrownBy(() -> tx.alter("events", TableAlteration.dropColumn("name")))
          .isInstanceOf(IllegalStateException.class);
      tx.commit();
      assertThatThrownBy(tx::commit)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("Begin another one");
    }
    assertThat(read(lake, "events")).isEqualTo(range(0, 5));
  }

  @Test
  void schemasAreDroppedWithWhatIsInThemOnlyIfAsked() {
    LakehouseSession lake = lake(Kind.SQLITE);
    try (Transaction tx = Transaction.begin(lake)) {
      tx.createSchema("s");
      tx.createTable(Events.table("s.t"));
      tx.createView("s.v", "SELECT 1");
      tx.commit();
    }
    try (Transaction tx = Transaction.begin(lake)) {
      assertThatThrownBy(() -> tx.dropSchema("s", OnDependents.REFUSE))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("not empty");
      tx.dropSchema("S", OnDependents.DROP);
      assertThat(tx.commit().changes())
          .isEqualTo("dropped_schema:1,dropped_table:2,dropped_view:3");
    }
    assertThat(lake.tables()).isEmpty();
    assertThat(lake.views()).isEmpty();
  }

  @Test
  void aMessageIsRequiredWhereTheLakeSaysSo() {
    LakehouseSession lake = lake(Kind.SQLITE);
    Lakes.setOption(lake, "require_commit_message", "true");
    try (Transaction tx = Transaction.begin(lake)) {
      tx.createTable(Events.table("events"));
      assertThatThrownBy(tx::commit)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("require_commit_message");
      assertThat(tx.commit(CommitInfo.message("why")).wroteSnapshot()).isTrue();
    }
  }
}
