package io.quacklake.transact.internal.rows;

import io.quacklake.format.internal.text.ValueCodec;
import io.quacklake.format.type.DataType;
import io.quacklake.format.type.PrimitiveType;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The functions of DuckDB that a default may be, and their values. Local times are those of the
 * machine's time zone, as DuckDB's are unless a session sets another.
 */
public enum DefaultFunction {
  NOW("now()", "current_timestamp", "get_current_timestamp()", "transaction_timestamp()"),
  LOCAL_TIMESTAMP("current_localtimestamp()", "localtimestamp"),
  TODAY("today()", "current_date"),
  RANDOM_UUID("uuid()", "gen_random_uuid()", "uuidv4()"),
  TIME_UUID("uuidv7()");

  @SuppressWarnings("ImmutableEnumChecker") // made by List.of
  private final List<String> spellings;

  DefaultFunction(String... spellings) {
    this.spellings = List.of(spellings);
  }

  /** The function that a text is a call of. */
  public static Optional<DefaultFunction> of(String text) {
    String call = text.strip().toLowerCase(Locale.ROOT).replaceFirst("^main\\.", "");
    return Arrays.stream(values()).filter(each -> each.spellings.contains(call)).findFirst();
  }

  /** Its values as a column has them; null if it has none of that type. */
  public @Nullable Supplier<Object> values(DataType type, Instant now) {
    if (!(type instanceof PrimitiveType column)) {
      return null;
    }
    return switch (this) {
      case NOW -> constant(moment(column, now));
      case LOCAL_TIMESTAMP -> constant(local(column, now, PrimitiveType.TIMESTAMP));
      case TODAY -> constant(local(column, now, PrimitiveType.DATE));
      case RANDOM_UUID -> uuids(column, UUID::randomUUID);
      case TIME_UUID -> uuids(column, Uuids::next);
    };
  }

  private static @Nullable Supplier<Object> constant(@Nullable Object value) {
    return value == null ? null : () -> value;
  }

  private static @Nullable Object moment(PrimitiveType column, Instant now) {
    return switch (column) {
      case TIMESTAMPTZ -> micros(now);
      case TIMESTAMPTZ_NS -> micros(now) * 1_000;
      case VARCHAR -> ValueCodec.print(PrimitiveType.TIMESTAMPTZ, micros(now));
      default -> local(column, now, PrimitiveType.TIMESTAMP);
    };
  }

  private static long micros(Instant instant) {
    return instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1_000;
  }

  private static @Nullable Object local(PrimitiveType column, Instant now, PrimitiveType as) {
    ZonedDateTime here = now.atZone(ZoneId.systemDefault());
    long days = here.toLocalDate().toEpochDay();
    long micros =
        as == PrimitiveType.DATE
            ? days * 86_400_000_000L
            : micros(here.toLocalDateTime().toInstant(ZoneOffset.UTC));
    return switch (column) {
      case DATE -> days;
      case TIMESTAMP -> micros;
      case TIMESTAMP_NS -> micros * 1_000;
      case TIMESTAMP_MS -> micros / 1_000;
      case TIMESTAMP_S -> micros / 1_000_000;
      case VARCHAR ->
          as == PrimitiveType.DATE ? ValueCodec.print(as, days) : ValueCodec.print(as, micros);
      default -> null;
    };
  }

  private static @Nullable Supplier<Object> uuids(PrimitiveType column, Supplier<UUID> next) {
    return switch (column) {
      case UUID -> next::get;
      case VARCHAR -> () -> next.get().toString();
      default -> null;
    };
  }
}
