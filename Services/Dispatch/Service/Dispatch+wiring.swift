import Database
import DispatchDomain
import Messages
import Messaging
import ServiceKit

/// The dispatch service on one screen.
package enum DispatchWiring {
    package static let policy = AppointmentPolicy.standard

    package static let definition = ServiceDefinition(
        service: .dispatch,
        migrations: migrations,
        handlers: handlers,
        deadlines: deadlines.map { kind, handler in DeadlineRegistration.on(kind, handler) },
        snapshots: snapshots
    )

    /// What read models can be rebuilt from.
    package static let snapshots: [SnapshotSource] = [
        .of(WorkOrderFile.self, as: WorkOrderStateV1.self),
        // A region is locked as a whole: one at a time.
        .of(Roster.self, as: TechnicianStateV1.self, table: "region", atMost: 1) { _, stored, now in
            stored.value.entries.map { TechnicianStateV1($0, at: now) }
        },
    ]

    package static let migrations = [
        Migration(number: 1, name: "create_work_orders", sql: text(PackageResources._001_create_work_orders_sql)),
        Migration(number: 2, name: "create_roster", sql: text(PackageResources._002_create_roster_sql)),
        Migration(
            number: 3,
            name: "order_waiting_by_age",
            sql: text(PackageResources._003_order_waiting_by_age_sql)
        ),
    ]

    package static let handlers: [HandlerRegistration] = [
        // what intake says
        .on(WhenCaseIsRoutedOpenWorkOrder(policy: policy)),
        .on(WhenCaseIsCancelledCancelItsWorkOrders()),
        .on(WhenCaseIsResolvedByPhoneCancelItsWorkOrders()),
        // what the store says
        .on(WhenPartsAreReservedPlanNextVisit(policy: policy)),
        .on(WhenShortageIsReportedNoteIt()),
        // what the dispatcher and the technician do
        .on(OnRegisterTechnician()),
        .on(OnDepart()),
        .on(OnArrive()),
        .on(OnWaitForParts()),
        .on(OnCompleteWork()),
        .on(OnReportNotRepairable()),
    ]

    package static let deadlines: [String: any DeadlineHandler] = [
        DispatchTimer.findTechnician: WhenRetryIsDueFindTechnician(policy: policy),
        DispatchTimer.cancelWorkOrder: WhenCaseWasCalledOffCancelWorkOrder(),
        DispatchTimer.announceTechnicians: WhenAnnouncementIsDueTellOpenVisits(),
    ]

    private static func text(_ bytes: [UInt8]) -> String {
        String(decoding: bytes, as: UTF8.self)
    }
}
