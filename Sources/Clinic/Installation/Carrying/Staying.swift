/// Tables whose rows don't go along to another installation, and why. Whatever is not named here does.
enum Staying {
  static let tables = [
    "session": "a browser's cookie is of the host that gave it: everybody signs in anew",
    "registration": "its mailed code is keyed with this installation's keys, and good for minutes",
    "address_change": "its mailed code is keyed with this installation's keys, and good for minutes",
    "guess": "counters are named with this installation's keys, and forgotten within a day",
    "document_upload": "a file on its way in to this installation: it is sent anew, and what came of it goes",
    "spent_challenge": "was asked by this installation, and is over in minutes",
  ]
}
