import Messages
import Messaging
import Vocabulary

extension Reconciliation {
    /// Looks at the ids of buckets in which outbox and topic differ.
    func examine(
        _ buckets: [Sent],
        sentBy service: ServiceName,
        _ topic: String,
        _ start: Start,
        _ report: inout ReconciliationReport
    ) async throws {
        // The outbox first: what it calls published now must be on the topic, which is read afterwards.
        let written = try await start.store.messages(of: buckets, sentBy: service, topic: topic)
        let wanted = Set(buckets)
        var there: [UniqueID: Sent] = [:]
        if start.topics.contains(topic) {
            _ = try await start.scan.read(topic) { message in
                let bucket = Sent(topic: topic, partition: message.partition, hour: message.hour)
                if message.sender == service, wanted.contains(bucket) { there[message.id] = bucket }
            }
        }
        let isCompacted = start.isCompacted(topic)
        var lost: [Sent: [String]] = [:]
        for (id, message) in written where there[id] == nil && (message.isNewest || !isCompacted) {
            if message.isPublished {
                lost[message.bucket, default: []].append(id.description)
            } else {
                report.underway += 1
            }
        }
        // What was committed meanwhile is no invention.
        let extra = there.keys.filter { written[$0] == nil }
        let known = try await start.store.known(extra, to: service)
        var invented: [Sent: [String]] = [:]
        for id in extra where !known.contains(id) {
            if let bucket = there[id] { invented[bucket, default: []].append(id.description) }
        }
        for (kind, found) in [(Difference.Kind.lost, lost), (.invented, invented)] {
            report.differences += found.sorted { ($0.key.hour, $0.key.partition) < ($1.key.hour, $1.key.partition) }.map
            {
                Difference(kind, service, topic: topic, partition: $0.partition, hour: $0.hour, ids: $1)
            }
        }
    }

    private struct Place {
        let bucket: Taken
        let lane: String
        let place: String
        let sequence: Int64
        let isRead: Bool
    }

    /// Looks at the ids of buckets in which a topic and a consumer's inbox differ.
    func examine(
        _ buckets: [Taken],
        takenBy service: ServiceName,
        _ topic: String,
        _ start: Start,
        _ report: inout ReconciliationReport
    ) async throws {
        guard let reading = start.readings[service], start.topics.contains(topic) else { return }
        let wanted = Set(buckets)
        var there: [UniqueID: Place] = [:]
        _ = try await start.scan.read(topic) { message in
            let bucket = Taken(type: message.type, hour: message.hour)
            guard wanted.contains(bucket) else { return }
            there[message.id] = Place(
                bucket: bucket,
                lane: "\(message.partition) \(message.sender.source)",
                place: "\(message.partition)/\(message.offset)",
                sequence: message.sequence,
                isRead: reading.hasRead(message, on: topic)
            )
        }
        // The inbox last: what was read before has been taken by now.
        let taken = try await start.store.ids(of: buckets, takenBy: service)
        let letters = try await start.store.deadLetters(of: service, topic: topic, clusterID: start.clusterID)
        let expected = try await start.store.expected(by: service, topic: topic)
        var unapplied: [Taken: [String]] = [:]
        for (id, found) in there where found.isRead && taken[id] == nil && !letters.contains(found.place) {
            if expected[found.lane].map({ found.sequence >= $0 }) ?? true {
                // Behind a gap: it comes again with the replay that was asked for.
                report.underway += 1
            } else if let since = reading.since[found.bucket.type], found.bucket.hour < Hour(of: since) {
                report.partial += 1
            } else {
                unapplied[found.bucket, default: []].append(id.description)
            }
        }
        var unfounded: [Taken: [String]] = [:]
        if !start.isCompacted(topic) {
            for (id, bucket) in taken where there[id] == nil { unfounded[bucket, default: []].append(id.description) }
        }
        for (kind, found) in [(Difference.Kind.unapplied, unapplied), (.unfounded, unfounded)] {
            report.differences += found.sorted { ($0.key.hour, $0.key.type) < ($1.key.hour, $1.key.type) }.map {
                Difference(kind, service, topic: topic, partition: nil, hour: $0.hour, ids: $1)
            }
        }
    }

    /// Records of integrators that a listener has read and does not know.
    func unknownForeign(
        _ records: [IncomingRecord],
        _ topic: String,
        _ listeners: [ServiceName: ReconciliationStore.Reading],
        _ start: Start
    ) async throws -> [Difference] {
        var differences: [Difference] = []
        for (service, reading) in listeners.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            let read = records.filter { record in
                guard let type = record.text("ce_type"), let source = record.text("ce_source"),
                    let sent = record.sentAt
                else { return false }
                return ServiceName(source: source) == nil && reading.topics[type] == topic
                    && record.offset < reading.positions[record.topicPartition] ?? 0
                    && Hour(of: sent) >= start.inboxFrom[service] ?? Hour(.min) && Hour(of: sent) >= start.store.from
            }
            guard !read.isEmpty else { continue }
            let names = read.map { (source: $0.text("ce_source") ?? "", id: $0.text("ce_id") ?? "") }
            let known = try await start.store.knownForeign(names, to: service)
            let letters = try await start.store.deadLetters(of: service, topic: topic, clusterID: start.clusterID)
            for (record, name) in zip(read, names) where !known.contains("\(name.source) \(name.id)") {
                guard !letters.contains("\(record.partition)/\(record.offset)") else { continue }
                differences.append(
                    Difference(
                        .unapplied,
                        service,
                        topic: topic,
                        partition: record.partition,
                        hour: Hour(of: record.sentAt ?? start.store.cutoff),
                        ids: ["\(name.source) \(name.id)"]
                    )
                )
            }
        }
        return differences
    }
}
