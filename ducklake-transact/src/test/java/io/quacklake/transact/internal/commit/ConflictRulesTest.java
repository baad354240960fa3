package io.quacklake.transact.internal.commit;

import static org.assertj.core.api.Assertions.assertThat;

import io.quacklake.format.SchemaId;
import io.quacklake.format.TableRef;
import io.quacklake.format.change.Change;
import io.quacklake.format.change.ChangeKind;
import io.quacklake.transact.internal.commit.ConflictRules.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ConflictRulesTest {
  private static final TableRef NAME = TableRef.of("s", "t");

  /** The page that users read is the table of the code. */
  @Test
  void theDocumentedTableIsTheOneInForce() throws IOException {
    List<List<String>> rows = documented();
    assertThat(rows).hasSize(ConflictRules.OF_TABLES.size() + ConflictRules.OF_VIEWS.size() + 2);
    List<String> header = List.of();
    int cells = 0;
    for (List<String> row : rows) {
      if (row.get(0).startsWith("ours")) {
        header = row;
        continue;
      }
      for (int i = 1; i < row.size(); i++) {
        Verdict verdict = ConflictRules.verdict(kind(row.get(0)), kind(header.get(i)));
        assertThat(row.get(i))
            .as("%s after %s", row.get(0), header.get(i))
            .isEqualTo(
                switch (verdict) {
                  case NO_CONFLICT -> "ok";
                  case CONFLICT -> "✗";
                  case SAME_FILE -> "same file";
                });
        cells++;
      }
    }
    assertThat(cells).isEqualTo(9 * 9 + 2 * 2);
  }

  private static List<List<String>> documented() throws IOException {
    List<List<String>> rows = new ArrayList<>();
    boolean inTable = false;
    for (String line : Files.readAllLines(Path.of("../docs/conflicts.md"))) {
      inTable = line.startsWith("| ours \\ theirs") || (inTable && line.startsWith("|"));
      if (inTable && !line.startsWith("|---")) {
        rows.add(Arrays.stream(line.substring(1).split("\\|")).map(String::strip).toList());
      }
    }
    return rows;
  }

  private static ChangeKind kind(String word) {
    return ChangeKind.valueOf(word.toUpperCase(Locale.ROOT));
  }

  /** The specification's table, with the cells that its footnotes call unsafe made conflicts. */
  @ParameterizedTest
  @CsvSource({
    "inserted_into_table, altered_table deleted_from_table inlined_delete",
    "inlined_insert, altered_table deleted_from_table inlined_delete",
    "deleted_from_table, altered_table inserted_into_table inlined_insert merge_adjacent"
        + " rewrite_delete",
    "inlined_delete, altered_table inserted_into_table inlined_insert deleted_from_table"
        + " inlined_delete inline_flush merge_adjacent rewrite_delete",
    "inline_flush, inlined_delete inline_flush",
    "merge_adjacent, deleted_from_table inlined_delete merge_adjacent rewrite_delete",
    "rewrite_delete, deleted_from_table inlined_delete merge_adjacent rewrite_delete",
    "altered_table, altered_table",
    "dropped_table, ''"
  })
  void conflictsAsTheSpecificationSays(String ours, String theirs) {
    List<String> conflicting = new ArrayList<>(List.of(theirs.split(" ")));
    conflicting.add("dropped_table");
    for (ChangeKind kind : ConflictRules.OF_TABLES) {
      Verdict verdict = ConflictRules.verdict(kind(ours), kind);
      boolean bothDelete =
          kind(ours) == ChangeKind.DELETED_FROM_TABLE && kind == ChangeKind.DELETED_FROM_TABLE;
      assertThat(verdict)
          .as("%s after %s", ours, kind)
          .isEqualTo(
              bothDelete
                  ? Verdict.SAME_FILE
                  : conflicting.contains(kind.word()) ? Verdict.CONFLICT : Verdict.NO_CONFLICT);
    }
  }

  @ParameterizedTest
  @EnumSource(ChangeKind.class)
  void whatIsNotKnownConflictsWithEverything(ChangeKind ours) {
    Change theirs = change("inserted_backwards:7");
    assertThat(ConflictRules.between(OurChange.of(ours, 3, NAME), theirs))
        .isEqualTo(Verdict.CONFLICT);
  }

  @ParameterizedTest
  @EnumSource(
      value = ChangeKind.class,
      names = {
        "INSERTED_INTO_TABLE",
        "INLINED_INSERT",
        "DELETED_FROM_TABLE",
        "INLINED_DELETE",
        "ALTERED_TABLE",
        "DROPPED_TABLE"
      })
  void changesOfAnotherTableAreNoConflict(ChangeKind ours) {
    for (ChangeKind kind : ConflictRules.OF_TABLES) {
      assertThat(ConflictRules.between(OurChange.of(ours, 3, NAME), change(kind.word() + ":4")))
          .isEqualTo(Verdict.NO_CONFLICT);
    }
  }

  @Test
  void theOlderWordForCompactionIsAsBadAsTheNewOnes() {
    assertThat(ConflictRules.verdict(ChangeKind.DELETED_FROM_TABLE, ChangeKind.COMPACTED_TABLE))
        .isEqualTo(Verdict.CONFLICT);
    assertThat(ConflictRules.verdict(ChangeKind.INSERTED_INTO_TABLE, ChangeKind.COMPACTED_TABLE))
        .isEqualTo(Verdict.NO_CONFLICT);
    assertThat(ConflictRules.verdict(ChangeKind.INLINED_DELETE, ChangeKind.FLUSHED_INLINED))
        .isEqualTo(Verdict.CONFLICT);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "CREATED_TABLE; created_table:\"S\".\"T\"; CONFLICT",
        "CREATED_TABLE; created_view:\"s\".\"t\"; CONFLICT",
        "CREATED_VIEW; created_table:\"s\".\"t\"; CONFLICT",
        "CREATED_TABLE; created_table:\"s\".\"u\"; NO_CONFLICT",
        "CREATED_TABLE; created_table:\"r\".\"t\"; NO_CONFLICT",
        "CREATED_TABLE; created_schema:\"s\"; NO_CONFLICT",
        "CREATED_TABLE; created_scalar_macro:\"s\".\"t\"; NO_CONFLICT",
        "CREATED_TABLE; dropped_schema:5; CONFLICT",
        "CREATED_VIEW; dropped_schema:5; CONFLICT",
        "CREATED_TABLE; dropped_schema:6; NO_CONFLICT",
        "CREATED_TABLE; dropped_table:5; NO_CONFLICT"
      })
  void namesAreTakenByTablesAndViews(ChangeKind ours, String theirs, Verdict expected) {
    assertThat(ConflictRules.between(OurChange.naming(ours, NAME, new SchemaId(5)), change(theirs)))
        .isEqualTo(expected);
  }

  @Test
  void tablesOfANewSchemaMeetNobody() {
    OurChange ours = OurChange.naming(ChangeKind.CREATED_TABLE, NAME, new SchemaId(-3));
    assertThat(ConflictRules.between(ours, change("dropped_schema:3")))
        .isEqualTo(Verdict.NO_CONFLICT);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "CREATED_SCHEMA; created_schema:\"S\"; CONFLICT",
        "CREATED_SCHEMA; created_schema:\"x\"; NO_CONFLICT",
        "CREATED_SCHEMA; created_table:\"s\".\"t\"; NO_CONFLICT",
        "DROPPED_SCHEMA; created_table:\"s\".\"t\"; CONFLICT",
        "DROPPED_SCHEMA; created_view:\"S\".\"t\"; CONFLICT",
        "DROPPED_SCHEMA; created_table_macro:\"s\".\"m\"; CONFLICT",
        "DROPPED_SCHEMA; created_table:\"r\".\"t\"; NO_CONFLICT",
        "DROPPED_SCHEMA; dropped_schema:5; CONFLICT",
        "DROPPED_SCHEMA; dropped_schema:6; NO_CONFLICT"
      })
  void schemasGoOnlyIfNothingIsNewInThem(ChangeKind ours, String theirs, Verdict expected) {
    Long id = ours == ChangeKind.DROPPED_SCHEMA ? 5L : null;
    assertThat(ConflictRules.between(OurChange.ofSchema(ours, id, "s"), change(theirs)))
        .isEqualTo(expected);
  }

  private static Change change(String text) {
    return Change.parse(text).get(0);
  }
}
