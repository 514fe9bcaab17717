/// A service of the demo that nobody has to go anywhere for.
struct DemoOnlineService: Sendable {
  let name: String
  let category: String
  let specialty: String
  var channel = "video"
  let minutes: Int
  /// In whole pounds or euros.
  let price: Int64
  let description: String
  let preparation: String
  /// By family name.
  let practitioners: [String]
  let questions: [Question]

  /// FHIR R4 Questionnaire.item.
  struct Question: Sendable {
    let number: Int
    let text: String
    let type: String
    var isRequired = false
    var unit = ""
    var options = ""
    var when: Int?
    var answer = ""
  }
}

extension [DemoOnlineService] {
  static let riverside: [DemoOnlineService] = [
    DemoOnlineService(
      name: "Telemedicine consultation", category: "Telemedicine", specialty: "General practice", minutes: 20,
      price: 55,
      description: "For what can be seen and said over the net: a cough, a rash, results, a prescription.",
      preparation: "Please find a quiet, light place, and have your tablets at hand.",
      practitioners: ["Haddad", "O'Brien", "Marino"],
      questions: [
        .init(number: 10, text: "What brings you?", type: "text", isRequired: true),
        .init(number: 20, text: "Since when?", type: "date"),
        .init(number: 30, text: "Do you have a fever?", type: "boolean", isRequired: true),
        .init(
          number: 40, text: "How high is it?", type: "quantity", isRequired: true, unit: "Cel", when: 30,
          answer: "yes"),
        .init(number: 50, text: "Which medicines do you take?", type: "text"),
      ]),
    DemoOnlineService(
      name: "Mental health counselling", category: "Mental health counselling", specialty: "Mental health",
      minutes: 45, price: 105,
      description: "Somebody who listens, and small steps for worry, low mood or sleep, from your own chair.",
      preparation: "Please make sure that nobody comes in for three quarters of an hour.",
      practitioners: ["Gill", "Karimi"],
      questions: [
        .init(number: 10, text: "What would you like to talk about?", type: "text", isRequired: true),
        .init(
          number: 20, text: "How did you sleep in the last two weeks?", type: "choice", isRequired: true,
          options: "Well, Badly at times, Badly most nights"),
        .init(
          number: 30, text: "How many hours do you sleep?", type: "decimal", when: 20,
          answer: "Badly most nights"),
        .init(number: 40, text: "Are you in treatment elsewhere?", type: "boolean"),
        .init(number: 50, text: "With whom?", type: "string", when: 40, answer: "yes"),
      ]),
    DemoOnlineService(
      name: "Diet counselling", category: "Diet counselling", specialty: "General practice", channel: "phone",
      minutes: 40, price: 70,
      description: "Eating with diabetes, high blood pressure or a sore stomach, and what suits your day.",
      preparation: "Please write down for three days what you eat and drink.", practitioners: ["Marino"],
      questions: [
        .init(number: 10, text: "How tall are you?", type: "quantity", isRequired: true, unit: "cm"),
        .init(number: 20, text: "How much do you weigh?", type: "quantity", isRequired: true, unit: "kg"),
        .init(
          number: 30, text: "Is there anything you don’t eat?", type: "choice", isRequired: true,
          options: "Nothing, Meat, Some things"),
        .init(number: 40, text: "Which?", type: "string", isRequired: true, when: 30, answer: "Some things"),
        .init(number: 50, text: "How many meals do you have a day?", type: "integer"),
      ]),
    DemoOnlineService(
      name: "Remote rehabilitation", category: "Remote rehabilitation", specialty: "Physiotherapy",
      minutes: 30,
      price: 58,
      description: "Exercises after an operation or an injury, watched and corrected while you do them.",
      preparation: "Please wear something that you can move in, and make two metres of space.",
      practitioners: ["Kim", "Lindqvist"],
      questions: [
        .init(number: 10, text: "When was the operation or the injury?", type: "date", isRequired: true),
        .init(
          number: 20, text: "How strong is the pain today, from 0 to 10?", type: "integer", isRequired: true),
        .init(number: 30, text: "Can you stand on one leg?", type: "boolean"),
      ]),
  ]
}

/// What the demo's clinic asks to be agreed to, by language.
enum DemoConsent {
  static let telehealth = [
    "en": """
    I agree to be seen by video or phone. What is said is as confidential as at the clinic. Nothing is recorded.

    The doctor may ask me to come to the clinic where this does not suffice. In an emergency I call 112.

    I can withdraw this at any time; what was done until then stays as it was.
    """,
    "fr": """
    J’accepte d’être vu par vidéo ou par téléphone. Ce qui est dit est aussi confidentiel qu’à la clinique. Rien n’est \
    enregistré.

    Le médecin peut me demander de venir à la clinique si cela ne suffit pas. En cas d’urgence, j’appelle le 112.

    Je peux retirer cet accord à tout moment ; ce qui a été fait jusque-là reste.
    """,
  ]
}
