internal import AsyncHTTPClient
internal import NIOCore

extension S3Store {
  /// A thousand keys of the greatest length, with everything S3 says about each, escaped.
  private static let longestListing = 4 << 20

  public func list(_ prefix: KeyPrefix, after: ObjectKey?, limit: Int) async throws -> ObjectPage {
    var request = S3Request(method: "GET", key: nil)
    request.query = [
      ("list-type", "2"), ("prefix", prefix.text), ("max-keys", "\(min(max(limit, 1), 1000))"),
    ]
    if let after { request.query.append(("start-after", after.text)) }
    let response = try await transport.send(request, deadline: transport.deadline(for: 0))
    let document: XMLElement
    do {
      let body = try await response.body.collect(upTo: Self.longestListing)
      document = try XMLElement(Array(body.readableBytesView))
    } catch is XMLScanner.Fault {
      throw ObjectStoreError.unintelligible("a listing")
    } catch {
      throw S3Failure(error).error
    }
    return try ObjectPage(document, prefix)
  }
}

extension ObjectPage {
  /// A `ListBucketResult` (Amazon S3 API Reference, "ListObjectsV2").
  fileprivate init(_ document: XMLElement, _ prefix: KeyPrefix) throws(ObjectStoreError) {
    guard document.name == "ListBucketResult", let isTruncated = document["IsTruncated"]?.text else {
      throw .unintelligible("a listing without an end")
    }
    var objects: [ObjectDescription] = []
    for child in document.children where child.name == "Contents" {
      guard let text = child["Key"]?.text, let length = child["Size"].flatMap({ Int($0.text) }) else {
        throw .unintelligible("a listing without keys or sizes")
      }
      // A key that we could not have made is not ours.
      guard let key = try? ObjectKey(text), prefix.contains(key) else { continue }
      objects.append(ObjectDescription(key: key, length: length, contentType: nil, entityTag: nil))
    }
    self.init(objects: objects, isFollowed: isTruncated == "true")
  }
}
