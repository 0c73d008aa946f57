-- How much someone proposed today is asked before those who decide are written to. A proposal that was not approved is
-- `declined`, which nobody sees but those who saw the proposal.
CREATE INDEX workshops_by_author ON workshops (created_by, created_at);
