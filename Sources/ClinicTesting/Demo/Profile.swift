import Clinic

/// A practitioner of the demo, as the clinic's staff page would introduce them.
struct Profile: Sendable {
  let prefix: String
  let givenName: String
  let familyName: String
  let qualification: String
  let gender: AdministrativeGender
  /// ISO 639-1 codes.
  let languages: [String]
  /// Names from the clinic's catalogue.
  let specialties: [String]
  let look: Look
  let bio: String

  init(
    _ prefix: String, _ givenName: String, _ familyName: String, _ qualification: String,
    _ gender: AdministrativeGender, speaks languages: [String], _ specialties: [String], _ look: Look,
    _ bio: String
  ) {
    self.prefix = prefix
    self.givenName = givenName
    self.familyName = familyName
    self.qualification = qualification
    self.gender = gender
    self.languages = languages
    self.specialties = specialties
    self.look = look
    self.bio = bio
  }
}

/// The part of a portrait that goes with the person. The rest comes from the seed.
struct Look: Sendable {
  let skin: Likeness.Skin
  let hair: Likeness.Hair
  let colour: Likeness.HairColour
  var beard: Likeness.Beard?
  var glasses: Likeness.Glasses?

  init(
    _ skin: Likeness.Skin, _ hair: Likeness.Hair, _ colour: Likeness.HairColour, beard: Likeness.Beard? = nil,
    glasses: Likeness.Glasses? = nil
  ) {
    self.skin = skin
    self.hair = hair
    self.colour = colour
    self.beard = beard
    self.glasses = glasses
  }
}

extension Likeness {
  /// - Parameter position: among the clinic's people; neighbours get different walls and different colours.
  init(of person: Profile, at position: Int, from generator: inout SeededGenerator) {
    self.init(
      backdrop: Backdrop.allCases[position * 3 % Backdrop.allCases.count],
      skin: person.look.skin, hair: person.look.hair, hairColour: person.look.colour,
      clothes: person.prefix.isEmpty ? generator.pick([.scrubs, .jumper]) : generator.pick(Clothes.allCases),
      accent: Accent.allCases[(position * 5 + 2) % Accent.allCases.count],
      glasses: person.look.glasses, beard: person.look.beard,
      mouth: generator.pick(Mouth.allCases),
      earrings: person.gender == .female && generator.chance(70))
  }
}
