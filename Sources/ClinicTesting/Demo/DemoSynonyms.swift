/// What people call a specialty, or come to it with, in English and French.
enum DemoSynonyms {
  static let bySpecialty: [String: [String]] = [
    "General practice": [
      "GP", "family doctor", "general practitioner", "fever", "temperature", "cough", "cold", "flu",
      "sore throat",
      "tired", "headache", "stomach ache", "tummy pain", "infection", "prescription", "blood test",
      "médecin généraliste", "médecine générale", "fièvre", "toux", "rhume", "grippe", "mal de tête",
      "mal de gorge",
      "fatigue", "ordonnance", "prise de sang",
    ],
    "Paediatrics": [
      "paediatrician", "pediatrician", "pediatrics", "child", "children", "kids", "baby", "toddler",
      "newborn",
      "my child has fever", "teething", "vaccination", "pédiatre", "pédiatrie", "enfant", "bébé",
      "nourrisson",
      "mon enfant a de la fièvre", "vaccin",
    ],
    "Cardiology": [
      "cardiologist", "heart", "heart racing", "palpitations", "chest pain", "short of breath",
      "blood pressure",
      "hypertension", "irregular heartbeat", "cardiologue", "cardiologie", "cœur", "cœur qui bat vite",
      "douleur à la poitrine", "essoufflement", "tension",
    ],
    "Dermatology": [
      "dermatologist", "skin", "skin doctor", "rash", "itching", "eczema", "acne", "spots", "mole",
      "psoriasis",
      "hair loss", "nails", "dermatologue", "dermatologie", "peau", "éruption", "boutons", "démangeaisons",
      "eczéma", "acné", "grain de beauté",
    ],
    "Women's health": womensHealth,
    "Gynaecology": womensHealth,
    "Physiotherapy": [
      "physiotherapist", "physio", "physical therapy", "back pain", "neck pain", "knee pain", "shoulder pain",
      "sprain", "sports injury", "stiff", "kinésithérapeute", "kiné", "kinésithérapie", "mal de dos", "genou",
      "entorse",
    ],
    "Mental health": [
      "psychiatrist", "psychologist", "psychotherapy", "therapist", "counselling", "anxiety", "anxious",
      "depression", "depressed", "low mood", "stress", "panic attack", "cannot sleep", "insomnia", "grief",
      "psychiatre", "psychologue", "anxiété", "angoisse", "dépression", "insomnie", "deuil",
    ],
    "Ear, nose and throat": [
      "ENT", "ear", "nose", "throat", "ear ache", "earache", "hearing loss", "tinnitus", "ringing in the ear",
      "dizzy", "sinus", "hoarse", "snoring", "ORL", "oreille", "nez", "gorge", "acouphènes", "vertiges",
      "sinusite", "ronflement",
    ],
    "Ophthalmology": [
      "eye doctor", "ophthalmologist", "eyes", "red eye", "blurred vision", "cannot see well", "glasses",
      "contact lenses", "cataract", "ophtalmologue", "ophtalmologie", "yeux", "œil rouge", "vue floue",
      "lunettes",
      "lentilles",
    ],
    "Dentistry": [
      "dentist", "tooth", "toothache", "teeth", "gums", "cavity", "broken tooth", "dentiste", "mal aux dents",
      "dent", "gencives", "carie",
    ],
    "Nutrition": [
      "dietitian", "nutritionist", "diet", "weight", "cholesterol", "coeliac", "diabetes", "diététicienne",
      "nutritionniste", "régime", "poids", "diabète",
    ],
    "Sports medicine": [
      "sports doctor", "sports injury", "sprain", "heel pain", "knee pain", "running", "sports certificate",
      "médecin du sport", "blessure", "entorse", "certificat de sport", "course à pied",
    ],
  ]

  private static let womensHealth = [
    "gynaecologist", "gynecologist", "gynecology", "period pain", "irregular periods", "pregnancy",
    "pregnant",
    "contraception", "coil", "pill", "smear test", "menopause", "hot flushes", "gynécologue", "gynécologie",
    "règles douloureuses", "grossesse", "enceinte", "stérilet", "pilule", "frottis", "ménopause",
  ]
}
