import Messages
import Vocabulary

/// Runs the handlers of one batch in the order of the log, against what the session has loaded.
struct MessageRun {
    let service: ServiceName
    let time: BatchTime
    let session: BatchSession
    /// Lanes that are waiting already.
    private(set) var parkedKeys: Set<String>
    let parking: [String: String]
    private(set) var endings: [MessageEnding] = []
    private(set) var parked: [ParkedMessage] = []
    private(set) var report = BatchReport()

    init(
        service: ServiceName,
        time: BatchTime,
        session: BatchSession,
        parkedKeys: Set<String>,
        parking: [String: String] = [:]
    ) {
        self.service = service
        self.time = time
        self.session = session
        self.parkedKeys = parkedKeys
        self.parking = parking
    }

    /// Tells the session what the messages need that will be handled.
    func register(_ messages: [ReceivedMessage]) {
        for message in messages {
            guard case .message(_, _, let prepared) = message.content, parking[message.key] == nil,
                !parkedKeys.contains(message.key)
            else { continue }
            for need in prepared.needs.items { need.add(to: session) }
        }
    }

    /// Handles one message or parks it; returns whether it is through.
    @discardableResult
    mutating func handle(_ message: ReceivedMessage) -> Bool {
        if let reason = parking[message.key], !parkedKeys.contains(message.key) {
            park(message, CrashMarker.isReason(reason) ? ParkingCode.crashed : ParkingCode.batchFailed, reason)
            return false
        }
        guard !parkedKeys.contains(message.key) else {
            park(message, ParkingCode.behind, "waits behind an earlier message of its key")
            return false
        }
        do {
            try run(message)
            return true
        } catch let failure as HandlingFailure {
            switch failure {
            case .retry(let reason): park(message, ParkingCode.waits, reason)
            case .park(let reason): park(message, ParkingCode.needsOperator, reason)
            }
        } catch {
            park(message, ParkingCode.failed, error.reason)
        }
        return false
    }

    private mutating func run(_ message: ReceivedMessage) throws {
        switch message.content {
        case .message(let event, let contract, let prepared):
            var work = Workspace(time: time, service: service, cause: event.attributes, session: session)
            do {
                try prepared.run(&work)
            } catch let refusal as any Refusal {
                var end = Workspace(time: time, service: service, cause: event.attributes, session: session)
                prepared.settle(&end)
                end.commit()
                try reject(event, contract.isCommand ? Problem(refusal) : nil, reason: refusal.code, work.trace)
                return
            }
            if let misuse = work.misuse { throw HandlingFailure.park(misuse) }
            prepared.settle(&work)
            work.commit()
            report.done += 1
            report.steps.append(HandledStep(event.attributes, .done, nil, work.trace, at: time))
            if contract.isCommand { try complete(event, work.subject, work.trace) }
        case .invalidCommand(let event, let faults):
            try reject(event, Problem(faults), reason: "invalid", .continuing(event.attributes.trace))
        case .ignored, .skipped, .unreadable, .tombstone: break
        }
    }

    private mutating func reject(
        _ event: CloudEvent,
        _ problem: Problem?,
        reason: String,
        _ trace: TraceContext
    ) throws {
        if let problem {
            try reply(CommandRejectedV1(commandID: CommandID(event.attributes.id), problem: problem), to: event, trace)
        }
        report.rejected += 1
        report.steps.append(HandledStep(event.attributes, .rejected, reason, trace, at: time))
        endings.append(event.ending("rejected", reason))
    }

    private func complete(
        _ event: CloudEvent,
        _ subject: (aggregate: String, id: String)?,
        _ trace: TraceContext
    ) throws {
        let id = CommandID(event.attributes.id)
        try reply(
            CommandCompletedV1(commandID: id, aggregate: subject?.aggregate, aggregateID: subject?.id),
            to: event,
            trace
        )
    }

    private func reply(_ outcome: some Message, to event: CloudEvent, _ trace: TraceContext) throws {
        let attributes = event.attributes
        let origin = OutboxMessage.Origin(
            source: service,
            time: time.business,
            correlationID: attributes.correlationID,
            causationID: attributes.id,
            trace: trace
        )
        session.outgoing.append(try OutboxMessage(outcome, id: session.makeID(at: time.database), origin: origin))
    }

    private mutating func park(_ message: ReceivedMessage, _ code: String, _ reason: String) {
        guard let event = message.event else { return }
        report.parked += 1
        report.steps.append(
            HandledStep(event.attributes, .parked, reason, .continuing(event.attributes.trace), at: time)
        )
        parkedKeys.insert(message.key)
        endings.append(event.ending("parked", reason))
        parked.append(
            ParkedMessage(
                key: message.key,
                record: message.record,
                attributes: event.attributes,
                code: code,
                reason: reason
            )
        )
    }
}

extension CloudEvent {
    func ending(_ outcome: String, _ reason: String) -> MessageEnding {
        MessageEnding(id: attributes.id, isForeign: attributes.foreignID != nil, outcome: outcome, reason: reason)
    }
}
