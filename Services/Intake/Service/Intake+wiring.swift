import Database
import IntakeDomain
import Messages
import Messaging
import ServiceKit

/// The service on one screen: which message leads to what, and which deadlines it watches.
package enum IntakeWiring {
    package static let definition = ServiceDefinition(
        service: .intake,
        migrations: migrations,
        handlers: handlers,
        deadlines: deadlines.map { kind, handler in DeadlineRegistration.on(kind, handler) },
        snapshots: snapshots
    )

    /// What read models can be rebuilt from.
    package static let snapshots: [SnapshotSource] = [
        .of(ServiceCase.self, as: CaseStateV1.self),
        .of(CustomerFile.self, as: CustomerFileStateV1.self),
        .of(ProductFile.self, as: ProductFileStateV1.self),
    ]

    package static let handlers: [HandlerRegistration] = [
        // commands of people and partners
        .on(WhenServiceIsRequestedRegisterCase()),
        .on(WhenRepairRecordArrivesRegisterCase()),
        .on(WhenCustomerIsAnsweredStopResponseClock()),
        .on(WhenSolvedByPhoneCloseCase()),
        .on(WhenServiceIsNoLongerWantedCancelCase()),
        .on(WhenErasureIsAskedForEraseCustomer()),
        // dispatch
        .on(WhenVisitIsScheduledStopResponseClock()),
        .on(WhenTechnicianArrivesStartRepairClock()),
        .on(WhenWorkWaitsForPartsPauseRepairClock()),
        .on(WhenWorkIsCompletedExpectSurvey()),
        .on(WhenWorkIsNotRepairableExpectReturn()),
        .on(WhenWorkOrderIsCancelledEndIt()),
        // returns
        .on(WhenReturnIsRequestedKeepCaseOpen()),
        .on(WhenReturnIsAuthorisedStopResponseClock()),
        .on(WhenReturnIsRefusedEndIt()),
        .on(WhenReturnIsSettledEndIt()),
        // surveys
        .on(WhenSurveyIsInvitedKeepCaseOpen()),
        .on(WhenSurveyIsAnsweredEndIt()),
        .on(WhenSurveyLapsesEndIt()),
        // complaints
        .on(WhenComplaintIsRegisteredReopenCase()),
        .on(WhenComplaintIsAcknowledgedStopResponseClock()),
        .on(WhenComplaintIsClosedEndIt()),
    ]

    package static let deadlines: [String: any DeadlineHandler] = [
        ClockKind.response.timer: WhenClockRunsOutReportBreach(kind: .response),
        ClockKind.arrival.timer: WhenClockRunsOutReportBreach(kind: .arrival),
        ClockKind.repair.timer: WhenClockRunsOutReportBreach(kind: .repair),
    ]

    package static let migrations = [
        Migration(
            number: 1,
            name: "create_cases",
            sql: String(decoding: PackageResources._001_create_cases_sql, as: UTF8.self)
        ),
        Migration(
            number: 2,
            name: "create_customer_case",
            sql: String(decoding: PackageResources._002_create_customer_case_sql, as: UTF8.self)
        ),
    ]
}
