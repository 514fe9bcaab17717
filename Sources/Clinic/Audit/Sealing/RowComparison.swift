internal import FoundationEssentials

/// The rows of one seal beside what was sealed.
struct RowComparison {
  let leaves: [AuditLeaf]
  /// In the order of their positions. One more than there are leaves tells enough.
  let rows: [AuditRow]

  /// The first row that is not as it was, if there is one.
  var fault: AuditFinding.Fault? {
    // Nearly always all is well, and nothing more is worked out.
    if rows.count == leaves.count, zip(rows, leaves).allSatisfy({ $0.leaf == $1 }) { return nil }
    let sealed = Set(leaves.map(\.id))
    let present = Set(rows.map(\.leaf.id))
    var (row, leaf) = (rows.startIndex, leaves.startIndex)
    while row < rows.count || leaf < leaves.count {
      let found = row < rows.count ? rows[row].leaf : nil
      let wanted = leaf < leaves.count ? leaves[leaf] : nil
      if let found, found.position < wanted?.position ?? .max {
        return fault(found, sealed.contains(found.id) ? .moved : .inserted)
      }
      guard let wanted else { break }
      guard let found, found.position == wanted.position else {
        return fault(wanted, present.contains(wanted.id) ? .moved : .deleted)
      }
      guard found.id == wanted.id else {
        if sealed.contains(found.id) { return fault(found, .moved) }
        return present.contains(wanted.id) ? fault(found, .inserted) : fault(wanted, .deleted)
      }
      if found.hash != wanted.hash { return fault(found, .edited) }
      (row, leaf) = (row + 1, leaf + 1)
    }
    // At the greatest position of all, where nothing is smaller.
    return row < rows.count ? fault(rows[row].leaf, .inserted) : nil
  }

  private func fault(_ leaf: AuditLeaf, _ fault: AuditFinding.RowFault) -> AuditFinding.Fault {
    .row(leaf.id, position: leaf.position, fault)
  }
}
