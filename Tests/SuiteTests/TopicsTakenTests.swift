import Messages
import Messaging
import ServiceKit
import Testing
import Vocabulary

@Suite("Who listens to what")
struct TopicsTakenTests {
    @Test("given the wiring of every service, when compared, then the catalogue names the same topics for it")
    func agrees() {
        #expect(Set(RunningSuite.definitions.map(\.service)) == Set(ServiceName.allCases))
        for definition in RunningSuite.definitions {
            let service = definition.service
            let wired = Set(
                definition.handlers.map(\.contract.topic.name)
                    + [Topic.replay.name, Topic.erasures.name, Topic.timers(service).name]
            )
            let named = Set(Catalogue.topics(takenBy: service).map(\.name))
            #expect(named == wired, "\(service): \(named.symmetricDifference(wired).sorted())")
        }
    }

    @Test("given the dead letter topics, when listed, then each is for one topic and one group, and nobody takes them")
    func listsDeadLetterTopics() {
        let topics = Catalogue.deadLetterTopics
        #expect(Set(topics.map(\.name)).count == topics.count)
        #expect(topics.allSatisfy { $0.isDeadLetterCopy && $0.retention == .days(90) && $0.partitions == 1 })
        #expect(topics.contains { $0.name == "aftercare.intake.case.events.v1.dlq.aftercare.dispatch" })
        #expect(Catalogue.topics.filter(\.isDeadLetterCopy).isEmpty)
    }
}
