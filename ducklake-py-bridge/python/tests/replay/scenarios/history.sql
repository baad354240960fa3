-- What the reference does to the past: docs/compatibility.md has the list.

-- scenario: inlined deletes are flushed after their file was rewritten
CREATE TABLE lake.t (id INTEGER, v VARCHAR);
INSERT INTO lake.t SELECT i, 'v' || i FROM range(20) r(i);
DELETE FROM lake.t WHERE id = 3;
DELETE FROM lake.t WHERE id BETWEEN 7 AND 17;
CALL ducklake_rewrite_data_files('lake', delete_threshold => 0.01);
CALL ducklake_flush_inlined_data('lake');
DELETE FROM lake.t WHERE id = 1;
CALL ducklake_flush_inlined_data('lake');

-- scenario: deletion vectors, several deletes on one file
CALL lake.set_option('data_inlining_row_limit', 0);
CALL lake.set_option('write_deletion_vectors', 'true');
CREATE TABLE lake.t (id INTEGER);
INSERT INTO lake.t SELECT i FROM range(20) r(i);
DELETE FROM lake.t WHERE id IN (3, 5, 7);
DELETE FROM lake.t WHERE id = 11;
DELETE FROM lake.t WHERE id IN (12, 13);
INSERT INTO lake.t SELECT i FROM range(20, 40) r(i);
UPDATE lake.t SET id = id + 100 WHERE id % 10 = 9;
CALL lake.set_option('write_deletion_vectors', 'false');
DELETE FROM lake.t WHERE id = 0;
