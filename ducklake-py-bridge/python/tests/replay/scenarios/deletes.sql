-- Deletes and updates on data files.

-- scenario: several delete files on one file
CALL lake.set_option('data_inlining_row_limit', 0);
CREATE TABLE lake.t (id INTEGER, v VARCHAR);
INSERT INTO lake.t SELECT i, 'v' || i FROM range(200) r(i);
DELETE FROM lake.t WHERE id % 10 = 0;
DELETE FROM lake.t WHERE id % 10 = 1;
DELETE FROM lake.t WHERE id % 10 = 2;
DELETE FROM lake.t WHERE id > 150;
DELETE FROM lake.t;

-- scenario: every row of one file of several
CALL lake.set_option('data_inlining_row_limit', 0);
CREATE TABLE lake.t (id INTEGER);
INSERT INTO lake.t SELECT i FROM range(20) r(i);
INSERT INTO lake.t SELECT i FROM range(20, 40) r(i);
DELETE FROM lake.t WHERE id < 10;
DELETE FROM lake.t WHERE id < 20;
INSERT INTO lake.t SELECT i FROM range(40, 60) r(i);
DELETE FROM lake.t WHERE id BETWEEN 35 AND 45;

-- scenario: updates of updates with row ids
CALL lake.set_option('data_inlining_row_limit', 0);
CREATE TABLE lake.t (id INTEGER, v INTEGER);
INSERT INTO lake.t SELECT i, 0 FROM range(20) r(i);
UPDATE lake.t SET v = v + 1 WHERE id < 10;
UPDATE lake.t SET v = v + 1 WHERE id < 5;
UPDATE lake.t SET v = v + 1;
DELETE FROM lake.t WHERE v = 3;
UPDATE lake.t SET id = id + 100 WHERE v = 2;

-- scenario: merge into
CALL lake.set_option('data_inlining_row_limit', 0);
CREATE TABLE lake.t (id INTEGER, v VARCHAR);
INSERT INTO lake.t SELECT i, 'a' FROM range(20) r(i);
MERGE INTO lake.t USING (SELECT i AS id FROM range(15, 25) r(i)) s ON t.id = s.id WHEN MATCHED THEN UPDATE SET v = 'm' WHEN NOT MATCHED THEN INSERT (id, v) VALUES (s.id, 'n');
MERGE INTO lake.t USING (SELECT i AS id FROM range(18, 30) r(i)) s ON t.id = s.id WHEN MATCHED AND t.v = 'm' THEN DELETE WHEN NOT MATCHED THEN INSERT (id, v) VALUES (s.id, 'y');
MERGE INTO lake.t USING (SELECT i AS id FROM range(3) r(i)) s ON t.id = s.id WHEN NOT MATCHED BY SOURCE THEN DELETE;

-- scenario: merge into with inlined rows
CREATE TABLE lake.t (id INTEGER, v VARCHAR DEFAULT 'dd');
INSERT INTO lake.t SELECT i, 'a' FROM range(5) r(i);
INSERT INTO lake.t SELECT i, 'a' FROM range(5, 25) r(i);
MERGE INTO lake.t USING (SELECT i AS id FROM range(3, 8) r(i)) s ON t.id = s.id WHEN MATCHED THEN UPDATE SET v = 'm';
MERGE INTO lake.t USING (SELECT i AS id FROM range(24, 28) r(i)) s ON t.id = s.id WHEN MATCHED THEN DELETE WHEN NOT MATCHED THEN INSERT (id) VALUES (s.id);
CALL ducklake_flush_inlined_data('lake');

-- scenario: deletes around row groups
CALL lake.set_option('data_inlining_row_limit', 0);
CALL lake.set_option('parquet_row_group_size', 2048);
CREATE TABLE lake.t (id INTEGER, v VARCHAR, l INTEGER[]);
INSERT INTO lake.t SELECT i, 'v' || (i % 100), CASE WHEN i % 5 = 0 THEN NULL ELSE range(i % 4) END FROM range(10000) r(i);
DELETE FROM lake.t WHERE id IN (0, 2047, 2048, 4095, 4096, 9999);
DELETE FROM lake.t WHERE id BETWEEN 2040 AND 6200;
DELETE FROM lake.t WHERE id % 3 = 0;
UPDATE lake.t SET v = 'u' WHERE id % 1000 = 1;

-- scenario: large with several row groups, inlined deletes and delete files
CREATE TABLE lake.t (id BIGINT, v VARCHAR, d DOUBLE, n INTEGER);
INSERT INTO lake.t SELECT i, 'value ' || (i % 1000), i / 7, CASE WHEN i % 13 = 0 THEN NULL ELSE i % 50 END FROM range(300000) r(i);
DELETE FROM lake.t WHERE id IN (0, 122879, 122880, 299999);
DELETE FROM lake.t WHERE n = 7;
UPDATE lake.t SET v = NULL WHERE id BETWEEN 122870 AND 122890;

-- scenario: deletes, then the columns change
CALL lake.set_option('data_inlining_row_limit', 0);
CREATE TABLE lake.t (id INTEGER, v VARCHAR, w INTEGER);
INSERT INTO lake.t SELECT i, 'v' || i, i FROM range(50) r(i);
DELETE FROM lake.t WHERE id % 4 = 0;
ALTER TABLE lake.t ADD COLUMN x DATE DEFAULT '2024-02-29';
ALTER TABLE lake.t ALTER COLUMN w SET DATA TYPE DOUBLE;
DELETE FROM lake.t WHERE id % 4 = 1;
ALTER TABLE lake.t DROP COLUMN v;
UPDATE lake.t SET w = 0.5 WHERE id % 4 = 2;
ALTER TABLE lake.t RENAME COLUMN x TO v;
UPDATE lake.t SET v = '2025-01-01' WHERE id = 3;
CALL ducklake_rewrite_data_files('lake', delete_threshold => 0.01);
CALL ducklake_merge_adjacent_files('lake');

-- scenario: deletes and updates over partitions
CALL lake.set_option('data_inlining_row_limit', 0);
CREATE TABLE lake.t (id INTEGER, p VARCHAR);
ALTER TABLE lake.t SET PARTITIONED BY (p);
INSERT INTO lake.t SELECT i, ['a b', 'c/d', NULL, 'é=%', ''][1 + i % 5] FROM range(50) r(i);
DELETE FROM lake.t WHERE id % 7 = 0;
UPDATE lake.t SET p = 'moved' WHERE id % 7 = 1;
DELETE FROM lake.t WHERE p IS NULL;
UPDATE lake.t SET p = NULL WHERE p = '';

-- scenario: several statements of a transaction on one file
CALL lake.set_option('data_inlining_row_limit', 0);
CREATE TABLE lake.t (id INTEGER, v INTEGER);
INSERT INTO lake.t SELECT i, 0 FROM range(40) r(i);
BEGIN;
DELETE FROM lake.t WHERE id < 5;
DELETE FROM lake.t WHERE id < 10;
UPDATE lake.t SET v = 1 WHERE id < 15;
UPDATE lake.t SET v = 2 WHERE id < 12;
INSERT INTO lake.t SELECT i, 9 FROM range(40, 60) r(i);
DELETE FROM lake.t WHERE id > 55;
COMMIT;
DELETE FROM lake.t WHERE v = 2;

-- scenario: deletion vectors, one delete a file
CALL lake.set_option('data_inlining_row_limit', 0);
CALL lake.set_option('write_deletion_vectors', 'true');
CREATE TABLE lake.t (id INTEGER);
INSERT INTO lake.t SELECT i FROM range(70000) r(i);
DELETE FROM lake.t WHERE id % 2 = 1 OR id > 65000;
INSERT INTO lake.t SELECT i FROM range(100000, 100020) r(i);
DELETE FROM lake.t WHERE id BETWEEN 100003 AND 100015;

-- scenario: deletion vectors beside delete files and inlined deletes
CREATE TABLE lake.t (id INTEGER);
INSERT INTO lake.t SELECT i FROM range(100) r(i);
DELETE FROM lake.t WHERE id < 20;
INSERT INTO lake.t SELECT i FROM range(100, 200) r(i);
CALL lake.set_option('write_deletion_vectors', 'true');
DELETE FROM lake.t WHERE id BETWEEN 110 AND 150;
DELETE FROM lake.t WHERE id = 199;
