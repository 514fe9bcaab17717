import Foundation

/// PDF files put together by hand (ISO 32000-1), for what no honest program writes.
enum TestPDF {
  /// One page with a stream of operators.
  static func page(_ box: String, content: String, resources: String = "", more: [String] = []) -> [UInt8] {
    file(
      [
        "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox\(box)/Contents 4 0 R/Resources<<\(resources)>>>>",
        stream(content),
      ] + more)
  }

  /// A form that draws another ten times, which draws another ten times, and so on: 10 to the power of `levels` squares.
  static func forms(levels: Int) -> [UInt8] {
    let forms = (0..<levels).map { level in
      let last = level == levels - 1
      let content = last ? "0 0 5 5 re f" : String(repeating: "/X Do ", count: 10)
      let resources = last ? "" : "/XObject<</X \(6 + level) 0 R>>"
      return stream(content, "/Type/XObject/Subtype/Form/BBox[0 0 99 99]/Resources<<\(resources)>>")
    }
    return page("[0 0 99 99]", content: "/X Do", resources: "/XObject<</X 5 0 R>>", more: forms)
  }

  /// A tree of pages in which each node has one below it.
  static func nested(depth: Int) -> [UInt8] {
    let nodes = (0..<depth).map { level in
      "<</Type/Pages/Kids[\(level + 3) 0 R]/Count 1\(level > 0 ? "/Parent \(level + 1) 0 R" : "")>>"
    }
    return file(
      ["<</Type/Catalog/Pages 2 0 R>>"] + nodes
        + ["<</Type/Page/Parent \(depth + 1) 0 R/MediaBox[0 0 99 99]>>"])
  }

  /// A page with a grey picture, of which there is one byte.
  static func picture(side: Int) -> [UInt8] {
    page(
      "[0 0 99 99]", content: "99 0 0 99 0 0 cm /I Do", resources: "/XObject<</I 5 0 R>>",
      more: [
        stream(
          "0>",
          "/Type/XObject/Subtype/Image/Width \(side)/Height \(side)/ColorSpace/DeviceGray/BitsPerComponent 8"
            + "/Filter/ASCIIHexDecode")
      ])
  }

  /// A red page with another file attached to it.
  static func carrying(_ inner: [UInt8]) -> [UInt8] {
    let text = String(decoding: inner, as: UTF8.self)
    return file([
      "<</Type/Catalog/Pages 2 0 R/Names<</EmbeddedFiles<</Names[(inner.pdf)5 0 R]>>>>>>",
      "<</Type/Pages/Kids[3 0 R]/Count 1>>",
      "<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents 4 0 R>>",
      stream("1 0 0 rg 0 0 99 99 re f"), "<</Type/Filespec/F(inner.pdf)/EF<</F 6 0 R>>>>",
      stream(text, "/Type/EmbeddedFile"),
    ])
  }

  /// - Parameter objects: numbered from 1; the first is the catalogue.
  static func file(_ objects: [String]) -> [UInt8] {
    var text = Array("%PDF-1.7\n".utf8)
    var offsets: [Int] = []
    for (index, object) in objects.enumerated() {
      offsets.append(text.count)
      text += Array("\(index + 1) 0 obj\n\(object)\nendobj\n".utf8)
    }
    let start = text.count
    let table = offsets.map { offset in
      String(repeating: "0", count: 10 - String(offset).count) + "\(offset) 00000 n \n"
    }
    return text
      + Array(
        """
        xref
        0 \(objects.count + 1)
        0000000000 65535 f \n\(table.joined())trailer
        <</Size \(objects.count + 1)/Root 1 0 R>>
        startxref
        \(start)
        %%EOF

        """.utf8)
  }

  private static func stream(_ content: String, _ more: String = "") -> String {
    "<<\(more)/Length \(content.utf8.count)>>\nstream\n\(content)\nendstream"
  }
}
