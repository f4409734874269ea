import Database
import Messages
import Messaging
import Vocabulary

/// What the measured service does with a message: it counts per case and says something in turn.
struct Account: StoredDocument {
    typealias Key = CaseID

    static let table = "account"
    static var columns: [DocumentColumn<Account>] { [.integer("entry_count") { Int64($0.count) }] }

    var count = 0
    var last = ""

    static let migrations = [
        Migration(
            number: 1,
            name: "create_account",
            sql: """
                create table account (
                    id uuid primary key, version bigint not null, document jsonb not null,
                    entry_count bigint not null, updated_at timestamptz not null default now()
                );
                """
        )
    ]
}

struct WhenCaseIsCancelledCount: MessageHandler {
    func needs(_ message: Envelope<CaseCancelledV1>) -> Needs {
        Needs(Account.self, [message.body.caseID])
    }

    func handle(_ message: Envelope<CaseCancelledV1>, in work: inout Workspace) throws {
        var account = work[Account.self, message.body.caseID] ?? Account()
        account.count += 1
        account.last = message.body.reason
        work[Account.self, message.body.caseID] = account
        try work.emit(
            VisitNotPlannableV1(
                caseID: message.body.caseID,
                workOrderID: .derived("work-order", from: message.body.caseID.description),
                reason: .noTechnician,
                region: "CHN",
                category: "Kettle",
                attempt: account.count,
                at: work.now
            )
        )
    }
}

/// Makes the messages of a measurement.
struct Workload {
    let cases: [CaseID]

    init(cases count: Int) {
        cases = (0..<count).map { number in CaseID.derived("bench", from: String(number)) }
    }

    /// Messages as their sender puts them into its outbox, spread over the cases.
    func messages(_ count: Int) throws -> [OutboxMessage] {
        try (0..<count).map { number in
            let body = CaseCancelledV1(
                caseID: cases[(number &* 7919) % cases.count],
                reason: "no longer needed, the customer said; entry \(number)",
                cancelledAt: .now
            )
            return try OutboxMessage(
                body,
                id: .version7(at: .now),
                origin: OutboxMessage.Origin(source: .intake, time: .now, correlationID: body.caseID.value)
            )
        }
    }

    /// The same messages as they lie in the topic, numbered per partition.
    func records(_ count: Int, after numbers: inout [Int32: Int64]) throws -> [IncomingRecord] {
        try messages(count).map { message in
            let number = (numbers[message.partition] ?? 0) + 1
            numbers[message.partition] = number
            return IncomingRecord(
                topic: message.topic.name,
                partition: message.partition,
                offset: number - 1,
                key: Array(message.key.utf8),
                value: message.payload,
                headers: message.headers.map { KafkaHeader($0.name, $0.value) }
                    + [KafkaHeader("ce_sequence", String(number))]
            )
        }
    }
}
