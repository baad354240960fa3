-- VARIANT and GEOMETRY through deletes, merges and changes.

-- scenario: geometries deleted, updated, merged
CREATE TABLE lake.t (id INTEGER, g GEOMETRY, l GEOMETRY[], s STRUCT(g GEOMETRY, n INTEGER));
INSERT INTO lake.t VALUES (1, 'POINT (1 2)', ['POINT (1 2)', NULL], {'g': 'POINT Z (1 2 3)', 'n': 1}), (2, NULL, NULL, NULL);
INSERT INTO lake.t SELECT i, 'LINESTRING (0 0, ' || i || ' 1)', [], {'g': NULL, 'n': i} FROM range(10, 40) r(i);
DELETE FROM lake.t WHERE id % 7 = 3;
UPDATE lake.t SET g = 'POLYGON ((0 0, 1 0, 1 1, 0 0))' WHERE id < 15;
ALTER TABLE lake.t ADD COLUMN h GEOMETRY;
INSERT INTO lake.t VALUES (3, 'MULTIPOINT (1 1, 2 2)', NULL, NULL, 'POINT EMPTY');
CALL ducklake_merge_adjacent_files('lake');
CALL ducklake_rewrite_data_files('lake', delete_threshold => 0.01);

-- scenario: variants deleted, updated, merged
CREATE TABLE lake.t (id INTEGER, v VARIANT);
INSERT INTO lake.t VALUES (1, 1::VARIANT), (2, 'a'::VARIANT), (3, NULL), (4, {'a': 1, 'b': [1, NULL]}::VARIANT);
INSERT INTO lake.t SELECT i, {'k': i, 's': 'x' || i}::VARIANT FROM range(10, 40) r(i);
INSERT INTO lake.t SELECT i, CASE i % 3 WHEN 0 THEN i::VARIANT WHEN 1 THEN ('t' || i)::VARIANT ELSE [i, 2 * i]::VARIANT END FROM range(40, 70) r(i);
DELETE FROM lake.t WHERE id % 7 = 3;
UPDATE lake.t SET v = {'u': true}::VARIANT WHERE id IN (4, 12, 41);
ALTER TABLE lake.t ADD COLUMN w VARIANT;
INSERT INTO lake.t VALUES (5, 1.5::DOUBLE::VARIANT, DATE '2020-01-01'::VARIANT);
CALL ducklake_flush_inlined_data('lake');
CALL ducklake_merge_adjacent_files('lake');
CALL ducklake_rewrite_data_files('lake', delete_threshold => 0.01);
DELETE FROM lake.t WHERE id = 5;

-- scenario: integers and structs become variants
CALL lake.set_option('data_inlining_row_limit', 0);
CREATE TABLE lake.t (id INTEGER, v INTEGER, s VARCHAR, d DATE);
INSERT INTO lake.t SELECT i, i, 's' || i, DATE '2024-01-01' + i::INTEGER FROM range(20) r(i);
INSERT INTO lake.t VALUES (100, NULL, NULL, NULL);
ALTER TABLE lake.t ALTER COLUMN v SET DATA TYPE VARIANT;
ALTER TABLE lake.t ALTER COLUMN s SET DATA TYPE VARIANT;
ALTER TABLE lake.t ALTER COLUMN d SET DATA TYPE VARIANT;
INSERT INTO lake.t VALUES (101, [1]::VARIANT, 2::VARIANT, NULL);
