import Database
import Messages
import Vocabulary

/// The service's database as the runtime uses it: units of work, each in one transaction.
///
/// `ConnectionPool` is the one in PostgreSQL; the simulation brings a model of it, so that it runs the same decisions.
protocol ServiceDatabase: Sendable {
    /// Commits what the work did, or nothing of it when it throws.
    func perform<Work: UnitOfWork>(_ work: Work) async throws -> Work.Result

    /// What was noted of partitions that were read on this broker before.
    func marks(of partitions: [TopicPartition], clusterID: String) async throws -> [TopicPartition: ReadMark]

    /// Writes down that messages may be missing, and where reading goes on.
    func note(_ gap: LogBreak, clusterID: String) async throws
}

/// Something decided and written inside one transaction.
protocol UnitOfWork: Sendable {
    associatedtype Result: Sendable

    func run(in transaction: borrowing some ServiceTransaction & ~Copyable) async throws -> Result
}

extension ConnectionPool: ServiceDatabase {
    func perform<Work: UnitOfWork>(_ work: Work) async throws -> Work.Result {
        try await withTransaction { transaction in try await work.run(in: transaction) }
    }

    func marks(of partitions: [TopicPartition], clusterID: String) async throws -> [TopicPartition: ReadMark] {
        try await PositionStore.marks(of: partitions, clusterID: clusterID, in: self)
    }

    func note(_ gap: LogBreak, clusterID: String) async throws {
        try await PositionStore.note(gap, clusterID: clusterID, in: self)
    }
}
