package io.quacklake.scan.internal.read;

import io.quacklake.format.internal.bind.BoundPredicate;
import io.quacklake.format.internal.bind.BoundReference;
import io.quacklake.format.internal.prune.StatsPruner;
import io.quacklake.format.internal.prune.StatsSource;
import io.quacklake.format.internal.prune.ValueRange;
import io.quacklake.format.predicate.Predicate.Operator;
import io.quacklake.format.type.Field;
import io.quacklake.scan.internal.columns.ColumnSource;
import io.quacklake.scan.internal.columns.FileRanges;
import io.quacklake.scan.internal.columns.SourceField;
import io.quacklake.scan.internal.filter.LookUps;
import io.quacklake.scan.internal.filter.VectorFilter;
import io.quacklake.scan.internal.parquet.BloomFilter;
import io.quacklake.scan.internal.parquet.LeafStats;
import io.quacklake.scan.internal.parquet.PageIndex;
import io.quacklake.scan.internal.parquet.RowGroup;
import io.quacklake.scan.internal.parquet.schema.ParquetField;
import io.quacklake.scan.internal.plan.BoundScan;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Which rows of a row group could match: by its statistics first, then by those of its pages. */
final class RowGroupPruner {
  private final @Nullable BoundPredicate filter;
  private final Map<Field, BoundReference> references = new HashMap<>();

  RowGroupPruner(BoundScan scan) {
    this.filter = scan.filter();
    if (filter != null) {
      filter.references().forEach(reference -> references.put(reference.leaf(), reference));
    }
  }

  RowRanges mayMatch(OpenedFile file, RowGroup group) {
    if (filter == null) {
      return RowRanges.all(group.rowCount());
    }
    StatsSource ofGroup = leaf -> range(file, leaf, group::stats);
    if (!StatsPruner.mightMatch(filter, ofGroup)) {
      return RowRanges.NONE;
    }
    RowRanges rows = new Pages(file, group, ofGroup).rows(filter);
    boolean ruledOut = !rows.isEmpty() && ruledOut(filter, file, group);
    return ruledOut ? RowRanges.NONE : rows;
  }

  /** Whether Bloom filters tell that no row has the values that are looked up. */
  private boolean ruledOut(BoundPredicate part, OpenedFile file, RowGroup group) {
    if (part instanceof BoundPredicate.And and) {
      return and.parts().stream().anyMatch(each -> ruledOut(each, file, group));
    }
    if (part instanceof BoundPredicate.Or or) {
      return or.parts().stream().allMatch(each -> ruledOut(each, file, group));
    }
    if (part instanceof BoundPredicate.Compare compare && compare.operator() == Operator.EQ) {
      return ruledOut(compare.reference(), List.of(compare.value()), file, group);
    }
    return part instanceof BoundPredicate.In in
        && LookUps.looksUp(in)
        && ruledOut(in.reference(), in.values(), file, group);
  }

  private boolean ruledOut(
      BoundReference reference, Collection<Object> values, OpenedFile file, RowGroup group) {
    ColumnSource source = source(file, reference.leaf());
    SourceField field = source instanceof ColumnSource.FromSource ? leafOf(source) : null;
    if (field == null || field.file() == null || !field.type().equals(reference.type())) {
      return false; // its values are not those that are asked for
    }
    BloomFilter filter = group.bloomFilter(field.file());
    return filter != null && values.stream().noneMatch(filter::mightContain);
  }

  private ValueRange range(
      OpenedFile file, Field leaf, Function<ParquetField, @Nullable LeafStats> stats) {
    ColumnSource source = source(file, leaf);
    if (source instanceof ColumnSource.Constant constant) {
      return FileRanges.ofConstant(leaf, constant.value());
    }
    SourceField field = leafOf(source);
    if (field == null || field.file() == null) {
      return ValueRange.UNKNOWN;
    }
    return FileRanges.of(leaf.type(), field.type(), stats.apply(field.file()));
  }

  private ColumnSource source(OpenedFile file, Field leaf) {
    BoundReference reference = references.get(leaf);
    if (reference == null) {
      throw new IllegalStateException("The filter has no field " + leaf.name());
    }
    return file.resolve(VectorFilter.column(reference));
  }

  /** The leaf itself; null where it lies in a struct that does not have it. */
  private static @Nullable SourceField leafOf(ColumnSource source) {
    SourceField field = ((ColumnSource.FromSource) source).source();
    Field target = source.target();
    while (target.type() instanceof io.quacklake.format.type.StructType struct) {
      if (field.children().size() != 1) {
        return null;
      }
      field = field.children().get(0);
      target = struct.fields().get(0);
    }
    return field.children().isEmpty() ? field : null;
  }

  /**
   * Pages of different columns begin at different rows, so each leaf of the filter is asked by
   * itself.
   */
  private final class Pages {
    private final OpenedFile file;
    private final RowGroup group;
    private final StatsSource ofGroup;
    private final Map<ParquetField, PageIndex> indexes = new HashMap<>();

    Pages(OpenedFile file, RowGroup group, StatsSource ofGroup) {
      this.file = file;
      this.group = group;
      this.ofGroup = ofGroup;
    }

    RowRanges rows(BoundPredicate part) {
      if (part instanceof BoundPredicate.And and) {
        RowRanges rows = RowRanges.all(group.rowCount());
        for (BoundPredicate each : and.parts()) {
          rows = rows.and(rows(each));
        }
        return rows;
      }
      if (part instanceof BoundPredicate.Or or) {
        RowRanges rows = RowRanges.NONE;
        for (BoundPredicate each : or.parts()) {
          rows = rows.or(rows(each));
        }
        return rows;
      }
      if (!StatsPruner.mightMatch(part, ofGroup)) {
        return RowRanges.NONE;
      }
      PageIndex index = index(part);
      if (index == null) {
        return RowRanges.all(group.rowCount());
      }
      List<RowRanges.Range> ranges = new ArrayList<>();
      for (PageIndex.Page page : index.pages()) {
        if (StatsPruner.mightMatch(part, leaf -> range(file, leaf, any -> page.stats()))) {
          ranges.add(new RowRanges.Range(page.firstRow(), page.firstRow() + page.rowCount()));
        }
      }
      return RowRanges.of(ranges);
    }

    private @Nullable PageIndex index(BoundPredicate part) {
      if (part.references().size() != 1) {
        return null;
      }
      ColumnSource source = source(file, part.references().iterator().next().leaf());
      SourceField field = source instanceof ColumnSource.FromSource ? leafOf(source) : null;
      ParquetField leaf = field == null ? null : field.file();
      return leaf == null ? null : indexes.computeIfAbsent(leaf, group::pageIndex);
    }
  }
}
