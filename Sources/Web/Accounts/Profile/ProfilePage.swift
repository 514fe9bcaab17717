internal import Pages

/// `GET /account/profile` of a patient and a refused `POST`: names as FHIR R4 HumanName, and gender.
struct ProfilePage: Page {
  var given = Field("given")
  var family = Field("family")
  var preferred = Field("preferred")
  var gender = GenderField()
  /// Those there are, and one to fill in while there is room.
  var names: [NameRow]
  let birthDate: String
  var isSaved = false
  /// Which edition the form was made of, and what somebody else made of it meanwhile.
  var seen = ""
  var theirs: [FactView] = []
  /// What concerns no single field.
  var notice: String?

  static let template = "accounts/profile"

  private var problems: ProblemSummary? {
    ProblemSummary(
      notice: notice,
      [given.control, family.control, preferred.control] + names.flatMap(\.controls) + [gender.control])
  }

  var fields: Fields {
    [
      "problems": .view(problems), "given": .view(given), "family": .view(family),
      "preferred": .view(preferred), "gender": .view(gender), "names": .list(names),
      "birthDate": .text(birthDate), "isSaved": .flag(isSaved), "seen": .text(seen),
      "theirs": .list(theirs), "hasTheirs": .flag(!theirs.isEmpty),
    ]
  }

  static var samples: [ProfilePage] {
    let page = ProfilePage(
      given: Field("given", "Xiaoming"), family: Field("family", "Wang"),
      preferred: Field("preferred", "Ming"), gender: GenderField("male"), names: NameRow.samples,
      birthDate: "28 February 1990", isSaved: true)
    var refused = page
    refused.isSaved = false
    refused.theirs = FactView.samples
    refused.given = Field("given", "", label: "Given name", problem: "Please fill this in")
    refused.names[1].family = Field(
      "name2_family", "", label: "Name 2, family name", problem: "Please enter a name here")
    return [page, refused]
  }
}

/// One further name, in the controls `name<n>_use`, `name<n>_tag`, `name<n>_given` and `name<n>_family`; one that there
/// is can be taken away with `name<n>_remove`.
struct NameRow: View {
  /// From 1.
  let number: Int
  var use: ChoiceField
  var tag: ChoiceField
  var given: Field
  var family: Field
  /// Of a name that there is already.
  let isKept: Bool
  var isRemoved = false

  var controls: [Control] { [given.control, family.control, use.control, tag.control] }

  var fields: Fields {
    [
      "number": .number(number), "use": .view(use), "tag": .view(tag), "given": .view(given),
      "family": .view(family), "isKept": .flag(isKept), "isRemoved": .flag(isRemoved),
    ]
  }

  static var samples: [NameRow] {
    let uses = [
      Choice("official", "Official, in another script", chosen: true), Choice("maiden", "Name at birth"),
    ]
    let tags = [Choice("ja-Kana", "カタカナ"), Choice("zh-Hans", "简体中文", chosen: true)]
    return [
      NameRow(
        number: 1, use: ChoiceField("name1_use", uses), tag: ChoiceField("name1_tag", tags),
        given: Field("name1_given", "小明"), family: Field("name1_family", "王"), isKept: true),
      NameRow(
        number: 2, use: ChoiceField("name2_use", uses), tag: ChoiceField("name2_tag", tags),
        given: Field("name2_given"), family: Field("name2_family"), isKept: false),
    ]
  }
}
