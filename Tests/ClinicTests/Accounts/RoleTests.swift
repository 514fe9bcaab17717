import Testing

@testable import Clinic

@Suite("Roles")
struct RoleTests {
  /// Written out by hand: a change of the table in the code is a change of this one, too.
  static let table = """
                        patient  practitioner  front-desk  admin
    keep-own-account    yes      yes           yes         yes
    see-own-record      yes      -             -           -
    book-for-oneself    yes      -             -           -
    see-own-schedule    -        yes           -           -
    keep-own-schedule   -        yes           -           -
    see-to-visits       -        yes           yes         -
    book-follow-ups     -        yes           -           -
    keep-own-calendar   yes      yes           -           -
    explain-times       -        yes           yes         yes
    keep-front-desk     -        -             yes         -
    keep-waiting-rooms  -        -             yes         yes
    book-for-patients   -        -             yes         -
    manage-staff        -        -             -           yes
    merge-patients      -        -             -           yes
    manage-accounts     -        -             -           yes
    set-rules           -        -             -           yes
    read-audit-log      -        -             -           yes
    read-reports        -        -             -           yes
    keep-invoices       -        -             yes         yes
    see-to-letters      -        -             yes         yes
    enter-absences      -        yes           yes         yes
    settle-tasks        -        -             yes         yes
    keep-patients       -        -             yes         yes
    answer-feedback     -        -             -           yes
    list-visits         -        -             yes         yes
    list-patients       -        -             yes         yes
    retire-patients     -        -             -           yes
    export-lists        -        -             -           yes
    import-patients     -        -             -           yes
    save-views          -        -             yes         yes
    share-views         -        -             -           yes
    keep-series         -        -             yes         yes
    open-records        -        yes           -           -
    write-notes         -        yes           -           -
    keep-templates      -        yes           -           yes
    keep-own-documents  yes      -             -           -
    keep-documents      -        yes           yes         -
    write-to-clinic     yes      -             -           -
    answer-patients     -        yes           yes         yes
    manage-teams        -        -             -           yes
    review-emergencies  -        -             -           yes
    decide-erasures     -        -             -           yes
    """

  @Test("may do what the table says, and nothing else")
  func table() {
    #expect(RoleTable.text == Self.table)
  }

  @Test("every permission is somebody's, and everybody keeps their own account")
  func somebodys() {
    #expect(Permission.allCases.allSatisfy { !$0.roles.isEmpty })
    #expect(Permission.keepOwnAccount.roles == Role.allCases)
  }
}
