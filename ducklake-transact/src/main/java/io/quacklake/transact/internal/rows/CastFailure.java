package io.quacklake.transact.internal.rows;

/** A value that its column cannot hold; on its way up it learns the column and the row. */
final class CastFailure extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int index;
  private final String reason;

  /**
   * @param index of the value in its vector, -1 where that is not known yet
   * @param reason what is wrong with the value, the value included
   */
  CastFailure(int index, String reason) {
    super(reason, null, false, false);
    this.index = index;
    this.reason = reason;
  }

  static CastFailure of(String reason) {
    return new CastFailure(-1, reason);
  }

  int index() {
    return index;
  }

  CastFailure at(int place) {
    return new CastFailure(place, reason);
  }

  String reason() {
    return reason;
  }
}
