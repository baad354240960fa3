package io.quacklake.format.partition;

/** How a partition key is made from a column. {@code toString} is the catalog's spelling. */
public sealed interface Transform {
  /** The value itself. */
  record Identity() implements Transform {
    @Override
    public String toString() {
      return "identity";
    }
  }

  /** {@code (murmur3_32(value) & 0x7fffffff) % buckets}. */
  record Bucket(int buckets) implements Transform {
    public Bucket {
      if (buckets < 1) {
        throw new IllegalArgumentException("bucket needs at least 1 bucket, got " + buckets);
      }
    }

    @Override
    public String toString() {
      return "bucket(" + buckets + ")";
    }
  }

  /**
   * A field of the calendar: 2024, 3, day of the month, hour of the day. Not monotonic but for the
   * year.
   */
  record Calendar(Unit unit) implements Transform {
    @Override
    public String toString() {
      return unit.text();
    }
  }

  /** Whole units since 1970-01-01 00:00 UTC, rounded down (specification 1.1). */
  record Epoch(Unit unit) implements Transform {
    @Override
    public String toString() {
      return "epoch_" + unit.text();
    }
  }

  /** A transform that this version does not know; its values are never used. */
  record Unknown(String text) implements Transform {
    @Override
    public String toString() {
      return text;
    }
  }

  /** Units of calendar and epoch transforms. */
  enum Unit {
    YEAR,
    MONTH,
    DAY,
    HOUR;

    String text() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /**
   * Reads the catalog's spelling; never fails, since a transform that is not known is only not
   * used.
   */
  static Transform parse(String text) {
    String name = text.trim().toLowerCase(java.util.Locale.ROOT);
    if (name.equals("identity")) {
      return new Identity();
    }
    for (Unit unit : Unit.values()) {
      if (name.equals(unit.text())) {
        return new Calendar(unit);
      }
      if (name.equals("epoch_" + unit.text())) {
        return new Epoch(unit);
      }
    }
    if (name.matches("bucket\\(\\s*[1-9][0-9]{0,8}\\s*\\)")) {
      return new Bucket(
          Integer.parseInt(name.substring("bucket(".length(), name.length() - 1).trim()));
    }
    return new Unknown(text);
  }
}
