-- Columns and fields that come, go, change their names and widen.

-- scenario: defaults of every kind
CALL lake.set_option('data_inlining_row_limit', 0);
CREATE TABLE lake.t (id INTEGER);
INSERT INTO lake.t SELECT i FROM range(3) r(i);
ALTER TABLE lake.t ADD COLUMN b BOOLEAN DEFAULT 'true';
ALTER TABLE lake.t ADD COLUMN i8 TINYINT DEFAULT '-128';
ALTER TABLE lake.t ADD COLUMN i64 BIGINT DEFAULT '-9223372036854775808';
ALTER TABLE lake.t ADD COLUMN i128 HUGEINT DEFAULT 1180591620717411303424;
ALTER TABLE lake.t ADD COLUMN u64 UBIGINT DEFAULT 18446744073709551615;
ALTER TABLE lake.t ADD COLUMN f FLOAT DEFAULT 0.1;
ALTER TABLE lake.t ADD COLUMN d DOUBLE DEFAULT 1e300;
ALTER TABLE lake.t ADD COLUMN n DECIMAL(38,10) DEFAULT 1.5;
ALTER TABLE lake.t ADD COLUMN s VARCHAR DEFAULT 'it''s "quoted"';
ALTER TABLE lake.t ADD COLUMN e VARCHAR DEFAULT '';
ALTER TABLE lake.t ADD COLUMN dt DATE DEFAULT '2024-02-29';
ALTER TABLE lake.t ADD COLUMN tm TIME DEFAULT '12:34:56.789';
ALTER TABLE lake.t ADD COLUMN ts TIMESTAMP DEFAULT '2024-02-29 12:34:56.789';
ALTER TABLE lake.t ADD COLUMN tz TIMESTAMPTZ DEFAULT '2024-02-29 12:34:56+02';
ALTER TABLE lake.t ADD COLUMN tns TIMESTAMP_NS DEFAULT '2024-02-29 12:34:56.123456789';
ALTER TABLE lake.t ADD COLUMN iv INTERVAL DEFAULT '1 month 2 days';
ALTER TABLE lake.t ADD COLUMN u UUID DEFAULT 'f79c3e09-677c-4bbd-a479-3f349cb785e7';
ALTER TABLE lake.t ADD COLUMN j JSON DEFAULT '{"a": 1}';
INSERT INTO lake.t (id) SELECT i FROM range(3, 6) r(i);
CALL lake.set_option('data_inlining_row_limit', 10);
INSERT INTO lake.t (id) VALUES (6);
UPDATE lake.t SET s = NULL WHERE id IN (0, 3, 6);

-- scenario: the default changes, old rows keep the first
CREATE TABLE lake.t (id INTEGER);
INSERT INTO lake.t VALUES (1);
INSERT INTO lake.t SELECT i FROM range(100, 120) r(i);
ALTER TABLE lake.t ADD COLUMN v INTEGER DEFAULT 1;
INSERT INTO lake.t (id) VALUES (2);
ALTER TABLE lake.t ALTER COLUMN v SET DEFAULT 2;
INSERT INTO lake.t (id) VALUES (3);
ALTER TABLE lake.t ALTER COLUMN v DROP DEFAULT;
INSERT INTO lake.t (id) VALUES (4);
ALTER TABLE lake.t ALTER COLUMN v SET DATA TYPE BIGINT;
ALTER TABLE lake.t ADD COLUMN w TIMESTAMP;
INSERT INTO lake.t (id) VALUES (5);
ALTER TABLE lake.t RENAME COLUMN v TO vv;

-- scenario: a promoted column with a default
CREATE TABLE lake.t (id INTEGER);
INSERT INTO lake.t VALUES (1);
INSERT INTO lake.t SELECT i FROM range(100, 120) r(i);
ALTER TABLE lake.t ADD COLUMN a SMALLINT DEFAULT 7;
ALTER TABLE lake.t ADD COLUMN d DATE DEFAULT '2024-02-29';
ALTER TABLE lake.t ADD COLUMN f FLOAT DEFAULT 0.1;
ALTER TABLE lake.t ADD COLUMN n DECIMAL(4,1) DEFAULT 1.5;
INSERT INTO lake.t (id) VALUES (2);
INSERT INTO lake.t (id) SELECT i FROM range(200, 220) r(i);
ALTER TABLE lake.t ALTER COLUMN a SET DATA TYPE DOUBLE;
ALTER TABLE lake.t ALTER COLUMN d SET DATA TYPE TIMESTAMP;
ALTER TABLE lake.t ALTER COLUMN f SET DATA TYPE DOUBLE;
ALTER TABLE lake.t ALTER COLUMN n SET DATA TYPE DECIMAL(18,3);
INSERT INTO lake.t VALUES (3, 0.5, '2024-01-01 10:00:00', 0.25, 2.125);

-- scenario: fields of a struct, a list of structs and the values of a map, in files
CALL lake.set_option('data_inlining_row_limit', 0);
CREATE TABLE lake.t (id INTEGER, s STRUCT(a INTEGER, b STRUCT(c VARCHAR)), l STRUCT(x INTEGER, y VARCHAR)[], m MAP(INTEGER, STRUCT(k SMALLINT)));
INSERT INTO lake.t VALUES (1, {'a': 1, 'b': {'c': 'one'}}, [{'x': 1, 'y': 'p'}, NULL], MAP {1: {'k': 1}}), (2, NULL, NULL, NULL), (3, {'a': 3, 'b': NULL}, [], MAP {});
ALTER TABLE lake.t ADD COLUMN s.d DATE;
ALTER TABLE lake.t ADD COLUMN s.b.e INTEGER[];
ALTER TABLE lake.t ADD COLUMN l.element.z DOUBLE;
ALTER TABLE lake.t ADD COLUMN m.value.z VARCHAR;
INSERT INTO lake.t VALUES (4, {'a': 4, 'b': {'c': 'four', 'e': [4]}, 'd': '2024-01-01'}, [{'x': 4, 'y': 'q', 'z': 0.5}], MAP {4: {'k': 4, 'z': 'zz'}});
ALTER TABLE lake.t DROP COLUMN s.a;
ALTER TABLE lake.t DROP COLUMN l.element.x;
ALTER TABLE lake.t RENAME COLUMN s.b.c TO cc;
ALTER TABLE lake.t RENAME COLUMN m.value.k TO kk;
INSERT INTO lake.t VALUES (5, {'b': {'cc': 'five', 'e': NULL}, 'd': NULL}, [{'y': 'r', 'z': NULL}], MAP {5: NULL});
ALTER TABLE lake.t ADD COLUMN s.a VARCHAR;
ALTER TABLE lake.t DROP COLUMN s.b;
ALTER TABLE lake.t ADD COLUMN s.b INTEGER;
INSERT INTO lake.t VALUES (6, {'d': '2024-02-02', 'a': 'text', 'b': 6}, NULL, NULL);
UPDATE lake.t SET id = id + 10 WHERE id IN (1, 4);
DELETE FROM lake.t WHERE id = 3;

-- scenario: a struct retyped as a whole
CALL lake.set_option('data_inlining_row_limit', 0);
CREATE TABLE lake.t (id INTEGER, s STRUCT(a INTEGER, b SMALLINT));
INSERT INTO lake.t VALUES (1, {'a': 1, 'b': 2}), (2, NULL);
ALTER TABLE lake.t ALTER COLUMN s SET DATA TYPE STRUCT(b INTEGER, c VARCHAR, a BIGINT);
INSERT INTO lake.t VALUES (3, {'b': 3, 'c': 'x', 'a': 5000000000});
ALTER TABLE lake.t ALTER COLUMN s SET DATA TYPE STRUCT(c VARCHAR);
INSERT INTO lake.t VALUES (4, {'c': 'y'});

-- scenario: nested fields widen
CALL lake.set_option('data_inlining_row_limit', 0);
CREATE TABLE lake.t (id INTEGER, s STRUCT(a TINYINT, d DATE), l SMALLINT[], m MAP(VARCHAR, FLOAT));
INSERT INTO lake.t VALUES (1, {'a': 1, 'd': '2020-01-01'}, [1, NULL], MAP {'k': 0.5});
ALTER TABLE lake.t ALTER COLUMN s SET DATA TYPE STRUCT(a BIGINT, d TIMESTAMP);
ALTER TABLE lake.t ALTER COLUMN l SET DATA TYPE BIGINT[];
ALTER TABLE lake.t ALTER COLUMN m SET DATA TYPE MAP(VARCHAR, DOUBLE);
INSERT INTO lake.t VALUES (2, {'a': 5000000000, 'd': '2020-01-01 10:00:00'}, [5000000000], MAP {'l': 0.1});

-- scenario: every column dropped but the newest
CREATE TABLE lake.t (a INTEGER, b INTEGER);
INSERT INTO lake.t VALUES (1, 2);
INSERT INTO lake.t SELECT i, i FROM range(20) r(i);
ALTER TABLE lake.t ADD COLUMN c INTEGER;
ALTER TABLE lake.t DROP COLUMN a;
ALTER TABLE lake.t DROP COLUMN b;
DELETE FROM lake.t WHERE rowid = 3;
INSERT INTO lake.t VALUES (5);
ALTER TABLE lake.t ADD COLUMN a INTEGER DEFAULT 9;

-- scenario: not null set and dropped
CREATE TABLE lake.t (id INTEGER NOT NULL, v VARCHAR);
INSERT INTO lake.t VALUES (1, 'a');
INSERT INTO lake.t SELECT i, 'b' FROM range(20) r(i);
ALTER TABLE lake.t ALTER COLUMN v SET NOT NULL;
INSERT INTO lake.t VALUES (2, 'c');
ALTER TABLE lake.t ALTER COLUMN id DROP NOT NULL;
INSERT INTO lake.t VALUES (NULL, 'd');

-- scenario: renames of tables and schemas, odd names
CREATE SCHEMA lake."Sch""ema .x";
CREATE TABLE lake."Sch""ema .x"."T able/%" ("a.b" INTEGER, "ü" STRUCT("f 1" INTEGER, "q""2" VARCHAR), "SELECT" VARCHAR, " " INTEGER);
INSERT INTO lake."Sch""ema .x"."T able/%" VALUES (1, {'f 1': 1, 'q"2': 'x'}, 's', 0);
INSERT INTO lake."Sch""ema .x"."T able/%" SELECT i, NULL, 'f', i FROM range(20) r(i);
ALTER TABLE lake."Sch""ema .x"."T able/%" RENAME TO "漢字 t";
ALTER TABLE lake."Sch""ema .x"."漢字 t" RENAME COLUMN "a.b" TO "A'B";
ALTER TABLE lake."Sch""ema .x"."漢字 t" SET PARTITIONED BY ("SELECT");
INSERT INTO lake."Sch""ema .x"."漢字 t" SELECT i, {'f 1': i, 'q"2': NULL}, 'p/q r', i FROM range(40, 60) r(i);
ALTER TABLE lake."Sch""ema .x"."漢字 t" RENAME TO "T able/%";
DELETE FROM lake."Sch""ema .x"."T able/%" WHERE " " IN (3, 45);

-- scenario: two tables exchange their names
CREATE TABLE lake.a (x INTEGER);
CREATE TABLE lake.b (y VARCHAR);
INSERT INTO lake.a VALUES (1);
INSERT INTO lake.b VALUES ('one');
BEGIN;
ALTER TABLE lake.a RENAME TO c;
ALTER TABLE lake.b RENAME TO a;
ALTER TABLE lake.c RENAME TO b;
COMMIT;
INSERT INTO lake.a VALUES ('two');
INSERT INTO lake.b VALUES (2);

-- scenario: tables dropped and made again in one transaction
CREATE TABLE lake.t (id INTEGER, v VARCHAR);
INSERT INTO lake.t VALUES (1, 'a');
BEGIN;
DROP TABLE lake.t;
CREATE TABLE lake.t (v VARCHAR, id BIGINT, z INTEGER DEFAULT 5);
INSERT INTO lake.t (v, id) VALUES ('b', 2);
INSERT INTO lake.t SELECT 'f', i, i FROM range(20) r(i);
COMMIT;
CREATE OR REPLACE TABLE lake.t (alone INTEGER);
INSERT INTO lake.t VALUES (3);
CREATE VIEW lake.v AS SELECT alone + 1 AS plus FROM lake.t;
COMMENT ON COLUMN lake.t.alone IS 'a comment';
DROP VIEW lake.v;

-- scenario: views, macros and comments beside tables
CREATE TABLE lake.t (id INTEGER, v VARCHAR);
INSERT INTO lake.t VALUES (1, 'a');
CREATE VIEW lake.w AS SELECT id FROM lake.t WHERE v = 'a';
CREATE MACRO lake.plus(a, b) AS a + b;
COMMENT ON TABLE lake.t IS 'note';
INSERT INTO lake.t VALUES (2, 'b');
COMMENT ON TABLE lake.t IS NULL;
ALTER VIEW lake.w RENAME TO x;
INSERT INTO lake.t VALUES (3, 'c');

-- scenario: widened more than once
CREATE TABLE lake.t (b BOOLEAN, c BOOLEAN, i TINYINT, d DATE);
INSERT INTO lake.t SELECT i % 2 = 0, i % 3 = 0, i, '2024-01-01' FROM range(20) r(i);
ALTER TABLE lake.t ALTER COLUMN b SET DATA TYPE SMALLINT;
ALTER TABLE lake.t ALTER COLUMN b SET DATA TYPE DECIMAL(38,10);
ALTER TABLE lake.t ALTER COLUMN c SET DATA TYPE INTEGER;
ALTER TABLE lake.t ALTER COLUMN c SET DATA TYPE FLOAT;
ALTER TABLE lake.t ALTER COLUMN c SET DATA TYPE DOUBLE;
ALTER TABLE lake.t ALTER COLUMN i SET DATA TYPE FLOAT;
ALTER TABLE lake.t ALTER COLUMN i SET DATA TYPE DOUBLE;
ALTER TABLE lake.t ALTER COLUMN d SET DATA TYPE TIMESTAMP_MS;
ALTER TABLE lake.t ALTER COLUMN d SET DATA TYPE TIMESTAMP;
