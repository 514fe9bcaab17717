public import CivilTime
public import Clinic
import FoundationEssentials
public import Pages

/// The words of the clinic's letters.
public struct Letters: Sendable {
  let library: TemplateLibrary
  let zones: TimeZoneDatabase
  let origins: Origins
  private let confirmationCode: LetterTemplate<ConfirmationCodeLetter>
  private let accountExists: LetterTemplate<AccountExistsLetter>
  private let addressCode: LetterTemplate<AddressCodeLetter>
  private let passwordReset: LetterTemplate<PasswordResetLetter>
  private let passwordChanged: LetterTemplate<PasswordChangedLetter>
  private let recoveryCodes: LetterTemplate<RecoveryCodesLetter>
  private let invitation: LetterTemplate<InvitationLetter>
  private let securityNotice: LetterTemplate<SecurityNoticeLetter>
  private let appointmentBooked: LetterTemplate<AppointmentBookedLetter>
  private let appointmentMoved: LetterTemplate<AppointmentMovedLetter>
  private let appointmentCancelled: LetterTemplate<AppointmentCancelledLetter>
  private let appointmentRequested: LetterTemplate<AppointmentRequestedLetter>
  private let appointmentReminder: LetterTemplate<AppointmentReminderLetter>
  private let appointmentRebooking: LetterTemplate<AppointmentRebookingLetter>
  private let appointmentStands: LetterTemplate<AppointmentStandsLetter>
  private let waitlistOffer: LetterTemplate<WaitlistOfferLetter>
  private let appointmentSeries: LetterTemplate<AppointmentSeriesLetter>
  private let feedbackReceived: LetterTemplate<FeedbackReceivedLetter>
  private let feedbackAnswered: LetterTemplate<FeedbackAnsweredLetter>
  private let documentRejected: LetterTemplate<DocumentRejectedLetter>
  private let virusFound: LetterTemplate<VirusFoundLetter>
  private let invoiceIssued: LetterTemplate<InvoiceIssuedLetter>
  private let recordNews: LetterTemplate<RecordNewsLetter>
  private let messageReceived: LetterTemplate<MessageReceivedLetter>
  private let familyInvitation: LetterTemplate<FamilyInvitationLetter>
  private let familyChanged: LetterTemplate<FamilyChangedLetter>
  private let handoverNear: LetterTemplate<HandoverNearLetter>
  private let archiveReady: LetterTemplate<ArchiveReadyLetter>
  private let erasureReceipt: LetterTemplate<ErasureReceiptLetter>

  /// - Throws: `TemplateFaults` when a letter does not fit its template.
  public init(library: TemplateLibrary, zones: TimeZoneDatabase = TimeZoneDatabase(), origins: Origins) throws
  {
    self.library = library
    self.zones = zones
    self.origins = origins
    confirmationCode = try library.text(ConfirmationCodeLetter.self)
    accountExists = try library.text(AccountExistsLetter.self)
    addressCode = try library.text(AddressCodeLetter.self)
    passwordReset = try library.text(PasswordResetLetter.self)
    passwordChanged = try library.text(PasswordChangedLetter.self)
    recoveryCodes = try library.text(RecoveryCodesLetter.self)
    invitation = try library.text(InvitationLetter.self)
    securityNotice = try library.text(SecurityNoticeLetter.self)
    appointmentBooked = try library.text(AppointmentBookedLetter.self)
    appointmentMoved = try library.text(AppointmentMovedLetter.self)
    appointmentCancelled = try library.text(AppointmentCancelledLetter.self)
    appointmentRequested = try library.text(AppointmentRequestedLetter.self)
    appointmentReminder = try library.text(AppointmentReminderLetter.self)
    appointmentRebooking = try library.text(AppointmentRebookingLetter.self)
    appointmentStands = try library.text(AppointmentStandsLetter.self)
    waitlistOffer = try library.text(WaitlistOfferLetter.self)
    appointmentSeries = try library.text(AppointmentSeriesLetter.self)
    feedbackReceived = try library.text(FeedbackReceivedLetter.self)
    feedbackAnswered = try library.text(FeedbackAnsweredLetter.self)
    documentRejected = try library.text(DocumentRejectedLetter.self)
    virusFound = try library.text(VirusFoundLetter.self)
    invoiceIssued = try library.text(InvoiceIssuedLetter.self)
    recordNews = try library.text(RecordNewsLetter.self)
    messageReceived = try library.text(MessageReceivedLetter.self)
    familyInvitation = try library.text(FamilyInvitationLetter.self)
    familyChanged = try library.text(FamilyChangedLetter.self)
    handoverNear = try library.text(HandoverNearLetter.self)
    archiveReady = try library.text(ArchiveReadyLetter.self)
    erasureReceipt = try library.text(ErasureReceiptLetter.self)
  }

  /// Subject and text of a message.
  public func text(of message: OutboxMessage, for tenant: Tenant) throws -> (subject: String, body: String) {
    var (subject, body) = try ourText(of: message, for: tenant)
    let name = language(of: message, tenant).isolated(tenant.name)
    // The clinic's own words stand last, above its name.
    if !message.note.isEmpty, let signature = body.ranges(of: "\n\n\(name)\n").last {
      body.replaceSubrange(signature.lowerBound..<signature.lowerBound, with: "\n\n\(message.note)")
    }
    return (subject, body)
  }

  private func ourText(of message: OutboxMessage, for tenant: Tenant) throws -> (
    subject: String, body: String
  ) {
    let language = language(of: message, tenant)
    switch message.letter {
    case .confirmationCode:
      let letter = ConfirmationCodeLetter(clinic: tenant.name, code: message.secret ?? "", minutes: 15)
      return confirmationCode.render(letter, language: language)
    case .accountExists:
      let letter = AccountExistsLetter(clinic: tenant.name, signIn: origins.url(tenant, Path.signIn))
      return accountExists.render(letter, language: language)
    case .addressCode:
      let letter = AddressCodeLetter(clinic: tenant.name, code: message.secret ?? "", minutes: 15)
      return addressCode.render(letter, language: language)
    case .passwordReset:
      let link = origins.url(tenant, Path.resetPassword(message.secret ?? ""))
      let letter = PasswordResetLetter(clinic: tenant.name, link: link, minutes: 15)
      return passwordReset.render(letter, language: language)
    case .passwordChanged:
      let letter = PasswordChangedLetter(
        clinic: tenant.name, phone: tenant.phone,
        forgotten: origins.url(tenant, Path.forgottenPassword))
      return passwordChanged.render(letter, language: language)
    case .recoveryCodesMade, .recoveryCodeUsed:
      let letter = RecoveryCodesLetter(
        clinic: tenant.name, phone: tenant.phone, left: message.values["left"],
        security: origins.url(tenant, Path.security))
      return recoveryCodes.render(letter, language: language)
    case .invitation:
      let words = library.words(language)
      let letter = InvitationLetter(
        clinic: tenant.name, role: words["role.\(message.values["role"] ?? "")"],
        link: origins.url(tenant, Path.invitation(message.secret ?? "")), days: 7,
        isEarly: message.values["early"] == "yes")
      return invitation.render(letter, language: language)
    case .securityNotice:
      return securityNotice.render(try notice(message, tenant, language), language: language)
    case .appointmentBooked:
      let letter = AppointmentBookedLetter(appointment: facts(message, tenant, try formats(tenant, language)))
      return appointmentBooked.render(letter, language: language)
    case .appointmentMoved:
      return appointmentMoved.render(
        moved(message, tenant, try formats(tenant, language)), language: language)
    case .appointmentCancelled:
      let letter = AppointmentCancelledLetter(
        appointment: facts(message, tenant, try formats(tenant, language)), reason: message.values["reason"])
      return appointmentCancelled.render(letter, language: language)
    case .appointmentRequested:
      let letter = AppointmentRequestedLetter(
        appointment: facts(message, tenant, try formats(tenant, language)))
      return appointmentRequested.render(letter, language: language)
    case .appointmentReminder:
      return appointmentReminder.render(try reminder(message, tenant, language), language: language)
    case .appointmentSeries, .appointmentSeriesMoved, .appointmentSeriesCancelled:
      return appointmentSeries.render(
        try series(message, tenant, try formats(tenant, language)), language: language)
    case .waitlistOffer:
      return waitlistOffer.render(
        waitlistOffer(message, tenant, try formats(tenant, language)), language: language)
    case .appointmentRebooking:
      return appointmentRebooking.render(
        rebooking(message, tenant, try formats(tenant, language)), language: language)
    case .appointmentStands:
      let letter = AppointmentStandsLetter(
        appointment: facts(message, tenant, try formats(tenant, language)))
      return appointmentStands.render(letter, language: language)
    case .feedbackReceived:
      let letter = FeedbackReceivedLetter(clinic: tenant.name, list: origins.url(tenant, Path.feedbackList))
      return feedbackReceived.render(letter, language: language)
    case .feedbackAnswered:
      let letter = FeedbackAnsweredLetter(clinic: tenant.name, answer: message.values["answer"] ?? "")
      return feedbackAnswered.render(letter, language: language)
    case .documentRejected:
      let letter = DocumentRejectedLetter(
        clinic: tenant.name, phone: tenant.phone, documents: origins.url(tenant, Path.documents))
      return documentRejected.render(letter, language: language)
    case .virusFound:
      let letter = VirusFoundLetter(
        clinic: tenant.name,
        log: origins.url(tenant, Table.audit.address([("act", Act.documentInfected.rawValue)])))
      return virusFound.render(letter, language: language)
    case .invoiceIssued:
      return invoiceIssued.render(invoice(message, tenant), language: language)
    case .recordNews:
      let letter = RecordNewsLetter(clinic: tenant.name, link: origins.url(tenant, Path.health))
      return recordNews.render(letter, language: language)
    case .messageReceived:
      let side: Conversation.Side = message.values["side"] == "clinic" ? .clinic : .own
      let path = message.values["conversation"].flatMap { ID<Conversation>($0) }.map {
        Path.conversation($0, side)
      }
      let letter = MessageReceivedLetter(
        clinic: tenant.name, isToStaff: side == .clinic,
        link: origins.url(tenant, path ?? (side == .own ? Path.ownMessages : Path.conversations)),
        unsubscribe: unsubscribe(from: message, for: tenant))
      return messageReceived.render(letter, language: language)
    case .familyInvitation:
      let letter = FamilyInvitationLetter(clinic: tenant.name, link: origins.url(tenant, Path.family))
      return familyInvitation.render(letter, language: language)
    case .familyChanged:
      let letter = FamilyChangedLetter(clinic: tenant.name, link: origins.url(tenant, Path.family))
      return familyChanged.render(letter, language: language)
    case .handoverNear:
      let letter = HandoverNearLetter(clinic: tenant.name, link: origins.url(tenant, Path.family))
      return handoverNear.render(letter, language: language)
    case .archiveReady:
      let letter = ArchiveReadyLetter(
        clinic: tenant.name, link: origins.url(tenant, Path.myData), days: DataArchive.daysKept)
      return archiveReady.render(letter, language: language)
    case .erasureReceipt:
      let letter = ErasureReceiptLetter(
        clinic: tenant.name, link: origins.url(tenant, Path.erasureReceipt(message.secret ?? "")), days: 30)
      return erasureReceipt.render(letter, language: language)
    }
  }

  private func invoice(_ message: OutboxMessage, _ tenant: Tenant) -> InvoiceIssuedLetter {
    let id = message.values["no-account"] == nil ? message.values["invoice"].flatMap { ID<Invoice>($0) } : nil
    return InvoiceIssuedLetter(
      clinic: tenant.name, phone: tenant.phone, link: id.map { origins.url(tenant, Path.invoice($0)) })
  }

  /// Of its reader, else the clinic's.
  func language(of message: OutboxMessage, _ tenant: Tenant) -> Language {
    Language(code: message.language.isEmpty ? tenant.language : message.language)
  }

  private func formats(_ tenant: Tenant, _ language: Language) throws -> Formats {
    Formats(words: library.words(language), zone: try zones.rules(for: tenant.timeZone))
  }

  private func notice(_ message: OutboxMessage, _ tenant: Tenant, _ language: Language) throws
    -> SecurityNoticeLetter
  {
    let words = library.words(language)
    let notice = message.values["notice"] ?? ""
    return SecurityNoticeLetter(
      clinic: tenant.name, phone: tenant.phone, what: words["notice.\(notice)", message.values],
      browser: message.values["by"] == "clinic"
        ? words["browser.clinic"] : words.browser(message.values["agent"] ?? ""),
      address: message.values["address"] ?? "",
      security: Self.lastWords.contains(notice) ? nil : origins.url(tenant, Path.security))
  }

  /// Told to somebody who can't sign in any more: at that address, or at all.
  private static let lastWords =
    [SecurityNotice.addressChanged, .accountDisabled, .accountClosed].map(\.rawValue)
}
