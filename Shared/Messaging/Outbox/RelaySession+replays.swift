import Logging
import Messages
import Metrics
import Vocabulary

/// Publishing again, slice by slice beside the new messages, and partitions that must wait.
extension RelaySession {
    /// Begins what was asked for, and tries again what had to wait.
    mutating func refreshJobs(at now: Duration) async throws {
        for job in jobs where job.task.id > 0 { try await store.note(job.task, published: job.published) }
        for task in try await store.openReplays(of: held.lanes) where blocked[task.partition] == nil {
            guard !jobs.contains(where: { $0.task.subject == task.subject }) else { continue }
            logger.warning(
                "Messages are published again on request.",
                metadata: [
                    "topic": "\(task.partition.topic)", "partition": "\(task.partition.partition)",
                    "from": "\(task.fromSequence)",
                ]
            )
            if task.fromSequence > progress[task.partition]?.next ?? 1 {
                logger.error("A consumer expects numbers that were never given: was a backup restored? Run rebase.")
            }
            jobs.append(ReplayJob(task))
        }
        for (partition, sequence) in blocked where (retries[partition]?.at ?? .zero) <= now {
            guard !jobs.contains(where: { $0.task.partition == partition }) else { continue }
            jobs.append(ReplayJob(ReplayTask(id: 0, partition: partition, fromSequence: sequence)))
        }
        metrics.blocked.record(blocked.count)
    }

    /// Gives the next request its slice.
    ///
    /// - Returns: whether there was one.
    mutating func replayNext(at now: Duration) async throws -> Bool {
        guard let index = jobs.firstIndex(where: { $0.notBefore <= now }) else { return false }
        var job = jobs.remove(at: index)
        let partition = job.task.partition
        let end = progress[partition]?.next ?? 1
        var budget = SliceBudget.aside
        if let rate = job.task.rate { budget.rows = min(budget.rows, max(1, rate)) }
        let slice = try await job.next(from: store, through: end, within: budget)
        if let refusal = try await send(slice, of: &job, at: now) {
            try await block(partition, from: blocked[partition] ?? end, refusal, at: now)
            return true
        }
        if slice.isLast {
            try await finish(job)
        } else {
            if let rate = job.task.rate {
                job.notBefore = now + .microseconds(1_000_000 * Int64(slice.items.count) / Int64(max(1, rate)))
            }
            jobs.append(job)  // behind the others: each gets its turn
        }
        return true
    }

    /// - Returns: the error when the broker takes nothing for the partition.
    private mutating func send(
        _ slice: ReplayJob.Slice,
        of job: inout ReplayJob,
        at now: Duration
    ) async throws -> KafkaError? {
        var rows: [NumberedRow] = []
        for item in slice.items {
            switch item {
            case .row(let row): rows.append(row)
            case .lost(let from, let through):
                if let refusal = try await send(rows, of: &job, at: now) { return refusal }
                rows = []
                do {
                    try await publisher.skip(job.task.partition, from: from, through: through, reason: "no longer kept")
                } catch let error as KafkaError where error.concernsPartition {
                    return error
                }
            }
        }
        return try await send(rows, of: &job, at: now)
    }

    private mutating func send(
        _ rows: [NumberedRow],
        of job: inout ReplayJob,
        at now: Duration
    ) async throws -> KafkaError? {
        var report = try await publisher.send(rows)
        let refusal = report.refused[job.task.partition]?.error
        report.refused = [:]
        try await note(report, at: now)
        job.note(rows.count)
        metrics.replayed.increment(by: rows.count)
        return refusal
    }

    private mutating func finish(_ job: ReplayJob) async throws {
        let partition = job.task.partition
        guard job.task.id > 0 else {
            try await store.unblock(partition, held.leases)
            blocked[partition] = nil
            logger.notice("The broker takes messages of this partition again.", metadata: ["partition": "\(partition)"])
            return
        }
        try await store.finish(job.task, published: job.published, mark: progress[partition]?.mark)
    }

    /// Lets a partition wait; it is tried again at growing intervals of at most a minute.
    mutating func block(
        _ partition: TopicPartition,
        from sequence: Int64,
        _ error: KafkaError,
        at now: Duration
    ) async throws {
        let failures = (retries[partition]?.failures ?? 0) + 1
        let pause = Duration.milliseconds(min(60_000, 500 << min(failures, 7)))
        retries[partition] = (at: now + pause, failures: failures)
        jobs.removeAll { $0.task.partition == partition }
        blocked[partition] = min(sequence, blocked[partition] ?? sequence)
        logger.error(
            "The broker takes no messages of this partition; they wait in the outbox.",
            metadata: ["partition": "\(partition)", "error": "\(error.name)", "failures": "\(failures)"]
        )
        try await store.block(partition, from: sequence, reason: error.name)
    }
}
