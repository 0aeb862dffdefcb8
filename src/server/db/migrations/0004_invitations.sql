-- Invitations to review an order, each good for one review. The token is in no table: `print` is its SHA-256.
-- `reference` is what the shop calls the order, `received` what the campaign gives, `item` the review it was used for.

CREATE TABLE invitations (
    site TEXT NOT NULL,
    subject TEXT NOT NULL,
    reference TEXT NOT NULL,
    print TEXT NOT NULL,
    received TEXT NOT NULL,
    issued INTEGER NOT NULL,
    expires INTEGER NOT NULL,
    item INTEGER REFERENCES items,
    PRIMARY KEY (site, subject, reference),
    UNIQUE (site, print),
    FOREIGN KEY (site, subject) REFERENCES subjects (site, id)
) STRICT;
