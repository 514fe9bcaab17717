extension Catalogue {
  static let hilltop = Catalogue(specialties: [
    Specialty(
      name: "General practice", patients: .anybody,
      reasons: [
        "Fever since Monday", "Medical certificate for sport", "Renew my prescription",
        "Back pain at my desk", "Blood test results", "",
      ],
      services: [
        Service(
          "Consultation", minutes: 15, price: 30,
          "For everyday illness, prescriptions and certificates. One concern, please; book longer for more."),
        Service(
          "Long consultation", minutes: 30, price: 60,
          "For several concerns, a chronic illness, or a first visit with a medical history to go through."),
        Service(
          "Health check", minutes: 45, price: 90,
          "Examination, blood pressure, ECG and blood tests; we go through the results together by phone."),
        Service(
          "Vaccination", minutes: 15, price: 25,
          "Boosters, influenza and travel vaccines. Tell us the vaccine when you book and we keep it ready."),
      ]),
    Specialty(
      name: "Paediatrics", patients: .children,
      reasons: [
        "Cough at night", "Nursery asks for a certificate", "Nine-month check", "Eczema in the elbows",
      ],
      services: [
        Service(
          "Child consultation", minutes: 20, price: 45,
          "For illness and worries at any age up to sixteen. Same-day times are kept free every morning."),
        Service(
          "Infant check-up", minutes: 30, price: 55,
          """
          The regular checks of the first two years, with vaccinations and the entry in the health booklet.
          """),
      ]),
    Specialty(
      name: "Gynaecology", patients: .women,
      reasons: ["Yearly check", "Second trimester", "Change of contraception", "Irregular periods"],
      services: [
        Service(
          "Gynaecology consultation", minutes: 30, price: 80,
          "Yearly check, screening, or anything that troubles you."),
        Service(
          "Pregnancy follow-up", minutes: 30, price: 75,
          "Month by month until the birth, with ultrasound in the same room."),
        Service(
          "Contraception advice", minutes: 20, price: 55,
          "All methods explained, prescribed and fitted. Confidential at every age."),
      ]),
    Specialty(
      name: "Ophthalmology", patients: .anybody,
      reasons: ["Headaches when reading", "New glasses", "Yearly check, diabetes", "Dry eyes"],
      services: [
        Service(
          "Eye examination", minutes: 30, price: 70,
          "Sight, pressure and the back of the eye. Pupils may be widened: come without a car."),
        Service(
          "Glasses prescription", minutes: 20, price: 50,
          "A measured prescription for glasses or contact lenses, valid with every optician."),
        Service(
          "Diabetic eye screening", minutes: 30, price: 85,
          "Photographs of both retinas, read the same day and sent to your doctor."),
      ]),
    Specialty(
      name: "Dermatology", patients: .anybody,
      reasons: ["A spot on my back", "Hands crack in winter", "Hair loss", ""],
      services: [
        Service(
          "Skin consultation", minutes: 20, price: 75,
          "Acne, eczema, hair, nails and everything else that shows."),
        Service(
          "Mole mapping", minutes: 45, price: 120,
          "Your whole skin photographed and compared at each visit; for many moles or fair skin."),
      ]),
    Specialty(
      name: "Dentistry", patients: .anybody,
      reasons: ["Check-up", "A filling came out", "Sensitive to cold", "Bleeding gums"],
      services: [
        Service(
          "Dental check-up", minutes: 30, price: 45,
          "Teeth, gums and bite, with X-rays if they are due."),
        Service(
          "Scale and polish", minutes: 30, price: 60,
          "Tartar off, surfaces smooth, and honest advice about your brushing."),
        Service(
          "Filling", minutes: 45, price: 95,
          "White composite, under local anaesthetic. Please eat something before."),
        Service(
          "Emergency dental appointment", minutes: 20, price: 65,
          "Pain, a broken tooth, a lost crown: relief first, the repair planned after."),
      ]),
    Specialty(
      name: "Nutrition", patients: .adults,
      reasons: ["Cholesterol", "Eating with coeliac disease", "Weight after pregnancy", ""],
      services: [
        Service(
          "Nutrition, first visit", minutes: 60, price: 80,
          "How you eat, what you like and what your blood tests say: then a plan without forbidden foods."),
        Service(
          "Nutrition follow-up", minutes: 30, price: 45,
          "What worked, what did not, and the next step."),
      ]),
    Specialty(
      name: "Sports medicine", patients: .adults,
      reasons: [
        "Training for a marathon", "Pain in the heel", "Certificate for the club", "Shoulder after a fall",
      ],
      services: [
        Service(
          "Sports medical", minutes: 30, price: 70,
          "Heart, joints and fitness, and the certificate for your club or race."),
        Service(
          "Injury assessment", minutes: 45, price: 95,
          "Examination with ultrasound, a diagnosis, and what to do tonight."),
        Service(
          "Running analysis", minutes: 45, price: 85,
          "You on the treadmill, filmed from three sides. Bring your worn shoes."),
      ]),
  ])
}
