import Messages
import Vocabulary

/// One record after reading: what it is, before anything was decided about it.
struct ReceivedMessage: Sendable {
    enum Content: Sendable {
        /// For a handler of this service.
        case message(CloudEvent, Contract, PreparedMessage)
        /// A command whose body breaks its schema: rejected with the faults.
        case invalidCommand(CloudEvent, [FieldFault])
        /// A known type that this service does not handle.
        case ignored(Attributes)
        /// Numbers that will never come: quarantined or no longer kept.
        case skipped(Attributes, SequenceSkippedV1)
        case unreadable(Unreadable, Attributes?)
        /// An erased snapshot.
        case tombstone
    }

    /// As it came, but with plain personal values sealed.
    let record: IncomingRecord
    let content: Content
    /// The key that was made for sealing them; it counts when the message is taken in.
    var issued: SubjectKey?

    var attributes: Attributes? {
        switch content {
        case .message(let event, _, _), .invalidCommand(let event, _): event.attributes
        case .ignored(let attributes), .skipped(let attributes, _): attributes
        case .unreadable(_, let attributes): attributes
        case .tombstone: nil
        }
    }

    /// The message to claim and handle, if it is one.
    var event: CloudEvent? {
        switch content {
        case .message(let event, _, _), .invalidCommand(let event, _): event
        case .ignored, .skipped, .unreadable, .tombstone: nil
        }
    }
}

/// Reads records against the catalogue and the handlers of one service.
struct MessageReader: Sendable {
    let handlers: [String: HandlerRegistration]
    let knownTypes: Set<String>
    /// `nil`: plain personal values cannot be taken in.
    let sealer: Sealer?

    init(_ registrations: [HandlerRegistration], sealer: Sealer? = nil) {
        self.sealer = sealer
        handlers = Dictionary(registrations.map { ($0.contract.type, $0) }) { first, _ in first }
        knownTypes = Set(Catalogue.all.map { $0.contract.type })
    }

    func read(_ record: IncomingRecord) -> ReceivedMessage {
        var sealing = Sealing(record: record)
        let content = content(of: record, &sealing)
        return ReceivedMessage(record: sealing.record, content: content, issued: sealing.key)
    }

    /// What sealing made of a record.
    private struct Sealing {
        var record: IncomingRecord
        var key: SubjectKey?
    }

    private func content(of record: IncomingRecord, _ sealing: inout Sealing) -> ReceivedMessage.Content {
        if record.value == nil, record.topic.hasSuffix(".state.v1") { return .tombstone }
        var attributes: Attributes?
        do {
            let event = try CloudEvent(record)
            attributes = event.attributes
            if event.attributes.type == SequenceSkippedV1.contract.type {
                return .skipped(event.attributes, try Self.skipped(event))
            }
            guard let handler = handlers[event.attributes.type] else {
                guard knownTypes.contains(event.attributes.type) else {
                    throw Unreadable("unknown-type", "type \(event.attributes.type) is not in the catalogue")
                }
                return .ignored(event.attributes)
            }
            guard handler.contract.topic.name == record.topic || handler.contract.name == "runtime.deadline-fired"
            else {
                throw Unreadable("wrong-topic", "\(event.attributes.type) belongs on \(handler.contract.topic.name)")
            }
            return try validated(event, handler, &sealing)
        } catch let unreadable as Unreadable {
            return .unreadable(unreadable, attributes ?? unreadable.attributes)
        } catch {
            return .unreadable(Unreadable("undecodable", "the body does not decode: \(type(of: error))"), attributes)
        }
    }

    private func validated(
        _ event: CloudEvent,
        _ handler: HandlerRegistration,
        _ sealing: inout Sealing
    ) throws -> ReceivedMessage.Content {
        var document = JSONValue.null
        let faults: [FieldFault]
        do throws(JSONFault) {
            document = try JSONParser.parse(event.body)
            faults = handler.contract.schema.faults(
                in: document,
                openness: handler.contract.isCommand ? .closed : .open,
                personal: mayBeSealed(event, sealing.record) ? .any : .plain
            )
        } catch let fault {
            let text = "\(fault.reason.rawValue) (byte \(fault.offset))"
            faults = [FieldFault(pointer: "", code: "not-json", detail: Bilingual(zh: "不是有效的 JSON：\(text)", en: text))]
        }
        if !faults.isEmpty, handler.contract.isCommand { return .invalidCommand(event, faults) }
        // Also what is kept as a dead letter, as far as it can be read.
        let event = try seal(event, document, handler, &sealing)
        guard faults.isEmpty else {
            let first = faults[0]
            throw Unreadable("schema", "\(first.pointer): \(first.detail.en) (\(faults.count) faults in all)")
        }
        guard handler.contract.isCommand || event.attributes.foreignID == nil else {
            throw Unreadable("foreign-source", "only services of the suite say what happened; send a command instead")
        }
        do {
            return .message(event, handler.contract, try handler.prepare(event))
        } catch  where handler.contract.isCommand {
            let detail = Bilingual(zh: "内容无法识别，请核对各字段的格式", en: "a value cannot be read; check the form of each field")
            return .invalidCommand(event, [FieldFault(pointer: "", code: "undecodable", detail: detail)])
        }
    }

    private func mayBeSealed(_ event: CloudEvent, _ record: IncomingRecord) -> Bool {
        event.attributes.foreignID == nil || sealer.map(record.isSealed) ?? false
    }

    /// From here on nothing of the service sees a plain personal value, nor does what is kept of the message.
    private func seal(
        _ event: CloudEvent,
        _ document: JSONValue,
        _ handler: HandlerRegistration,
        _ sealing: inout Sealing
    ) throws -> CloudEvent {
        let schema = handler.contract.schema
        guard Sealer.holdsPlainValues(document, as: schema) else { return event }
        guard let sealer else { throw Unreadable("not-sealed", "it holds plain personal values and there is no key") }
        let subject = handler.subject(document, event.attributes.source) ?? event.attributes.id
        let key = try SubjectKey(for: subject, under: sealer.master)
        let body = try sealer.seal(document, as: schema, under: key)
        sealing.key = key
        sealing.record = sealing.record.sealed(as: body, by: sealer)
        return CloudEvent(attributes: event.attributes, body: body.bytes)
    }

    private static func skipped(_ event: CloudEvent) throws -> SequenceSkippedV1 {
        let skipped = try SequenceSkippedV1.decode(event.body)
        guard skipped.from >= 1, skipped.through >= skipped.from, skipped.through == event.attributes.sequence else {
            throw Unreadable("schema", "the skipped numbers are out of order")
        }
        return skipped
    }
}
