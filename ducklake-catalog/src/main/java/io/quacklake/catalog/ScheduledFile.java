package io.quacklake.catalog;

import io.quacklake.format.LakePath;
import java.time.Instant;

/**
 * A file that no snapshot needs any more and that may be removed some time later, when nobody reads
 * it any more either.
 *
 * @param id the id that it had as a data file or delete file
 * @param path below the lake's data path, or absolute
 * @param since when it was scheduled
 */
public record ScheduledFile(long id, LakePath path, Instant since) {}
