internal import Pages

/// `GET /dev/gallery`, in development only: every page in every state that it has a sample of.
struct GalleryPage: Page {
  let entries: [GalleryEntry]

  static let template = "dev/gallery"

  var fields: Fields { ["entries": .list(entries)] }

  static let samples = [GalleryPage(entries: GalleryEntry.samples)]
}

/// A page and its samples.
struct GalleryEntry: View {
  /// The path of the template.
  let name: String
  let samples: [Link]

  var fields: Fields { ["name": .text(name), "samples": .list(samples)] }

  static let samples = [
    GalleryEntry(
      name: "accounts/sign-in",
      samples: [
        Link(text: "1", href: "/dev/gallery/accounts/sign-in/1"),
        Link(text: "2", href: "/dev/gallery/accounts/sign-in/2"),
      ])
  ]
}
