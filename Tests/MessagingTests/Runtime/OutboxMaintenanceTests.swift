import Database
import Messages
import Messaging
import TestKit
import Testing
import Vocabulary

@Suite("Old days of the outbox", .serialized, .timeLimit(.minutes(3)))
struct OutboxMaintenanceTests {
    @Test("given an old day, when some of it is unpublished or could still be asked for, then it stays; else it goes")
    func dropsOnlyWhatIsDone() async throws {
        let fixture = try await RelayFixture()
        let broker = try MockBroker(topics: RelayFixture.topics)
        try await fixture.say(["old"], about: CaseID.new())
        try await fixture.makeOld()
        try await fixture.maintain()
        #expect(try await fixture.rows() == 1, "not yet published")

        try await fixture.relaying(on: broker) {
            try await eventually(within: .seconds(60)) { try await fixture.allPublished() }
        }
        try await fixture.maintain()
        #expect(try await fixture.rows() == 1, "its window is still kept")

        try await fixture.pool.execute("update relay_tick set published_at = now() - interval '20 days'")
        try await fixture.pool.execute(
            "insert into relay_blocked (topic, partition, from_sequence, reason) select topic, partition, 1, '' from outbox"
        )
        try await fixture.maintain()
        #expect(try await fixture.rows() == 1, "its partition waits for the broker")

        try await fixture.pool.execute("delete from relay_blocked")
        try await fixture.maintain()
        #expect(try await fixture.rows() == 0)
        #expect(try await fixture.count("select count(*) from relay_tick") == 0)
    }
}

extension RelayFixture {
    fileprivate func rows() async throws -> Int { try await count("select count(*) from outbox") }

    fileprivate func maintain() async throws {
        _ = try await pool.query("select maintain_outbox(7, interval '14 days')")
    }

    /// Moves what there is to a partition of twenty days ago; the owner's work.
    fileprivate func makeOld() async throws {
        let owner = speaker.asOwner()
        try await owner.execute(
            """
            do $$
            declare day date := current_date - 20;
            begin
                execute format('create table intake.%I partition of intake.outbox for values from (%L) to (%L)',
                    'outbox_' || to_char(day, 'YYYYMMDD'), day::timestamptz, (day + 1)::timestamptz);
                update intake.outbox set created_at = day::timestamptz + interval '1 hour';
            end $$
            """
        )
        await owner.shutdown()
    }
}
