package io.quacklake.transact;

import io.quacklake.scan.LakehouseConfig;
import io.quacklake.scan.LakehouseSession;
import io.quacklake.transact.FaultyDatabase.Moment;
import io.quacklake.transact.NewLakes.Kind;
import io.quacklake.transact.faulty.Faults;
import io.quacklake.transact.faulty.Faults.Fault;
import io.quacklake.transact.faulty.FaultyStores;
import java.nio.file.Path;

/**
 * A process that commits once, and ends at a call of the store or at a statement of its commit:
 * {@code KILLED-WHERE NUMBER KIND DIRECTORY}.
 */
final class KilledWriter {
  /** Where it ends. */
  enum Place {
    AT_THE_STORE,
    BEFORE_A_STATEMENT,
    AFTER_A_STATEMENT
  }

  private KilledWriter() {}

  public static void main(String[] arguments) {
    Place place = Place.valueOf(arguments[0]);
    int call = Integer.parseInt(arguments[1]);
    Kind kind = Kind.valueOf(arguments[2]);
    Path directory = Path.of(arguments[3]);
    LakehouseConfig config = LakehouseConfig.of(kind.address(directory));
    if (place == Place.AT_THE_STORE) {
      LakehouseConfig faulty =
          config.withDataPath(FaultyStores.location(directory.resolve("data") + "/"));
      try (LakehouseSession lake = LakehouseSession.open(faulty)) {
        Faults.set(Fault.HALT, call);
        InterruptedCommitsTest.change(lake, () -> {});
      }
      return;
    }
    Moment moment = place == Place.BEFORE_A_STATEMENT ? Moment.HALT_BEFORE : Moment.HALT_AFTER;
    FaultyDatabase database = new FaultyDatabase(kind.jdbcUrl(directory), moment, call);
    try (LakehouseSession lake = LakehouseSession.open(config, database)) {
      InterruptedCommitsTest.change(lake, database::arm);
    }
  }
}
