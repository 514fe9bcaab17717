internal import Clinic

extension [Profile] {
  static let hilltop: [Profile] = [
    Profile(
      "Dr", "Chloé", "Laurent", "MD, General Medicine", .female, speaks: ["fr", "en"], ["General practice"],
      Look(.peach, .long, .auburn),
      """
      Chloé took over the practice from her uncle and knows half of the hill by name. She keeps times free \
      every morning for those who woke up ill.
      """),
    Profile(
      "Dr", "Antoine", "Mercier", "MD, General Medicine", .male, speaks: ["fr", "en"], ["General practice"],
      Look(.honey, .sidePart, .espresso, glasses: .square),
      """
      Antoine cares for people with several illnesses at once, and for the list of tablets that comes with \
      them. He still makes home visits on his bicycle.
      """),
    Profile(
      "Dr", "Aïcha", "Benali", "MD, General Medicine", .female, speaks: ["fr", "ar", "en"],
      ["General practice", "Paediatrics"], Look(.olive, .headscarf, .black),
      """
      Aïcha sees whole families, often in one visit. She trained in Lyon and Rabat, and her Wednesday is \
      for children only.
      """),
    Profile(
      "Dr", "Thomas", "Weber", "Dr. med., Sports Medicine", .male, speaks: ["de", "fr", "en"],
      ["Sports medicine"], Look(.peach, .cropped, .blond, beard: .stubble),
      """
      Thomas looked after a cycling team for six years. He examines with ultrasound, and tells you honestly \
      whether you can start on Sunday.
      """),
    Profile(
      "Dr", "Mariama", "Diallo", "MD, Paediatrics", .female, speaks: ["fr", "ff", "en"], ["Paediatrics"],
      Look(.umber, .bun, .black),
      """
      Mariama has been a paediatrician for eighteen years and a mother for eleven, and says the second \
      taught her more. Growth and nutrition are her special interest.
      """),
    Profile(
      "Dr", "Sophie", "Nguyen-Martel", "MD, Gynaecology and Obstetrics", .female, speaks: ["fr", "vi", "en"],
      ["Gynaecology"], Look(.honey, .pixie, .black),
      """
      Sophie follows pregnancies from the first ultrasound to the last week, and takes over the phone \
      herself when you are worried.
      """),
    Profile(
      "Dr", "Élodie", "Fontaine", "MD, Gynaecology", .female, speaks: ["fr", "es", "en"], ["Gynaecology"],
      Look(.peach, .bob, .brown, glasses: .halfRim),
      """
      Élodie takes time for first visits and for difficult decisions. Contraception, endometriosis and \
      menopause are the subjects of her weeks.
      """),
    Profile(
      "Dr", "Rafael", "Ortega", "MD, Ophthalmology", .male, speaks: ["es", "fr", "en"], ["Ophthalmology"],
      Look(.olive, .curls, .black, beard: .short),
      """
      Rafael examines eyes of every age and operates on cataracts at the hospital nearby. He draws what he \
      sees, so that you see it too.
      """),
    Profile(
      "Dr", "Ingrid", "Sørensen", "MD, PhD, Ophthalmology", .female, speaks: ["da", "en", "fr"],
      ["Ophthalmology"], Look(.porcelain, .bob, .silver, glasses: .round),
      """
      Ingrid's field is the retina, above all in people with diabetes. She came to Paris for research and \
      stayed for the patients.
      """),
    Profile(
      "Dr", "Kwame", "Boateng", "MD, Dermatology", .male, speaks: ["en", "fr"], ["Dermatology"],
      Look(.ebony, .bald, .black, beard: .short),
      """
      Kwame is a dermatologist with a special interest in darker skin, for which textbooks show too few \
      pictures. He has been adding his own.
      """),
    Profile(
      "Dr", "Marie-Claire", "Dubois", "Doctor of Dental Surgery", .female,
      speaks: ["fr", "en"], ["Dentistry"],
      Look(.peach, .curls, .white, glasses: .square),
      """
      Marie-Claire is the dentist for people who are afraid of dentists. Nothing happens before it was \
      explained, and a raised hand always stops the drill.
      """),
    Profile(
      "Dr", "Dimitri", "Papadakis", "Doctor of Dental Surgery", .male,
      speaks: ["el", "fr", "en"], ["Dentistry"],
      Look(.olive, .sidePart, .silver, beard: .moustache),
      """
      Dimitri saves teeth that others would pull. Fillings and root canals are his craft, and he hums while \
      he works.
      """),
    Profile(
      "", "Inès", "Carvalho", "MSc Nutrition and Dietetics", .female,
      speaks: ["pt", "fr", "en"], ["Nutrition"],
      Look(.amber, .waves, .espresso),
      """
      Inès cooks as well as she calculates. She plans with people who have diabetes, coeliac disease or \
      simply too little time, and begins with what they like.
      """),
    Profile(
      "Dr", "Yuki", "Tanaka", "MD, Sports Medicine", .female, speaks: ["ja", "fr", "en"], ["Sports medicine"],
      Look(.porcelain, .ponytail, .black),
      """
      Yuki ran marathons before she treated their runners. Her treadmill room answers most questions about \
      heels, shins and knees.
      """),
  ]
}
