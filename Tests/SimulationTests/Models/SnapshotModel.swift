/// A snapshot of PostgreSQL: which transactions it sees (`pg_snapshot` in text: `xmin:xmax:xip,…`).
struct SnapshotModel: Equatable {
    let xmin: Int64
    let xmax: Int64
    let inProgress: Set<Int64>

    init(xmin: Int64, xmax: Int64, inProgress: Set<Int64>) {
        self.xmin = xmin
        self.xmax = xmax
        self.inProgress = inProgress
    }

    init(_ text: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        xmin = Int64(parts[0]) ?? 0
        xmax = Int64(parts[1]) ?? 0
        inProgress = Set(parts[2].split(separator: ",").compactMap { Int64($0) })
    }

    var text: String { "\(xmin):\(xmax):\(inProgress.sorted().map(String.init).joined(separator: ","))" }

    /// Whether it sees a transaction that has committed by now.
    func sees(_ xid: Int64) -> Bool { xid < xmax && !inProgress.contains(xid) }
}
