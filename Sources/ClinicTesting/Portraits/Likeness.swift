/// What a drawn person looks like. Nobody real: every part is chosen from the lists below.
public struct Likeness: Hashable, Sendable {
  public var backdrop: Backdrop
  public var skin: Skin
  public var hair: Hair
  public var hairColour: HairColour
  public var clothes: Clothes
  public var accent: Accent
  public var glasses: Glasses?
  public var beard: Beard?
  public var mouth: Mouth
  public var earrings: Bool

  public enum Backdrop: CaseIterable, Sendable {
    case sand, sage, sky, rose, lilac, apricot, mint, slate
  }

  public enum Skin: CaseIterable, Sendable {
    case porcelain, peach, honey, olive, amber, chestnut, umber, ebony
  }

  public enum Hair: CaseIterable, Sendable {
    case sidePart, quiff, cropped, curls, afro, bald
    case bob, long, waves, bun, ponytail, pixie
    case headscarf, turban
  }

  public enum HairColour: CaseIterable, Sendable {
    case black, espresso, brown, auburn, copper, blond, silver, white
  }

  public enum Clothes: CaseIterable, Sendable {
    case coat, scrubs, jumper, blouse, blazer
  }

  /// The colour of shirt, scrubs or scarf.
  public enum Accent: CaseIterable, Sendable {
    case teal, navy, terracotta, mustard, plum, forest, coral, denim
  }

  public enum Glasses: CaseIterable, Sendable {
    case round, square, halfRim
  }

  public enum Beard: CaseIterable, Sendable {
    case stubble, short, full, moustache
  }

  public enum Mouth: CaseIterable, Sendable {
    case smile, grin, gentle, lopsided
  }
}
