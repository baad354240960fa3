-- Maintenance at any time: merge, rewrite, expire, clean up.

-- scenario: merge of files of several snapshots
CALL lake.set_option('data_inlining_row_limit', 0);
CREATE TABLE lake.t (id INTEGER, v VARCHAR);
INSERT INTO lake.t VALUES (1, 'a'), (2, 'b');
INSERT INTO lake.t VALUES (3, 'c');
INSERT INTO lake.t VALUES (4, 'd'), (5, 'e');
CALL ducklake_merge_adjacent_files('lake');
INSERT INTO lake.t VALUES (6, 'f');
CALL ducklake_merge_adjacent_files('lake');
DELETE FROM lake.t WHERE id IN (2, 6);
INSERT INTO lake.t VALUES (7, 'g');
CALL ducklake_merge_adjacent_files('lake');
DELETE FROM lake.t WHERE id = 3;

-- scenario: merge, with deletes before, rewritten after
CALL lake.set_option('data_inlining_row_limit', 0);
CREATE TABLE lake.t (id INTEGER, v VARCHAR);
INSERT INTO lake.t SELECT i, 'a' FROM range(10) r(i);
INSERT INTO lake.t SELECT i, 'b' FROM range(10, 20) r(i);
INSERT INTO lake.t SELECT i, 'c' FROM range(20, 30) r(i);
DELETE FROM lake.t WHERE id = 12;
CALL ducklake_merge_adjacent_files('lake');
CALL ducklake_rewrite_data_files('lake', delete_threshold => 0.01);
CALL ducklake_merge_adjacent_files('lake');
DELETE FROM lake.t WHERE id IN (0, 25);
CALL ducklake_rewrite_data_files('lake', delete_threshold => 0.01);
CALL ducklake_cleanup_old_files('lake', cleanup_all => true);

-- scenario: merge, expire, clean up, read what is left
CALL lake.set_option('data_inlining_row_limit', 0);
CREATE TABLE lake.t (id INTEGER);
INSERT INTO lake.t VALUES (1);
INSERT INTO lake.t VALUES (2);
INSERT INTO lake.t VALUES (3);
DELETE FROM lake.t WHERE id = 2;
INSERT INTO lake.t VALUES (4);
INSERT INTO lake.t VALUES (5);
CALL ducklake_merge_adjacent_files('lake');
CALL ducklake_expire_snapshots('lake', versions => [1, 3, 5]);
CALL ducklake_cleanup_old_files('lake', cleanup_all => true);
INSERT INTO lake.t VALUES (6);
CALL ducklake_merge_adjacent_files('lake');
CALL ducklake_expire_snapshots('lake', older_than => now()::TIMESTAMPTZ);
CALL ducklake_cleanup_old_files('lake', cleanup_all => true);

-- scenario: merge of updated rows
CALL lake.set_option('data_inlining_row_limit', 0);
CREATE TABLE lake.t (id INTEGER, v INTEGER);
INSERT INTO lake.t SELECT i, 0 FROM range(10) r(i);
INSERT INTO lake.t SELECT i, 0 FROM range(10, 20) r(i);
UPDATE lake.t SET v = 1 WHERE id % 2 = 0;
UPDATE lake.t SET v = 2 WHERE id % 3 = 0;
CALL ducklake_merge_adjacent_files('lake');
CALL ducklake_rewrite_data_files('lake', delete_threshold => 0);
CALL ducklake_merge_adjacent_files('lake');
UPDATE lake.t SET v = 3 WHERE id < 5;

-- scenario: merge under several schemas
CALL lake.set_option('data_inlining_row_limit', 0);
CREATE TABLE lake.t (id INTEGER, v SMALLINT);
INSERT INTO lake.t VALUES (1, 1);
INSERT INTO lake.t VALUES (2, 2);
ALTER TABLE lake.t ADD COLUMN w VARCHAR DEFAULT 'dflt';
INSERT INTO lake.t VALUES (3, 3, 'x');
INSERT INTO lake.t VALUES (4, 4, NULL);
CALL ducklake_merge_adjacent_files('lake');
ALTER TABLE lake.t ALTER COLUMN v SET DATA TYPE INTEGER;
ALTER TABLE lake.t RENAME COLUMN w TO ww;
INSERT INTO lake.t VALUES (5, 70000, 'y');
INSERT INTO lake.t VALUES (6, 6, 'z');
CALL ducklake_merge_adjacent_files('lake');
CALL ducklake_rewrite_data_files('lake');
ALTER TABLE lake.t DROP COLUMN v;
CALL ducklake_merge_adjacent_files('lake');

-- scenario: merge of flushed files with deletes
CREATE TABLE lake.t (id INTEGER, v VARCHAR);
INSERT INTO lake.t VALUES (1, 'a'), (2, 'b');
DELETE FROM lake.t WHERE id = 1;
CALL ducklake_flush_inlined_data('lake');
INSERT INTO lake.t VALUES (3, 'c');
CALL ducklake_flush_inlined_data('lake');
INSERT INTO lake.t VALUES (4, 'd');
CALL ducklake_flush_inlined_data('lake');
CALL ducklake_merge_adjacent_files('lake');
CALL ducklake_rewrite_data_files('lake', delete_threshold => 0.1);
CALL ducklake_merge_adjacent_files('lake');
DELETE FROM lake.t WHERE id = 3;

-- scenario: merge in partitions
CALL lake.set_option('data_inlining_row_limit', 0);
CREATE TABLE lake.t (id INTEGER, p INTEGER);
INSERT INTO lake.t VALUES (1, 1), (2, 2);
ALTER TABLE lake.t SET PARTITIONED BY (p);
INSERT INTO lake.t VALUES (3, 1), (4, 2), (5, NULL);
INSERT INTO lake.t VALUES (6, 1), (7, 2), (8, NULL);
CALL ducklake_merge_adjacent_files('lake');
ALTER TABLE lake.t SET PARTITIONED BY (bucket(2, id));
INSERT INTO lake.t VALUES (9, 1), (10, 2);
INSERT INTO lake.t VALUES (11, 1), (12, 2);
DELETE FROM lake.t WHERE id = 4;
CALL ducklake_merge_adjacent_files('lake');
ALTER TABLE lake.t RESET PARTITIONED BY;
INSERT INTO lake.t VALUES (13, 1);
CALL ducklake_merge_adjacent_files('lake');

-- scenario: encrypted, merged, deleted, flushed
-- options: ENCRYPTED
CREATE TABLE lake.t (id INTEGER, v VARCHAR, l INTEGER[]);
INSERT INTO lake.t VALUES (1, 'a', [1]), (2, 'b', NULL);
CALL ducklake_flush_inlined_data('lake');
INSERT INTO lake.t SELECT i, 'v' || i, [i, NULL] FROM range(10, 40) r(i);
INSERT INTO lake.t SELECT i, 'v' || i, [] FROM range(40, 70) r(i);
CALL ducklake_merge_adjacent_files('lake');
DELETE FROM lake.t WHERE id BETWEEN 20 AND 45;
DELETE FROM lake.t WHERE id = 50;
CALL ducklake_rewrite_data_files('lake', delete_threshold => 0.01);
UPDATE lake.t SET v = 'u' WHERE id < 15;
ALTER TABLE lake.t ADD COLUMN d DATE DEFAULT '2020-01-01';
INSERT INTO lake.t SELECT i, NULL, NULL, NULL FROM range(100, 130) r(i);

-- scenario: encrypted and partitioned
-- options: ENCRYPTED
CALL lake.set_option('data_inlining_row_limit', 0);
CREATE TABLE lake.t (id INTEGER, d DATE);
ALTER TABLE lake.t SET PARTITIONED BY (year(d), month(d));
INSERT INTO lake.t SELECT i, DATE '2023-11-20' + i::INTEGER * 10 FROM range(20) r(i);
DELETE FROM lake.t WHERE id % 3 = 0;
UPDATE lake.t SET d = NULL WHERE id = 7;

-- scenario: a table dropped and made again, expired in between
CREATE TABLE lake.t (id INTEGER);
INSERT INTO lake.t VALUES (1);
INSERT INTO lake.t SELECT i FROM range(30) r(i);
DROP TABLE lake.t;
CREATE TABLE lake.t (id VARCHAR, x INTEGER);
INSERT INTO lake.t VALUES ('new', 1);
CALL ducklake_expire_snapshots('lake', versions => [1]);
CALL ducklake_cleanup_old_files('lake', cleanup_all => true);
CREATE OR REPLACE TABLE lake.t AS SELECT i AS id, 'r' AS v FROM range(15) r(i);

-- scenario: checkpoint
CREATE TABLE lake.t (id INTEGER, v VARCHAR);
INSERT INTO lake.t VALUES (1, 'a');
INSERT INTO lake.t SELECT i, 'b' FROM range(20) r(i);
DELETE FROM lake.t WHERE id < 18;
CHECKPOINT lake;
INSERT INTO lake.t VALUES (99, 'z');
