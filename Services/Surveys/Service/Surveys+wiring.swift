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

    package static let definition = ServiceDefinition(
        service: .surveys,
        migrations: migrations,
        handlers: [
            .on(WhenWorkIsCompletedInviteToSurvey()),
            .on(OnAnswerSurvey()),
            .on(OnDeclineSurvey()),
        ],
        deadlines: [.on(WhenTimeIsOverExpireSurvey.timer, WhenTimeIsOverExpireSurvey())]
    )
}
