import Clinic
import Pages

extension ShownEntry {
  /// The rows of a field, and empty ones beside: one for each option of a part that is filled in beforehand, such as the days
  /// of the week, and two more.
  func rows(
    _ key: String, _ label: String, _ parts: [EntryControl.RowPart], _ there: [[String]]
  ) -> EntryRows {
    let open = [[String]](repeating: [], count: max(0, E.openRows - there.count)).map { ($0, false) }
    let shown = there.map { ($0, true) } + beforehand(parts, there).map { ($0, false) } + open
    let all = shown.enumerated().map { index, row in
      view(key, label, parts, row.0, index, canBeRemoved: row.1)
    }
    let more = (0..<2).map { index in
      view(key, label, parts, [], all.count + index, canBeRemoved: false)
    }
    return EntryRows(count: all.count + more.count, rows: all, more: more)
  }

  private func beforehand(_ parts: [EntryControl.RowPart], _ there: [[String]]) -> [[String]] {
    guard let index = parts.firstIndex(where: \.isPreset), case .oneOf(let options, _) = parts[index].control
    else { return [] }
    let taken = there.map { index < $0.count ? $0[index] : "" }
    return options.filter { !taken.contains($0) }.map { option in
      parts.indices.map { $0 == index ? option : "" }
    }
  }

  private func view(
    _ key: String, _ label: String, _ parts: [EntryControl.RowPart], _ texts: [String], _ index: Int,
    canBeRemoved: Bool
  ) -> EntryRowView {
    let id = "\(key).\(index)"
    let wrong = parts.first { problem(at: "\(id).\($0.key)") != nil }
    return EntryRowView(
      id: id, label: words["kept.row", ["label": label, "row": String(index + 1)]],
      inputs: parts.enumerated().map { place, part in
        let isWrong = part.key == wrong?.key
        return input(
          "\(id).\(part.key)", words["\(EntryWords.label(E.self, key)).\(part.key)"], part.control,
          .one(place < texts.count ? texts[place] : ""), isOptional: part.isOptional,
          describedBy: isWrong ? "\(id)-problem" : nil, isWrong: isWrong)
      },
      problem: wrong.flatMap { problem(at: "\(id).\($0.key)") }, canBeRemoved: canBeRemoved)
  }
}
