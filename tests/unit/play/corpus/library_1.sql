-- A library of schema version 1, as althist wrote it before it kept a tree: two playthroughs that begin alike, one that
-- has ended, one without decisions, and one of a module in a folder.
PRAGMA user_version = 1;
CREATE TABLE playthrough (
    id INTEGER PRIMARY KEY,
    module TEXT NOT NULL,
    title TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    seed TEXT NOT NULL,
    seats TEXT NOT NULL,
    policy INTEGER NOT NULL,
    begun TEXT NOT NULL,
    played TEXT NOT NULL,
    story_date TEXT,
    ending TEXT
) STRICT;
CREATE TABLE decision (
    playthrough INTEGER NOT NULL REFERENCES playthrough(id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    scene TEXT NOT NULL,
    choice TEXT NOT NULL,
    PRIMARY KEY (playthrough, number)
) STRICT, WITHOUT ROWID;
INSERT INTO playthrough VALUES
  (1, 'small', 'A small war', 'aa', '9', '["north"]', 0, '2026-11-20T10:00:00.000000+00:00',
   '2026-11-20T10:05:00.000000+00:00', '1940-05-02', NULL),
  (2, 'small', 'A small war', 'aa', '9', '["north"]', 0, '2026-11-20T11:00:00.000000+00:00',
   '2026-11-20T11:05:00.000000+00:00', '1940-06-01', 'A month'),
  (4, 'small', 'A small war', 'aa', '18446744073709551615', '["south", "north"]', 1,
   '2026-11-20T12:00:00.000000+00:00', '2026-11-20T12:00:00.000000+00:00', NULL, NULL),
  (7, '/home/author/my story', 'My story', 'bb', '3', '["i"]', 0, '2026-11-20T12:00:00.000000+00:00',
   '2026-11-20T12:01:00.000000+00:00', '1940-05-02', NULL);
INSERT INTO decision VALUES
  (1, 1, 'table', 'wait'),
  (2, 1, 'table', 'wait'), (2, 2, 'shame', 'on'),
  (7, 1, 'a.scene', 'a choice');
