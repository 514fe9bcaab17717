import Testing

@testable import ObjectStore

@Suite("The XML of S3")
struct XMLScannerTests {
  func parse(_ text: String) throws -> XMLElement { try XMLElement(Array(text.utf8)) }

  @Test("is read with declaration, namespace, empty elements and entities")
  func listing() throws {
    let document = try parse(
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">
        <Name>tests</Name><Prefix/>
        <Contents><Key>a&amp;b &lt;&#x1F600;&#65;&gt;</Key><ETag>&quot;x&quot;</ETag></Contents>
        <Contents ><Key>&apos;c&apos;</Key ></Contents>
      </ListBucketResult>

      """)
    #expect(document.name == "ListBucketResult")
    #expect(document["Name"]?.text == "tests")
    #expect(document["Prefix"]?.text == "")
    #expect(
      document.children.filter { $0.name == "Contents" }.map { $0["Key"]?.text } == ["a&b <😀A>", "'c'"])
    #expect(document["Contents"]?["ETag"]?.text == "\"x\"")
    #expect(document["Missing"] == nil)
  }

  @Test(
    "is refused with anything that S3 never writes",
    arguments: [
      "", "text", "<", "<a", "<a>", "<a></b>", "<a><b></a></b>", "</a>", "<a/><b/>", "<a/>x", "x<a/>",
      "<a>x<b/></a>",
      "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>", "<a>&x;</a>", "<a>&amp</a>",
      "<a>&</a>",
      "<a>&#0;</a>", "<a>&#xD800;</a>", "<a>&#x110000;</a>", "<a>&#99999999999;</a>", "<a>&#;</a>",
      "<a>&#x;</a>",
      "<a>&#65</a>", "<a><![CDATA[x]]></a>", "<a><!-- x --></a>", "<a><?php ?></a>", "<a b=c/>", "<a b='c'/>",
      "<a b=\"<\"/>", "<a b=\"", "<?xml version=\"1.0\"", "<?xml <a/>", "<html><br></html>", "< a/>",
      "<a / >",
    ])
  func refused(text: String) {
    #expect(throws: XMLScanner.Fault.self) { try parse(text) }
  }

  @Test("is refused when it is not UTF-8")
  func invalid() {
    #expect(throws: XMLScanner.Fault.self) { try XMLElement(Array("<a>".utf8) + [0xFF] + Array("</a>".utf8)) }
  }

  @Test("is nested up to sixteen deep")
  func depth() throws {
    let nested = { (depth: Int) in
      String(repeating: "<a>", count: depth) + String(repeating: "</a>", count: depth)
    }
    _ = try parse(nested(16))
    #expect(throws: XMLScanner.Fault.self) { try parse(nested(17)) }
  }

  @Test("never crashes the reader, wherever it is cut or damaged")
  func damaged() throws {
    let whole = Array("<?xml version=\"1.0\"?><a x=\"y\"><b>&#x41;&lt;</b><c/> </a>".utf8)
    for end in whole.indices {
      #expect(throws: XMLScanner.Fault.self) { try XMLElement(Array(whole[..<end])) }
    }
    for place in whole.indices {
      for byte in [UInt8(0), 0x26, 0x3C, 0x3E, 0xFF] {
        var damaged = whole
        damaged[place] = byte
        _ = try? XMLElement(damaged)
      }
    }
  }
}
