/// The same in Spanish and Arabic.
extension DemoSynonyms {
  static let others: [String: [String]] = [
    "General practice": [
      "médico de cabecera", "médico de familia", "fiebre", "tos", "resfriado", "gripe", "dolor de cabeza",
      "dolor de garganta", "cansancio", "receta", "análisis de sangre", "طبيب عام", "طبيب أسرة", "حمى",
      "سعال",
      "زكام", "إنفلونزا", "صداع", "ألم الحلق", "تعب", "وصفة", "تحليل دم",
    ],
    "Paediatrics": [
      "pediatra", "pediatría", "niño", "niña", "bebé", "vacuna", "mi hijo tiene fiebre", "طبيب أطفال", "طفل",
      "طفلي",
      "رضيع", "لقاح", "تطعيم",
    ],
    "Cardiology": [
      "cardiólogo", "cardiología", "corazón", "dolor de pecho", "falta de aire", "tensión alta", "طبيب قلب",
      "قلب",
      "خفقان", "ألم الصدر", "ضيق التنفس", "ضغط الدم",
    ],
    "Dermatology": [
      "dermatólogo", "dermatología", "piel", "sarpullido", "picor", "granos", "lunar", "طبيب جلدية", "جلد",
      "طفح", "حكة",
      "أكزيما", "حب الشباب",
    ],
    "Physiotherapy": [
      "fisioterapeuta", "fisioterapia", "dolor de espalda", "espalda", "rodilla", "esguince", "علاج طبيعي",
      "ألم الظهر",
      "الظهر", "الركبة", "التواء",
    ],
    "Mental health": [
      "psiquiatra", "psicólogo", "ansiedad", "depresión", "insomnio", "duelo", "طبيب نفسي", "قلق", "اكتئاب",
      "أرق",
    ],
    "Ear, nose and throat": [
      "otorrino", "oído", "nariz", "garganta", "mareo", "ronquidos", "أنف وأذن وحنجرة", "أذن", "أنف", "حنجرة",
      "دوخة",
    ],
    "Ophthalmology": [
      "oftalmólogo", "oculista", "ojos", "ojo rojo", "gafas", "lentillas", "طبيب عيون", "عيون", "نظارة",
      "احمرار العين",
    ],
    "Dentistry": [
      "dentista", "diente", "muela", "dolor de muelas", "encías", "caries", "طبيب أسنان", "أسنان",
      "ألم الأسنان", "لثة",
    ],
    "Nutrition": [
      "dietista", "nutricionista", "dieta", "peso", "diabetes", "colesterol", "أخصائي تغذية", "حمية", "وزن",
      "سكري",
    ],
    "Sports medicine": [
      "médico deportivo", "lesión", "correr", "طب رياضي", "إصابة رياضية",
    ],
    "Women's health": women, "Gynaecology": women,
  ]

  private static let women = [
    "ginecólogo", "ginecología", "embarazo", "embarazada", "regla dolorosa", "anticoncepción", "menopausia",
    "طبيب نسائية", "حمل", "حامل", "دورة مؤلمة", "منع الحمل",
  ]
}
