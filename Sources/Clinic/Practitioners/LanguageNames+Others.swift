extension LanguageNames {
  /// Each in its own language, by ISO 639-1 code: as the catalogues have them, which a test compares.
  public static let others = ["fr": french, "es": spanish, "ar": arabic]

  static let french: [String: String] = [
    "af": "afrikaans", "ak": "akan", "am": "amharique", "ar": "arabe", "az": "azerbaïdjanais",
    "be": "biélorusse", "bg": "bulgare", "bn": "bengali", "bs": "bosnien", "ca": "catalan",
    "cs": "tchèque", "cy": "gallois", "da": "danois", "de": "allemand", "el": "grec", "en": "anglais",
    "es": "espagnol", "et": "estonien", "eu": "basque", "fa": "persan", "ff": "peul", "fi": "finnois",
    "fr": "français", "ga": "irlandais", "gl": "galicien", "gu": "gujarati", "ha": "haoussa",
    "he": "hébreu", "hi": "hindi", "hr": "croate", "hu": "hongrois", "hy": "arménien", "id": "indonésien",
    "ig": "igbo", "is": "islandais", "it": "italien", "ja": "japonais", "ka": "géorgien", "kk": "kazakh",
    "km": "khmer", "kn": "kannada", "ko": "coréen", "ku": "kurde", "lb": "luxembourgeois", "ln": "lingala",
    "lo": "lao", "lt": "lituanien", "lv": "letton", "mk": "macédonien", "ml": "malayalam", "mn": "mongol",
    "mr": "marathi", "ms": "malais", "mt": "maltais", "my": "birman", "ne": "népalais",
    "nl": "néerlandais", "no": "norvégien", "pa": "pendjabi", "pl": "polonais", "ps": "pachto",
    "pt": "portugais", "ro": "roumain", "ru": "russe", "rw": "kinyarwanda", "si": "cingalais",
    "sk": "slovaque", "sl": "slovène", "so": "somali", "sq": "albanais", "sr": "serbe", "sv": "suédois",
    "sw": "swahili", "ta": "tamoul", "te": "télougou", "th": "thaï", "ti": "tigrigna", "tl": "tagalog",
    "tr": "turc", "uk": "ukrainien", "ur": "ourdou", "uz": "ouzbek", "vi": "vietnamien", "wo": "wolof",
    "xh": "xhosa", "yo": "yoruba", "zh": "chinois", "zu": "zoulou",
  ]

  static let spanish: [String: String] = [
    "af": "afrikáans", "ak": "akan", "am": "amárico", "ar": "árabe", "az": "azerbaiyano",
    "be": "bielorruso", "bg": "búlgaro", "bn": "bengalí", "bs": "bosnio", "ca": "catalán", "cs": "checo",
    "cy": "galés", "da": "danés", "de": "alemán", "el": "griego", "en": "inglés", "es": "español",
    "et": "estonio", "eu": "euskera", "fa": "persa", "ff": "fula", "fi": "finés", "fr": "francés",
    "ga": "irlandés", "gl": "gallego", "gu": "guyaratí", "ha": "hausa", "he": "hebreo", "hi": "hindi",
    "hr": "croata", "hu": "húngaro", "hy": "armenio", "id": "indonesio", "ig": "igbo", "is": "islandés",
    "it": "italiano", "ja": "japonés", "ka": "georgiano", "kk": "kazajo", "km": "jemer", "kn": "canarés",
    "ko": "coreano", "ku": "kurdo", "lb": "luxemburgués", "ln": "lingala", "lo": "lao", "lt": "lituano",
    "lv": "letón", "mk": "macedonio", "ml": "malayálam", "mn": "mongol", "mr": "maratí", "ms": "malayo",
    "mt": "maltés", "my": "birmano", "ne": "nepalí", "nl": "neerlandés", "no": "noruego", "pa": "punyabí",
    "pl": "polaco", "ps": "pastún", "pt": "portugués", "ro": "rumano", "ru": "ruso", "rw": "kinyarwanda",
    "si": "cingalés", "sk": "eslovaco", "sl": "esloveno", "so": "somalí", "sq": "albanés", "sr": "serbio",
    "sv": "sueco", "sw": "suajili", "ta": "tamil", "te": "telugu", "th": "tailandés", "ti": "tigriña",
    "tl": "tagalo", "tr": "turco", "uk": "ucraniano", "ur": "urdu", "uz": "uzbeko", "vi": "vietnamita",
    "wo": "wólof", "xh": "xhosa", "yo": "yoruba", "zh": "chino", "zu": "zulú",
  ]

  static let arabic: [String: String] = [
    "af": "الأفريقانية", "ak": "الأكانية", "am": "الأمهرية", "ar": "العربية", "az": "الأذربيجانية",
    "be": "البيلاروسية", "bg": "البلغارية", "bn": "البنغالية", "bs": "البوسنية", "ca": "الكتالانية",
    "cs": "التشيكية", "cy": "الويلزية", "da": "الدانمركية", "de": "الألمانية", "el": "اليونانية",
    "en": "الإنجليزية", "es": "الإسبانية", "et": "الإستونية", "eu": "الباسكية", "fa": "الفارسية",
    "ff": "الفولانية", "fi": "الفنلندية", "fr": "الفرنسية", "ga": "الأيرلندية", "gl": "الجاليكية",
    "gu": "الغوجاراتية", "ha": "الهوسا", "he": "العبرية", "hi": "الهندية", "hr": "الكرواتية",
    "hu": "الهنغارية", "hy": "الأرمنية", "id": "الإندونيسية", "ig": "الإيجبو", "is": "الأيسلندية",
    "it": "الإيطالية", "ja": "اليابانية", "ka": "الجورجية", "kk": "الكازاخستانية", "km": "الخميرية",
    "kn": "الكانادا", "ko": "الكورية", "ku": "الكردية", "lb": "اللكسمبورغية", "ln": "اللينغالا",
    "lo": "اللاوية", "lt": "الليتوانية", "lv": "اللاتفية", "mk": "المقدونية", "ml": "المالايالامية",
    "mn": "المنغولية", "mr": "الماراثية", "ms": "الماليزية", "mt": "المالطية", "my": "البورمية",
    "ne": "النيبالية", "nl": "الهولندية", "no": "النرويجية", "pa": "البنجابية", "pl": "البولندية",
    "ps": "البشتو", "pt": "البرتغالية", "ro": "الرومانية", "ru": "الروسية", "rw": "الكينيارواندا",
    "si": "السنهالية", "sk": "السلوفاكية", "sl": "السلوفانية", "so": "الصومالية", "sq": "الألبانية",
    "sr": "الصربية", "sv": "السويدية", "sw": "السواحلية", "ta": "التاميلية", "te": "التيلوغوية",
    "th": "التايلاندية", "ti": "التغرينية", "tl": "التاغالوغية", "tr": "التركية", "uk": "الأوكرانية",
    "ur": "الأوردية", "uz": "الأوزبكية", "vi": "الفيتنامية", "wo": "الولوفية", "xh": "الخوسا",
    "yo": "اليوروبا", "zh": "الصينية", "zu": "الزولو",
  ]
}
