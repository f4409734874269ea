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
        )
    ]

    package static let definition = ServiceDefinition(
        service: .complaints,
        migrations: migrations,
        handlers: [
            // what opens a complaint
            .on(WhenSurveyIsUnsatisfiedOpenComplaint()),
            .on(WhenCaseIsRoutedOpenComplaint()),
            .on(OnFileComplaint()),
            // what staff do with it, in this order
            .on(OnAcknowledgeComplaint()),
            .on(OnAnswerComplaint()),
            .on(OnCloseComplaint()),
        ],
        deadlines: ComplaintClock.allCases.map { .on($0.timer, WhenTimeIsOverNoteBreach(of: $0)) }
    )
}
