package io.quacklake.transact;

import static org.assertj.core.api.Assertions.assertThat;

import io.quacklake.catalog.LakeInfo.Encryption;
import io.quacklake.catalog.NewLake;
import io.quacklake.format.FormatVersion;
import io.quacklake.scan.LakehouseConfig;
import io.quacklake.scan.LakehouseSession;
import io.quacklake.transact.ModelAction.Where;
import io.quacklake.transact.ModelAction.Work;
import io.quacklake.transact.NewLakes.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/**
 * Any sequence of transactions makes of a lake what it makes of plain lists, at every snapshot and
 * in the change feed. A failure prints its seed and the shortest sequence that fails; {@code
 * -Dquacklake.random.tries=1000} looks for longer.
 */
class RandomTransactionsTest {
  /** How a lake is made. */
  private record Setting(Kind kind, FormatVersion version, Encryption encryption, int inlining) {}

  private sealed interface Step {}

  /** One transaction; or none, when it is closed without a commit. */
  private record Transact(List<ModelAction> actions, boolean commits) implements Step {}

  private record Inline(int limit) implements Step {}

  @Property(tries = 40)
  void anySequenceOfTransactionsIsWhatPlainListsSay(
      @ForAll("settings") Setting setting, @ForAll("steps") List<Step> steps) throws IOException {
    Path directory = Files.createTempDirectory("random-transactions");
    try {
      NewLake made =
          NewLake.at(directory.resolve("data") + "/")
              .withVersion(setting.version())
              .withEncryption(setting.encryption());
      LakehouseConfig address = LakehouseConfig.of(setting.kind().address(directory));
      try (LakehouseSession lake = Lakes.create(address, made)) {
        Lakes.setOption(lake, "data_inlining_row_limit", Integer.toString(setting.inlining()));
        ModelLake model = new ModelLake();
        model.remember(lake.currentSnapshot().id().value());
        for (Step step : steps) {
          model = done(lake, model, step, directory);
        }
        ModelCheck.check(lake, model);
      }
    } finally {
      try (Stream<Path> all = Files.walk(directory)) {
        for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(each);
        }
      }
    }
  }

  private static ModelLake done(
      LakehouseSession lake, ModelLake before, Step step, Path directory) {
    if (step instanceof Inline inline) {
      Lakes.setOption(lake, "data_inlining_row_limit", Integer.toString(inline.limit()));
      return before;
    }
    Transact transact = (Transact) step;
    List<Path> files = NewLakes.files(directory);
    ModelLake after = before.copy();
    try (Transaction tx = Transaction.begin(lake)) {
      Work work = new Work(lake, tx, after);
      transact.actions().forEach(action -> action.run(work));
      if (transact.commits()) {
        CommitResult result = tx.commit();
        after.remember(result.snapshot().value());
        assertThat(lake.currentSnapshot().id()).isEqualTo(result.snapshot());
        return after;
      }
    }
    assertThat(NewLakes.files(directory)).isEqualTo(files);
    return before;
  }

  @Provide
  Arbitrary<Setting> settings() {
    return Combinators.combine(
            Arbitraries.frequency(
                Tuple.of(3, Kind.DUCKDB),
                Tuple.of(3, Kind.SQLITE),
                Tuple.of(1, Kind.POSTGRES),
                Tuple.of(1, Kind.MARIADB)),
            Arbitraries.frequency(
                Tuple.of(3, FormatVersion.V1_0), Tuple.of(1, FormatVersion.V1_1_DEV)),
            Arbitraries.frequency(Tuple.of(4, Encryption.NONE), Tuple.of(1, Encryption.ENCRYPTED)),
            Arbitraries.of(0, 3, 10, 1000))
        .as(Setting::new);
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    Arbitrary<Step> transact =
        Combinators.combine(
                actions().list().ofMinSize(1).ofMaxSize(3),
                Arbitraries.frequency(Tuple.of(12, true), Tuple.of(1, false)))
            .as(Transact::new);
    Arbitrary<Step> inline = Arbitraries.of(0, 3, 10, 1000).map(Inline::new);
    Arbitrary<Step> first =
        Combinators.combine(create(), append()).as((a, b) -> new Transact(List.of(a, b), true));
    return Combinators.combine(
            first,
            Arbitraries.frequencyOf(Tuple.of(15, transact), Tuple.of(1, inline))
                .list()
                .ofMaxSize(14))
        .as(
            (begin, others) -> {
              List<Step> all = new ArrayList<>(List.of(begin));
              all.addAll(others);
              return all;
            });
  }

  private static Arbitrary<Integer> choice(int most) {
    return Arbitraries.integers().between(0, most);
  }

  private static Arbitrary<Where> where() {
    return Combinators.combine(choice(5), choice(150)).as(Where::new);
  }

  private static Arbitrary<ModelAction> create() {
    return Combinators.combine(choice(40), choice(4)).as(ModelTableAction.Create::new);
  }

  private static Arbitrary<ModelAction> append() {
    Arbitrary<Integer> count = Arbitraries.of(0, 1, 3, 11, 130);
    return Combinators.combine(choice(2), count, choice(1000), choice(6))
        .as(ModelRowAction.Append::new);
  }

  @Provide
  Arbitrary<ModelAction> actions() {
    Arbitrary<Integer> table = choice(2);
    Arbitrary<Integer> column = choice(7);
    Arbitrary<Integer> value = choice(1000);
    Arbitrary<Integer> few = Arbitraries.of(0, 1, 4, 60);
    Arbitrary<ModelAction> delete =
        Combinators.combine(table, where()).as(ModelRowAction.Delete::new);
    Arbitrary<ModelAction> update =
        Combinators.combine(table, column, where(), value).as(ModelRowAction.Update::new);
    Arbitrary<ModelAction> merge =
        Combinators.combine(table, choice(6), few, few, value, choice(6))
            .as(ModelRowAction.Merge::new);
    Arbitrary<ModelAction> overwrite =
        Combinators.combine(table, where().injectNull(0.3), few, value)
            .as(ModelRowAction.Overwrite::new);
    Arbitrary<ModelAction> addColumn =
        Combinators.combine(table, choice(7), value).as(ModelTableAction.AddColumn::new);
    Arbitrary<ModelAction> dropColumn =
        Combinators.combine(table, column).as(ModelTableAction.DropColumn::new);
    Arbitrary<ModelAction> renameColumn =
        Combinators.combine(table, column).as(ModelTableAction.RenameColumn::new);
    Arbitrary<ModelAction> promote =
        Combinators.combine(table, column).as(ModelTableAction.Promote::new);
    Arbitrary<ModelAction> partition =
        Combinators.combine(table, choice(4)).as(ModelTableAction.Partition::new);
    Arbitrary<ModelAction> sort = Combinators.combine(table, column).as(ModelTableAction.Sort::new);
    Arbitrary<ModelAction> comment =
        Combinators.combine(table, value).as(ModelTableAction.Comment::new);
    return Arbitraries.frequencyOf(
        Tuple.of(6, append()),
        Tuple.of(5, delete),
        Tuple.of(5, update),
        Tuple.of(4, merge),
        Tuple.of(2, overwrite),
        Tuple.of(1, create()),
        Tuple.of(1, table.map(ModelTableAction.Drop::new)),
        Tuple.of(1, table.map(ModelTableAction.Rename::new)),
        Tuple.of(2, addColumn),
        Tuple.of(1, dropColumn),
        Tuple.of(1, renameColumn),
        Tuple.of(1, promote),
        Tuple.of(1, partition),
        Tuple.of(1, sort),
        Tuple.of(1, comment));
  }
}
