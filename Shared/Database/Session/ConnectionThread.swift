import Glibc

/// The executor of one connection: a thread of its own, so that blocking libpq calls never hold up the shared pool.
final class ConnectionThread: SerialExecutor {
    private let queue = JobQueue()

    init() throws(DatabaseError) {
        var thread = pthread_t()
        let context = Unmanaged.passRetained(queue)  // balanced by the thread, or below when there is none
        let status = pthread_create(&thread, nil, { runJobs($0) }, context.toOpaque())
        guard status == 0 else {
            context.release()
            throw .connection("no thread for a connection (error \(status))", sqlState: "53000")
        }
        pthread_detach(thread)
    }

    deinit { queue.close() }

    func enqueue(_ job: consuming ExecutorJob) {
        queue.push(JobQueue.Entry(job: UnownedJob(job), executor: self))
    }
}

/// Body of the thread; it ends when its executor is gone and the queue is empty.
private func runJobs(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let context else { return nil }
    let queue = Unmanaged<JobQueue>.fromOpaque(context).takeRetainedValue()
    while let entry = queue.pop() {
        entry.job.runSynchronously(on: entry.executor.asUnownedSerialExecutor())
    }
    return nil
}

/// Jobs in order of arrival.
///
/// All state is behind the POSIX mutex, hence `@unchecked`.
private final class JobQueue: @unchecked Sendable {
    /// Holds the executor while its job runs: the job may drop the last reference to the connection.
    struct Entry {
        let job: UnownedJob
        let executor: ConnectionThread
    }

    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let arrival = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var entries: [Entry] = []
    private var isClosed = false

    init() {
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(arrival, nil)
    }

    deinit {
        pthread_cond_destroy(arrival)
        pthread_mutex_destroy(mutex)
        arrival.deallocate()
        mutex.deallocate()
    }

    func push(_ entry: Entry) {
        pthread_mutex_lock(mutex)
        entries.append(entry)
        pthread_cond_signal(arrival)
        pthread_mutex_unlock(mutex)
    }

    func close() {
        pthread_mutex_lock(mutex)
        isClosed = true
        pthread_cond_signal(arrival)
        pthread_mutex_unlock(mutex)
    }

    /// Waits for the next job; `nil` once closed and empty.
    func pop() -> Entry? {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        while entries.isEmpty {
            if isClosed { return nil }
            pthread_cond_wait(arrival, mutex)
        }
        return entries.removeFirst()
    }
}
