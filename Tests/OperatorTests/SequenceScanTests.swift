import Testing
import Vocabulary

@testable import OperatorKit

@Suite("Order on the topics")
struct SequenceScanTests {
    private static func violations(
        _ numbers: [Int64],
        ids: (Int64) -> String = { "m\($0)" },
        hasGaps: Bool = false,
        places: [String: Int64] = [:],
        tolerance: Duration = .zero
    ) -> [String] {
        var scan = SequenceScan()
        for number in numbers { scan.add(.init(number, ids(number), key: "k")) }
        // Written a second after each other.
        let places = places.mapValues { SequenceScan.Place(number: $0, writtenAt: Timestamp($0)) }
        return scan.violations(hasGaps: hasGaps, places: places, tolerance: tolerance)
    }

    @Test(
        "given numbers in order, copies of them or a replay, when a partition is walked, then all is well",
        arguments: [[1, 2, 3], [1, 2, 1, 2, 3], [7, 8, 9], [9, 7, 8, 9], []] as [[Int64]]
    )
    func inOrder(numbers: [Int64]) {
        #expect(Self.violations(numbers).isEmpty)
    }

    @Test("given a missing number, when a partition is walked, then it is named")
    func missing() {
        #expect(Self.violations([1, 2, 4]) == ["number 3 is missing, 4 is there"])
        #expect(Self.violations([1, 2, 4], hasGaps: true).isEmpty)
    }

    @Test("given two messages under one number, when a partition is walked, then both are named")
    func twoUnderOneNumber() {
        var scan = SequenceScan()
        scan.add(.init(1, "a", key: "k"))
        scan.add(.init(1, "b", key: "k"))
        #expect(scan.violations(hasGaps: false, places: [:]) == ["number 1 stands for a and for b"])
    }

    @Test("given a key whose messages stand in another order than they were written, then it is a violation")
    func orderOfKey() {
        #expect(Self.violations([1, 2], places: ["m1": 10, "m2": 11]).isEmpty)
        #expect(Self.violations([1, 2], places: ["m1": 11, "m2": 10]).count == 1)
        #expect(Self.violations([1, 2], places: ["m1": 11, "m2": 10], tolerance: .seconds(5)).isEmpty)
    }
}
