-- Whatever became part of an organization is asked for when that one becomes part of another.
CREATE INDEX organizations_by_merger ON organizations (merged_into);
