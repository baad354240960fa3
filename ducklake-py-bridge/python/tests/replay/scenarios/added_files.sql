-- Parquet files that the lake did not write.

-- scenario: other order, missing and extra columns
CREATE TABLE lake.t (id BIGINT, v VARCHAR, w DOUBLE DEFAULT 0.5);
INSERT INTO lake.t VALUES (1, 'a', 1.5);
COPY (SELECT 'b' AS v, 2::BIGINT AS id, 2.5::DOUBLE AS w) TO '@EXT@/order.parquet';
COPY (SELECT 3::BIGINT AS id) TO '@EXT@/missing.parquet';
COPY (SELECT 4::BIGINT AS id, 'x' AS more, 'd' AS v, 4.5::DOUBLE AS w) TO '@EXT@/extra.parquet';
CALL ducklake_add_data_files('lake', 't', '@EXT@/order.parquet');
CALL ducklake_add_data_files('lake', 't', '@EXT@/missing.parquet', allow_missing => true);
CALL ducklake_add_data_files('lake', 't', '@EXT@/extra.parquet', ignore_extra_columns => true);
DELETE FROM lake.t WHERE id = 2;
ALTER TABLE lake.t RENAME COLUMN v TO vv;
ALTER TABLE lake.t ADD COLUMN more INTEGER DEFAULT 7;
UPDATE lake.t SET vv = 'u' WHERE id = 4;

-- scenario: names in another case, then columns change
CREATE TABLE lake.t ("Id" INTEGER, "Value" VARCHAR);
COPY (SELECT i::INTEGER AS ID, 'v' || i AS value FROM range(5) r(i)) TO '@EXT@/case.parquet';
CALL ducklake_add_data_files('lake', 't', '@EXT@/case.parquet');
ALTER TABLE lake.t DROP COLUMN "Value";
ALTER TABLE lake.t ADD COLUMN "value" INTEGER;
COPY (SELECT i::INTEGER AS "Id", i::INTEGER AS value FROM range(5, 9) r(i)) TO '@EXT@/case2.parquet';
CALL ducklake_add_data_files('lake', 't', '@EXT@/case2.parquet');

-- scenario: narrower types
CREATE TABLE lake.t (i BIGINT, u UINTEGER, f DOUBLE, n DECIMAL(18,4), ts TIMESTAMP, l BIGINT[], s STRUCT(a BIGINT, b DOUBLE));
COPY (SELECT 1::TINYINT AS i, 2::UTINYINT AS u, 0.5::FLOAT AS f, 1.25::DECIMAL(4,2) AS n, TIMESTAMP '2024-01-01 10:00:00' AS ts, [1::SMALLINT] AS l, {'a': 1::TINYINT, 'b': 0.25::FLOAT} AS s) TO '@EXT@/narrow.parquet';
CALL ducklake_add_data_files('lake', 't', '@EXT@/narrow.parquet');
COPY (SELECT 1::INTEGER AS i, 2::USMALLINT AS u, 3.5::DOUBLE AS f, 1.25::DECIMAL(10,4) AS n, TIMESTAMP '2024-01-01 10:00:00' AS ts, [NULL::INTEGER] AS l, {'b': 0.25::DOUBLE, 'a': 9::BIGINT} AS s) TO '@EXT@/less.parquet';
CALL ducklake_add_data_files('lake', 't', '@EXT@/less.parquet');

-- scenario: nested columns with missing and extra fields
CREATE TABLE lake.t (id INTEGER, s STRUCT(a INTEGER, b STRUCT(c VARCHAR, d INTEGER)), l STRUCT(x INTEGER, y VARCHAR)[], m MAP(VARCHAR, STRUCT(k INTEGER)));
COPY (SELECT 1::INTEGER AS id, {'b': {'d': 4::INTEGER, 'c': 'c'}, 'a': 1::INTEGER} AS s, [{'y': 'p', 'x': 2::INTEGER}, NULL] AS l, MAP {'k': {'k': 3::INTEGER}} AS m) TO '@EXT@/nested.parquet';
CALL ducklake_add_data_files('lake', 't', '@EXT@/nested.parquet');
COPY (SELECT 2::INTEGER AS id, {'b': {'c': 'only'}} AS s, [{'x': 2::INTEGER}] AS l, NULL::MAP(VARCHAR, STRUCT(k INTEGER)) AS m) TO '@EXT@/missing.parquet';
CALL ducklake_add_data_files('lake', 't', '@EXT@/missing.parquet', allow_missing => true);
COPY (SELECT 3::INTEGER AS id, {'a': 3::INTEGER, 'zz': 5, 'b': {'c': 'x', 'd': 6::INTEGER, 'e': 7}} AS s, [{'x': 3::INTEGER, 'y': 'q', 'z': 1}] AS l, MAP {'k': {'k': 3::INTEGER, 'j': 1}} AS m) TO '@EXT@/extra.parquet';
CALL ducklake_add_data_files('lake', 't', '@EXT@/extra.parquet', ignore_extra_columns => true);
ALTER TABLE lake.t ADD COLUMN s.e DATE;
ALTER TABLE lake.t RENAME COLUMN s.a TO aa;
ALTER TABLE lake.t DROP COLUMN l.element.x;
DELETE FROM lake.t WHERE id = 1;

-- scenario: hive partitions
CREATE TABLE lake.t (id INTEGER, region VARCHAR, day DATE, n INTEGER);
COPY (SELECT i::INTEGER AS id, ['eu', 'a b/c', NULL][1 + i % 3] AS region, DATE '2024-01-01' + (i % 2)::INTEGER AS day, i::INTEGER AS n FROM range(12) r(i)) TO '@EXT@/hive' (FORMAT parquet, PARTITION_BY (region, day));
CALL ducklake_add_data_files('lake', 't', '@EXT@/hive/*/*/*.parquet', hive_partitioning => true);
ALTER TABLE lake.t RENAME COLUMN region TO area;
ALTER TABLE lake.t ADD COLUMN region INTEGER DEFAULT 3;
DELETE FROM lake.t WHERE id = 4;
UPDATE lake.t SET n = -1 WHERE id = 5;

-- scenario: hive partitions of a partitioned table
CALL lake.set_option('data_inlining_row_limit', 0);
CREATE TABLE lake.t (id INTEGER, p INTEGER);
ALTER TABLE lake.t SET PARTITIONED BY (p);
INSERT INTO lake.t VALUES (1, 1), (2, 2);
COPY (SELECT i::INTEGER AS id, (i % 2)::INTEGER AS p FROM range(6) r(i)) TO '@EXT@/hive' (FORMAT parquet, PARTITION_BY (p));
CALL ducklake_add_data_files('lake', 't', '@EXT@/hive/*/*.parquet', hive_partitioning => true);
ALTER TABLE lake.t ALTER COLUMN p SET DATA TYPE BIGINT;
DELETE FROM lake.t WHERE p = 0;

-- scenario: one file twice, merged, rewritten
CREATE TABLE lake.t (id INTEGER, v VARCHAR);
COPY (SELECT i::INTEGER AS id, 'v' || i AS v FROM range(10) r(i)) TO '@EXT@/f.parquet';
CALL ducklake_add_data_files('lake', 't', '@EXT@/f.parquet');
CALL ducklake_add_data_files('lake', 't', '@EXT@/f.parquet');
DELETE FROM lake.t WHERE id = 3 AND rowid < 10;
CALL ducklake_merge_adjacent_files('lake');
CALL ducklake_rewrite_data_files('lake', delete_threshold => 0.01);
INSERT INTO lake.t VALUES (100, 'x');
CALL ducklake_merge_adjacent_files('lake');

-- scenario: merged with the lake's own files
CALL lake.set_option('data_inlining_row_limit', 0);
CREATE TABLE lake.t (id INTEGER, v VARCHAR, w INTEGER DEFAULT 5);
INSERT INTO lake.t VALUES (1, 'a', 1);
COPY (SELECT 'added' AS v, 2::INTEGER AS id) TO '@EXT@/f.parquet';
CALL ducklake_add_data_files('lake', 't', '@EXT@/f.parquet', allow_missing => true);
INSERT INTO lake.t VALUES (3, 'c', 3);
CALL ducklake_merge_adjacent_files('lake');
ALTER TABLE lake.t ALTER COLUMN w SET DATA TYPE BIGINT;
DELETE FROM lake.t WHERE id = 2;

-- scenario: several in one transaction with other changes
CREATE TABLE lake.t (id INTEGER, v VARCHAR);
COPY (SELECT i::INTEGER AS id, 'f' AS v FROM range(5) r(i)) TO '@EXT@/a.parquet';
COPY (SELECT i::INTEGER AS id, 'g' AS v FROM range(5, 10) r(i)) TO '@EXT@/b.parquet';
BEGIN;
INSERT INTO lake.t VALUES (100, 'inlined');
CALL ducklake_add_data_files('lake', 't', '@EXT@/a.parquet');
CALL ducklake_add_data_files('lake', 't', '@EXT@/b.parquet');
INSERT INTO lake.t SELECT i, 'own' FROM range(200, 230) r(i);
COMMIT;
DELETE FROM lake.t WHERE id IN (2, 7, 100, 203);

-- scenario: files with column defaults of dropped columns
CREATE TABLE lake.t (id INTEGER, a VARCHAR, b INTEGER DEFAULT 3);
ALTER TABLE lake.t DROP COLUMN a;
COPY (SELECT 1::INTEGER AS id, 'text' AS a) TO '@EXT@/f.parquet';
CALL ducklake_add_data_files('lake', 't', '@EXT@/f.parquet', allow_missing => true, ignore_extra_columns => true);
ALTER TABLE lake.t ADD COLUMN a DATE DEFAULT '2020-01-01';

-- scenario: a column added in the same transaction
CREATE TABLE lake.t (id INTEGER);
COPY (SELECT 1::INTEGER AS id, 'text' AS a) TO '@EXT@/f.parquet';
INSERT INTO lake.t VALUES (0);
BEGIN;
ALTER TABLE lake.t ADD COLUMN a VARCHAR DEFAULT 'd';
INSERT INTO lake.t VALUES (2, 'x');
INSERT INTO lake.t SELECT i, 'y' FROM range(20) r(i);
COMMIT;
CALL ducklake_add_data_files('lake', 't', '@EXT@/f.parquet');
