internal import Clinic

extension [Profile] {
  static let riverside: [Profile] = [
    Profile(
      "Dr", "Amira", "Haddad", "MBBS, MRCGP", .female, speaks: ["en", "ar", "fr"], ["General practice"],
      Look(.olive, .waves, .espresso),
      """
      Amira has looked after families along the river for twelve years. She likes to explain things with a \
      pencil and the back of an envelope, and runs the clinic's evening for people new to London.
      """),
    Profile(
      "Dr", "James", "O'Brien", "MB BCh, MRCGP", .male, speaks: ["en", "ga"], ["General practice"],
      Look(.peach, .sidePart, .copper, beard: .short),
      """
      James trained in Galway and worked on the islands before he came here. Diabetes and men's health are \
      his special interests; he is known for finding the one question nobody had asked.
      """),
    Profile(
      "Dr", "Mai", "Nguyễn", "MBBS, MRCGP, DFSRH", .female, speaks: ["en", "vi"],
      ["General practice", "Women's health"], Look(.honey, .bob, .black, glasses: .round),
      """
      Mai divides her week between general practice and women's health. She fits coils and implants, and \
      keeps her first times in the morning for those who have to be at work by nine.
      """),
    Profile(
      "Dr", "Oluwaseun", "Adeyemi", "MBBS, MD, FRCP", .male, speaks: ["en", "yo"], ["Cardiology"],
      Look(.umber, .cropped, .black, glasses: .square),
      """
      Seun spent fifteen years in a teaching hospital, where he led the heart failure clinic. He reads your \
      ECG with you beside him, and sends a letter that you can understand.
      """),
    Profile(
      "Dr", "Priya", "Raghavan", "MBBS, MRCPCH", .female, speaks: ["en", "ta", "hi"], ["Paediatrics"],
      Look(.amber, .long, .black),
      """
      Priya sees children from their first week to their last school year. Asthma and allergies are what \
      she has researched; a drawer of stickers is what she is remembered for.
      """),
    Profile(
      "Dr", "Hannah", "Müller", "Dr. med., MRCPCH", .female, speaks: ["en", "de"], ["Paediatrics"],
      Look(.porcelain, .ponytail, .blond),
      """
      Hannah came from Freiburg for a year and stayed for nine. She is calm with newborns and with their \
      parents, and takes particular care of babies that came early.
      """),
    Profile(
      "Mr", "Tariq", "Mahmood", "MBBS, FRCS (ORL-HNS)", .male, speaks: ["en", "ur", "pa"],
      ["Ear, nose and throat"], Look(.chestnut, .quiff, .black, beard: .full),
      """
      Tariq operates at the university hospital and sees patients here four days a week. Sinuses and \
      hearing are his field. He sings in a choir, and voices are safe with him.
      """),
    Profile(
      "Dr", "Zofia", "Wiśniewska", "MD, MRCP (Derm)", .female, speaks: ["en", "pl"], ["Dermatology"],
      Look(.porcelain, .pixie, .brown, glasses: .halfRim),
      """
      Zofia trained in Kraków and London and has checked more moles than she cares to count. She treats \
      eczema and acne with as little as possible and as much as necessary.
      """),
    Profile(
      "Dr", "Grace", "Mensah", "MBChB, MRCOG", .female, speaks: ["en", "ak"], ["Women's health"],
      Look(.ebony, .afro, .black),
      """
      Grace is a gynaecologist with a gift for plain words. Fibroids and endometriosis are her special \
      interest; nobody leaves her room without knowing what happens next.
      """),
    Profile(
      "Dr", "Margaret", "Ellis", "MBBS, FRCGP", .female,
      speaks: ["en"], ["General practice", "Women's health"],
      Look(.peach, .curls, .silver, glasses: .round),
      """
      Margaret founded the clinic with two colleagues and one telephone. After thirty years she still does \
      the Thursday menopause clinic herself.
      """),
    Profile(
      "", "Ji-woo", "Kim", "BSc Physiotherapy, MCSP", .male, speaks: ["en", "ko"], ["Physiotherapy"],
      Look(.honey, .quiff, .black),
      """
      Ji-woo worked with a ballet company before he joined us. Backs, hips and knees get exercises that \
      take five minutes, because those are the ones that get done.
      """),
    Profile(
      "", "Åsa", "Lindqvist", "MSc Physiotherapy, MCSP", .female, speaks: ["en", "sv"], ["Physiotherapy"],
      Look(.porcelain, .bun, .blond),
      """
      Åsa treats shoulders, necks and runners of all ages. She rowed for Sweden's juniors and knows what an \
      injury does to a season.
      """),
    Profile(
      "Dr", "Harpreet", "Gill", "MBBS, MRCPsych", .male, speaks: ["en", "pa", "hi"], ["Mental health"],
      Look(.amber, .turban, .black, beard: .full),
      """
      Harpreet is a psychiatrist who prefers talking to prescribing and does both well. He helps with \
      anxiety, low mood and sleep, and works closely with your GP.
      """),
    Profile(
      "Dr", "Leila", "Karimi", "DClinPsy, CPsychol", .female, speaks: ["en", "fa"], ["Mental health"],
      Look(.honey, .headscarf, .black),
      """
      Leila is a clinical psychologist. She offers cognitive behavioural therapy in English and Persian, \
      for worry, grief, and the months after a baby is born.
      """),
  ]
}
