-- What was proposed and called off before it was ever on the calendar was not agreed to: it stays hidden like those that are
-- declined now. The feed is told, so that the search forgets them.
-- Whoever writes takes the feed's row first: numbers are given one after the other.
UPDATE feed SET number = number WHERE id = 1;
INSERT INTO changes (number, entity, entity_id, kind, actor_id, at)
    SELECT (SELECT number FROM feed WHERE id = 1) + ROW_NUMBER() OVER (ORDER BY id), 'workshop', id, 'declined', NULL, updated_at
    FROM workshops
    WHERE decision = 'cancelled'
    AND EXISTS (SELECT 1 FROM changes c WHERE c.entity = 'workshop' AND c.entity_id = workshops.id AND c.kind = 'proposed')
    AND NOT EXISTS (SELECT 1 FROM changes c WHERE c.entity = 'workshop' AND c.entity_id = workshops.id AND c.kind = 'scheduled');
UPDATE workshops SET decision = 'declined'
    WHERE decision = 'cancelled'
    AND EXISTS (SELECT 1 FROM changes c WHERE c.entity = 'workshop' AND c.entity_id = workshops.id AND c.kind = 'declined');
UPDATE feed SET number = (SELECT MAX(number) FROM changes) WHERE id = 1 AND number < (SELECT MAX(number) FROM changes);
