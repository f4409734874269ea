/// An identifier of one kind of thing: a case id cannot be passed where a visit id is wanted.
package struct ID<Subject>: Hashable, Sendable {
    package let value: UniqueID

    package init(_ value: UniqueID) {
        self.value = value
    }
}

extension ID: Comparable {
    package static func < (left: ID, right: ID) -> Bool { left.value < right.value }
}

extension ID: LosslessStringConvertible {
    package init?(_ text: String) {
        guard let value = UniqueID(text) else { return nil }
        self.init(value)
    }

    package var description: String { value.description }
}

extension ID: Codable {
    package init(from decoder: any Decoder) throws { value = try UniqueID(from: decoder) }
    package func encode(to encoder: any Encoder) throws { try value.encode(to: encoder) }
}

/// What an identifier names; never instantiated.
package enum Subject {
    package enum ServiceCase {}
    package enum Command {}
    package enum WorkOrder {}
    package enum Technician {}
    package enum Reservation {}
    package enum ReturnAuthorisation {}
    package enum Survey {}
    package enum Complaint {}
    package enum Notification {}
}

/// 服务单: the thread that runs through the suite.
package typealias CaseID = ID<Subject.ServiceCase>
package typealias CommandID = ID<Subject.Command>
package typealias WorkOrderID = ID<Subject.WorkOrder>
package typealias TechnicianID = ID<Subject.Technician>
package typealias ReservationID = ID<Subject.Reservation>
package typealias ReturnID = ID<Subject.ReturnAuthorisation>
package typealias SurveyID = ID<Subject.Survey>
package typealias ComplaintID = ID<Subject.Complaint>
package typealias NotificationID = ID<Subject.Notification>
