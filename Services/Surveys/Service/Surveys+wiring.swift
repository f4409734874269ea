import Database
import Messages
import Messaging
import ServiceKit

/// The surveys service on one screen.
package enum SurveysWiring {
    package static let migrations = [
        Migration(
            number: 1,
            name: "create_survey",
            sql: String(decoding: PackageResources._001_create_survey_sql, as: UTF8.self)
        )
    ]

    /// What read models can be rebuilt from.
    package static let snapshots: [SnapshotSource] = [.of(SurveyDocument.self, as: SurveyStateV1.self)]

    package static let handlers: [HandlerRegistration] = [
        .on(WhenWorkIsCompletedInviteToSurvey()),
        .on(OnAnswerSurvey()),
        .on(OnDeclineSurvey()),
    ]

    package static let deadlines: [String: any DeadlineHandler] = [
        WhenTimeIsOverExpireSurvey.timer: WhenTimeIsOverExpireSurvey()
    ]

    package static let definition = ServiceDefinition(
        service: .surveys,
        migrations: migrations,
        handlers: handlers,
        deadlines: deadlines.map { kind, handler in DeadlineRegistration.on(kind, handler) },
        snapshots: snapshots
    )
}
