public import Clinic
public import Credentials
public import Hummingbird
public import Images
public import Pages
public import Printing
public import Shell

/// All pages and what they have in common.
public struct Site: Sendable {
  let clinic: Clinic
  let library: TemplateLibrary
  let images: ImageProcessor
  let printer: Printer
  /// Pays and gives back without money, where the configuration says so.
  let testPayments: TestPayments?
  let origins: Origins
  let isDevelopment: Bool
  /// Whether the directory's cards show next free times, or only lead to them.
  let directoryTimes: Bool
  let csrf: KeyedHash
  let holds: KeyedHash
  let documentLinks: DocumentLinks
  let random: RandomSource
  private let turnedAway = TurnedAway()
  private let errorPage: Template<ErrorPage>

  /// What every page's layout shows.
  public static var frame: any View.Type { Frame.self }

  static let cookie = HostCookie("visit")
  /// By which a browser is known again, signed in or not.
  static let deviceCookie = HostCookie("device")
  /// For whose browser a time is kept while its owner signs up or in.
  static let holdCookie = HostCookie("hold")
  static let languageCookie = HostCookie("language")

  /// - Throws: `TemplateFaults` when a page does not fit its template.
  public init(
    clinic: Clinic, library: TemplateLibrary, images: ImageProcessor, printer: Printer = Printer(),
    origins: Origins,
    keys: KeyRing, testPayments: TestPayments? = nil, isDevelopment: Bool, directoryTimes: Bool = true,
    random: RandomSource = .system
  ) throws {
    self.clinic = clinic
    self.library = library
    self.images = images
    self.printer = printer
    self.testPayments = testPayments
    self.origins = origins
    self.isDevelopment = isDevelopment
    self.directoryTimes = directoryTimes
    self.random = random
    csrf = KeyedHash(keys, purpose: "csrf")
    holds = KeyedHash(keys, purpose: "hold-token")
    documentLinks = DocumentLinks(keys)
    errorPage = try library.template(ErrorPage.self)
  }

  /// Compiles every page and letter in every language.
  ///
  /// - Throws: `TemplateFaults`: what is wrong with any of them, each text that a language lacks, and each that nobody shows.
  public static func checkTexts(of library: TemplateLibrary) throws(TemplateFaults) {
    try library.check(pages: EveryPage.pages, letters: EveryPage.letters)
    try library.require(keys: keys)
    try library.checkUse()
  }

  /// Every route of the application.
  public func routes() throws -> [Route<Admission>] {
    var routes: [Route<Admission>] = []
    routes += try HomeRoutes(site: self).routes
    routes += LookRoutes(site: self).routes
    routes += try PractitionerRoutes(site: self).routes
    routes += try ServiceRoutes(site: self).routes
    routes += try SchedulingRoutes(site: self).routes
    routes += try WhyNotRoutes(site: self).routes
    routes += try ScheduleRoutes(site: self).routes
    routes += ScheduleEventRoutes(site: self).routes
    routes += try RequestRoutes(site: self).routes
    routes += try ProposalRoutes(site: self).routes
    routes += try FollowUpRoutes(site: self).routes
    routes += try RecordRoutes(site: self).routes
    routes += try chartRoutes()
    routes += try AppointmentRoutes(site: self).routes
    routes += try CancellationRoutes(site: self).routes
    routes += try MoveRoutes(site: self).routes
    routes += try VirtualVisitRoutes(site: self).routes
    routes += try OwnVisitRoutes(site: self).routes
    routes += try IntakeRoutes(site: self).routes
    routes += try OwnConsentRoutes(site: self).routes
    routes += CalendarRoutes(site: self).routes
    routes += try UnsubscribeRoutes(site: self).routes
    routes += try DeskRoutes(site: self).routes
    routes += try DeskBookingRoutes(site: self).routes
    routes += try DeskVisitRoutes(site: self).routes
    routes += try QueueRoutes(site: self).routes
    routes += try CheckInRoutes(site: self).routes
    routes += try WaitingRoomRoutes(site: self).routes
    let accounts = try AccountRoutes(site: self)
    routes += accounts.routes
    routes += try RecoveryCodeRoutes(site: self, accounts: accounts).routes
    routes += try AuthenticatorRoutes(site: self, accounts: accounts).routes
    routes += try PasskeyRoutes(site: self, accounts: accounts).routes
    routes += try ConfirmIdentityRoutes(site: self, accounts: accounts).routes
    routes += try RecoveryRoutes(site: self).routes
    routes += StrengthRoutes(site: self).routes
    routes += try SecurityRoutes(site: self).routes
    routes += try ProfileRoutes(site: self).routes
    routes += try ChildRoutes(site: self).routes
    routes += try FamilyRoutes(site: self).routes
    routes += try FamilyDeskRoutes(site: self).routes
    routes += try personRoutes()
    routes += try ErasureRoutes(site: self).routes
    routes += try ErasureAdminRoutes(site: self).routes
    routes += try FeedbackRoutes(site: self).routes
    routes += try HelpRoutes(site: self).routes
    routes += try LooksRoutes(site: self).routes
    routes += try MyDataRoutes(site: self).routes
    routes += try PreferenceRoutes(site: self).routes
    routes += try AddressRoutes(site: self).routes
    routes += try ClosingRoutes(site: self).routes
    routes += try CalendarLinkRoutes(site: self).routes
    routes += try PatientRoutes(site: self).routes
    routes += try TodayRoutes(site: self).routes
    routes += try InvitationRoutes(site: self, accounts: accounts).routes
    routes += try AdminRoutes(site: self).routes
    routes += try entryRoutes(SpecialtyEntry.self)
    routes += try entryRoutes(PlaceEntry.self)
    routes += try entryRoutes(DeviceEntry.self)
    routes += try entryRoutes(HolidayEntry.self)
    routes += try entryRoutes(ServiceEntry.self)
    routes += try entryRoutes(PractitionerEntry.self, portraits: EntryPortraits(of: clinic))
    routes += try AccountAdminRoutes(site: self).routes
    routes += try InvitationAdminRoutes(site: self).routes
    routes += try EmergencyReviewRoutes(site: self).routes
    routes += try TableRoutes(site: self).routes
    routes += TableFileRoutes(site: self).routes
    routes += try ManyVisitsRoutes(site: self).routes
    routes += try MessageRoutes(site: self).routes
    routes += try LetterRoutes(site: self).routes
    routes += try PatientImportRoutes(site: self).routes
    routes += PatientFileRoutes(site: self).routes
    routes += try PatientAdminRoutes(site: self).routes
    routes += try RulesRoutes(site: self).routes
    routes += try ReportRoutes(site: self).routes
    routes += try SettingsRoutes<ClinicSettings>(site: self).routes
    routes += try SettingsRoutes<AccessSettings>(site: self).routes
    routes += try DomainRoutes(site: self).routes
    routes += try LogoRoutes(site: self).routes
    routes += try LetterTextRoutes(site: self).routes
    routes += try ConsentRoutes(site: self).routes
    routes += try MergeRoutes(site: self).routes
    routes += try AbsenceRoutes(site: self).routes
    routes += try AbsenceChangeRoutes(site: self).routes
    routes += try TaskRoutes(site: self).routes
    routes += try RebookingRoutes(site: self).routes
    routes += try WaitlistRoutes(site: self).routes
    routes += try SeriesRoutes(site: self).routes
    routes += try InvoiceRoutes(site: self).routes
    routes += try InvoiceAdminRoutes(site: self).routes
    routes += try VisitPrintRoutes(site: self).routes
    routes += PaymentWebhookRoutes(site: self).routes
    if testPayments != nil { routes += try TestPaymentRoutes(site: self).routes }
    routes += try DocumentRoutes(site: self).routes
    routes += DocumentUploadRoutes(site: self).routes
    routes += try NoteRoutes(site: self).routes
    routes += try OwnNoteRoutes(site: self).routes
    routes += try NoteTemplateRoutes(site: self).routes
    routes += try OwnMessageRoutes(site: self).routes
    routes += try ConversationRoutes(site: self).routes
    routes += MessageEventRoutes(site: self).routes
    routes += try TeamRoutes(site: self).routes
    routes += try PatientLetterRoutes(site: self).routes
    routes += try UnsentRoutes(site: self, forms: routes).routes
    if isDevelopment { routes += try DevRoutes(site: self).routes }
    return routes
  }

  /// Declares a route: whom it admits and what for can't be left out.
  ///
  /// - Parameter checksOrigin: false only where the address itself is the proof, and no cookie counts.
  func route(
    _ method: HTTPRequest.Method, _ pattern: String, _ access: Access, _ purpose: Purpose, _ name: String,
    checksOrigin: Bool = true, _ handle: @escaping @Sendable (Call) async throws -> Response
  ) -> Route<Admission> {
    let admission = Admission(access, purpose)
    return Route(method, pattern, access: admission, name: name, checksOrigin: checksOrigin) {
      request, context in
      let isOurs = checksOrigin || OriginCheck.passes(request, origin: context.origin)
      let call = Call(request, context, admission, self, route: name, isOurs: isOurs)
      do {
        // What somebody has typed is never turned away for it.
        if !clinic.takesIn(requestAt: call.visitor.host, turnsAway: method != .post) {
          return try await turnedAway.answer { try await answer(.limited(seconds: 1), to: call) }
        }
        return try await handle(call)
      } catch let interrupted as InterruptedForm {
        return try await answer(interrupted, to: call)
      } catch let refusal as Refusal {
        if refusal == .unknown { try await clinic.recordAttempt(by: call.visitor) }
        return try await answer(refusal, to: call)
      }
    }
  }

  /// The page for what goes wrong outside of a handler.
  public func failure(_ failure: Failure, _ request: Request, _ context: ShellContext) async throws
    -> Response
  {
    let call = Call(
      request, context, Admission(.anyone, .publicInformation), self, isOurs: false)
    return await errorResponse(failure.status, call)
  }

  /// - Parameter case: which of the catalogues' words, where the status has several.
  func errorResponse(_ status: HTTPResponse.Status, _ call: Call, _ case: String? = nil) async -> Response {
    // The clinic's name and the person's menu, unless it is the database that is gone or has enough to do.
    let visit =
      [429, 503].contains(status.code) ? nil : try? await clinic.ask(call.visitor.asAnybody, .nothing).visit
    let page = ErrorPage(
      status: status.code, case: `case`,
      reference: status.code >= 500 ? call.context.requestID.description : "", words: words(visit, call))
    return show(page, errorPage, call, visit, status: status)
  }
}
