/// Every message that crosses a border; routes, topics, collections and documents derive from it.
package enum Catalogue {
    package static let all: [any Message.Type] =
        intake + dispatch + parts + surveys + returns + complaints + notifications + outcomes + runtime

    /// Sent or taken by intake.
    private static let intake: [any Message.Type] = [
        RegisterServiceRequestV1.self, ResolveByPhoneV1.self, CancelCaseV1.self, RecordFirstResponseV1.self,
        OpenRepairRecordV1.self, CaseRegisteredV1.self, CaseRoutedV1.self, FirstResponseRecordedV1.self,
        CaseResolvedByPhoneV1.self, CaseCancelledV1.self, CaseClockBreachedV1.self, CaseClosedV1.self,
        CaseReopenedV1.self, EraseCustomerV1.self, CaseStateV1.self, CustomerFileStateV1.self,
        ProductFileStateV1.self,
    ]

    /// Sent or taken by dispatch.
    private static let dispatch: [any Message.Type] = [
        RegisterTechnicianV1.self, DepartV1.self, ArriveV1.self, CompleteWorkV1.self, ReportNotRepairableV1.self,
        WaitForPartsV1.self, VisitScheduledV1.self, TechnicianDepartedV1.self, TechnicianArrivedV1.self,
        PartsRequestedV1.self, WorkOrderCompletedV1.self, WorkOrderNotRepairableV1.self,
        WorkOrderWaitingForPartsV1.self, WorkOrderCancelledV1.self, VisitNotPlannableV1.self, WorkOrderStateV1.self,
        TechnicianStateV1.self,
    ]

    /// Sent or taken by parts.
    private static let parts: [any Message.Type] = [
        RegisterPartV1.self, ReceiveStockV1.self, PartsReservedV1.self, ShortageReportedV1.self,
        BackorderFilledV1.self, PartsIssuedV1.self, PartsReleasedV1.self, StockMovedV1.self, StockLineStateV1.self,
        ReservationStateV1.self, PartStateV1.self,
    ]

    /// Sent or taken by surveys.
    private static let surveys: [any Message.Type] = [
        AnswerSurveyV1.self, DeclineSurveyV1.self, SurveyInvitedV1.self, SurveyAnsweredV1.self, SurveyLapsedV1.self,
        SurveyStateV1.self,
    ]

    /// Sent or taken by returns.
    private static let returns: [any Message.Type] = [
        RequestReturnV1.self, DecideReturnV1.self, ReceiveGoodsV1.self, DisposeGoodsV1.self, SettleReturnV1.self,
        ReturnRequestedV1.self, ReturnAuthorisedV1.self, ReturnRefusedV1.self, GoodsReceivedV1.self,
        GoodsDisposedV1.self, ReturnSettledV1.self, ReturnStateV1.self,
    ]

    /// Sent or taken by complaints.
    private static let complaints: [any Message.Type] = [
        FileComplaintV1.self, AcknowledgeComplaintV1.self, AnswerComplaintV1.self, CloseComplaintV1.self,
        ComplaintRegisteredV1.self, ComplaintAcknowledgedV1.self, ComplaintAnsweredV1.self, ComplaintReopenedV1.self,
        ComplaintClosedV1.self, ComplaintClockBreachedV1.self, ComplaintStateV1.self,
    ]

    /// Sent or taken by notifications.
    private static let notifications: [any Message.Type] = [
        NotificationDeliveredV1.self, NotificationFailedV1.self, NotificationStateV1.self,
    ]

    /// Replies to commands.
    private static let outcomes: [any Message.Type] = [
        CommandCompletedV1.self, CommandRejectedV1.self,
    ]

    /// From the runtime of one service to another, or to itself.
    private static let runtime: [any Message.Type] = [
        DeadlineFiredV1.self, ReplayRequestedV1.self, SequenceSkippedV1.self, SubjectKeyV1.self,
        PersonalDataErasedV1.self,
    ]
}

extension Contract {
    /// What the gateway takes: outcomes, states and events.
    fileprivate var isForReadModels: Bool {
        switch kind {
        case .outcome, .state, .event: true
        case .command, .runtime: false
        }
    }
}

extension Catalogue {
    package static let contracts: [Contract] = all.map { $0.contract }

    private static let byType: [String: any Message.Type] = Dictionary(
        all.map { ($0.contract.type, $0) },
        uniquingKeysWith: { first, _ in first }
    )

    /// The message of that CloudEvents type; `nil` when it is none of ours.
    package static func message(type: String) -> (any Message.Type)? { byType[type] }

    package static func contract(type: String) -> Contract? { byType[type]?.contract }

    /// Every topic once, by name.
    package static let topics: [Topic] = {
        let timers = ServiceName.allCases.map(Topic.timers)
        let named = (contracts.map(\.topic) + timers).map { ($0.name, $0) }
        return Dictionary(named, uniquingKeysWith: { first, _ in first }).values.sorted { $0.name < $1.name }
    }()

    /// The topics that a service listens to; a test holds this against the services' wiring.
    package static func topics(takenBy service: ServiceName) -> [Topic] {
        let own: [Topic] =
            switch service {
            case .intake:
                [
                    .intakeCaseCommands, .openRepairRecords, .dispatchWorkOrderEvents, .returnsReturnEvents,
                    .surveysSurveyEvents, .complaintsComplaintEvents,
                ]
            case .dispatch:
                [.intakeCaseEvents, .partsReservationEvents, .dispatchWorkOrderCommands, .dispatchTechnicianCommands]
            case .parts:
                [
                    .partsPartCommands, .partsStockCommands, .dispatchWorkOrderEvents, .partsReservationEvents,
                    .partsStockEvents,
                ]
            case .complaints: [.complaintsComplaintCommands, .intakeCaseEvents, .surveysSurveyEvents]
            case .returns: [.returnsReturnCommands, .intakeCaseEvents, .dispatchWorkOrderEvents]
            case .surveys: [.surveysSurveyCommands, .dispatchWorkOrderEvents]
            case .notifications:
                [
                    .intakeCaseEvents, .dispatchWorkOrderEvents, .partsReservationEvents, .returnsReturnEvents,
                    .surveysSurveyEvents, .complaintsComplaintEvents,
                ]
            case .gateway: contracts.filter(\.isForReadModels).map(\.topic)
            }
        let keys: [Topic] = [.gateway, .notifications].contains(service) ? [.subjectKeys] : []
        return Set(own + keys + [.replay, .erasures, .timers(service)]).sorted { $0.name < $1.name }
    }

    /// Where copies of what cannot be handled go, by name.
    package static let deadLetterTopics: [Topic] = ServiceName.allCases.flatMap { service in
        topics(takenBy: service).map { Topic.deadLetters(of: $0.name, for: service) }
    }.sorted { $0.name < $1.name }

    /// The contracts whose messages stand in a topic.
    package static func contracts(in topic: Topic) -> [Contract] {
        if topic.name.hasSuffix(".timer.events.v1") { return [DeadlineFiredV1.contract] }
        return contracts.filter { $0.topic.name == topic.name }
    }

    /// A command and how it is sent over HTTP.
    package struct RoutedCommand: Sendable {
        package let message: any Message.Type
        package let route: Route
        package let roles: [Role]

        package var contract: Contract { message.contract }
    }

    /// Every command that has an address of its own.
    package static let routedCommands: [RoutedCommand] = all.compactMap { message in
        guard case .command(let route?, let roles) = message.contract.kind else { return nil }
        return RoutedCommand(message: message, route: route, roles: roles)
    }

    /// A list of things in the HTTP API, fed by one kind of state message.
    package struct Collection: Sendable {
        package let name: String
        package let filters: [String]
        package let message: any Message.Type

        package var contract: Contract { message.contract }
    }

    package static let collections: [Collection] = all.compactMap { message in
        guard case .state(let name, let filters) = message.contract.kind else { return nil }
        return Collection(name: name, filters: filters, message: message)
    }

    package static func collection(named name: String) -> Collection? {
        collections.first { $0.name == name }
    }
}
