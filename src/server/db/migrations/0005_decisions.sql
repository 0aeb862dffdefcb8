-- What the brand decides. `merged_into` is the idea of the same board that a merged idea lives on in now; `hash` chains
-- the decisions of an idea, and is filled for those that are older when the database is opened.

ALTER TABLE ideas ADD COLUMN merged_into INTEGER REFERENCES ideas;
UPDATE ideas SET merged_into = (
    SELECT h.merged_into FROM status_changes h JOIN ideas t ON t.item = h.merged_into
    WHERE h.item = ideas.item AND t.site = ideas.site AND t.board = ideas.board
    AND h.place = (SELECT MAX(l.place) FROM status_changes l WHERE l.item = ideas.item)
) WHERE status = 'merged';
CREATE INDEX ideas_merged_into ON ideas (merged_into);

ALTER TABLE status_changes ADD COLUMN hash TEXT;
