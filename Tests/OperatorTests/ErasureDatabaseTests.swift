import Database
import Messages
import Messaging
import OperatorKit
import TestKit
import Testing
import Vocabulary

@Suite("aftercare erase over all schemas", .serialized, .timeLimit(.minutes(2)))
struct ErasureDatabaseTests {
    private static let subject = UniqueID(high: 1, low: 1)

    /// Two services on one database, each with the key of the subject.
    private func makeSuite() async throws -> (database: TestDatabase, pools: [ConnectionPool]) {
        let database = try await TestDatabase.make()
        let key = try SubjectKey(for: Self.subject, under: TestKeys.master)
        var pools: [ConnectionPool] = []
        for service in [ServiceName.gateway, .notifications] {
            let role = "aftercare_\(service.rawValue)"
            let migrator = Migrator(url: database.url, schema: service.rawValue, role: role, logger: TestLog.quiet)
            _ = try await migrator.migrate([(MessagingMigrations.component, MessagingMigrations.all)])
            let pool = database.pool(schema: service.rawValue, role: role, size: 1)
            try await pool.withTransaction { transaction in
                try await SubjectKeyStore.issue([key], by: service, at: .now, in: transaction)
            }
            pools.append(pool)
        }
        return (database, pools)
    }

    @Test("given a schema restored from before an erasure, when erasures are applied again, then it holds there too")
    func reapply() async throws {
        let (database, pools) = try await makeSuite()
        let text = try await pools[1].query("select wrapped from subject_key")[0].decode("wrapped", as: [UInt8].self)
        let erasures = ErasureDatabase(url: database.url)
        #expect(try await erasures.remaining(of: [Self.subject]).keys == 2)
        #expect(try await erasures.erase([Self.subject]) == 2)
        // The dump of one service comes back as it was.
        try await pools[1].execute("delete from erased_subject")
        try await pools[1].execute("update subject_key set wrapped = \(text), erased_at = null")
        let restored = try await erasures.remaining(of: [Self.subject])
        #expect(restored.keys == 1 && restored.places == ["notifications"])

        #expect(try await erasures.erase(try await erasures.erasedSubjects()) == 1)
        let after = try await erasures.remaining(of: [Self.subject])
        #expect(after.keys == 0 && after.places.isEmpty)
        await erasures.close()
    }

    @Test("given a contact, then its customer file is found however the number is written")
    func find() {
        let first = Eraser.customerID(of: "138 0013 8000", under: TestKeys.master)
        #expect(first != nil && first == Eraser.customerID(of: "+86-138-0013-8000", under: TestKeys.master))
        #expect(Eraser.customerID(of: "Ann@Example.org", under: TestKeys.master) != first)
        #expect(Eraser.customerID(of: " ", under: TestKeys.master) != first)
    }
}
