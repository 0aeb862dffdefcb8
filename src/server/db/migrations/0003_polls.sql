-- Polls of every method. `grades` holds the words of the grades, `tally` what the method counts beside how many ballots
-- name an option; both are JSON of the model.

ALTER TABLE polls ADD COLUMN tie_rule TEXT NOT NULL DEFAULT 'reported';
ALTER TABLE polls ADD COLUMN grades TEXT NOT NULL DEFAULT '[]';
ALTER TABLE polls ADD COLUMN default_grade INTEGER NOT NULL DEFAULT 0;
ALTER TABLE polls ADD COLUMN budget_points INTEGER NOT NULL DEFAULT 10;
ALTER TABLE polls ADD COLUMN budget_most INTEGER NOT NULL DEFAULT 3;
ALTER TABLE polls ADD COLUMN may_change INTEGER NOT NULL DEFAULT 1;
ALTER TABLE polls ADD COLUMN identity TEXT NOT NULL DEFAULT 'anyone';
ALTER TABLE polls ADD COLUMN tally TEXT NOT NULL DEFAULT '{}';

-- No column says whether a poll is anonymous: there is no other poll.

ALTER TABLE ballots ADD COLUMN "values" TEXT NOT NULL DEFAULT '[]';
