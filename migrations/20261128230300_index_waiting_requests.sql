-- Requests to join that nobody decides are forgotten after a time.
CREATE INDEX join_requests_waiting ON join_requests (created_at) WHERE decision IS NULL;
