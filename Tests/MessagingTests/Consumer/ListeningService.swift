import Database
import Logging
import Messages
import Messaging
import ServiceLifecycle
import Synchronization
import TestKit
import Vocabulary

/// The journal behind a development broker: what a sender publishes, numbered as a relay would, and consumers that read
/// it.
final class ListeningService: Sendable {
    static let topic = CaseCancelledV1.contract.topic.name

    let harness: ServiceHarness
    let broker: MockBroker
    let kafka: KafkaConfiguration
    let partitions: Int
    private let producer: KafkaProducer
    private let numbers = Mutex<[Int32: Int64]>([:])

    init(
        _ harness: ServiceHarness? = nil,
        partitions: Int = 3,
        assignment: KafkaConfiguration.Assignment = .range,
        sessionTimeout: Duration = .seconds(6)
    ) async throws {
        self.harness = if let harness { harness } else { try await ServiceHarness.faulty() }
        self.partitions = partitions
        broker = try MockBroker(topics: [(Self.topic, partitions)], logger: TestLog.quiet)
        kafka = KafkaConfiguration(
            bootstrapServers: broker.bootstrapServers,
            clientID: "test",
            sessionTimeout: sessionTimeout,
            assignment: assignment,
            fetchWait: .milliseconds(10)
        )
        producer = try KafkaProducer(kafka, logger: TestLog.quiet)
    }

    func publish(_ entries: [(CaseID, String)]) async throws {
        let records = try entries.map { caseID, reason in
            let record = try harness.record(of: cancelled(caseID, reason))
            let key = Array(caseID.description.utf8)
            let partition = murmur2Partition(key: key, count: partitions)
            let number = numbers.withLock { numbers in
                numbers[partition, default: 0] += 1
                return numbers[partition, default: 0]
            }
            return OutgoingRecord(
                topic: record.topic,
                partition: partition,
                key: key,
                value: record.value,
                headers: record.headers.filter { $0.name != "ce_sequence" }
                    + [KafkaHeader("ce_sequence", String(number))]
            )
        }
        _ = try await publish(records: records)
    }

    @discardableResult
    func publish(records: [OutgoingRecord]) async throws -> [RecordPosition] {
        try await producer.produce(records).positions()
    }

    /// One instance, as the service runs it.
    func consumer(_ processor: BatchProcessor? = nil, pace: DeliveryPace = .quick) -> Consumer {
        Consumer(
            processor: processor ?? harness.processor,
            kafka: kafka,
            topics: [Self.topic],
            onCommit: WakeUp(),
            pace: pace,
            logger: TestLog.quiet
        )
    }

    func group(_ services: [any Service]) -> ServiceGroup {
        ServiceGroup(services: services, logger: TestLog.quiet)
    }

    /// Runs instances until the body has returned, then shuts them down as SIGTERM would.
    func running(_ services: [any Service], _ body: () async throws -> Void) async throws {
        let group = group(services)
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            do { try await body() } catch {
                await group.triggerGracefulShutdown()
                throw error
            }
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
    }

    func written() async throws -> Int {
        try await harness.count("select coalesce(sum(entry_count), 0)::bigint from journal")
    }
}

extension DeliveryPace {
    static var quick: DeliveryPace {
        var pace = DeliveryPace()
        pace.retry = .milliseconds(20)
        pace.longestRetry = .milliseconds(200)
        pace.probe = .milliseconds(20)
        pace.longestProbe = .milliseconds(200)
        return pace
    }
}

/// Lets PostgreSQL refuse what is written into the journal, with a state of choice.
enum JournalFaults {
    static let migration = Migration(
        number: 2,
        name: "create_journal_faults",
        sql: """
            create table journal_fault (pattern text primary key, state text not null, times bigint);
            create sequence journal_fault_hits;
            create function raise_journal_fault() returns trigger language plpgsql as $$
            declare
                fault record;
            begin
                for fault in select * from journal_fault where new.document::text like pattern loop
                    -- A sequence keeps counting although the transaction is rolled back.
                    if fault.times is null or nextval('journal_fault_hits') <= fault.times then
                        raise exception 'fault' using errcode = fault.state;
                    end if;
                end loop;
                return new;
            end $$;
            create trigger journal_faults before insert or update on journal
                for each row execute function raise_journal_fault();
            """
    )
}

extension ServiceHarness {
    static func faulty() async throws -> ServiceHarness {
        try await ServiceHarness(
            service: .dispatch,
            migrations: Journal.migrations + [JournalFaults.migration],
            handlers: [.on(WhenCaseIsCancelledWriteItDown()), .on(CancelCaseWritesItDown())],
            deadlines: ["remind": OnReminder()]
        )
    }

    /// - Parameter times: how often it happens; `nil` until it is mended.
    func breakJournal(_ state: String, for pattern: String = "%", times: Int64? = nil) async throws {
        _ = try await pool.execute(
            "insert into journal_fault (pattern, state, times) values (\(pattern), \(state), \(times))"
        )
    }

    func mendJournal() async throws {
        _ = try await pool.execute("delete from journal_fault")
    }

    /// Cases that exist already, so that a batch locks their rows.
    func openJournals(_ cases: [CaseID]) async throws {
        for id in cases {
            _ = try await pool.execute(
                "insert into journal (id, version, document, entry_count) values (\(id), 1, '{\"entries\":[]}', 0)"
            )
        }
    }

    func isSomebodyWaitingForLock() async throws -> Bool {
        try await count(
            """
            select count(*) from pg_locks join pg_stat_activity using (pid)
            where not granted and datname = current_database()
            """
        ) > 0
    }

    /// Ends the connections that wait for a lock, as an administrator can.
    func endWaiting() async throws {
        let name = try await pool.query("select current_database() as name")[0].decode("name", as: String.self)
        var options = try ConnectionOptions(url: try await PostgresCluster.shared.url)
        options["dbname"] = name
        let configuration = DatabaseConfiguration(
            url: options.url,
            role: nil,
            schema: "public",
            applicationName: "test"
        )
        let administrator = ConnectionPool(configuration: configuration, size: 1, logger: TestLog.quiet)
        _ = try await administrator.query(
            """
            select pg_terminate_backend(pid) from pg_locks join pg_stat_activity using (pid)
            where not granted and datname = current_database()
            """
        )
        await administrator.shutdown()
    }
}
