@testable import Messaging

/// What must hold of everything that relays have put into the logs.
struct PublishedLog {
    let broker: BrokerModel
    let writers: Writers

    /// Numbers and lists read so far.
    private struct Reading {
        var next: Int64 = 1
        var listed: [String: Int] = [:]
    }

    /// The first thing that is wrong; `nil` when all is well.
    ///
    /// - Parameter isComplete: whether the newest cluster must hold everything that was committed.
    func fault(isComplete: Bool) -> String? {
        var meaning: [String: String] = [:]
        var newest: [String: Int] = [:]
        for (cluster, partitions) in broker.history.sorted(by: { $0.key < $1.key }) {
            for (partition, records) in partitions.sorted(by: { $0.key < $1.key }) {
                var reading = Reading()
                for record in records {
                    let place = "\(cluster) \(partition) \(record.label)"
                    if let fault = Self.read(record, &reading) { return "\(place): \(fault)" }
                    guard !record.isSkip else { continue }
                    let known = meaning.updateValue(record.text, forKey: "\(partition)#\(record.sequence)")
                    if let known, known != record.text { return "\(place): the number stood for \(known)" }
                }
                if cluster == broker.clusterID { newest.merge(reading.listed) { $1 } }
            }
        }
        return excess(newest) ?? (isComplete ? missing(newest) : nil)
    }

    /// Reads as a consumer does: what it had is dropped, what comes too early is left aside until it comes again.
    private static func read(_ record: OutgoingRecord, _ reading: inout Reading) -> String? {
        guard record.sequence == reading.next || record.isSkip && record.sequence > reading.next else { return nil }
        reading.next = record.sequence + 1
        let parts = record.text.split(separator: ":")
        guard !record.isSkip, let number = parts.last.flatMap({ Int($0) }) else { return nil }
        let before = reading.listed[String(parts[0]), default: 0]
        guard number == before + 1 else { return "of its key \(before) entries stand before it" }
        reading.listed[String(parts[0])] = number
        return nil
    }

    private func excess(_ listed: [String: Int]) -> String? {
        listed.first { key, count in
            guard let index = Int(key.dropFirst()) else { return false }
            return count > writers.committed[index]
        }.map { "\($0.key) has \($0.value) entries, more than were committed" }
    }

    private func missing(_ listed: [String: Int]) -> String? {
        for (key, count) in writers.committed.enumerated() where listed["k\(key)", default: 0] < count {
            return "of k\(key) \(listed["k\(key)", default: 0]) of \(count) entries are published"
        }
        return lost()
    }

    /// What was published must still be there, or have been there until its time was over.
    private func lost() -> String? {
        for (partition, records) in broker.history[broker.clusterID] ?? [:] {
            let there = Set((broker.logs[partition]?.records ?? []).map(\.sequence))
                .union(broker.expired[partition] ?? [])
            if let record = records.first(where: { !there.contains($0.sequence) }) {
                return "\(partition) \(record.label) is no longer there"
            }
        }
        return nil
    }
}

extension OutgoingRecord {
    var text: String { String(decoding: value ?? [], as: UTF8.self) }
}
