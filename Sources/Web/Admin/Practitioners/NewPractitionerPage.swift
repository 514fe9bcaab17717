internal import Pages

/// `GET /admin/practitioners/new` and a refused `POST /admin/practitioners` (multipart/form-data).
///
/// A browser cannot be handed its file back: after a refusal the photo has to be chosen again, and the page
/// says so.
struct NewPractitionerPage: Page {
  var prefix = Field("prefix")
  var given = Field("given")
  var family = Field("family")
  var qualification = Field("qualification")
  var gender = GenderField()
  /// Separated by commas.
  var languages = Field("languages")
  var bio = Field("bio")
  var specialties: ChoiceField
  var services: ChoiceField
  /// Its value stays empty.
  var photo = Field("photo")
  /// Seven, Monday first.
  var hours: [HoursRow]
  /// Makes sending the form twice add one doctor.
  var key = ""
  /// What concerns no single field.
  var notice: String?

  static let template = "admin/new-practitioner"

  private var problems: ProblemSummary? {
    ProblemSummary(
      notice: notice,
      [
        prefix.control, given.control, family.control, qualification.control, gender.control,
        languages.control, bio.control, specialties.control, services.control, photo.control,
      ] + hours.map(\.control))
  }

  var fields: Fields {
    [
      "problems": .view(problems),
      "prefix": .view(prefix),
      "given": .view(given),
      "family": .view(family),
      "qualification": .view(qualification),
      "gender": .view(gender),
      "languages": .view(languages),
      "bio": .view(bio),
      "specialties": .view(specialties),
      "services": .view(services),
      "photo": .view(photo),
      "hours": .list(hours),
      "key": .text(key),
    ]
  }

  static var samples: [NewPractitionerPage] {
    let services = [Choice("1", "First consultation"), Choice("2", "Electrocardiogram (ECG)", chosen: true)]
    let empty = NewPractitionerPage(
      specialties: ChoiceField("specialty", Choice.samples), services: ChoiceField("service", services),
      hours: HoursRow.samples)
    var refused = empty
    refused.given = Field("given", "", label: "Given name", problem: "Enter the given name")
    refused.family = Field("family", "Müller-Lüdenscheidt")
    refused.gender = GenderField(label: "Gender", problem: "Choose one")
    refused.specialties = ChoiceField(
      "specialty", Choice.samples, label: "Specialties", problem: "Choose at least one specialty")
    refused.photo = Field(
      "photo", "", label: "Photo", problem: "The photo must be a JPEG, PNG or WebP picture")
    refused.hours[2] = HoursRow(
      day: 3, weekday: "Wednesday", rooms: Choice.samples, from: "17:00", until: "09:00",
      problem: "The end must lie after the beginning")
    return [empty, refused]
  }
}
