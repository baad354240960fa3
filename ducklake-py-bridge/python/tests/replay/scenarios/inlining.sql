-- Rows and deletes that lie in the catalog.

-- scenario: no row, one, as many as the limit, one more
CREATE TABLE lake.t (id INTEGER, v VARCHAR);
INSERT INTO lake.t SELECT i, 'a' || i FROM range(0) r(i);
INSERT INTO lake.t SELECT i, 'b' || i FROM range(1) r(i);
INSERT INTO lake.t SELECT i, 'c' || i FROM range(10, 20) r(i);
INSERT INTO lake.t SELECT i, 'd' || i FROM range(20, 31) r(i);
DELETE FROM lake.t WHERE id IN (0, 12, 25);
DELETE FROM lake.t WHERE id BETWEEN 20 AND 30;

-- scenario: inlining switched off and on between inserts, columns changed in between
CALL lake.set_option('data_inlining_row_limit', 0);
CREATE TABLE lake.t (a INTEGER);
INSERT INTO lake.t VALUES (1), (2);
ALTER TABLE lake.t ADD COLUMN b INTEGER DEFAULT 4;
CALL lake.set_option('data_inlining_row_limit', 10);
INSERT INTO lake.t VALUES (3, 5);
ALTER TABLE lake.t ADD COLUMN c VARCHAR DEFAULT 'x';
INSERT INTO lake.t VALUES (6, 7, 'y');
ALTER TABLE lake.t RENAME COLUMN b TO bb;
ALTER TABLE lake.t DROP COLUMN a;
INSERT INTO lake.t VALUES (8, 'z');

-- scenario: inlined deletes on several files over several snapshots, then updates
CREATE TABLE lake.t (id INTEGER, v VARCHAR);
INSERT INTO lake.t SELECT i, 'a' FROM range(30) r(i);
INSERT INTO lake.t SELECT i, 'b' FROM range(30, 60) r(i);
DELETE FROM lake.t WHERE id % 30 = 7;
DELETE FROM lake.t WHERE id % 30 IN (7, 8, 9);
UPDATE lake.t SET v = 'u' WHERE id IN (1, 31);
DELETE FROM lake.t WHERE id = 1;
UPDATE lake.t SET v = 'w' WHERE id = 31;

-- scenario: an inlined delete on a file that has a delete file
CREATE TABLE lake.t (id INTEGER);
INSERT INTO lake.t SELECT i FROM range(100) r(i);
DELETE FROM lake.t WHERE id < 30;
DELETE FROM lake.t WHERE id = 50;
DELETE FROM lake.t WHERE id = 51;
DELETE FROM lake.t WHERE id BETWEEN 60 AND 80;
DELETE FROM lake.t WHERE id = 99;

-- scenario: flush with rows that were deleted and updated before
CREATE TABLE lake.t (id INTEGER, v VARCHAR);
INSERT INTO lake.t SELECT i, 'a' FROM range(5) r(i);
INSERT INTO lake.t SELECT i, 'b' FROM range(5, 9) r(i);
DELETE FROM lake.t WHERE id IN (0, 6);
UPDATE lake.t SET v = 'u' WHERE id IN (1, 7);
DELETE FROM lake.t WHERE id = 1;
CALL ducklake_flush_inlined_data('lake');
INSERT INTO lake.t VALUES (20, 'after');
DELETE FROM lake.t WHERE id = 7;
UPDATE lake.t SET v = 'again' WHERE id = 8;
CALL ducklake_flush_inlined_data('lake');
DELETE FROM lake.t WHERE id = 8;

-- scenario: flush of several schema versions
CREATE TABLE lake.t (id INTEGER, v SMALLINT);
INSERT INTO lake.t VALUES (1, 1), (2, NULL);
ALTER TABLE lake.t ADD COLUMN w VARCHAR DEFAULT 'dflt';
INSERT INTO lake.t VALUES (3, 3, 'c'), (4, 4, NULL);
ALTER TABLE lake.t ALTER COLUMN v SET DATA TYPE BIGINT;
INSERT INTO lake.t VALUES (5, 5000000000, 'e');
ALTER TABLE lake.t RENAME COLUMN w TO x;
DELETE FROM lake.t WHERE id = 2;
INSERT INTO lake.t VALUES (6, 6, 'f');
CALL ducklake_flush_inlined_data('lake');
ALTER TABLE lake.t DROP COLUMN v;
INSERT INTO lake.t VALUES (7, 'g');
UPDATE lake.t SET x = 'u' WHERE id IN (1, 7);

-- scenario: flush, merge, expire and clean up
CREATE TABLE lake.t (id INTEGER, v VARCHAR);
INSERT INTO lake.t VALUES (1, 'a');
INSERT INTO lake.t VALUES (2, 'b');
CALL ducklake_flush_inlined_data('lake');
INSERT INTO lake.t VALUES (3, 'c');
DELETE FROM lake.t WHERE id = 3;
INSERT INTO lake.t VALUES (4, 'd');
CALL ducklake_flush_inlined_data('lake');
CALL ducklake_merge_adjacent_files('lake');
DELETE FROM lake.t WHERE id = 2;
CALL ducklake_expire_snapshots('lake', versions => [2, 4]);
CALL ducklake_cleanup_old_files('lake', cleanup_all => true);
INSERT INTO lake.t VALUES (5, 'e');

-- scenario: dropped and added again under the same name, inlined and in files
CREATE TABLE lake.t (id INTEGER, v INTEGER);
INSERT INTO lake.t VALUES (1, 10);
INSERT INTO lake.t SELECT i, i FROM range(100, 120) r(i);
ALTER TABLE lake.t DROP COLUMN v;
INSERT INTO lake.t VALUES (2);
ALTER TABLE lake.t ADD COLUMN v VARCHAR DEFAULT 'again';
INSERT INTO lake.t VALUES (3, 'x');
INSERT INTO lake.t SELECT i, 'f' FROM range(200, 220) r(i);
UPDATE lake.t SET v = 'y' WHERE id IN (1, 2, 100);

-- scenario: columns swap their names
CREATE TABLE lake.t (a INTEGER, b INTEGER);
INSERT INTO lake.t VALUES (1, 2);
INSERT INTO lake.t SELECT i, -i FROM range(20) r(i);
ALTER TABLE lake.t RENAME COLUMN a TO c;
ALTER TABLE lake.t RENAME COLUMN b TO a;
ALTER TABLE lake.t RENAME COLUMN c TO b;
INSERT INTO lake.t VALUES (3, 4);
INSERT INTO lake.t SELECT i, -i FROM range(50, 70) r(i);
CALL ducklake_flush_inlined_data('lake');

-- scenario: many rows in one transaction, inlined and in files
CREATE TABLE lake.t (id INTEGER, v VARCHAR DEFAULT 'd');
BEGIN;
INSERT INTO lake.t VALUES (1, 'a');
INSERT INTO lake.t SELECT i, 'f' FROM range(50) r(i);
DELETE FROM lake.t WHERE id IN (1, 7);
UPDATE lake.t SET v = 'u' WHERE id = 8;
INSERT INTO lake.t (id) VALUES (100);
COMMIT;
BEGIN;
DELETE FROM lake.t WHERE id = 100;
INSERT INTO lake.t VALUES (101, 'x');
DELETE FROM lake.t WHERE id = 101;
ROLLBACK;
BEGIN;
UPDATE lake.t SET v = 'w' WHERE id >= 40;
ALTER TABLE lake.t ADD COLUMN n INTEGER DEFAULT 3;
INSERT INTO lake.t VALUES (102, 'x', 4);
COMMIT;

-- scenario: truncate between inserts
CREATE TABLE lake.t (id INTEGER);
INSERT INTO lake.t VALUES (1), (2);
INSERT INTO lake.t SELECT i FROM range(40) r(i);
DELETE FROM lake.t WHERE id < 3;
TRUNCATE lake.t;
INSERT INTO lake.t VALUES (9);
DELETE FROM lake.t;
INSERT INTO lake.t SELECT i FROM range(40) r(i);
DELETE FROM lake.t;

-- scenario: limits of tables and schemas
CREATE SCHEMA lake.s;
CREATE TABLE lake.s.t (id INTEGER);
CREATE TABLE lake.main.t (id INTEGER);
CALL lake.set_option('data_inlining_row_limit', 3, schema => 's');
CALL lake.set_option('data_inlining_row_limit', 0, schema => 'main', table_name => 't');
INSERT INTO lake.s.t VALUES (1), (2), (3);
INSERT INTO lake.s.t VALUES (1), (2), (3), (4);
INSERT INTO lake.main.t VALUES (1);
DELETE FROM lake.s.t WHERE id = 2;
DELETE FROM lake.main.t WHERE id = 1;

-- scenario: long and strange texts inlined
CREATE TABLE lake.t (id INTEGER, v VARCHAR, j JSON, b BLOB);
INSERT INTO lake.t VALUES (1, repeat('é', 3000), '{"a":"\u00e9"}', '\x00\x01'::BLOB), (2, E'line\nbreak\ttab', '[]', ''::BLOB), (3, 'NULL', 'null', 'x'::BLOB);
INSERT INTO lake.t VALUES (4, '''quoted''', '"q"', NULL), (5, '%_\', NULL, '\xFF'::BLOB), (6, '', '{}', '\x5C'::BLOB), (7, '🦆', '1e5', '\x27'::BLOB);
UPDATE lake.t SET v = v || '!' WHERE id > 3;
CALL ducklake_flush_inlined_data('lake');

-- scenario: an inlined text with a zero byte
-- catalogs: duckdb
CREATE TABLE lake.t (id INTEGER, v VARCHAR);
INSERT INTO lake.t VALUES (1, 'a' || chr(0) || 'b');
CALL ducklake_flush_inlined_data('lake');
INSERT INTO lake.t VALUES (2, 'c' || chr(0));

-- scenario: nested values inlined under several schemas
CREATE TABLE lake.t (id INTEGER, s STRUCT(a INTEGER, b VARCHAR), l STRUCT(x INTEGER)[], m MAP(VARCHAR, STRUCT(k INTEGER)));
INSERT INTO lake.t VALUES (1, {'a': 1, 'b': 'one'}, [{'x': 1}, NULL], MAP {'p': {'k': 1}}), (2, NULL, NULL, NULL), (3, {'a': NULL, 'b': NULL}, [], MAP {});
ALTER TABLE lake.t ADD COLUMN s.c DOUBLE;
ALTER TABLE lake.t ADD COLUMN l.element.y VARCHAR;
ALTER TABLE lake.t ADD COLUMN m.value.z INTEGER;
INSERT INTO lake.t VALUES (4, {'a': 4, 'b': 'four', 'c': 4.5}, [{'x': 4, 'y': 'f'}], MAP {'q': {'k': 4, 'z': 5}});
ALTER TABLE lake.t RENAME COLUMN s.a TO aa;
ALTER TABLE lake.t DROP COLUMN s.b;
ALTER TABLE lake.t RENAME COLUMN l.element.x TO xx;
INSERT INTO lake.t VALUES (5, {'aa': 5, 'c': 5.5}, [{'xx': 5, 'y': NULL}], MAP {'r': NULL});
ALTER TABLE lake.t ADD COLUMN s.b INTEGER;
ALTER TABLE lake.t ALTER COLUMN id SET DATA TYPE BIGINT;
INSERT INTO lake.t VALUES (6, {'aa': 6, 'c': NULL, 'b': 66}, NULL, NULL);
DELETE FROM lake.t WHERE id = 3;
