import Messages
import Vocabulary

/// A message on its way into the outbox.
package struct OutboxMessage: Sendable {
    package let id: UniqueID
    package let type: String
    package let topic: Topic
    package let key: String
    package let correlationID: UniqueID?
    /// CloudEvents attributes as Kafka headers, without the sequence, which the relay adds.
    package let headers: [(name: String, value: String)]
    package let payload: [UInt8]

    /// What led to a message: taken over into its headers.
    package struct Origin: Sendable {
        package var source: ServiceName
        package var time: Timestamp
        package var correlationID: UniqueID?
        package var causationID: UniqueID?
        /// The step that sends it.
        package var trace: TraceContext?
        package var principal: Principal?

        package init(
            source: ServiceName,
            time: Timestamp,
            correlationID: UniqueID? = nil,
            causationID: UniqueID? = nil,
            trace: TraceContext? = nil,
            principal: Principal? = nil
        ) {
            self.source = source
            self.time = time
            self.correlationID = correlationID
            self.causationID = causationID
            self.trace = trace
            self.principal = principal
        }
    }

    /// Encodes a message for its topic.
    ///
    /// - Parameter topic: only for contracts that are sent on more than one topic (deadlines).
    package init(_ message: some Message, id: UniqueID, origin: Origin, topic: Topic? = nil) throws {
        let contract = Swift.type(of: message).contract
        let payload = try message.jsonBytes()
        let faults = contract.schema.faults(in: try JSONParser.parse(payload), openness: .closed, personal: .sealed)
        if let fault = faults.first {
            throw HandlingFailure.park("\(contract.type) would break its schema: \(fault.pointer) \(fault.detail.en)")
        }
        try self.init(
            contract: contract,
            key: message.key,
            payload: payload,
            id: id,
            origin: origin,
            topic: topic
        )
    }

    /// For a body that has been validated but not decoded: what comes in at the gateway.
    package init(
        contract: Contract,
        key: String?,
        payload: [UInt8],
        id: UniqueID,
        origin: Origin,
        topic: Topic? = nil
    ) throws {
        guard payload.count <= CloudEvent.maximumBytes, (key ?? "").utf8.count <= CloudEvent.maximumKeyBytes else {
            throw HandlingFailure.park("\(contract.type) has \(payload.count) bytes or too long a key")
        }
        self.id = id
        self.type = contract.type
        self.topic = topic ?? contract.topic
        self.key = key ?? id.description
        self.payload = payload
        correlationID = origin.correlationID
        var headers = [
            (HeaderName.version, "1.0"), (HeaderName.id, id.description), (HeaderName.source, origin.source.source),
            (HeaderName.type, contract.type), (HeaderName.time, origin.time.description),
            (HeaderName.schema, contract.schemaURI), (HeaderName.partitionKey, self.key),
            (HeaderName.contentType, "application/json"),
        ]
        if let correlation = origin.correlationID { headers.append((HeaderName.correlation, correlation.description)) }
        if let causation = origin.causationID { headers.append((HeaderName.causation, causation.description)) }
        if let trace = origin.trace {
            headers.append((HeaderName.traceparent, trace.description))
            if let state = trace.state { headers.append((HeaderName.tracestate, state)) }
        }
        if let principal = origin.principal {
            let roles = JSONValue.array(principal.roles.map(JSONValue.string))
            let document: JSONValue = ["subject": .string(principal.subject), "roles": roles]
            headers.append((HeaderName.principal, document.text))
        }
        self.headers = headers
    }

    /// The partition that the key belongs to, as the Java client would choose it.
    package var partition: Int32 {
        murmur2Partition(key: Array(key.utf8), count: topic.partitions)
    }
}
