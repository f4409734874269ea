import Messaging
import TestKit
import Testing

@Suite("Kafka producer", .timeLimit(.minutes(1)))
struct KafkaProducerTests {
    @Test("given headers with null and repeated names, when a record is read back, then nothing about it has changed")
    func keepsRecordsWhole() async throws {
        let kafka = try KafkaFixture()
        let producer = try kafka.producer()
        let headers = [
            KafkaHeader("ce_type", "aftercare.visit.v1"), KafkaHeader("twice", "1"), KafkaHeader("twice", "2"),
            KafkaHeader(name: "null", value: nil), KafkaHeader(name: "empty", value: []),
        ]
        let sent = [
            OutgoingRecord(topic: "visits", partition: 1, key: [0, 255], value: [1, 2, 3], headers: headers),
            OutgoingRecord(topic: "visits", partition: 1, key: [], value: [], headers: []),
            OutgoingRecord(topic: "visits", partition: 1, key: [7], value: nil, headers: []),
            OutgoingRecord(topic: "visits", partition: 1, key: nil, value: [9], headers: []),
        ]
        let positions = try await producer.produce(sent).positions()
        #expect(positions == (0..<4).map { RecordPosition(partition: 1, offset: $0) })

        let found = try #require(try await kafka.contents()[1])
        #expect(found.map(\.key) == sent.map(\.key))
        #expect(found.map(\.value) == sent.map(\.value))
        #expect(found.map(\.headers) == sent.map(\.headers))
        #expect(found.allSatisfy { $0.timestamp != nil })
    }

    @Test("given thousands of records of a few keys, when they go out in one call, then each key is whole and in order")
    func keepsOrder() async throws {
        let kafka = try KafkaFixture()
        let producer = try kafka.producer()
        let sent = (0..<5000).map { OutgoingRecord.visit(String($0), key: "case-\($0 % 7)") }
        let began = ContinuousClock.now
        let positions = try await producer.produce(sent).positions()
        #expect(began.duration(to: .now) < .seconds(5))

        let found = try await kafka.contents()
        #expect(found.values.map(\.count).reduce(0, +) == 5000)
        for number in 0..<7 {
            let key = Array("case-\(number)".utf8)
            let partition = murmur2Partition(key: key, count: 3)
            let texts = found[partition]?.filter { $0.key == key }.compactMap(\.text)
            #expect(texts == stride(from: number, to: 5000, by: 7).map(String.init))
        }
        for (record, position) in zip(sent, positions) {
            #expect(found[position.partition]?[Int(position.offset)].value == record.value)
        }
    }

    @Test("given one record that is too large, when a call holds it, then only that one fails, for good")
    func refusesTooLarge() async throws {
        let kafka = try KafkaFixture()
        let producer = try kafka.producer()
        let large = OutgoingRecord(
            topic: "visits",
            partition: 0,
            key: nil,
            value: [UInt8](repeating: 7, count: 2_000_000)
        )
        let results = await producer.produce([.visit("a", partition: 0), large, .visit("b", partition: 0)])
        #expect(results.errors.map(\.name) == ["MSG_SIZE_TOO_LARGE"])
        #expect(results.errors.allSatisfy { !$0.isRetriable && !$0.isFatal })
        #expect(try await kafka.contents()[0]?.compactMap(\.text) == ["a", "b"])
    }

    @Test("given brokers short of replicas for a while (R7), when records go out, then they arrive once and in order")
    func retriesWhenReplicasAreMissing() async throws {
        let kafka = try KafkaFixture()
        let producer = try kafka.producer()
        kafka.broker.fail(.produce, with: [19, 19, 20])
        let sent = (0..<20).map { OutgoingRecord.visit(String($0), partition: 0) }
        #expect(await producer.produce(sent).errors.isEmpty)
        #expect(try await kafka.contents()[0]?.compactMap(\.text) == (0..<20).map(String.init))
    }

    @Test("given a broker that is away, when the task is cancelled, then the call returns with retriable errors")
    func purgesWhenCancelled() async throws {
        let kafka = try KafkaFixture()
        let producer = try kafka.producer()
        _ = await producer.produce([.visit("before", partition: 0)])
        kafka.broker.setReachable(false)
        let call = Task { await producer.produce((0..<100).map { .visit(String($0), partition: 0) }) }
        call.cancel()
        let results = await call.value
        #expect(results.errors.count == 100)
        #expect(results.errors.allSatisfy { $0.isRetriable && !$0.isFatal })

        kafka.broker.setReachable(true)
        #expect(await producer.produce([.visit("after", partition: 0)]).errors.isEmpty)
        #expect(try await kafka.contents()[0]?.compactMap(\.text) == ["before", "after"])
    }

    @Test("given records that wait for a broker, when the producer gives up, then every call returns")
    func purgesWhenClosed() async throws {
        let kafka = try KafkaFixture()
        let producer = try kafka.producer()
        _ = await producer.produce([.visit("before", partition: 0)])
        kafka.broker.setReachable(false)
        async let waiting = producer.produce((0..<100).map { .visit(String($0), partition: 0) })
        await producer.purgeAndClose()
        #expect(await waiting.errors.count == 100)
        let late = await producer.produce([.visit("late")]).errors
        #expect(late.map(\.isFatal) == [true])
    }

    @Test("given no named cluster, when the broker is away for a while, then the records wait for it")
    func waitsForTheBroker() async throws {
        let kafka = try KafkaFixture()
        let producer = try kafka.producer()
        _ = await producer.produce([.visit("before", partition: 0)])
        kafka.broker.setReachable(false)
        async let waiting = producer.produce([.visit("during", partition: 0)])
        kafka.broker.setReachable(true)
        #expect(await waiting.errors.isEmpty)
        #expect(try await kafka.contents()[0]?.compactMap(\.text) == ["before", "during"])
    }

    @Test("given a named cluster, when the broker is away, then records fail at once, and go out when it is back")
    func failsDuringAnOutage() async throws {
        let kafka = try KafkaFixture()
        let producer = try kafka.producer(cluster: kafka.broker.clusterID)
        #expect(await producer.produce([.visit("before", partition: 0)]).errors.isEmpty)
        kafka.broker.setReachable(false)
        try await eventually {
            await producer.produce([.visit("during", partition: 0)]).errors.contains { $0.isRetriable && !$0.isFatal }
        }
        kafka.broker.setReachable(true)
        try await eventually { await producer.produce([.visit("after", partition: 0)]).errors.isEmpty }
        #expect(try await kafka.contents()[0]?.last?.text == "after")
    }

    @Test("given a broker of another name than the producer was made for, when it sends, then it ends instead")
    func refusesAnotherCluster() async throws {
        let kafka = try KafkaFixture()
        let producer = try kafka.producer(cluster: "elsewhere")
        let errors = await producer.produce([.visit("lost", partition: 0)]).errors
        #expect(errors.map(\.name) == [KafkaError.clusterChangedName])
        #expect(errors.allSatisfy { $0.isFatal })
        #expect(try await kafka.contents().isEmpty)
    }

    @Test("given a topic, when its partitions are asked for, then their number is known, and so is the cluster's name")
    func countsPartitions() async throws {
        let kafka = try KafkaFixture(topics: [("visits", 5)])
        let producer = try kafka.producer()
        #expect(try await producer.partitionCount(of: "visits") == 5)
        #expect(try await producer.clusterID() == kafka.broker.clusterID)
    }
}
