/// Units as people write them; what is not known stays as it is.
public enum UCUM {
  public static func printed(_ unit: String) -> String {
    switch unit {
    case "mm[Hg]": "mmHg"
    case "Cel": "°C"
    case "[degF]": "°F"
    case "[in_i]": "in"
    case "[lb_av]": "lb"
    case "kg/m2": "kg/m²"
    case "{score}": "/ 10"
    case "10*9/L": "10⁹/L"
    case "10*12/L": "10¹²/L"
    case "umol/L": "µmol/L"
    case "ug/L": "µg/L"
    case "m[IU]/L": "mIU/L"
    case "mL/min/{1.73_m2}": "mL/min/1.73 m²"
    default: unit
    }
  }

  /// Whether it can be a unit: UCUM's are printable ASCII without spaces (https://ucum.org/ucum, section 2.1).
  static func isUnit(_ text: String) -> Bool {
    text.utf8.count <= 30 && text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
  }
}
