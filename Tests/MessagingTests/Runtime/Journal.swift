import Database
import Messages
import Messaging
import TestKit
import Vocabulary

/// What the runtime's tests let a service do: write down, per case, the reasons in the order in which they came.
struct Journal: StoredDocument {
    typealias Key = CaseID

    static let table = "journal"
    static var columns: [DocumentColumn<Journal>] { [.integer("entry_count") { Int64($0.entries.count) }] }

    var entries: [String] = []

    static let migrations = [
        Migration(
            number: 1,
            name: "create_journal",
            sql: """
                create table journal (
                    id uuid primary key, version bigint not null, document jsonb not null,
                    entry_count bigint not null, updated_at timestamptz not null default now(),
                    constraint journal_forbidden check (document::text not like '%forbidden%')
                );
                -- Two exclusive entries may not be written by one statement.
                create function refuse_pairs() returns trigger language plpgsql as $$
                begin
                    if (select count(*) from written where document::text like '%exclusive%') > 1 then
                        raise exception 'pair' using errcode = '23514';
                    end if;
                    return null;
                end $$;
                create trigger journal_pairs after insert on journal
                    referencing new table as written for each statement execute function refuse_pairs();
                """
        )
    ]
}

enum JournalRefusal: String, Refusal {
    case nothingToSay = "nothing-to-say"

    var code: String { rawValue }
    var explanation: Bilingual { Bilingual(zh: "没有内容，请填写", en: "there is nothing to say; say something") }
}

/// Takes an event and answers with another one.
struct WhenCaseIsCancelledWriteItDown: MessageHandler {
    func needs(_ message: Envelope<CaseCancelledV1>) -> Needs {
        Needs(Journal.self, [message.body.caseID])
    }

    func handle(_ message: Envelope<CaseCancelledV1>, in work: inout Workspace) throws {
        let reason = message.body.reason
        if reason == "empty" { throw JournalRefusal.nothingToSay }
        if reason == "too early" { throw HandlingFailure.retry("something else must come first") }
        if reason == "end of the process" { work.append(ProcessEnd()) }
        var journal = work[Journal.self, message.body.caseID] ?? Journal()
        if reason == "after the first", journal.entries.isEmpty { throw HandlingFailure.retry("the first is missing") }
        journal.entries.append(reason)
        work[Journal.self, message.body.caseID] = journal
        try work.emit(
            VisitNotPlannableV1.sample(message.body.caseID, number: journal.entries.count, at: work.now)
        )
        if reason == "set a timer" {
            work.schedule("remind", for: message.body.caseID, at: work.now + .minutes(30))
        }
    }
}

/// Ends whatever handles it in the middle of its transaction, as a crash would.
struct ProcessEnd: StoredRow {
    static func insert(_ rows: [ProcessEnd], in transaction: borrowing Transaction) async throws {
        throw CancellationError()
    }
}

/// A command, for outcomes.
struct CancelCaseWritesItDown: MessageHandler {
    func needs(_ message: Envelope<CancelCaseV1>) -> Needs {
        Needs(Journal.self, [message.body.caseID])
    }

    func handle(_ message: Envelope<CancelCaseV1>, in work: inout Workspace) throws {
        if message.body.reason == "empty" { throw JournalRefusal.nothingToSay }
        var journal = work[Journal.self, message.body.caseID] ?? Journal()
        journal.entries.append(message.body.reason)
        work[Journal.self, message.body.caseID] = journal
        work.completed("journal", id: message.body.caseID.description)
    }
}

struct OnReminder: DeadlineHandler {
    func needs(_ deadline: DeadlineFiredV1) -> Needs {
        Needs(Journal.self, [CaseID(deadline.owner)].compactMap { $0 })
    }

    func handle(_ deadline: DeadlineFiredV1, in work: inout Workspace) throws {
        guard let id = CaseID(deadline.owner), var journal = work[Journal.self, id] else { return }
        journal.entries.append("reminded")
        work[Journal.self, id] = journal
    }
}

extension VisitNotPlannableV1 {
    /// Any event of another type serves; this one has few fields.
    static func sample(_ caseID: CaseID, number: Int, at time: Timestamp) -> VisitNotPlannableV1 {
        VisitNotPlannableV1(
            caseID: caseID,
            workOrderID: .derived("work-order", from: caseID.description),
            reason: .noTechnician,
            region: "CHN",
            category: "Kettle",
            attempt: number,
            at: time
        )
    }
}

extension ServiceHarness {
    static func journal(parking: ParkingPolicy = .standard) async throws -> ServiceHarness {
        try await ServiceHarness(
            service: .dispatch,
            migrations: Journal.migrations,
            handlers: [.on(WhenCaseIsCancelledWriteItDown()), .on(CancelCaseWritesItDown())],
            deadlines: ["remind": OnReminder()],
            parking: parking
        )
    }

    /// Lets what a parked case waits for come by another way.
    func provideFirst(of caseID: CaseID) async throws {
        let document = JSONText(#"{"entries":["first"]}"#)
        _ = try await pool.execute(
            "insert into journal (id, version, document, entry_count) values (\(caseID), 1, \(document), 1)"
        )
    }

    func entries(of caseID: CaseID) async throws -> [String] {
        let rows = try await pool.query(
            "select jsonb_array_elements_text(document -> 'entries') as entry from journal where id = \(caseID)"
        )
        return try rows.map { try $0.decode("entry") }
    }

    func count(_ query: Query) async throws -> Int {
        try await pool.query(query)[0].decode(0, as: Int.self)
    }
}

extension CaseID {
    static func new() -> CaseID { CaseID(.version7(at: .now)) }
}

func cancelled(_ caseID: CaseID, _ reason: String) -> CaseCancelledV1 {
    CaseCancelledV1(caseID: caseID, reason: reason, cancelledAt: .now)
}
