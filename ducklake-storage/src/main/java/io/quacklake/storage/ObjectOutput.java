package io.quacklake.storage;

import java.io.OutputStream;

/**
 * A new object on its way: visible as a whole once it is closed, never before, and not at all if it
 * is aborted instead. Used by one thread at a time.
 */
public abstract class ObjectOutput extends OutputStream {
  /** Gives the object up. Does nothing after a successful close; never throws. */
  public abstract void abort();
}
