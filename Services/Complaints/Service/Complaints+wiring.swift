import ComplaintsDomain
import Database
import Messages
import Messaging
import ServiceKit

/// The complaints service on one screen.
package enum ComplaintsWiring {
    package static let migrations = [
        Migration(
            number: 1,
            name: "create_complaint",
            sql: String(decoding: PackageResources._001_create_complaint_sql, as: UTF8.self)
        ),
        Migration(
            number: 2,
            name: "create_known_case",
            sql: String(decoding: PackageResources._002_create_known_case_sql, as: UTF8.self)
        ),
    ]

    /// What read models can be rebuilt from.
    package static let snapshots: [SnapshotSource] = [.of(ComplaintDocument.self, as: ComplaintStateV1.self)]

    package static let handlers: [HandlerRegistration] = [
        .on(WhenCaseIsRegisteredKnowIt()),
        // what opens a complaint
        .on(WhenSurveyIsUnsatisfiedOpenComplaint()),
        .on(WhenCaseIsRoutedOpenComplaint()),
        .on(OnFileComplaint()),
        // what staff do with it, in this order
        .on(OnAcknowledgeComplaint()),
        .on(OnAnswerComplaint()),
        .on(OnCloseComplaint()),
    ]

    package static let deadlines: [String: any DeadlineHandler] = Dictionary(
        uniqueKeysWithValues: ComplaintClock.allCases.map { ($0.timer, WhenTimeIsOverNoteBreach(of: $0)) }
    )

    package static let definition = ServiceDefinition(
        service: .complaints,
        migrations: migrations,
        handlers: handlers,
        deadlines: deadlines.map { kind, handler in DeadlineRegistration.on(kind, handler) },
        snapshots: snapshots
    )
}
