internal import Pages

/// A view that somebody has saved.
struct SavedViewRow: View {
  let name: String
  let href: String
  let isShared: Bool
  let isCurrent: Bool
  /// Of the form that removes it; nil for who may not.
  let removal: String?

  var fields: Fields {
    [
      "name": .text(name), "href": .text(href), "isShared": .flag(isShared), "isCurrent": .flag(isCurrent),
      "removal": .text(removal),
    ]
  }

  static let samples = [
    SavedViewRow(
      name: "Today, online", href: "/admin/appointments?when=today&online=yes", isShared: false,
      isCurrent: true,
      removal: "/admin/views/1/removal"),
    SavedViewRow(
      name: "Requests", href: "/admin/appointments?state=pending", isShared: true, isCurrent: false,
      removal: nil),
  ]
}

/// To give the view that is looked at a name.
struct SavingForm: View {
  let address: String
  let name: Field
  let mayShare: Bool
  var isOpen = false

  var fields: Fields {
    [
      "address": .text(address), "name": .view(name), "mayShare": .flag(mayShare),
      "isOpen": .flag(isOpen || name.problem != nil),
    ]
  }

  static let samples = [
    SavingForm(
      address: "/admin/lists/appointments/views", name: Field("name", label: "Name"), mayShare: true),
    SavingForm(
      address: "/admin/lists/appointments/views",
      name: Field("name", label: "Name", problem: "Please fill this in"),
      mayShare: false),
  ]
}
