import Messages
import Vocabulary

/// What one message may look at and change.
///
/// Nothing of it counts until the handler returns.
package struct Workspace {
    /// PostgreSQL's clock at the beginning of the batch.
    package var now: Timestamp { time.business }
    private let time: BatchTime
    let service: ServiceName
    let cause: Attributes?
    /// This step of its trace: what is sent and every timer that is set continue it.
    let trace: TraceContext
    private let session: BatchSession
    private var changes: [(BatchSession) -> Void] = []
    private var overlay: [OverlayKey: any Sendable] = [:]
    private(set) var misuse: String?
    private(set) var subject: (aggregate: String, id: String)?

    init(time: BatchTime, service: ServiceName, cause: Attributes?, session: BatchSession) {
        self.time = time
        self.service = service
        self.cause = cause
        trace = .continuing(cause?.trace ?? .current)
        self.session = session
    }

    private struct OverlayKey: Hashable {
        let type: ObjectIdentifier
        let key: AnyHashable
    }

    /// An aggregate that `needs` named; `nil` when there is none yet.
    ///
    /// Assigning makes or replaces it.
    package subscript<Value: StoredAggregate>(_ type: Value.Type, _ key: Value.Key) -> Value? {
        mutating get {
            let set = session.aggregates(of: type)
            if !set.wanted.contains(key) { misuse = "\(type) \(key) was used without being named in needs" }
            return overlay[OverlayKey(type: ObjectIdentifier(type), key: key)] as? Value ?? set.value(key)
        }
        set {
            guard let newValue, session.aggregates(of: type).wanted.contains(key) else {
                misuse = "\(type) \(key) was removed, or set without being named in needs"
                return
            }
            overlay[OverlayKey(type: ObjectIdentifier(type), key: key)] = newValue
            changes.append { $0.aggregates(of: type).set(key, newValue) }
        }
    }

    /// Sends a message, caused by the one at hand.
    package mutating func emit(_ message: some Message, topic: Topic? = nil) throws {
        let origin = OutboxMessage.Origin(
            source: service,
            time: now,
            correlationID: (message as? any CaseBound)?.caseID.value ?? cause?.correlationID,
            causationID: cause?.id,
            trace: trace
        )
        let outgoing = try OutboxMessage(message, id: session.makeID(at: time.database), origin: origin, topic: topic)
        changes.append { $0.outgoing.append(outgoing) }
    }

    /// Adds a row to a ledger or a projection.
    package mutating func append(_ row: some StoredRow) {
        changes.append { $0.append(row) }
    }

    mutating func change(_ timer: TimerChange) {
        append(timer)
        changes.append { $0.changedTimers.insert(TimerRecord.Key(owner: timer.owner, kind: timer.kind)) }
    }

    /// Whether a deadline that has arrived is still meant.
    mutating func isCurrent(_ timer: TimerRecord.Key, generation: Int64) -> Bool {
        !session.changedTimers.contains(timer) && self[TimerRecord.self, timer]?.isFired(generation: generation) == true
    }

    /// Names what a command was about, for its outcome.
    package mutating func completed(_ aggregate: String, id: String) {
        subject = (aggregate, id)
    }

    /// Takes effect: called by the runner when the handler has returned.
    func commit() {
        for change in changes { change(session) }
    }
}
