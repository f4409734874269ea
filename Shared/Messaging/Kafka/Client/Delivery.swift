import CRdKafka

/// One call of `produce`: it is complete when the last of its records has a delivery report.
///
/// `@unchecked Sendable`: after `init` it is touched by the client's thread alone.
final class Delivery: @unchecked Sendable {
    typealias Outcome = Result<RecordPosition, KafkaError>

    /// What librdkafka carries with a record and hands back in its report.
    private struct Slot {
        let delivery: Unmanaged<Delivery>
        let index: Int
    }

    private var outcomes: [Outcome]
    private var outstanding: Int
    private var slots: UnsafeMutableBufferPointer<Slot>
    private var completion: CheckedContinuation<[Outcome], Never>?

    /// - Parameter count: records in the call, at least one.
    init(count: Int, completion: CheckedContinuation<[Outcome], Never>) {
        outcomes = Array(repeating: .failure(.closed), count: count)
        outstanding = count
        slots = .allocate(capacity: count)
        self.completion = completion
        // Balanced in `settle` by the last record, which every record reaches: through its report or by `fail`.
        let delivery = Unmanaged.passRetained(self)
        for index in 0..<count { slots.initializeElement(at: index, to: Slot(delivery: delivery, index: index)) }
    }

    /// What to pass to librdkafka with a record; valid until the record is settled.
    func opaque(_ index: Int) -> UnsafeMutableRawPointer? {
        slots.baseAddress.map { UnsafeMutableRawPointer($0 + index) }
    }

    /// For a record that librdkafka did not take.
    func fail(_ index: Int, _ error: KafkaError) {
        settle(index, .failure(error))
    }

    /// Called by `rd_kafka_poll` on the client's thread, once for every record that librdkafka took.
    static func report(client: OpaquePointer?, message: UnsafePointer<rd_kafka_message_t>?) {
        guard let client, let message = message?.pointee, let opaque = message._private else { return }
        let slot = opaque.assumingMemoryBound(to: Slot.self).pointee
        let outcome: Outcome =
            message.err == RD_KAFKA_RESP_ERR_NO_ERROR
            ? .success(RecordPosition(partition: message.partition, offset: message.offset))
            : .failure(
                KafkaError(
                    message.err,
                    isFatal: rd_kafka_fatal_error(client, nil, 0) != RD_KAFKA_RESP_ERR_NO_ERROR
                )
            )
        slot.delivery.takeUnretainedValue().settle(slot.index, outcome)
    }

    private func settle(_ index: Int, _ outcome: Outcome) {
        outcomes[index] = outcome
        outstanding -= 1
        guard outstanding == 0 else { return }
        completion?.resume(returning: outcomes)
        completion = nil
        slots.deallocate()
        Unmanaged.passUnretained(self).release()
    }
}
