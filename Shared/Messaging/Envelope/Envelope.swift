import Messages
import Vocabulary

/// A message as a handler sees it: the body and what is known of its way here.
package struct Envelope<Body: Message>: Sendable {
    package let body: Body
    /// The body as it came.
    package let bytes: [UInt8]
    package let attributes: Attributes

    package init(body: Body, bytes: [UInt8], attributes: Attributes) {
        self.body = body
        self.bytes = bytes
        self.attributes = attributes
    }

    /// Event or command id; for an integrator's message derived from its source and id.
    package var id: UniqueID { attributes.id }
    package var time: Timestamp { attributes.time }
    package var source: String { attributes.source }
    package var correlationID: UniqueID? { attributes.correlationID }
    package var principal: Principal? { attributes.principal }
    package var key: String { attributes.key }
}

/// The CloudEvents attributes of a message and where it was found.
package struct Attributes: Sendable, Equatable {
    package var id: UniqueID
    /// The `id` of an integrator's message as it was sent; `nil` for messages of the suite.
    package var foreignID: String?
    package var source: String
    package var type: String
    package var time: Timestamp
    package var topic: String
    package var key: String
    /// The case that the message belongs to.
    package var correlationID: UniqueID?
    /// The message that led to this one.
    package var causationID: UniqueID?
    /// The step of a trace that sent it.
    package var trace: TraceContext?
    package var principal: Principal?
    /// Number of the message within its partition, given by its sender's relay; integrators give none.
    package var sequence: Int64?

    package init(
        id: UniqueID,
        foreignID: String? = nil,
        source: String,
        type: String,
        time: Timestamp,
        topic: String,
        key: String,
        correlationID: UniqueID? = nil,
        causationID: UniqueID? = nil,
        trace: TraceContext? = nil,
        principal: Principal? = nil,
        sequence: Int64? = nil
    ) {
        self.id = id
        self.foreignID = foreignID
        self.source = source
        self.type = type
        self.time = time
        self.topic = topic
        self.key = key
        self.correlationID = correlationID
        self.causationID = causationID
        self.trace = trace
        self.principal = principal
        self.sequence = sequence
    }
}

/// Who sent a command, as the gateway knew them.
package struct Principal: Sendable, Equatable, Codable {
    package let subject: String
    package let roles: [String]

    package init(subject: String, roles: [String]) {
        self.subject = subject
        self.roles = roles
    }
}
