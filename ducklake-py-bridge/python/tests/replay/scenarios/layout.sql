-- Partitions, sort orders, Parquet options.

-- scenario: partition keys change while rows come
CREATE TABLE lake.t (id INTEGER, k VARCHAR, ts TIMESTAMP);
INSERT INTO lake.t SELECT i, ['a', 'b', NULL][1 + i % 3], TIMESTAMP '2023-12-31 22:00:00' + INTERVAL (i) HOUR FROM range(20) r(i);
ALTER TABLE lake.t SET PARTITIONED BY (k);
INSERT INTO lake.t SELECT i, ['a/b', 'c=d', NULL, '%20', '日本'][1 + i % 5], TIMESTAMP '2024-02-28 22:00:00' + INTERVAL (i) HOUR FROM range(20, 50) r(i);
ALTER TABLE lake.t SET PARTITIONED BY (year(ts), month(ts), day(ts), hour(ts));
INSERT INTO lake.t SELECT i, 'x', TIMESTAMP '2024-02-28 22:00:00' + INTERVAL (i) HOUR FROM range(50, 70) r(i);
ALTER TABLE lake.t SET PARTITIONED BY (bucket(4, k), k);
INSERT INTO lake.t SELECT i, 'k' || i % 6, NULL FROM range(70, 95) r(i);
ALTER TABLE lake.t RESET PARTITIONED BY;
INSERT INTO lake.t SELECT i, 'none', NULL FROM range(95, 120) r(i);
ALTER TABLE lake.t RENAME COLUMN k TO kk;
DELETE FROM lake.t WHERE id % 9 = 0;
INSERT INTO lake.t VALUES (500, 'inlined', NULL);
CALL ducklake_flush_inlined_data('lake');

-- scenario: an inlined table is partitioned and flushed
CREATE TABLE lake.t (id INTEGER, d DATE);
ALTER TABLE lake.t SET PARTITIONED BY (month(d));
INSERT INTO lake.t VALUES (1, '2024-01-01'), (2, '2024-02-01'), (3, NULL);
UPDATE lake.t SET d = '2024-03-03' WHERE id = 1;
DELETE FROM lake.t WHERE id = 3;
CALL ducklake_flush_inlined_data('lake');
INSERT INTO lake.t VALUES (4, 'infinity');
CALL ducklake_flush_inlined_data('lake');

-- scenario: sorted tables
CREATE TABLE lake.t (id INTEGER, k VARCHAR);
ALTER TABLE lake.t SET SORTED BY (k DESC, id);
INSERT INTO lake.t SELECT i, 'k' || i % 7 FROM range(50) r(i);
INSERT INTO lake.t SELECT i, NULL FROM range(3) r(i);
DELETE FROM lake.t WHERE id % 6 = 2;
ALTER TABLE lake.t SET SORTED BY (length(k));
INSERT INTO lake.t SELECT i, repeat('x', (i % 5)::INTEGER) FROM range(50, 80) r(i);
CALL ducklake_flush_inlined_data('lake');
CALL ducklake_merge_adjacent_files('lake');
ALTER TABLE lake.t RESET SORTED BY;
CALL ducklake_rewrite_data_files('lake', delete_threshold => 0);

-- scenario: small files by size, in one insert
CALL lake.set_option('data_inlining_row_limit', 0);
CALL lake.set_option('target_file_size', '10KB');
CALL lake.set_option('parquet_row_group_size', 2048);
CREATE TABLE lake.t (id INTEGER, v VARCHAR);
INSERT INTO lake.t SELECT i, md5(i::VARCHAR) FROM range(20000) r(i);
DELETE FROM lake.t WHERE id BETWEEN 1000 AND 9000;
CALL ducklake_rewrite_data_files('lake', delete_threshold => 0.1);
CALL ducklake_merge_adjacent_files('lake');

-- scenario: paths without partition directories, one file a thread
CALL lake.set_option('data_inlining_row_limit', 0);
CALL lake.set_option('hive_file_pattern', false);
CALL lake.set_option('per_thread_output', true);
CREATE TABLE lake.t (id INTEGER, p VARCHAR);
ALTER TABLE lake.t SET PARTITIONED BY (p);
INSERT INTO lake.t SELECT i, 'p' || i % 3 FROM range(30) r(i);
DELETE FROM lake.t WHERE p = 'p1';
INSERT INTO lake.t SELECT i, 'p' || i % 3 FROM range(30, 60) r(i);

-- scenario: uncompressed pages of version 1
-- catalogs: sqlite
CALL lake.set_option('data_inlining_row_limit', 0);
CALL lake.set_option('parquet_compression', 'uncompressed');
CALL lake.set_option('parquet_version', 1);
CALL lake.set_option('parquet_row_group_size', 2048);
CREATE TABLE lake.t (id INTEGER, v VARCHAR, d DOUBLE, b BOOLEAN, n DECIMAL(30,5), ts TIMESTAMP, l VARCHAR[], s STRUCT(a BIGINT, b VARCHAR), u UUID, bl BLOB);
INSERT INTO lake.t SELECT i, CASE WHEN i % 7 = 0 THEN NULL ELSE 'v' || i % 50 END, i / 3, i % 3 = 0, i * 1.00001, TIMESTAMP '2024-01-01' + INTERVAL (i * 37) SECOND, CASE WHEN i % 4 = 0 THEN NULL ELSE ['a' || i, NULL][1 : (i % 3)::INTEGER] END, CASE WHEN i % 5 = 0 THEN NULL ELSE {'a': i * i, 'b': md5(i::VARCHAR)} END, md5(i::VARCHAR)::UUID, encode('x' || i) FROM range(5000) r(i);
DELETE FROM lake.t WHERE id % 11 = 3;

-- scenario: uncompressed pages of version 2
-- catalogs: sqlite
CALL lake.set_option('data_inlining_row_limit', 0);
CALL lake.set_option('parquet_compression', 'uncompressed');
CALL lake.set_option('parquet_version', 2);
CALL lake.set_option('parquet_row_group_size', 2048);
CREATE TABLE lake.t (id INTEGER, v VARCHAR, d DOUBLE, b BOOLEAN, n DECIMAL(30,5), ts TIMESTAMP, l VARCHAR[], s STRUCT(a BIGINT, b VARCHAR), u UUID, bl BLOB);
INSERT INTO lake.t SELECT i, CASE WHEN i % 7 = 0 THEN NULL ELSE 'v' || i % 50 END, i / 3, i % 3 = 0, i * 1.00001, TIMESTAMP '2024-01-01' + INTERVAL (i * 37) SECOND, CASE WHEN i % 4 = 0 THEN NULL ELSE ['a' || i, NULL][1 : (i % 3)::INTEGER] END, CASE WHEN i % 5 = 0 THEN NULL ELSE {'a': i * i, 'b': md5(i::VARCHAR)} END, md5(i::VARCHAR)::UUID, encode('x' || i) FROM range(5000) r(i);
DELETE FROM lake.t WHERE id % 11 = 3;

-- scenario: snappy pages of version 1
-- catalogs: sqlite
CALL lake.set_option('data_inlining_row_limit', 0);
CALL lake.set_option('parquet_compression', 'snappy');
CALL lake.set_option('parquet_version', 1);
CALL lake.set_option('parquet_row_group_size', 2048);
CREATE TABLE lake.t (id INTEGER, v VARCHAR, d DOUBLE, b BOOLEAN, n DECIMAL(30,5), ts TIMESTAMP, l VARCHAR[], s STRUCT(a BIGINT, b VARCHAR), u UUID, bl BLOB);
INSERT INTO lake.t SELECT i, CASE WHEN i % 7 = 0 THEN NULL ELSE 'v' || i % 50 END, i / 3, i % 3 = 0, i * 1.00001, TIMESTAMP '2024-01-01' + INTERVAL (i * 37) SECOND, CASE WHEN i % 4 = 0 THEN NULL ELSE ['a' || i, NULL][1 : (i % 3)::INTEGER] END, CASE WHEN i % 5 = 0 THEN NULL ELSE {'a': i * i, 'b': md5(i::VARCHAR)} END, md5(i::VARCHAR)::UUID, encode('x' || i) FROM range(5000) r(i);
DELETE FROM lake.t WHERE id % 11 = 3;

-- scenario: snappy pages of version 2
-- catalogs: sqlite
CALL lake.set_option('data_inlining_row_limit', 0);
CALL lake.set_option('parquet_compression', 'snappy');
CALL lake.set_option('parquet_version', 2);
CALL lake.set_option('parquet_row_group_size', 2048);
CREATE TABLE lake.t (id INTEGER, v VARCHAR, d DOUBLE, b BOOLEAN, n DECIMAL(30,5), ts TIMESTAMP, l VARCHAR[], s STRUCT(a BIGINT, b VARCHAR), u UUID, bl BLOB);
INSERT INTO lake.t SELECT i, CASE WHEN i % 7 = 0 THEN NULL ELSE 'v' || i % 50 END, i / 3, i % 3 = 0, i * 1.00001, TIMESTAMP '2024-01-01' + INTERVAL (i * 37) SECOND, CASE WHEN i % 4 = 0 THEN NULL ELSE ['a' || i, NULL][1 : (i % 3)::INTEGER] END, CASE WHEN i % 5 = 0 THEN NULL ELSE {'a': i * i, 'b': md5(i::VARCHAR)} END, md5(i::VARCHAR)::UUID, encode('x' || i) FROM range(5000) r(i);
DELETE FROM lake.t WHERE id % 11 = 3;

-- scenario: gzip pages of version 1
-- catalogs: sqlite
CALL lake.set_option('data_inlining_row_limit', 0);
CALL lake.set_option('parquet_compression', 'gzip');
CALL lake.set_option('parquet_version', 1);
CALL lake.set_option('parquet_row_group_size', 2048);
CREATE TABLE lake.t (id INTEGER, v VARCHAR, d DOUBLE, b BOOLEAN, n DECIMAL(30,5), ts TIMESTAMP, l VARCHAR[], s STRUCT(a BIGINT, b VARCHAR), u UUID, bl BLOB);
INSERT INTO lake.t SELECT i, CASE WHEN i % 7 = 0 THEN NULL ELSE 'v' || i % 50 END, i / 3, i % 3 = 0, i * 1.00001, TIMESTAMP '2024-01-01' + INTERVAL (i * 37) SECOND, CASE WHEN i % 4 = 0 THEN NULL ELSE ['a' || i, NULL][1 : (i % 3)::INTEGER] END, CASE WHEN i % 5 = 0 THEN NULL ELSE {'a': i * i, 'b': md5(i::VARCHAR)} END, md5(i::VARCHAR)::UUID, encode('x' || i) FROM range(5000) r(i);
DELETE FROM lake.t WHERE id % 11 = 3;

-- scenario: gzip pages of version 2
-- catalogs: sqlite
CALL lake.set_option('data_inlining_row_limit', 0);
CALL lake.set_option('parquet_compression', 'gzip');
CALL lake.set_option('parquet_version', 2);
CALL lake.set_option('parquet_row_group_size', 2048);
CREATE TABLE lake.t (id INTEGER, v VARCHAR, d DOUBLE, b BOOLEAN, n DECIMAL(30,5), ts TIMESTAMP, l VARCHAR[], s STRUCT(a BIGINT, b VARCHAR), u UUID, bl BLOB);
INSERT INTO lake.t SELECT i, CASE WHEN i % 7 = 0 THEN NULL ELSE 'v' || i % 50 END, i / 3, i % 3 = 0, i * 1.00001, TIMESTAMP '2024-01-01' + INTERVAL (i * 37) SECOND, CASE WHEN i % 4 = 0 THEN NULL ELSE ['a' || i, NULL][1 : (i % 3)::INTEGER] END, CASE WHEN i % 5 = 0 THEN NULL ELSE {'a': i * i, 'b': md5(i::VARCHAR)} END, md5(i::VARCHAR)::UUID, encode('x' || i) FROM range(5000) r(i);
DELETE FROM lake.t WHERE id % 11 = 3;

-- scenario: zstd pages of version 1
-- catalogs: sqlite
CALL lake.set_option('data_inlining_row_limit', 0);
CALL lake.set_option('parquet_compression', 'zstd');
CALL lake.set_option('parquet_version', 1);
CALL lake.set_option('parquet_row_group_size', 2048);
CREATE TABLE lake.t (id INTEGER, v VARCHAR, d DOUBLE, b BOOLEAN, n DECIMAL(30,5), ts TIMESTAMP, l VARCHAR[], s STRUCT(a BIGINT, b VARCHAR), u UUID, bl BLOB);
INSERT INTO lake.t SELECT i, CASE WHEN i % 7 = 0 THEN NULL ELSE 'v' || i % 50 END, i / 3, i % 3 = 0, i * 1.00001, TIMESTAMP '2024-01-01' + INTERVAL (i * 37) SECOND, CASE WHEN i % 4 = 0 THEN NULL ELSE ['a' || i, NULL][1 : (i % 3)::INTEGER] END, CASE WHEN i % 5 = 0 THEN NULL ELSE {'a': i * i, 'b': md5(i::VARCHAR)} END, md5(i::VARCHAR)::UUID, encode('x' || i) FROM range(5000) r(i);
DELETE FROM lake.t WHERE id % 11 = 3;

-- scenario: zstd pages of version 2
-- catalogs: sqlite
CALL lake.set_option('data_inlining_row_limit', 0);
CALL lake.set_option('parquet_compression', 'zstd');
CALL lake.set_option('parquet_version', 2);
CALL lake.set_option('parquet_row_group_size', 2048);
CREATE TABLE lake.t (id INTEGER, v VARCHAR, d DOUBLE, b BOOLEAN, n DECIMAL(30,5), ts TIMESTAMP, l VARCHAR[], s STRUCT(a BIGINT, b VARCHAR), u UUID, bl BLOB);
INSERT INTO lake.t SELECT i, CASE WHEN i % 7 = 0 THEN NULL ELSE 'v' || i % 50 END, i / 3, i % 3 = 0, i * 1.00001, TIMESTAMP '2024-01-01' + INTERVAL (i * 37) SECOND, CASE WHEN i % 4 = 0 THEN NULL ELSE ['a' || i, NULL][1 : (i % 3)::INTEGER] END, CASE WHEN i % 5 = 0 THEN NULL ELSE {'a': i * i, 'b': md5(i::VARCHAR)} END, md5(i::VARCHAR)::UUID, encode('x' || i) FROM range(5000) r(i);
DELETE FROM lake.t WHERE id % 11 = 3;

-- scenario: brotli pages of version 1
-- catalogs: sqlite
CALL lake.set_option('data_inlining_row_limit', 0);
CALL lake.set_option('parquet_compression', 'brotli');
CALL lake.set_option('parquet_version', 1);
CALL lake.set_option('parquet_row_group_size', 2048);
CREATE TABLE lake.t (id INTEGER, v VARCHAR, d DOUBLE, b BOOLEAN, n DECIMAL(30,5), ts TIMESTAMP, l VARCHAR[], s STRUCT(a BIGINT, b VARCHAR), u UUID, bl BLOB);
INSERT INTO lake.t SELECT i, CASE WHEN i % 7 = 0 THEN NULL ELSE 'v' || i % 50 END, i / 3, i % 3 = 0, i * 1.00001, TIMESTAMP '2024-01-01' + INTERVAL (i * 37) SECOND, CASE WHEN i % 4 = 0 THEN NULL ELSE ['a' || i, NULL][1 : (i % 3)::INTEGER] END, CASE WHEN i % 5 = 0 THEN NULL ELSE {'a': i * i, 'b': md5(i::VARCHAR)} END, md5(i::VARCHAR)::UUID, encode('x' || i) FROM range(5000) r(i);
DELETE FROM lake.t WHERE id % 11 = 3;

-- scenario: brotli pages of version 2
-- catalogs: sqlite
CALL lake.set_option('data_inlining_row_limit', 0);
CALL lake.set_option('parquet_compression', 'brotli');
CALL lake.set_option('parquet_version', 2);
CALL lake.set_option('parquet_row_group_size', 2048);
CREATE TABLE lake.t (id INTEGER, v VARCHAR, d DOUBLE, b BOOLEAN, n DECIMAL(30,5), ts TIMESTAMP, l VARCHAR[], s STRUCT(a BIGINT, b VARCHAR), u UUID, bl BLOB);
INSERT INTO lake.t SELECT i, CASE WHEN i % 7 = 0 THEN NULL ELSE 'v' || i % 50 END, i / 3, i % 3 = 0, i * 1.00001, TIMESTAMP '2024-01-01' + INTERVAL (i * 37) SECOND, CASE WHEN i % 4 = 0 THEN NULL ELSE ['a' || i, NULL][1 : (i % 3)::INTEGER] END, CASE WHEN i % 5 = 0 THEN NULL ELSE {'a': i * i, 'b': md5(i::VARCHAR)} END, md5(i::VARCHAR)::UUID, encode('x' || i) FROM range(5000) r(i);
DELETE FROM lake.t WHERE id % 11 = 3;

-- scenario: lz4 pages of version 1
-- catalogs: sqlite
CALL lake.set_option('data_inlining_row_limit', 0);
CALL lake.set_option('parquet_compression', 'lz4');
CALL lake.set_option('parquet_version', 1);
CALL lake.set_option('parquet_row_group_size', 2048);
CREATE TABLE lake.t (id INTEGER, v VARCHAR, d DOUBLE, b BOOLEAN, n DECIMAL(30,5), ts TIMESTAMP, l VARCHAR[], s STRUCT(a BIGINT, b VARCHAR), u UUID, bl BLOB);
INSERT INTO lake.t SELECT i, CASE WHEN i % 7 = 0 THEN NULL ELSE 'v' || i % 50 END, i / 3, i % 3 = 0, i * 1.00001, TIMESTAMP '2024-01-01' + INTERVAL (i * 37) SECOND, CASE WHEN i % 4 = 0 THEN NULL ELSE ['a' || i, NULL][1 : (i % 3)::INTEGER] END, CASE WHEN i % 5 = 0 THEN NULL ELSE {'a': i * i, 'b': md5(i::VARCHAR)} END, md5(i::VARCHAR)::UUID, encode('x' || i) FROM range(5000) r(i);
DELETE FROM lake.t WHERE id % 11 = 3;

-- scenario: lz4 pages of version 2
-- catalogs: sqlite
CALL lake.set_option('data_inlining_row_limit', 0);
CALL lake.set_option('parquet_compression', 'lz4');
CALL lake.set_option('parquet_version', 2);
CALL lake.set_option('parquet_row_group_size', 2048);
CREATE TABLE lake.t (id INTEGER, v VARCHAR, d DOUBLE, b BOOLEAN, n DECIMAL(30,5), ts TIMESTAMP, l VARCHAR[], s STRUCT(a BIGINT, b VARCHAR), u UUID, bl BLOB);
INSERT INTO lake.t SELECT i, CASE WHEN i % 7 = 0 THEN NULL ELSE 'v' || i % 50 END, i / 3, i % 3 = 0, i * 1.00001, TIMESTAMP '2024-01-01' + INTERVAL (i * 37) SECOND, CASE WHEN i % 4 = 0 THEN NULL ELSE ['a' || i, NULL][1 : (i % 3)::INTEGER] END, CASE WHEN i % 5 = 0 THEN NULL ELSE {'a': i * i, 'b': md5(i::VARCHAR)} END, md5(i::VARCHAR)::UUID, encode('x' || i) FROM range(5000) r(i);
DELETE FROM lake.t WHERE id % 11 = 3;

-- scenario: lz4_raw pages of version 1
-- catalogs: sqlite
CALL lake.set_option('data_inlining_row_limit', 0);
CALL lake.set_option('parquet_compression', 'lz4_raw');
CALL lake.set_option('parquet_version', 1);
CALL lake.set_option('parquet_row_group_size', 2048);
CREATE TABLE lake.t (id INTEGER, v VARCHAR, d DOUBLE, b BOOLEAN, n DECIMAL(30,5), ts TIMESTAMP, l VARCHAR[], s STRUCT(a BIGINT, b VARCHAR), u UUID, bl BLOB);
INSERT INTO lake.t SELECT i, CASE WHEN i % 7 = 0 THEN NULL ELSE 'v' || i % 50 END, i / 3, i % 3 = 0, i * 1.00001, TIMESTAMP '2024-01-01' + INTERVAL (i * 37) SECOND, CASE WHEN i % 4 = 0 THEN NULL ELSE ['a' || i, NULL][1 : (i % 3)::INTEGER] END, CASE WHEN i % 5 = 0 THEN NULL ELSE {'a': i * i, 'b': md5(i::VARCHAR)} END, md5(i::VARCHAR)::UUID, encode('x' || i) FROM range(5000) r(i);
DELETE FROM lake.t WHERE id % 11 = 3;

-- scenario: lz4_raw pages of version 2
-- catalogs: sqlite
CALL lake.set_option('data_inlining_row_limit', 0);
CALL lake.set_option('parquet_compression', 'lz4_raw');
CALL lake.set_option('parquet_version', 2);
CALL lake.set_option('parquet_row_group_size', 2048);
CREATE TABLE lake.t (id INTEGER, v VARCHAR, d DOUBLE, b BOOLEAN, n DECIMAL(30,5), ts TIMESTAMP, l VARCHAR[], s STRUCT(a BIGINT, b VARCHAR), u UUID, bl BLOB);
INSERT INTO lake.t SELECT i, CASE WHEN i % 7 = 0 THEN NULL ELSE 'v' || i % 50 END, i / 3, i % 3 = 0, i * 1.00001, TIMESTAMP '2024-01-01' + INTERVAL (i * 37) SECOND, CASE WHEN i % 4 = 0 THEN NULL ELSE ['a' || i, NULL][1 : (i % 3)::INTEGER] END, CASE WHEN i % 5 = 0 THEN NULL ELSE {'a': i * i, 'b': md5(i::VARCHAR)} END, md5(i::VARCHAR)::UUID, encode('x' || i) FROM range(5000) r(i);
DELETE FROM lake.t WHERE id % 11 = 3;
