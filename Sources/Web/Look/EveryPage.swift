internal import Pages

/// Every page and letter of the application: what is checked at boot, shown in the gallery and tested for
/// accessibility. A page that is not listed here has no template at run time.
enum EveryPage {
  static let pages: [any Page.Type] = [
    HomePage.self,
    DirectoryPage.self, PractitionerPage.self, ServicesPage.self,
    TimesPage.self, BookingPage.self, AppointmentPage.self,
    CancellationPage.self, MovePage.self,
    DashboardPage.self, SchedulePage.self, ScheduleWeekPage.self, ScheduleMonthPage.self,
    FollowUpPage.self, RequestsPage.self, WhyNotPage.self,
    DeskPage.self, DeskTimesPage.self, DeskPatientsPage.self, DeskBookingPage.self, DeskVisitPage.self,
    QueuePage.self, CheckInPage.self, WaitingRoomsPage.self, DisplayPage.self,
    AdminPage.self,
    EntryPage.self, RetirementPage.self,
    SignUpPage.self, ConfirmationPage.self, TwoFactorPage.self, SignInPage.self, SignInCodePage.self,
    ForgottenPasswordPage.self, ResetPasswordPage.self, SecurityPage.self, ChangePasswordPage.self,
    RecoveryCodesPage.self, RecoveryCodePage.self, ConfirmIdentityPage.self,
    AuthenticatorPage.self, PasskeysPage.self, NewPasskeyPage.self,
    InvitationPage.self, AccountAdminPage.self, NewInvitationPage.self,
    TablePage.self, LetterPage.self, ManyCancellationPage.self, ManyMovePage.self, PatientStandingPage.self,
    DocumentsPage.self, DocumentPage.self,
    ChartPage.self, RecordFormPage.self, RecordHistoryPage.self, ResultPage.self, HealthPage.self,
    RecordSearchPage.self, RecordPage.self, EmergencyPage.self, EmergencyReviewPage.self,
    RulesPage.self, SettingsPage.self, DomainPage.self, LogoPage.self, LetterTextsPage.self,
    LetterTextPage.self,
    ConsentsPage.self, NewConsentPage.self, ConsentPage.self,
    MergeSearchPage.self, MergePage.self, MergesPage.self,
    ReportPage.self,
    ImportUploadPage.self, ImportPage.self, PatientImportPage.self,
    AccountPage.self, ProfilePage.self, DisplayNamePage.self, ContactPage.self, ChildrenPage.self,
    LooksPage.self, OwnLanguagePage.self,
    PersonPage.self, PersonFormPage.self, PersonHistoryPage.self, CorrectionPage.self, CorrectionsPage.self,
    OwnLettersPage.self, UnsubscribePage.self, AddressPage.self, AddressCodePage.self, CloseAccountPage.self,
    AccountClosedPage.self, CalendarPage.self,
    AbsencesPage.self, AbsencePreviewPage.self, AbsencePage.self, TasksPage.self, TaskPage.self,
    RebookingPage.self, WaitlistPage.self, WaitlistOfferPage.self,
    SeriesPlanPage.self, SeriesPage.self,
    InvoicesPage.self, InvoicePage.self, InvoiceAdminPage.self, InvoicePrint.self, VisitPrint.self,
    TestPaymentPage.self,
    FeedbackPage.self, FeedbackListPage.self, FeedbackCasePage.self,
    HelpLeadPage.self, HelpPage.self, StaffHelpPage.self,
    ServicePage.self, VirtualVisitPage.self, RoomPage.self, OwnVisitPage.self, OwnConsentsPage.self,
    IntakePage.self, DeskIntakePage.self, TodayPage.self,
    ErrorPage.self,
    MailboxPage.self, MailPage.self, GalleryPage.self, ComponentsPage.self,
  ]

  static let letters: [any Letter.Type] = [
    ConfirmationCodeLetter.self, AccountExistsLetter.self, AddressCodeLetter.self,
    PasswordResetLetter.self, PasswordChangedLetter.self,
    RecoveryCodesLetter.self, InvitationLetter.self, SecurityNoticeLetter.self,
    AppointmentBookedLetter.self, AppointmentMovedLetter.self, AppointmentCancelledLetter.self,
    AppointmentRequestedLetter.self, AppointmentReminderLetter.self,
    AppointmentRebookingLetter.self, AppointmentStandsLetter.self, WaitlistOfferLetter.self,
    AppointmentSeriesLetter.self, FeedbackReceivedLetter.self, FeedbackAnsweredLetter.self, ResultReleasedLetter.self,
  ]
}
