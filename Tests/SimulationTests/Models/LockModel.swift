import Database

/// Row locks of one database: shared or exclusive, granted in line, with the detection of deadlocks.
final class LockModel {
    private struct Holder {
        let owner: Int
        var isExclusive: Bool
    }

    private struct Request {
        let owner: Int
        let isExclusive: Bool
        let wait: Wait<Void>
    }

    private var holders: [String: [Holder]] = [:]
    private var requests: [String: [Request]] = [:]
    private var waitingFor: [Int: String] = [:]

    /// Takes a lock unless somebody is in the way.
    func tryAcquire(_ row: String, exclusive: Bool, by owner: Int) -> Bool {
        let held = holders[row, default: []]
        guard held.allSatisfy({ $0.owner == owner || !exclusive && !$0.isExclusive }) else { return false }
        if let index = held.firstIndex(where: { $0.owner == owner }) {
            if exclusive { holders[row]?[index].isExclusive = true }
        } else {
            holders[row, default: []].append(Holder(owner: owner, isExclusive: exclusive))
        }
        return true
    }

    /// - Throws: when waiting would never end.
    func acquire(_ row: String, exclusive: Bool, by owner: Int, in process: SimulatedProcess) async throws {
        guard !tryAcquire(row, exclusive: exclusive, by: owner) else { return }
        guard !wouldWaitForItself(owner, row) else { throw DatabaseError.deadlock }
        waitingFor[owner] = row
        try await process.wait { (wait: Wait<Void>) in
            requests[row, default: []].append(Request(owner: owner, isExclusive: exclusive, wait: wait))
        }
    }

    func releaseAll(of owner: Int) {
        waitingFor[owner] = nil
        for row in requests.keys.sorted() { requests[row]?.removeAll { $0.owner == owner } }
        for row in holders.keys.sorted() where holders[row]?.contains(where: { $0.owner == owner }) == true {
            holders[row]?.removeAll { $0.owner == owner }
            if holders[row]?.isEmpty == true { holders[row] = nil }
            grantNext(row)
        }
    }

    private func grantNext(_ row: String) {
        while let next = requests[row]?.first, tryAcquire(row, exclusive: next.isExclusive, by: next.owner) {
            requests[row]?.removeFirst()
            waitingFor[next.owner] = nil
            next.wait.settle(.success(()))
        }
        if requests[row]?.isEmpty == true { requests[row] = nil }
    }

    private func wouldWaitForItself(_ owner: Int, _ row: String) -> Bool {
        var seen: Set<Int> = []
        var open = holders[row, default: []].map(\.owner).filter { $0 != owner }
        while let next = open.popLast() {
            if next == owner { return true }
            guard seen.insert(next).inserted, let row = waitingFor[next] else { continue }
            open += holders[row, default: []].map(\.owner).filter { $0 != next }
        }
        return false
    }
}
