import Messages
import Messaging
import ServiceKit
import Vocabulary

extension CaseLife {
    package static func definition(of service: ServiceName) -> ServiceDefinition {
        switch service {
        case desk:
            ServiceDefinition(
                service: desk,
                migrations: migrations,
                handlers: [.on(StepGrowsList()), .on(PartnerNoteIsWrittenDown())],
                deadlines: [.on("remind", WhenReminderComesWriteItDown())]
            )
        case ledger:
            ServiceDefinition(service: ledger, migrations: migrations, handlers: [.on(WhenSteppedWriteItDown())])
        default:
            ServiceDefinition(
                service: speaker,
                migrations: migrations,
                handlers: [.on(WhenCommandIsCompletedNoteIt()), .on(WhenCommandIsRejectedNoteIt())]
            )
        }
    }
}

struct StepRefused: Refusal {
    let code = "not-this-one"
    let explanation = Bilingual(zh: "此步骤不予受理", en: "this step is refused")
}

struct StepGrowsList: MessageHandler {
    func needs(_ message: Envelope<StepV1>) -> Needs {
        let id = message.body.caseID
        return Needs(CaseList.self, [id]).and(Shelf.self, [CaseLife.shelf(of: id)])
            .and(Account.self, [CaseLife.customer(of: id), CaseLife.revenue(of: id)])
    }

    func handle(_ message: Envelope<StepV1>, in work: inout Workspace) throws {
        let step = message.body
        if step.action == .refuse { throw StepRefused() }
        if let until = step.until, work.now < until { throw HandlingFailure.retry("poison until \(until)") }
        var list = work[CaseList.self, step.caseID] ?? CaseList()
        list.numbers.append(step.number)
        work[CaseList.self, step.caseID] = list
        move(step.action == .cancel ? -1 : 1, for: step.caseID, &work)
        if step.action == .deadline { remind(of: step, &work) }
        work.append(EffectRow(id: message.id, what: "step"))
        try work.emit(SteppedV1(caseID: step.caseID, number: step.number))
        work.completed("case-list", id: step.caseID.description)
    }

    private func move(_ units: Int64, for caseID: CaseID, _ work: inout Workspace) {
        var shelf = work[Shelf.self, CaseLife.shelf(of: caseID)] ?? Shelf()
        shelf.move(units)
        work[Shelf.self, CaseLife.shelf(of: caseID)] = shelf
        for (account, amount) in [(CaseLife.customer(of: caseID), -units), (CaseLife.revenue(of: caseID), units)] {
            var changed = work[Account.self, account] ?? Account()
            changed.balance += amount
            work[Account.self, account] = changed
        }
    }

    /// Sets a far deadline and replaces it by a near one: only that may ever come.
    private func remind(of step: StepV1, _ work: inout Workspace) {
        let owner = "\(step.caseID)/\(step.number)"
        let due = work.now + .milliseconds(700 + (step.number % 7) * 200)
        work.schedule("remind", for: owner, at: work.now + .hours(1))
        work.schedule("remind", for: owner, at: due, payload: ["due": .string(due.description)])
        work.append(ReminderRow(owner: owner, due: due, hasCome: false))
    }
}

struct WhenReminderComesWriteItDown: DeadlineHandler {
    func needs(_ deadline: DeadlineFiredV1) -> Needs { .none }

    func handle(_ deadline: DeadlineFiredV1, in work: inout Workspace) throws {
        guard let due = deadline.payload?["due"]?.stringValue.flatMap(Timestamp.init) else {
            throw HandlingFailure.park("the deadline that was replaced has come")
        }
        work.append(ReminderRow(owner: deadline.owner, due: due, hasCome: true))
    }
}

struct PartnerNoteIsWrittenDown: MessageHandler {
    func needs(_ message: Envelope<PartnerNoteV1>) -> Needs { .none }

    func handle(_ message: Envelope<PartnerNoteV1>, in work: inout Workspace) throws {
        work.append(EffectRow(id: message.id, what: "note \(message.body.text)"))
    }
}

struct WhenSteppedWriteItDown: MessageHandler {
    func needs(_ message: Envelope<SteppedV1>) -> Needs { Needs(CaseList.self, [message.body.caseID]) }

    func handle(_ message: Envelope<SteppedV1>, in work: inout Workspace) throws {
        var list = work[CaseList.self, message.body.caseID] ?? CaseList()
        list.numbers.append(message.body.number)
        work[CaseList.self, message.body.caseID] = list
        work.append(EffectRow(id: message.id, what: "stepped"))
    }
}

struct WhenCommandIsCompletedNoteIt: MessageHandler {
    func needs(_ message: Envelope<CommandCompletedV1>) -> Needs { .none }

    func handle(_ message: Envelope<CommandCompletedV1>, in work: inout Workspace) throws {
        work.append(OutcomeRow(commandID: message.body.commandID, state: "completed"))
    }
}

struct WhenCommandIsRejectedNoteIt: MessageHandler {
    func needs(_ message: Envelope<CommandRejectedV1>) -> Needs { .none }

    func handle(_ message: Envelope<CommandRejectedV1>, in work: inout Workspace) throws {
        work.append(OutcomeRow(commandID: message.body.commandID, state: "rejected"))
    }
}
