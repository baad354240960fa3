package io.quacklake.format.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quacklake.format.CorruptLakeException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChangeTest {
  @Test
  void namesMayHoldCommasDotsAndQuotes() {
    List<Change> changes =
        Change.parse(
            "created_table:\"a,b\".\"c\"\".d\",inserted_into_table:12,created_schema:\"s\"");

    assertThat(changes)
        .extracting(Change::kind)
        .containsExactly(
            ChangeKind.CREATED_TABLE, ChangeKind.INSERTED_INTO_TABLE, ChangeKind.CREATED_SCHEMA);
    assertThat(changes.get(0).names()).containsExactly("a,b", "c\".d");
    assertThat(changes.get(1).id()).hasValue(12);
    assertThat(changes.get(1).names()).isEmpty();
    assertThat(changes.get(2).id()).isEmpty();
  }

  @Test
  void aWordThatIsNotKnownIsKept() {
    assertThat(Change.parse("teleported_table:7"))
        .containsExactly(new Change(ChangeKind.UNKNOWN, "7", "teleported_table:7"));
  }

  @Test
  void nothingIsNoChange() {
    assertThat(Change.parse(null)).isEmpty();
    assertThat(Change.parse("")).isEmpty();
  }

  @Test
  void everyWordIsFoundAgain() {
    for (ChangeKind kind : ChangeKind.values()) {
      if (kind != ChangeKind.UNKNOWN) {
        assertThat(Change.parse(kind.word() + ":1").get(0).kind()).isEqualTo(kind);
      }
    }
  }

  @Test
  void whatIsNoEntryIsRefused() {
    assertThatThrownBy(() -> Change.parse("inserted_into_table"))
        .isInstanceOf(CorruptLakeException.class);
    assertThatThrownBy(() -> Change.parse("created_schema:\"s"))
        .isInstanceOf(CorruptLakeException.class);
  }
}
