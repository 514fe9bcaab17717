import Clinic

/// Every list that has a page of its own.
enum EveryTable {
  static let all: [Table] = [
    .appointments, .messages, .audit, .emergencies, .refusedSignIns, .accounts, .invitations, .waitlist,
    .patients, .invoices, .payments,
    .practitioners, .entries(ServiceEntry.self, .services), .entries(SpecialtyEntry.self, .specialties),
    .entries(PlaceEntry.self, .places), .entries(DeviceEntry.self, .devices),
    .entries(HolidayEntry.self, .holidays),
  ]

  /// What these pages ask of the catalogue.
  static let keys: [String] =
    all.flatMap(\.keys) + ManyVisitsRoutes.keys + AdminPage.keys + PatientAdminRoutes.keys + [
      "problem.filter", "problem.views-enough", "problem.view-long", "table.name", "table.q", "table.any",
      "table.unlisted", "table.saved", "table.removed", "format.short-instant",
      "admin.title", "desk.name", "table.waitlist.rate", "table.messages.dead",
      "problem.none-chosen",
    ]
}

extension Table {
  static let appointments = Table(
    .appointments, at: Path.visits, for: .listVisits,
    acts: ManyVisitsRoutes.nouns + [InvoiceAdminRoutes.drafts],
    done: ["cancelled", "moved"],
    row: { id, role in role.may(.keepFrontDesk) ? Path.deskVisit(ID(id)) : nil })

  static let messages = Table(
    .messages, at: Path.messages, for: .seeToLetters, acts: MessageRoutes.nouns,
    links: [Link(text: "table.messages.failed", href: Path.failedLetters, permission: .seeToLetters)],
    done: ["sent-again", "settled"],
    beside: { _ in
      Query.deadJobs.map { jobs in
        jobs.map { Note("table.messages.dead", ["kind": $0.kind, "reason": $0.reason]) }
      }
    },
    row: { id, _ in Path.letter(ID(id)) })

  static let refusedSignIns = Table(
    .refusedSignIns, at: Path.refusedSignIns, for: .readAuditLog,
    links: [Link(text: "table.audit", href: Path.audit, permission: .readAuditLog)])

  static let audit = Table(
    .audit, at: Path.audit, for: .readAuditLog,
    links: [
      Link(text: "table.sign-ins", href: Path.refusedSignIns, permission: .readAuditLog),
      Link(text: "table.emergencies", href: Path.emergencies, permission: .reviewEmergencies),
    ])

  static let emergencies = Table(
    .emergencies, at: Path.emergencies, for: .reviewEmergencies,
    links: [Link(text: "table.audit", href: Path.audit, permission: .readAuditLog)],
    row: { id, _ in Path.emergency(ID<EmergencyAccess>(id)) })

  static let accounts = Table(
    .accounts, at: Path.accounts, for: .manageAccounts,
    links: [
      Link(text: "accounts.invite", href: Path.newInvitation, permission: .manageAccounts),
      Link(text: "table.invitations", href: Path.invitations, permission: .manageAccounts),
      Link(text: "table.sign-ins", href: Path.refusedSignIns, permission: .readAuditLog),
    ],
    done: ["everybody"], row: { id, _ in Path.account(ID(id)) })

  static let invitations = Table(
    .invitations, at: Path.invitations, for: .manageAccounts, acts: InvitationAdminRoutes.nouns,
    links: [
      Link(text: "accounts.invite", href: Path.newInvitation, permission: .manageAccounts),
      Link(text: "table.accounts", href: Path.accounts, permission: .manageAccounts),
    ],
    done: ["invited", "sent-again", "withdrawn", "enough", "taken", "gone"])

  static let waitlist = Table(
    .waitlist, at: Path.wishes, for: .settleTasks, .schedule,
    links: [Link(text: "tasks.title", href: Path.tasks, permission: .settleTasks)],
    beside: { now in
      Query.fillRate(at: now).map { rate in
        rate.percent.map { percent in
          [
            Note(
              "table.waitlist.rate",
              ["freed": rate.freed, "filled": rate.filled, "percent": percent].mapValues(String.init))
          ]
        } ?? []
      }
    })

  static let patients = Table(
    .patients, at: Path.patients, for: .listPatients,
    links: [Link(text: "import.patients", href: Path.patientImports, permission: .importPatients)],
    row: { id, _ in Path.patient(ID(id)) })

  static let invoices = Table(
    .invoices, at: Path.invoiceList, for: .keepInvoices, acts: InvoiceAdminRoutes.nouns,
    links: [Link(text: "table.payments", href: Path.paymentList, permission: .keepInvoices)],
    done: ["issued", "drafted"], row: { id, _ in Path.invoiceAdmin(ID(id)) })

  static let payments = Table(
    .payments, at: Path.paymentList, for: .keepInvoices,
    links: [Link(text: "table.invoices", href: Path.invoiceList, permission: .keepInvoices)])

  /// Doctors, and from them to whoever else works here.
  static let practitioners = Table.entries(
    PractitionerEntry.self, .practitioners,
    links: [Role.frontDesk, .admin].map { role in
      Link(
        text: "table.practitioners.\(role.rawValue)", href: accounts.address([("role", role.rawValue)]),
        permission: .manageAccounts)
    })

  /// What the clinic keeps of one noun: a row leads to its form.
  static func entries<E: Entry>(_: E.Type, _ listing: Listing, links: [Link] = []) -> Table {
    Table(
      listing, at: Path.entries(E.noun), for: .manageStaff,
      links: [
        Link(
          text: "kept.\(E.noun.rawValue).new", href: "\(Path.entries(E.noun))/new", permission: .manageStaff),
        Link(text: "import.link", href: Path.imports(E.noun), permission: .manageStaff),
      ] + links,
      done: ["taken-away"], entry: E.self, row: { id, _ in Path.entry(E.noun, id) })
  }
}
