#if DEBUG
import Messaging
import Testing

@Suite("Failpoints")
struct FailpointTests {
    @Test("given a rule with a start and a count, when the point is passed, then it acts from there on so many times")
    func countsPasses() {
        let rules = FailpointRules(text: "consumer.inside:error:1:after=2:count=1,relay.read:delay=50:0")
        #expect((0..<5).map { _ in rules.draw("consumer.inside") } == [nil, nil, .error, nil, nil])
        #expect(rules.draw("relay.read") == nil)
        #expect(rules.draw("relay.reported") == nil)
    }
}
#endif
