import Database
import Messaging
import Vocabulary

/// The numbers of a case in the order in which they came.
struct CaseList: StoredDocument {
    typealias Key = CaseID

    static let table = "case_list"
    static var columns: [DocumentColumn<CaseList>] { [.integer("length") { Int64($0.numbers.count) }] }

    var numbers: [Int64] = []
}

/// Units of stock in one place.
struct Shelf: StoredDocument {
    typealias Key = String

    static let table = "shelf"
    static var columns: [DocumentColumn<Shelf>] {
        [.integer("on_hand") { $0.onHand }, .integer("consumed") { $0.consumed }]
    }

    var onHand = CaseLife.openingStock
    var consumed: Int64 = 0

    mutating func move(_ units: Int64) {
        onHand -= units
        consumed += units
    }
}

/// Money of one party, in minor units.
struct Account: StoredDocument {
    typealias Key = String

    static let table = "account"
    static var columns: [DocumentColumn<Account>] { [.integer("balance") { $0.balance }] }

    var balance: Int64 = 0
}

/// Every effect that a message had; without a unique key, so that a second one shows.
struct EffectRow: StoredRow {
    let id: UniqueID
    let what: String

    static func insert(_ rows: [EffectRow], in transaction: borrowing Transaction) async throws {
        try await transaction.execute(
            "insert into effect (message_id, what) select * from unnest(\(rows.map(\.id)), \(rows.map(\.what)))"
        )
    }
}

/// A deadline as it was promised, and as it came.
struct ReminderRow: StoredRow {
    let owner: String
    let due: Timestamp
    let hasCome: Bool

    static func insert(_ rows: [ReminderRow], in transaction: borrowing Transaction) async throws {
        try await transaction.execute(
            """
            insert into reminder (owner, due_at, has_come)
            select * from unnest(\(rows.map(\.owner)), \(rows.map(\.due)), \(rows.map(\.hasCome)))
            """
        )
    }
}

/// What became of a command, at its sender.
struct OutcomeRow: StoredRow {
    let commandID: CommandID
    let state: String

    static func insert(_ rows: [OutcomeRow], in transaction: borrowing Transaction) async throws {
        try await transaction.execute(
            "insert into outcome (command_id, state) select * from unnest(\(rows.map(\.commandID)), \(rows.map(\.state)))"
        )
    }
}

extension CaseLife {
    /// The same tables for all three services; each uses some of them.
    static let migrations = [
        Migration(
            number: 1,
            name: "create_case_life",
            sql: """
                create table case_list (id uuid primary key, version bigint not null, document jsonb not null,
                    length bigint not null, updated_at timestamptz not null default now());
                create table shelf (id text primary key, version bigint not null, document jsonb not null,
                    on_hand bigint not null, consumed bigint not null, updated_at timestamptz not null default now());
                create table account (id text primary key, version bigint not null, document jsonb not null,
                    balance bigint not null, updated_at timestamptz not null default now());
                create table effect (message_id uuid not null, what text not null, at timestamptz default now());
                create table reminder (owner text not null, due_at timestamptz not null, has_come boolean not null,
                    at timestamptz not null default now());
                create table outcome (command_id uuid not null, state text not null);
                -- What the load has said; written by the load itself in the transaction of the outbox.
                create table issued (case_id uuid not null, number bigint not null, id uuid not null,
                    action text not null, at timestamptz not null default now(), primary key (case_id, number));
                create table partner_note (foreign_id text primary key, case_id uuid not null, acked boolean not null);
                """
        )
    ]
}
