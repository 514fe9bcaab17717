import Clinic
import FoundationEssentials
import Hummingbird
import Pages
import Shell

/// What was released to patients, themselves and of their children.
struct OwnNoteRoutes: Sendable {
  let site: Site
  let listPage: Template<OwnNotesPage>
  let page: Template<OwnNotePage>
  let print: Template<NotePrint>

  init(site: Site) throws {
    self.site = site
    listPage = try site.library.template(OwnNotesPage.self)
    page = try site.library.template(OwnNotePage.self)
    print = try site.library.template(NotePrint.self)
  }

  var routes: [Route<Admission>] {
    let access = Access.may(.seeOwnRecord)
    return [
      site.route(.get, Path.ownNotes, access, .ownRecord, "own-notes", list),
      site.route(.get, "/health/notes/:id", access, .ownRecord, "own-note", look),
      site.route(.get, "/health/notes/:id/note.pdf", access, .ownRecord, "own-note.print", printed),
    ]
  }

  @Sendable func list(_ call: Call) async throws -> Response {
    let (visit, (notes, own)) = try await site.clinic.ask(
      call.visitor, .ownNotes(at: site.clinic.clock()), .ownPatient)
    let formats = try site.formats(visit, call)
    let shown = OwnNotesPage(
      notes: notes.map { note in
        NoteRow(
          note, formats, href: Path.ownNote(note.id), whose: note.patientID == own?.id ? nil : note.patient,
          isOwn: true)
      })
    return site.show(shown, listPage, call, visit, at: .dashboard)
  }

  @Sendable func look(_ call: Call) async throws -> Response {
    let (visit, note, own) = try await note(call)
    let formats = try site.formats(visit, call)
    let shown = OwnNotePage(
      content: NoteContent(note, formats, isOwn: true),
      addenda: note.addenda.map { NoteContent($0, formats, isOwn: true) },
      child: note.subject.id == own ? nil : note.subject.name, file: "\(Path.ownNote(note.id))/note.pdf")
    return site.show(shown, page, call, visit, at: .dashboard)
  }

  @Sendable func printed(_ call: Call) async throws -> Response {
    let (visit, note, _) = try await note(call)
    return try await site.print(
      NotePrint(note, try site.formats(visit, call), isOwn: true), self.print, call, visit,
      named: note.kind.rawValue)
  }

  private func note(_ call: Call) async throws -> (Visit, Composition, ID<Patient>?) {
    let id: ID<Composition> = try call.id()
    let (visit, (found, own)) = try await site.clinic.ask(
      call.visitor, .ownNote(id, by: call.visitor, at: site.clinic.clock()), .ownPatient)
    guard let found else { throw Refusal.unknown }
    return (visit, try site.clinic.opened(found, at: visit), own?.id)
  }
}
