import Database
import Foundation
import OperatorKit

/// The runner's statements as a `pgbench` script: claim, lock, upsert, outbox, positions; parameters made by the server.
struct PlainBatches {
    private let surroundings: Surroundings
    private let batch: Int

    init(_ surroundings: Surroundings, batch: Int) {
        self.surroundings = surroundings
        self.batch = batch
    }

    /// Transactions per second on one connection.
    func perSecond(for time: Duration) async throws -> Double {
        let schema = "plain_\(batch)"
        let pool = try await surroundings.service(schema, extra: Account.migrations)
        await pool.shutdown()
        let file = NSTemporaryDirectory() + "aftercare-bench-\(getpid()).sql"
        try script(schema).write(toFile: file, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(atPath: file) }
        let output = try await ChildProcess.run(
            "/usr/bin/env",
            [
                "pgbench", "--no-vacuum", "--protocol=prepared", "--client=1", "--time=\(time.components.seconds)",
                "--file=\(file)", surroundings.databaseURL,
            ]
        )
        guard let line = output.split(separator: "\n").first(where: { $0.hasPrefix("tps = ") }),
            let value = Double(line.dropFirst("tps = ".count).prefix { $0 != " " })
        else { throw OperatorError("pgbench printed no rate:\n\(output)") }
        return value
    }

    private func script(_ schema: String) -> String {
        """
        \\set first random(1, 1000000000)
        begin;
        select clock_timestamp();
        select topic, partition, source, next_sequence from \(schema).consumer_sequence
            where (topic, source) = ('events', 'sender') and partition < 12 order by 1, 2, 3 for update;
        insert into \(schema).inbox (id, type, outcome)
            select (lpad(to_hex((extract(epoch from clock_timestamp()) * 1000)::bigint), 12, '0') || '7'
                || substr(md5(:first::text || n), 1, 19))::uuid, 'aftercare.intake.case-cancelled.v1', 'done'
            from generate_series(1, \(batch)) n on conflict do nothing returning id;
        select key from \(schema).parked_lane where key = any(
            array(select md5(((:first + n * 7919) % 10000)::text)::uuid::text from generate_series(1, \(batch)) n))
            order by key for share;
        select id, version, document from \(schema).account where id = any(
            array(select md5(((:first + n * 7919) % 10000)::text)::uuid from generate_series(1, \(batch)) n))
            order by id for update;
        insert into \(schema).account as current (id, version, document, entry_count)
            select distinct md5(((:first + n * 7919) % 10000)::text)::uuid, 1,
                '{"count":1,"last":"no longer needed, the customer said; entry 1"}'::jsonb, 1
            from generate_series(1, \(batch)) n order by 1
            on conflict (id) do update set version = current.version + 1, document = excluded.document,
                updated_at = now(), entry_count = current.entry_count + 1;
        insert into \(schema).outbox (lane, topic, partition, key, event_id, type, correlation_id, headers, payload)
            select n % 4, 'aftercare.dispatch.work-order.events.v1', n % 12,
                md5(((:first + n * 7919) % 10000)::text)::uuid::text, gen_random_uuid(),
                'aftercare.dispatch.visit-not-plannable.v1', gen_random_uuid(),
                jsonb_build_object('ce_specversion', '1.0', 'ce_id', md5(n::text), 'ce_source', '//aftercare/dispatch',
                    'ce_type', 'aftercare.dispatch.visit-not-plannable.v1', 'ce_time', '2026-11-22T02:00:00.000000Z',
                    'ce_dataschema', 'https://aftercare.example/schemas/dispatch.visit-not-plannable.v1',
                    'ce_partitionkey', md5(n::text), 'content-type', 'application/json',
                    'ce_correlationid', md5(n::text), 'ce_causationid', md5(n::text)),
                decode(repeat('7b', 270), 'hex')
            from generate_series(1, \(batch)) n order by n;
        insert into \(schema).consumer_sequence (topic, partition, source, next_sequence)
            select 'events', p, 'sender', 1 from generate_series(0, \(min(batch, 12) - 1)) p
            on conflict (topic, partition, source) do update set next_sequence = consumer_sequence.next_sequence + 1;
        insert into \(schema).consumer_offset (topic, partition, cluster_id, next_offset)
            select 'events', p, 'bench', 1 from generate_series(0, \(min(batch, 12) - 1)) p
            on conflict (topic, partition) do update set next_offset = consumer_offset.next_offset + 1;
        commit;
        """
    }
}
