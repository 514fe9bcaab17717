-- When the record of somebody who was born on a day becomes their own: at midnight of that birthday, by the clinic's clocks.
CREATE FUNCTION handed_over_at(born date, age int, zone text) RETURNS timestamptz LANGUAGE sql IMMUTABLE
  RETURN (born + make_interval(years => age)) AT TIME ZONE zone;
GRANT EXECUTE ON FUNCTION handed_over_at(date, int, text) TO polyclinic_app;

CREATE OR REPLACE VIEW acting WITH (security_invoker = true) AS
SELECT r.tenant_id, r.id, r.patient_id, r.account_id, r.relationship, r.scopes, r.until, r.granted_by, r.created_at,
       CASE r.relationship
         WHEN 'parent' THEN handed_over_at(p.birth_date, t.handover_age, t.time_zone)
         ELSE coalesce((r.until + 1)::timestamp AT TIME ZONE t.time_zone, 'infinity')
       END AS ends_at
  FROM related_person r
  JOIN patient p ON p.tenant_id = r.tenant_id AND p.id = r.patient_id
  JOIN tenant t ON t.id = r.tenant_id
 WHERE r.ended_at IS NULL;
