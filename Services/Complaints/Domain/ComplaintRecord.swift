import Vocabulary

/// What was complained about (顾客投诉登记表, CO-01).
package struct ComplaintRecord: Codable, Equatable, Sendable {
    package let id: ComplaintID
    package let caseID: CaseID
    /// 投诉对象: what or who the complaint is about.
    package let object: String
    /// 投诉要求: what the customer wants.
    package let demand: String
    package let facts: Personal<String>
    package let channel: String
    package let urgency: Urgency
    package let origin: Origin
    package let registeredAt: Timestamp

    package init(
        id: ComplaintID,
        caseID: CaseID,
        object: String,
        demand: String,
        facts: Personal<String>,
        channel: String,
        urgency: Urgency,
        origin: Origin,
        registeredAt: Timestamp
    ) {
        self.id = id
        self.caseID = caseID
        self.object = object
        self.demand = demand
        self.facts = facts
        self.channel = channel
        self.urgency = urgency
        self.origin = origin
        self.registeredAt = registeredAt
    }
}

extension ComplaintRecord {
    /// A complaint that says neither what it is about nor what is wanted cannot be worked on.
    package func checked() throws(ComplaintRefusal) -> ComplaintRecord {
        guard !object.isBlank else { throw .objectMissing }
        guard !demand.isBlank else { throw .demandMissing }
        return self
    }
}

/// 特级, 紧急, 普通 (CO-02).
package enum Urgency: String, Codable, CaseIterable, Sendable {
    case special, urgent, normal
}

/// What opened the complaint.
package enum Origin: String, Codable, CaseIterable, Sendable {
    /// The customer's own word.
    case customer
    /// A satisfaction score below the pass mark.
    case survey
    /// The hotline sent the whole case here.
    case intake
}

/// 有效投诉 or 无效投诉 (CO-07).
package enum Validity: String, Codable, CaseIterable, Sendable {
    case valid, invalid
}
