internal import Pages

/// `GET /admin/invoices/:id` and its refused forms: one invoice, and what can be done with it now.
struct InvoiceAdminPage: Page {
  let sheet: InvoiceSheet
  let patientHref: String
  /// Where its visit is; nil where there is none, or whoever looks does not work at the front desk.
  let visitHref: String?
  let file: String?
  /// Of its forms, which lead further down.
  let here: String
  /// Where a draft is issued; nil for what is no draft.
  let issue: String?
  var line: NewLineFields?
  var payment: PaymentFields?
  /// Why it is cancelled; nil for what can't be.
  var reason: Field?
  var notice: String?

  static let template = "invoices/admin"

  var fields: Fields {
    let controls =
      [line?.text.control, line?.amount.control].compactMap(\.self) + (payment?.controls ?? [])
      + [reason?.control].compactMap(\.self)
    return [
      "problems": .view(ProblemSummary(notice: notice, controls)), "sheet": .view(sheet),
      "patientHref": .text(patientHref), "visitHref": .text(visitHref), "file": .text(file),
      "here": .text(here),
      "issue": .text(issue), "newLine": .view(line), "payment": .view(payment), "reason": .view(reason),
    ]
  }

  static var samples: [InvoiceAdminPage] {
    let sheets = InvoiceSheet.samples
    func sample(_ sheet: InvoiceSheet, isDraft: Bool = false) -> InvoiceAdminPage {
      InvoiceAdminPage(
        sheet: sheet, patientHref: "/admin/patients/1", visitHref: "/desk/visits/1",
        file: isDraft ? nil : "/admin/invoices/1/invoice.pdf", here: "/admin/invoices/1",
        issue: isDraft ? "/admin/invoices/1/issuance" : nil)
    }
    var (draft, open, back) = (sample(sheets[1], isDraft: true), sample(sheets[0]), sample(sheets[2]))
    draft.line = NewLineFields.samples[0]
    open.payment = PaymentFields.samples[0]
    open.reason = Field("reason", "", label: "Why it is cancelled", problem: "Please fill this in")
    back.payment = PaymentFields.samples[1]
    return [draft, open, back]
  }
}

/// One thing more on a draft.
struct NewLineFields: View {
  let text: Field
  let amount: Field

  var fields: Fields { ["text": .view(text), "amount": .view(amount)] }

  static let samples = [
    NewLineFields(
      text: Field("text", label: "What"),
      amount: Field("amount", "12,x", label: "Amount", problem: "Like 45.00"))
  ]
}

/// Money that changed hands: came, or went back.
struct PaymentFields: View {
  let isRefund: Bool
  let amount: Field
  let method: ChoiceField
  let day: Field
  let note: Field
  let key: String

  var controls: [Control] { [amount.control, method.control, day.control, note.control] }

  var fields: Fields {
    [
      "isRefund": .flag(isRefund), "noun": .text(isRefund ? "refunds" : "payments"), "amount": .view(amount),
      "method": .view(method), "day": .view(day), "note": .view(note), "key": .text(key),
    ]
  }

  static var samples: [PaymentFields] {
    [false, true].map { isRefund in
      PaymentFields(
        isRefund: isRefund, amount: Field("amount", "45.00", label: "Amount"),
        method: ChoiceField(
          "method", [Choice("cash", "Cash"), Choice("card", "Card", chosen: true)], label: "How"),
        day: Field("day", "2026-11-24", label: "Day"), note: Field("note", label: "Note"), key: "1")
    }
  }
}
