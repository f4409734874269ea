import Database
import IntakeDomain
import Messaging
import Vocabulary

/// Which cases a customer has: their data are sealed under the keys of these.
struct CustomerCases: StoredAggregate {
    typealias Key = ID<CustomerFile>

    let ids: [CaseID]

    static func load(
        _ keys: [ID<CustomerFile>],
        in transaction: borrowing Transaction
    ) async throws -> [ID<CustomerFile>: Stored<CustomerCases>] {
        var ids: [ID<CustomerFile>: [CaseID]] = [:]
        let rows = try await transaction.query(
            """
            select customer_id, case_id from customer_case where customer_id = any(\(keys))
            order by customer_id, case_id
            """
        )
        for row in rows { ids[try row.decode("customer_id"), default: []].append(try row.decode("case_id")) }
        return ids.mapValues { Stored(value: CustomerCases(ids: $0), version: 1) }
    }

    static func save(_ changes: [StoredChange<CustomerCases>], in transaction: borrowing Transaction) async throws {}
}

/// A case of a customer.
struct CustomerCase: StoredRow {
    let customerID: ID<CustomerFile>
    let caseID: CaseID

    static func insert(_ rows: [CustomerCase], in transaction: borrowing Transaction) async throws {
        try await transaction.execute(
            """
            insert into customer_case (customer_id, case_id)
            select * from unnest(\(rows.map(\.customerID)), \(rows.map(\.caseID))) on conflict do nothing
            """
        )
    }
}
