extension Catalogue {
  static let riverside = Catalogue(specialties: [
    Specialty(
      name: "General practice", patients: .anybody,
      reasons: [
        "A cough that has lasted three weeks", "Repeat prescription and a question about doses",
        "Sore throat and fever", "Tiredness, would like a blood test", "Headaches in the afternoon",
        "Results of my blood test",
      ],
      services: [
        Service(
          "GP consultation", minutes: 15, price: 75,
          """
          One concern, looked at properly: examination, advice, and a prescription or referral where it \
          helps.
          """),
        Service(
          "Extended GP consultation", minutes: 30, price: 130,
          "Twice the time, for several concerns at once or for something that needs a longer conversation."),
        Service(
          "Health check", minutes: 45, price: 195,
          "Blood pressure, heart, lungs, weight, blood and urine tests, and a written plan two days later."),
        Service(
          "Travel health and vaccinations", minutes: 20, price: 60,
          """
          Advice for your route, the vaccinations you need and malaria tablets. Bring your vaccination \
          record.
          """),
      ]),
    Specialty(
      name: "Paediatrics", patients: .children,
      reasons: [
        "Rash on arms and tummy", "Not sleeping through", "Ear ache since Sunday", "Second dose is due",
      ],
      services: [
        Service(
          "Child consultation", minutes: 30, price: 120,
          """
          For children and teenagers with a new illness or a lasting one. A parent or guardian comes along.
          """),
        Service(
          "Baby development check", minutes: 30, price: 95,
          "Growth, hearing, sight, movement and feeding, and all the time you need for your questions."),
        Service(
          "Childhood vaccination", minutes: 15, price: 55,
          "Given by a paediatrician who knows how to make it quick. Includes the entry in the red book."),
      ]),
    Specialty(
      name: "Cardiology", patients: .adults,
      reasons: [
        "Palpitations at night", "Yearly check after stent", "Short of breath on stairs", "Family history",
      ],
      services: [
        Service(
          "Cardiology consultation", minutes: 45, price: 230,
          """
          A specialist's opinion on chest pain, breathlessness, palpitations or a family history of heart \
          disease.
          """),
        Service(
          "ECG with report", minutes: 30, price: 110,
          "A resting twelve-lead recording of your heart, read by a cardiologist while you are here."),
        Service(
          "Blood pressure review", minutes: 20, price: 85,
          "Your readings, your tablets and their side effects. Please bring a week of measurements."),
        Service(
          "Heart ultrasound", minutes: 45, price: 260,
          "Chambers, valves and blood flow on the screen, without rays and without pain; the report the same day."
        ),
      ]),
    Specialty(
      name: "Dermatology", patients: .anybody,
      reasons: [
        "A mole that has changed", "Eczema flaring up again", "Acne, the cream has not helped",
        "Itchy scalp",
      ],
      services: [
        Service(
          "Skin consultation", minutes: 20, price: 140,
          "For rashes, eczema, psoriasis, hair and nails: a diagnosis and a treatment you can live with."),
        Service(
          "Mole check", minutes: 30, price: 160,
          "Every mole under the dermatoscope, photographs for comparison, and removal arranged if needed."),
        Service(
          "Acne review", minutes: 20, price: 90,
          "How your treatment is working, what to change, and when to expect a difference."),
        Service(
          "Minor skin surgery", minutes: 40, price: 280,
          "Removal of what the doctor has looked at before, under local anaesthetic. We confirm every booking."
        ),
      ]),
    Specialty(
      name: "Women's health", patients: .women,
      reasons: [
        "Irregular periods", "Coil fitting, first talk", "Screening is due", "Hot flushes and poor sleep",
      ],
      services: [
        Service(
          "Gynaecology consultation", minutes: 30, price: 185,
          """
          Painful or heavy periods, pelvic pain, fertility questions. A chaperone is there whenever you \
          wish.
          """),
        Service(
          "Cervical screening", minutes: 20, price: 95,
          "A gentle smear test; results by letter within two weeks."),
        Service(
          "Contraception appointment", minutes: 30, price: 110,
          "Pill, patch, implant or coil: what suits you, and the fitting arranged the same week."),
        Service(
          "Menopause consultation", minutes: 45, price: 210,
          "Symptoms, sleep, mood and bones. HRT explained with its benefits and risks for you."),
      ]),
    Specialty(
      name: "Physiotherapy", patients: .adults,
      reasons: ["Lower back pain", "Knee after running", "Stiff shoulder", "After ankle fracture"],
      services: [
        Service(
          "Physiotherapy assessment", minutes: 45, price: 82,
          "Where it hurts and why, hands-on treatment, and exercises that fit into your day."),
        Service(
          "Physiotherapy follow-up", minutes: 30, price: 58,
          "Continues your treatment and adjusts your exercises."),
        Service(
          "Sports injury clinic", minutes: 45, price: 88,
          "Sprains, strains and overuse: an early diagnosis and a safe way back to your sport."),
        Service(
          "Back class", minutes: 60, price: 18,
          "An hour of exercises for backs of all ages, in a group of eight at most."),
      ]),
    Specialty(
      name: "Mental health", patients: .adults,
      reasons: [
        "", "Anxious since changing jobs", "Trouble falling asleep", "Would like to talk to somebody",
      ],
      services: [
        Service(
          "First conversation", minutes: 60, price: 150,
          "An unhurried hour to say what brings you, and to decide together what would help."),
        Service(
          "Talking therapy session", minutes: 45, price: 115,
          "Cognitive behavioural or interpersonal therapy, weekly or every other week."),
        Service(
          "Sleep clinic", minutes: 45, price: 125,
          "For those who lie awake: a sleep diary read together and a programme that works without tablets."),
        Service(
          "Talking therapy by video", minutes: 45, price: 105,
          "The same therapy from your own chair. We send the link; all you need is a quiet room."),
      ]),
    Specialty(
      name: "Ear, nose and throat", patients: .anybody,
      reasons: ["Blocked ears", "Sinus pressure", "Ringing in left ear", "Hoarse for a month"],
      services: [
        Service(
          "ENT consultation", minutes: 30, price: 195,
          "Sinuses, voice, balance, snoring. Includes a look with the endoscope where it is needed."),
        Service(
          "Hearing test", minutes: 30, price: 75,
          "Audiometry in a quiet room, explained on the spot, with a copy for you."),
        Service(
          "Ear wax removal", minutes: 20, price: 65,
          "Microsuction under the microscope: dry, quick and safe for most ears."),
      ]),
  ])
}
