import DispatchDomain
import Testing
import Vocabulary

@Suite("Booked time as disjoint stretches")
struct BusyTimesTests {
    private static func minute(_ number: Int) -> Timestamp { Timestamp(Int64(number) * 60) }

    @Test("given touching and overlapping windows, when they are inserted, then they become one stretch")
    func merges() {
        let busy = BusyTimes([window(at(8), at(10)), window(at(12), at(14)), window(at(10), at(12))])
        #expect(busy.blocks == [window(at(8), at(14))])
        #expect(busy.load == .hours(6))
    }

    @Test("given one stretch, when its middle is removed, then both ends stay")
    func splits() {
        var busy = BusyTimes([window(at(8), at(14))])
        busy.remove(window(at(10), at(12)))
        #expect(busy.blocks == [window(at(8), at(10)), window(at(12), at(14))])
        #expect(busy.isFree(window(at(10), at(12))))
        #expect(!busy.isFree(window(at(9), at(11))))
    }

    @Test(
        "given random insertions and removals, when asked, then it agrees with a minute-by-minute record",
        arguments: UInt64(1)...40
    )
    func agreesWithModel(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var busy = BusyTimes()
        var model = [Bool](repeating: false, count: 200)
        for _ in 0..<60 {
            let start = Int.random(in: 0..<195, using: &random)
            let end = Int.random(in: start + 1...min(199, start + 30), using: &random)
            let span = window(Self.minute(start), Self.minute(end))
            #expect(busy.isFree(span) == !model[start..<end].contains(true))
            let inserts = Bool.random(using: &random)
            if inserts { busy.insert(span) } else { busy.remove(span) }
            for index in start..<end { model[index] = inserts }
            #expect(busy.load == .minutes(Int64(model.count { $0 })))
            #expect(zip(busy.blocks, busy.blocks.dropFirst()).allSatisfy { $0.end < $1.start })
        }
    }
}
