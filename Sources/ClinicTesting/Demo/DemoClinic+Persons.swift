internal import Clinic
internal import FoundationEssentials
internal import Postgres

extension DemoClinic {
  /// What some patients need, which languages they speak, whom to call, and who pays: most of it of the cast.
  func insertPersons(of accounts: [StoredAccount], at now: Date) -> [SQL] {
    let members = accounts.filter { $0.member.role == .patient }
    return [
      """
      UPDATE patient p
         SET needs = CASE WHEN p.account_id IS NOT NULL THEN ARRAY['hearing-loop', 'longer-visit']
                          WHEN made.n % 7 = 0 THEN ARRAY['wheelchair'] WHEN made.n % 7 = 1 THEN ARRAY['step-free', 'companion']
                          WHEN made.n % 7 = 2 THEN ARRAY['quiet-waiting'] ELSE '{}' END,
             need_note = CASE WHEN p.account_id IS NOT NULL THEN 'Please speak to me from the left.' ELSE '' END,
             languages = CASE WHEN p.account_id IS NOT NULL THEN ARRAY['en', 'fr'] WHEN made.n % 5 = 0 THEN ARRAY['ar']
                              WHEN made.n % 5 = 1 THEN ARRAY['pl', 'en'] ELSE '{}' END,
             interpreter = p.account_id IS NULL AND made.n % 5 = 0, needs_told_at = \(now)
        FROM (SELECT id, row_number() OVER (ORDER BY id) AS n FROM patient) AS made
       WHERE made.id = p.id AND (p.account_id IS NOT NULL OR made.n % 3 = 0)
      """,
      """
      INSERT INTO patient_contact (id, patient_id, position, relationship, name, phone)
      SELECT md5(p.id::text || 'contact')::uuid, p.id, 0, 'sibling', 'Robin ' || p.family_name, '+44 7700 900199'
        FROM patient p WHERE p.account_id IS NOT NULL
      """,
      """
      INSERT INTO coverage (id, patient_id, position, payor, subscriber_id, grouping, relationship)
      SELECT made.id, p.id, 1, 'Harbour Mutual', made.number, 'Family', 'self'
        FROM unnest(\(members.map(\.id)), \(members.map(\.sealedNumber))) AS made (id, number)
        JOIN patient p ON p.account_id = made.id
      """,
      """
      INSERT INTO family_invitation (id, patient_id, email, relationship, scopes, invited_by, created_at, expires_at)
      SELECT md5(p.id::text || 'family')::uuid, p.id, 'robin@example.org', 'delegate', '{book,pay}', p.account_id, \(now),
             \(now + 14 * 86_400)
        FROM patient p WHERE p.account_id IS NOT NULL
      """,
      """
      INSERT INTO feedback (id, account_id, kind, text, page, wants_answer, at)
      SELECT md5(p.id::text || 'feedback')::uuid, p.account_id, 'idea',
             'Could you offer times on Saturday mornings, too?', '/doctors/…/times', true, \(now)
        FROM patient p WHERE p.account_id IS NOT NULL
      """,
      // One that was decided: a patient is there for the other stories.
      """
      INSERT INTO erasure_request (id, patient_id, number, account_id, reason, state, asked_at, decided_by, decided_at, basis, words)
      SELECT md5(p.id::text || 'erasure')::uuid, p.id, p.number, p.account_id, 'I thought of moving away.', 'declined',
             \(now)::timestamptz - interval '90 days', admin.id, \(now)::timestamptz - interval '80 days', 'claims',
             'Your insurance and we have not settled last year’s visits yet. Please ask again in spring.'
        FROM patient p
        JOIN (SELECT id FROM account WHERE role = 'admin' ORDER BY id LIMIT 1) AS admin ON true
       WHERE p.account_id IS NOT NULL
      """,
    ]
  }
}
