package io.quacklake.py;

import com.fasterxml.jackson.core.JsonGenerator;
import io.quacklake.scan.ScanPlan;
import io.quacklake.scan.ScanReport;
import io.quacklake.scan.ScanTask.DataFileTask;
import io.quacklake.scan.ScanTask.LocatedDelete;
import io.quacklake.scan.TableScan;
import io.quacklake.scan.VariantForm;
import io.quacklake.scan.VirtualColumn;
import java.io.IOException;
import java.util.Locale;

/** A scan as Python holds it. */
public final class PyScan {
  private final TableScan scan;
  private final Lease lease;

  PyScan(TableScan scan, Lease lease) {
    this.scan = scan;
    this.lease = lease;
  }

  private PyScan with(TableScan refined) {
    return new PyScan(refined, lease);
  }

  /** Only these columns, in this order. */
  public PyScan select(String[] columns) {
    return with(scan.select(columns));
  }

  /** Only rows for which the filter is true. */
  public PyScan where(String filter) {
    return with(scan.where(filter));
  }

  /** The table as it was at that snapshot. */
  public PyScan asOf(long snapshot) {
    return with(scan.asOf(snapshot));
  }

  /** The table as it was at that time. */
  public PyScan asOfTime(String time) {
    return with(scan.asOf(Times.parse(time)));
  }

  /** At most this many rows. */
  public PyScan limit(long rows) {
    return with(scan.limit(rows));
  }

  /** The column {@code rowid} too. */
  public PyScan withRowId() {
    return with(scan.withVirtualColumns(VirtualColumn.ROW_ID));
  }

  /** Most rows of a batch. */
  public PyScan withBatchSize(int rows) {
    return with(scan.withBatchSize(rows));
  }

  /** Threads that decode. */
  public PyScan withThreads(int count) {
    return with(scan.withThreads(count));
  }

  /** Variants as {@code binary} or as {@code json}. */
  public PyScan withVariantAs(String form) {
    for (VariantForm each : VariantForm.values()) {
      if (each.name().toLowerCase(Locale.ROOT).equals(form)) {
        return with(scan.withVariantAs(each));
      }
    }
    throw new IllegalArgumentException("variant is \"binary\" or \"json\", not \"" + form + "\"");
  }

  /** Fills the {@code ArrowSchema} at that address with the schema of the rows. */
  public void exportSchema(long address) {
    lease.check();
    Exports.schema(scan.schema(), address);
  }

  /** How many rows there are. */
  public long count() {
    lease.check();
    return scan.count();
  }

  /** Reads the rows. */
  public PyStream open() {
    Runnable release = lease.take();
    try {
      return new PyStream(scan.open(), release);
    } catch (RuntimeException | Error e) {
      release.run();
      throw e;
    }
  }

  /** What would be read, as a JSON object. */
  public String plan() {
    lease.check();
    ScanPlan plan = scan.plan();
    return Json.text(json -> write(plan, json));
  }

  @Override
  public String toString() {
    return scan.toString();
  }

  private static void write(ScanPlan plan, JsonGenerator json) throws IOException {
    ScanReport report = plan.report();
    json.writeStartObject();
    json.writeNumberField("snapshot", plan.snapshot().id().value());
    json.writeNumberField("rows", report.records());
    json.writeNumberField("bytes", report.bytes());
    json.writeNumberField("inlined_rows", report.inlinedRows());
    json.writeNumberField("delete_files", report.deleteFiles());
    json.writeObjectFieldStart("pruned");
    json.writeNumberField("partition", report.prunedByPartition());
    json.writeNumberField("statistics", report.prunedByStatistics());
    json.writeEndObject();
    json.writeArrayFieldStart("files");
    for (DataFileTask task : plan.files()) {
      json.writeStartObject();
      json.writeStringField("path", task.location());
      json.writeNumberField("row_count", task.recordCount());
      json.writeNumberField("file_size_bytes", task.file().sizeBytes());
      json.writeArrayFieldStart("delete_files");
      for (LocatedDelete delete : task.deletes()) {
        json.writeString(delete.location());
      }
      json.writeEndArray();
      json.writeNumberField("inlined_deletes", task.inlinedDeletes().size());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }
}
