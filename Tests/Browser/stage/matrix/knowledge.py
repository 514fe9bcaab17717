"""What the matrix has to be taught of routes. A route that it can't reach with this fails `test_isolation.py`."""

# For each parameter of a pattern what stands there, by the names of `belongings.sql`.
PARAMETERS = {
    "/look/:file": "2a6f5b.css",
    "/logo/:file": "{logo}.png",
    "/doctors/:id": "{doctor}",
    "/portraits/:id": "{portrait}",
    "/portraits/:id/:size": "small.jpg",
    "/schedule/blocks/:id": "{absence}",
    "/appointments/:id": "{visit}",
    "/services/:id": "{service}",
    "/schedule/visits/:id": "{visit}",
    "/account/consents/:id": "{agreement}",
    "/account/data/archives/:id": "{archive}",
    "/appointments/:id/papers/:paper": "{paper}",
    "/requests/:id": "{request}",
    "/calendar/:link": "{feed_token}.ics",
    "/unsubscribe/:link": "{account_link}",
    "/desk/visits/:id": "{visit}",
    "/desk/visits/:id/papers/:paper": "{paper}",
    "/desk/tickets/:id": "{ticket}",
    "/waiting-rooms/:id": "{place}",
    "/display/:token": "{display_token}",
    "/account/passkeys/:id": "{passkey}",
    "/password/reset/:token": "{reset_token}",
    "/account/sessions/:id": "{session}",
    "/account/calendar/:id": "{feed}",
    "/invitations/:token": "{invitation_token}",
    "/admin/specialties/:id": "{specialty}",
    "/admin/places/:id": "{place}",
    "/admin/devices/:id": "{device}",
    "/admin/holidays/:id": "{holiday}",
    "/admin/services/:id": "{service}",
    "/admin/practitioners/:id": "{doctor}",
    "/admin/specialties/import/:id": "{import_specialties}",
    "/admin/places/import/:id": "{import_places}",
    "/admin/devices/import/:id": "{import_devices}",
    "/admin/holidays/import/:id": "{import_holidays}",
    "/admin/services/import/:id": "{import_services}",
    "/admin/practitioners/import/:id": "{import_practitioners}",
    "/admin/accounts/:id": "{doctor_account}",
    "/admin/lists/:listing": "patients",
    "/admin/views/:id": "{view}",
    "/admin/messages/:id": "{letter}",
    "/admin/patients/import/:id": "{patients_file}",
    "/admin/patients/:id": "{patient}",
    "/admin/patients/:id/merges/:merge": "{merge}",
    "/admin/letter-texts/:kind": "appointment-booked",
    "/admin/letter-texts/:kind/:language": "en",
    "/consents/:id": "{consent}",
    "/absences/:id": "{absence}",
    "/tasks/:id": "{task}",
    "/rebookings/:token": "{proposal_token}",
    "/waitlist/:id": "{wish}",
    "/waitlist/offers/:id": "{waiting_offer}",
    "/series/:id": "{series}",
    "/records/:id": "{patient}",
    "/records/:id/results/:result": "{result}",
    "/documents/:id": "{document}",
    "/notes/:id": "{note}",
    "/health/notes/:id": "{released}",
    "/medications/:id": "{order}",
    "/note-templates/:id": "{template}",
    "/patient-documents/:id": "{document}",
    "/patients/:id": "{patient}",
    "/uploads/:id": "{upload}",
    "/admin/emergencies/:id": "{emergency}",
    "/invoices/:id": "{invoice}",
    "/admin/invoices/:id": "{invoice}",
    "/admin/invoices/:id/lines/:line": "{invoice_line}",
    "/admin/invoices/:id/payments/:payment": "{payment}",
    "/payments/webhooks/:provider": "test",
    "/dev/payments/:id": "{checkout}",
    "/account/person/:id": "{patient}",
    "/account/family/:id": "{tie}",
    "/account/family/invitations/:id": "{asked}",
    "/patients/:id/family/:tie": "{tie}",
    "/corrections/:id": "{correction}",
    "/account/data/erasure/:id": "{patient}",
    "/account/data/erasure-requests/:id": "{erasure}",
    "/admin/erasures/:id": "{erasure}",
    "/erasure-receipts/:token": "{receipt_token}",
    "/admin/feedback/:id": "{feedback}",
    "/messages/:id": "{conversation}",
    "/conversations/:id": "{conversation}",
    "/admin/teams/:id": "{team}",
    "/help/:role": "visitor",
    "/dev/mail/:id": "{letter}",
    "/dev/gallery/:page": "home-home",
    "/dev/gallery/:page/:sample": "0",
}

# What no page of the demo clinics offers: the queries of addresses and the fields of forms; none where a button is all.
_OFFER = {"offer": "{offer}", "key": "new", "reason": "", "sequence": "0"}
_CHOSEN = {"id": "{visit}", "seen": "{visit}.0", "doctor": "{doctor}", "day": "2027-03-01", "key": "new", "scope": "possible"}
_PAID = {"amount": "0.01", "method": "cash", "day": "2026-03-02", "note": "", "key": "new"}
_RECORD = {"entry": "", "key": "new", "seen": "", "how": "change", "despite": ""}
_FILE = {
    "key": "new", "patient": "{patient}", "category": "result", "visibility": "{doctor}", "appointment": "{visit}", "part": "0",
    "name": "result.pdf", "size": "100", "mark": "",
}
_TEMPLATE = {"key": "new", "title": "A note", "kind": "note", "service": "{service}", "release": "by-hand", "days": "", "t1": "Findings", "p1": ""}
_MESSAGE = {"text": "Good morning", "seen": "1", "key": "new", "documents": "{document}", "awaits": "yes"}
_TEAM = {
    "key": "new", "name": "A team", "hours": "8", "practitioner": "{doctor}", "members": "{doctor_account}", "active": "yes",
    "revision": "1",
}
TAUGHT: dict[str, list[dict[str, str]]] = {
    "GET /account/family/new": [{"patient": "{patient}"}],
    "POST /account/family": [{"patient": "{patient}", "email": "kin@mail.example", "scope": "see", "until": ""}],
    "POST /account/family/:id/terms": [{"scope": "see", "until": ""}],
    "POST /patients/:id/family/parents": [{"email": "{email}", "document": "Birth certificate"}],
    "POST /patients/:id/family/owner": [{"email": "owner@mail.example"}],
    "POST /patients/:id/family/:tie/ending": [{"reason": "A court decides"}],
    "GET /conversations": [{"scope": "all", "team": "{team}", "patient": "{patient}", "after": "{conversation}"}],
    "POST /messages": [{**_MESSAGE, "patient": "{patient}", "aim": "team:{team}", "topic": "A question"}],
    "POST /messages/draft": [{"topic": "A question", "text": "Good morning"}],
    "POST /messages/:id/draft": [{"text": "Good morning"}],
    "POST /messages/:id/answers": [_MESSAGE],
    "POST /conversations/:id/draft": [{"text": "Good morning"}],
    "POST /conversations/:id/answers": [_MESSAGE],
    "POST /conversations/:id/handover": [{"to": "team:{team}", "handover-note": "", "key": "new", "seen": "1"}],
    "POST /conversations/:id/notes": [{"note": "For us", "key": "new"}],
    "POST /conversations/:id/closure": [{"reason": "answered"}],
    "POST /patients/:id/conversations": [{**_MESSAGE, "topic": "A question"}],
    "POST /admin/teams": [_TEAM],
    "POST /admin/teams/:id": [_TEAM],
    "GET /absences/new": [{"who": "{doctor}", "first": "2027-03-01", "last": "2027-03-02"}],
    "GET /admin/audit": [{"account": "{doctor_account}"}],
    "GET /admin/patients/:id/merge": [{"with": "{merged}"}],
    "GET /appointments/:id/follow-up": [{"service": "{service}", "from": "2027-03-01"}],
    "GET /appointments/:id/follow-up/new": [{"offer": "{offer}"}],
    "GET /appointments/:id/move": [{"offer": "{offer}"}],
    "GET /appointments/new": [{"offer": "{offer}"}],
    "GET /check-in": [{"code": "{code}"}],
    "GET /consents/new": [{"after": "{consent}"}],
    "GET /desk/bookings/new": [{"offer": "{offer}", "patient": "{patient}"}],
    "GET /desk/patients": [{"offer": "{offer}"}],
    "GET /desk/queue": [{"ticket": "{ticket}"}],
    "GET /desk/times": [{"service": "{service}", "doctor": "{doctor}", "at": "{place}"}],
    "GET /doctors/:id/times": [{"service": "{service}", "moving": "{visit}"}],
    "GET /requests/:id/proposal": [{"service": "{service}", "doctor": "{doctor}"}],
    "GET /schedule/why": [
        {"practitioner": "{doctor}", "service": "{service}", "day": "2027-03-01", "time": "10:00", "visit": "first"}
    ],
    "POST /account/authenticator/new": [{"code": "123456"}],
    "POST /account/email/confirmation": [{"code": "123456"}],
    "POST /holds/extension": [{"offer": "{offer}"}],
    "POST /sign-up/confirmation": [{"code": "123456"}],
    "POST /two-factor": [{"code": "123456"}],
    "POST /admin/patients/import/:id/application": [{"seen": "", "alike": ""}],
    **{f"POST /admin/{noun}/import/:id/application": [{"seen": "", "encoding": "utf-8"}]
       for noun in ("specialties", "places", "devices", "holidays", "services", "practitioners")},
    "POST /absences": [
        {"who": "{doctor}", "first": "2027-03-01", "last": "2027-03-02", "starts": "", "ends": "", "key": "new"}
    ],
    "POST /account/data/archives": [{"key": "new", "patient": "{patient}"}],
    "POST /account/email": [{"email": "{email}"}],
    "POST /admin/accounts/:id/role": [{"role": "practitioner", "practitioner": "{doctor}"}],
    "POST /admin/appointments/cancellation": [_CHOSEN],
    "POST /admin/appointments/cancellations": [_CHOSEN],
    "POST /admin/appointments/move": [_CHOSEN],
    "POST /admin/appointments/moves": [_CHOSEN],
    "POST /admin/domain": [{"domain": "{slug}-clinic.example"}],
    "POST /admin/invitations": [
        {"given": "Ina", "family": "Field", "email": "ina@mail.example", "role": "practitioner", "practitioner": "{doctor}", "language": "en"}
    ],
    "POST /admin/invitations/letters": [{"id": "{invitation}"}],
    "POST /admin/invitations/withdrawals": [{"id": "{invitation}"}],
    "POST /admin/messages/sending": [{"id": "{letter}"}],
    "POST /admin/messages/settlement": [{"id": "{letter}"}],
    "POST /admin/patients/:id/merge": [{"with": "{merged}", "account": "gone", "key": "new", "seen": ""}],
    "POST /appointments": [{**_OFFER, "patient": "{child}"}],
    "POST /appointments/:id/check-in": [{"code": "{code}"}],
    "POST /appointments/:id/consent": [{"text": "{telehealth}", "agree": "1"}],
    "POST /appointments/:id/questionnaire": [{"page": "new", "saving": "1", "q10": "A cough", "act": "send"}],
    "POST /appointments/:id/questionnaire/draft": [{"page": "new", "saving": "1", "q10": "A cough"}],
    "POST /appointments/:id/follow-up": [_OFFER],
    "POST /appointments/:id/move": [_OFFER],
    "POST /appointments/:id/series": [{"key": "new", "date0": "{offer}", "date1": "{offer}"}],
    "POST /desk/bookings": [{**_OFFER, "patient": "{patient}"}],
    "POST /desk/holds": [{**_OFFER, "patient": "{patient}"}],
    "POST /desk/visits/:id/move": [_OFFER],
    "POST /password/forgotten": [{"email": "{email}"}],
    "POST /password/strength": [{"password": "orange kettle winter", "link": "{reset_token}"}],
    "POST /documents/uploads": [_FILE],
    "POST /patients/:id/documents/uploads": [_FILE],
    "POST /records/search": [{"q": "fletcher"}],
    "GET /account/person/:id/history": [{"after": "{change}"}],
    "GET /patients/:id/history": [{"after": "{change}"}],
    "GET /admin/feedback": [{"state": "open", "after": "{feedback}"}],
    "GET /feedback": [{"from": "/doctors"}],
    "POST /feedback": [{"kind": "idea", "text": "More light", "from": "/doctors", "key": "new"}],
    "POST /corrections/:id/decision": [{"decision": "decline", "answer": "It is right", "seen": "1990-01-01"}],
    "POST /account/person/:id/doubt": [{"about": "other", "note": "I never had that"}],
    "POST /account/data/erasure/:id": [{"reason": "", "understood": "1"}],
    "POST /admin/erasures/:id/declination": [{"basis": "other", "words": "Not now"}],
    "POST /admin/erasures/:id/execution": [{"name": "Somebody Else"}],
    "POST /admin/erasures/:id/kept": [{"reason": "A court asks for it"}],
    "POST /account/person/:id/correction": [{"birthDay": "1", "birthMonth": "1", "birthYear": "1990", "note": ""}],
    "POST /admin/feedback/:id/answer": [{"answer": "Thank you"}],
    "GET /health": [{"of": "{child}"}],
    "GET /records/:id/chart/history": [{"part": part} for part in ("allergies", "conditions", "medications", "results")],
    "GET /records/:id/allergies": [{"entry": "{allergy}"}],
    "GET /records/:id/conditions": [{"entry": "{condition}"}],
    "GET /records/:id/medications": [{"entry": "{medication}"}],
    "GET /records/:id/results": [{"entry": "{result}"}],
    "POST /records/:id/allergies": [
        {**_RECORD, "entry": "{allergy}", "text": "Nuts", "criticality": "low", "clinical": "active", "verification": "confirmed"}
    ],
    "POST /records/:id/conditions": [
        {**_RECORD, "entry": "{condition}", "text": "Asthma", "clinical": "active", "verification": "confirmed"}
    ],
    "POST /records/:id/medications": [
        {**_RECORD, "entry": "{medication}", "text": "Ramipril", "status": "active", "source": "patient"}
    ],
    "POST /records/:id/vitals": [
        {"key": "new", "day": "2026-03-02", "time": "09:00", "heart": "70", "temperature-in": "celsius",
         "weight-in": "kilograms", "height-in": "centimetres"}
    ],
    "POST /records/:id/results": [
        {**_RECORD, "entry": "{result}", "title": "Blood", "day": "2026-03-02", "time": "09:00", "status": "final",
         "values.count": "1", "values.0.test": "2823-3", "values.0.value": "4.4"}
    ],
    "POST /records/:id/allergies/none": [{"key": "new"}],
    "POST /records/:id/allergies/withdrawal": [{"version": "{allergy}"}],
    "POST /records/:id/conditions/withdrawal": [{"version": "{condition}"}],
    "POST /records/:id/medications/withdrawal": [{"version": "{medication}"}],
    "POST /records/:id/vitals/withdrawal": [{"version": "{vital}"}],
    "POST /records/:id/results/:result/review": [{"version": "{result}"}],
    "POST /records/:id/results/:result/release": [{"version": "{result}"}],
    "POST /records/:id/results/:result/withdrawal": [{"version": "{result}"}],
    "POST /records/:id/emergency": [{"reason": "Found on the street", "key": "new"}],
    "POST /admin/emergencies/:id/review": [{"verdict": "justified", "note": ""}],
    "POST /admin/appointments/invoices": [_CHOSEN],
    "POST /admin/invoices/issuance": [{"id": "{invoice}"}],
    "POST /admin/invoices/:id/lines": [{"text": "Bandage", "amount": "1.00"}],
    "POST /admin/invoices/:id/payments": [_PAID],
    "POST /admin/invoices/:id/refunds": [_PAID],
    "POST /admin/invoices/:id/cancellation": [{"reason": "A mistake"}],
    "POST /dev/payments/:id": [{"outcome": "failed"}],
    "GET /records/:id/notes": [{"visit": "{visit}"}],
    "POST /records/:id/notes": [{"key": "new", "what": "{template}", "visit": "{visit}"}],
    "POST /notes/:id": [{"s1": "A cough", "r1": "0", "w1": "", "act": "save"}],
    "POST /notes/:id/draft": [{"s1": "A cough", "r1": "0", "w1": ""}],
    "POST /notes/:id/signature": [{"seen": "", "release": "by-hand", "days": ""}],
    "POST /notes/:id/addenda": [{"key": "new"}],
    "POST /notes/:id/replacement": [{"key": "new"}],
    "POST /notes/:id/error": [{"why": "A mistake"}],
    "POST /medications/:id/end": [{"status": "stopped", "why": ""}],
    "POST /note-templates": [_TEMPLATE],
    "POST /note-templates/:id": [{**_TEMPLATE, "revision": "1"}],
    "POST /note-templates/:id/retirement": [{"retired": "1"}],
    "POST /requests/:id/proposal": [{**_OFFER, "service": "{service}"}],
    "POST /sign-in": [{"email": "{email}", "password": "a wrong password"}],
    "POST /tasks/:id/move": [_OFFER],
}

# Forms of nothing but a button.
BUTTONS = {f"POST {pattern}" for pattern in (
    "/account/family/:id/resignation", "/account/family/invitations/:id/acceptance", "/account/family/invitations/:id/refusal",
    "/schedule/blocks/:id/removal", "/appointments/:id/papers/:paper", "/appointments/:id/arrival", "/appointments/:id/start",
    "/appointments/:id/fulfilment", "/appointments/:id/absence", "/appointments/:id/departure", "/desk/visits/:id/absence",
    "/desk/visits/:id/arrival", "/desk/tickets/:id/end", "/desk/tickets/:id/return", "/sign-up/confirmation/resend",
    "/account/authenticator/removal", "/two-factor/postponement", "/account/sessions/end-others", "/account/sessions/:id/end",
    "/account/email/cancellation", "/account/email/confirmation/resend", "/admin/specialties/:id/comeback",
    "/admin/specialties/:id/removal", "/admin/places/:id/comeback", "/admin/places/:id/removal", "/admin/devices/:id/comeback",
    "/admin/holidays/:id/retirement", "/admin/holidays/:id/comeback", "/admin/services/:id/comeback",
    "/admin/services/:id/removal", "/admin/practitioners/:id/comeback", "/admin/practitioners/:id/removal",
    "/admin/accounts/:id/enablement", "/admin/messages/:id/sending", "/admin/messages/:id/settlement",
    "/appointments/:id/joining", "/appointments/:id/leaving", "/schedule/visits/:id/joining", "/schedule/visits/:id/leaving",
    "/account/consents/:id/withdrawal",
    "/uploads/:id/parts", "/uploads/:id/completion",
    "/admin/patients/:id/reinstatement", "/waitlist/offers/:id/acceptance", "/waitlist/offers/:id/refusal",
    "/desk/visits/:id/invoice", "/invoices/:id/checkout", "/admin/invoices/:id/issuance",
    "/admin/invoices/:id/lines/:line/removal", "/admin/invoices/:id/payments/:payment/refund", "/payments/webhooks/:provider",
    "/admin/feedback/:id/taking", "/admin/feedback/:id/closure", "/notes/:id/release", "/notes/:id/file",
    "/admin/feedback/:id/taking", "/admin/feedback/:id/closure", "/messages/:id/reading", "/messages/:id/closure",
    "/account/data/erasure-requests/:id/withdrawal",
    "/conversations/:id/reading", "/conversations/:id/taking", "/conversations/:id/reopening",
)}  # fmt: skip

# Forms with a file in them, which are taken in no other encoding.
WITH_FILES = (
    "/admin/logo", "/admin/practitioners", "/admin/practitioners/:id", "/documents", "/patients/:id/documents",
    "/messages", "/messages/:id/answers", "/conversations/:id/answers", "/patients/:id/conversations",
)

# What is answered otherwise than by 403 or 404 when an address names what does not exist, to everybody alike.
OTHERWISE = {
    "GET /password/reset/:token": 410,  # a link that is over and one that never was look the same
    "POST /password/reset/:token": 410,
    "GET /invitations/:token": 410,
    "POST /invitations/:token": 410,
    "POST /account/passkeys/:id/name": 422,  # the new name is looked at first
    "POST /schedule/blocks/:id/removal": 303,  # what is gone has been taken away
    "GET /documents/:id/content": 303,  # without a link of this session it leads to the page that has one
    "GET /patient-documents/:id/content": 303,
    "POST /account/sessions/:id/end": 303,
    "POST /admin/patients/:id/merges/:merge/undoing": 303,  # the merge counts; the record is where it leads back to
}

# Each request adds to what is shown here, what was tried included: no two answers are alike, and only for words of the other clinic
# is looked.
GROWING = ("/admin/audit", "/admin/audit/table.csv")

# Their answers have no end: only the beginning is asked for.
ENDLESS = ("/schedule/events", "/messages/events", "/conversations/events")

# These end sessions, or change who gets in: tried last, each with sessions of its own.
DISTURBING = (
    "/sign-out", "/sign-in", "/two-factor", "/account/closure", "/account/authenticator", "/account/sessions", "/admin/sessions",
    "/admin/access", "/account/password", "/account/email", "/admin/accounts", "/account/confirm",
)  # fmt: skip
