"""Whose data stands behind an id: the parties, and who applied for them, of everything the desk shows.

The words in quotes are those of domain.privacy.access.Thing. What the rules found is nobody's we know until
somebody is told: then it is a matter.
"""

WHOSE = """
WITH asked AS (SELECT * FROM unnest(%(things)s::text[], %(ids)s::uuid[]) AS a(thing, id)),
of_case AS (
    SELECT a.id FROM asked a WHERE a.thing = 'case'
    UNION ALL SELECT t.case_id FROM asked a JOIN shipments t ON t.id = a.id WHERE a.thing = 'shipment'
    UNION ALL SELECT t.case_id FROM asked a JOIN supplements t ON t.id = a.id WHERE a.thing = 'supplement'
    UNION ALL SELECT t.case_id FROM asked a JOIN promises t ON t.id = a.id WHERE a.thing = 'promise'
    UNION ALL SELECT t.case_id FROM asked a JOIN clock_stops t ON t.id = a.id WHERE a.thing = 'stop'
    UNION ALL SELECT t.case_id FROM asked a JOIN rechecks t ON t.id = a.id WHERE a.thing = 'recheck'
    UNION ALL SELECT t.case_id FROM asked a JOIN revocations t ON t.id = a.id WHERE a.thing = 'revocation'
    UNION ALL SELECT t.case_id FROM asked a JOIN proposals t ON t.id = a.id WHERE a.thing = 'proposal'
    UNION ALL SELECT t.case_id FROM asked a JOIN grievances t ON t.id = a.id WHERE a.thing = 'grievance'
),
found AS (
    SELECT a.id FROM asked a WHERE a.thing = 'finding'
    UNION ALL SELECT s.finding::uuid FROM asked a JOIN push_lists l ON l.id = a.id
        CROSS JOIN LATERAL jsonb_array_elements_text(l.sample) s(finding) WHERE a.thing = 'sample'
),
of_matter AS (
    SELECT a.id FROM asked a WHERE a.thing = 'matter'
    UNION ALL SELECT t.matter_id FROM asked a JOIN calls t ON t.id = a.id WHERE a.thing = 'call'
    UNION ALL SELECT t.matter_id FROM asked a JOIN notices t ON t.id = a.id WHERE a.thing = 'notice'
    UNION ALL SELECT m.id FROM found o JOIN findings f ON f.id = o.id
        JOIN matters m ON m.event_key IN (f.event_key, f.bundle_key)
    UNION ALL SELECT m.id FROM asked a JOIN doubts t ON t.id = a.id
        JOIN matters m ON m.event_key = t.event_key WHERE a.thing = 'doubt'
)
SELECT p.party_id, c.matter_id, c.id AS case_id FROM of_case o JOIN cases c ON c.id = o.id
    CROSS JOIN LATERAL unnest(ARRAY[c.party_id, c.actor_id]) p(party_id)
UNION SELECT m.holder_id, m.id, NULL FROM of_matter o JOIN matters m ON m.id = o.id
UNION SELECT t.party_id, t.matter_id, t.case_id FROM asked a JOIN grievances t ON t.id = a.id
    WHERE a.thing = 'grievance'
UNION SELECT p.party_id, t.matter_id, NULL FROM asked a JOIN visits t ON t.id = a.id
    CROSS JOIN LATERAL unnest(ARRAY[t.person_id, t.party_id]) p(party_id)
    WHERE a.thing = 'visit' AND p.party_id IS NOT NULL
UNION SELECT t.id, NULL, NULL FROM asked a JOIN parties t ON t.id = a.id WHERE a.thing = 'party'
"""
