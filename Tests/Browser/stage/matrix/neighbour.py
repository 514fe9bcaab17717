"""Somebody else of one's own clinic, and what is theirs alone: no more of it may be seen than of another clinic's."""

from ..guests import invite
from ..house import House
from .belongings import Belongings


class Neighbour:
    """A patient with another doctor, under the same names as `Belongings`."""

    def __init__(self, house: House, own: Belongings):
        self.slug = own.slug
        invite(house.database, own.slug, 1)
        rows = house.database.query(f"""
            SELECT id AS clinic FROM tenant WHERE slug = '{own.slug}' \\gset
            SELECT set_config('app.tenant_id', :'clinic', false) \\g /dev/null
            SELECT p.id AS patient, p.account_id AS account, s.id AS session
              FROM patient p JOIN session s USING (tenant_id, account_id) JOIN account a ON a.id = p.account_id
             WHERE p.tenant_id = :'clinic' AND a.email LIKE 'guest-%' \\gset
            SELECT id AS visit, practitioner_id AS doctor, service_id AS service FROM appointment
             WHERE tenant_id = :'clinic' AND practitioner_id <> '{own.names["doctor"]}' AND status = 'booked'
               AND starts_at > now() + interval '3 days' ORDER BY starts_at LIMIT 1 \\gset
            UPDATE appointment SET patient_id = :'patient' WHERE tenant_id = :'clinic' AND id = :'visit';
            INSERT INTO absence (id, practitioner_id, first_day, last_day)
            VALUES (gen_random_uuid(), :'doctor', current_date + 300, current_date + 300) RETURNING id AS absence \\gset
            INSERT INTO calendar_feed (id, account_id, token_hash, created_at)
            VALUES (gen_random_uuid(), :'account', sha256(:'account'), now()) RETURNING id AS feed \\gset
            INSERT INTO passkey (id, account_id, name, credential_id, public_key, sign_count, is_backup_eligible, is_backed_up,
                                 transports, created_at)
            VALUES (gen_random_uuid(), :'account', 'Theirs', sha256(:'account'), '\\x00', 0, false, false, '{{}}', now())
            RETURNING id AS passkey \\gset
            INSERT INTO waitlist_entry (id, account_id, patient_id, service_id, practitioner_id, until_day, state, created_at)
            VALUES (gen_random_uuid(), :'account', :'patient', :'service', :'doctor', current_date + 50, 'offered', now())
            RETURNING id AS wish \\gset
            INSERT INTO freed_time (practitioner_id, during, state)
            VALUES (:'doctor', tstzrange(now() + interval '80 days', now() + interval '80 days 30 minutes'), 'offered')
            RETURNING id AS freed \\gset
            INSERT INTO waitlist_offer (id, entry_id, freed_id, hold_hash, practitioner_id, service_id, during, answer_until, created_at)
            SELECT gen_random_uuid(), :'wish', id, sha256(id::text::bytea), :'doctor', :'service', during, now() + interval '1 day',
                   now()
              FROM freed_time WHERE id = :'freed' RETURNING id AS waiting_offer \\gset
            SELECT * FROM (VALUES
              ('visit', 'appointment', :'visit'), ('absence', 'absence', :'absence'), ('session', 'session', :'session'),
              ('feed', 'calendar_feed', :'feed'), ('passkey', 'passkey', :'passkey'), ('wish', 'waitlist_entry', :'wish'),
              ('waiting_offer', 'waitlist_offer', :'waiting_offer'), ('child', 'patient', :'patient')) AS named;
        """)
        named = [row.split("|") for row in rows.splitlines() if row.count("|") == 2]
        self.names = {name: id for name, _, id in named}
        self.all = {id: table for _, table, id in named}
