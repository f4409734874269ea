import Testing
import Vocabulary

@Suite("Exact numbers")
struct FractionTests {
    @Test("given equal numbers written differently, then they are one value in lowest terms")
    func lowestTerms() throws {
        #expect(try Fraction(6, over: -8) == Fraction(-75, decimals: 2))
        #expect(try Fraction(0, over: 5) == .zero)
        #expect(Fraction.percent(80) == Fraction(8, decimals: 1))
        #expect(try Fraction(Int64.min, over: 2) == Fraction(Int64.min / 2))
    }

    @Test(
        "given a number, when it is rounded, then a half goes away from zero",
        arguments: [
            ("2.5", 3, 3, 2), ("-2.5", -3, -2, -3), ("2.4", 2, 3, 2), ("-2.6", -3, -2, -3), ("7", 7, 7, 7),
            ("0.5", 1, 1, 0), ("-0.4", 0, 0, -1),
        ]
    )
    func rounding(text: String, half: Int64, up: Int64, down: Int64) throws {
        let value = try #require(Fraction(text))
        #expect(value.rounded() == half)
        #expect(value.rounded(.up) == up)
        #expect(value.rounded(.down) == down)
    }

    @Test(
        "given a text, when it is read and written, then it is the same number",
        arguments: ["0", "-0.7", "92.74", "2/3", "-41/19", "0.000000000000000001", "9223372036854775807"]
    )
    func texts(text: String) {
        #expect(Fraction(text)?.description == text)
    }

    @Test(
        "given a text that is no number, then there is none",
        arguments: ["", ".", "1.", ".5", "1/0", "a", "1.2.3", "1/2/3", "1.-2", "9223372036854775808"]
    )
    func faultyTexts(text: String) {
        #expect(Fraction(text) == nil)
    }

    @Test("given a number, when it is written with decimals, then they are rounded and padded")
    func decimals() throws {
        #expect(try Fraction(1150, over: 1240).text(decimals: 4) == "0.9274")
        #expect(Fraction(-5, decimals: 2).text(decimals: 1) == "-0.1")
        #expect(Fraction(7).text(decimals: 2) == "7.00")
        #expect(Fraction(Int64.max).text(decimals: 2) == nil)
        #expect(Fraction(1).text(decimals: 99) == "1.000000000000000000")
    }

    @Test("given a result that does not fit or a division by zero, then it is refused and never wrapped")
    func refusals() {
        #expect(throws: FormulaRefusal.tooLarge) { try Fraction(Int64.max) + .one }
        #expect(throws: FormulaRefusal.tooLarge) { try Fraction(Int64.max) * Fraction(Int64.max) }
        #expect(throws: FormulaRefusal.tooLarge) { try .zero - Fraction(Int64.min) }
        #expect(throws: FormulaRefusal.zero(.divisor)) { try Fraction.one / .zero }
        #expect(throws: FormulaRefusal.zero(.divisor)) { try Fraction(1, over: 0) }
    }

    @Test("given random numbers, then addition, multiplication and order obey the laws", arguments: UInt64(1)...50)
    func laws(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<100 {
            let numbers = try (0..<3).map { _ in
                try Fraction(.random(in: -1000...1000, using: &random), over: .random(in: 1...1000, using: &random))
            }
            let (a, b, c) = (numbers[0], numbers[1], numbers[2])
            #expect(try a + b == b + a)
            #expect(try a * (b + c) == a * b + a * c)
            #expect(try a + b - b == a)
            #expect(try b == .zero || a / b * b == a)
            #expect(try (a < b) == (a - b < .zero))
            #expect(Fraction(a.rounded(.down)) <= a && a <= Fraction(a.rounded(.up)))
            #expect(try (Fraction(a.rounded()) - a).magnitude() <= Fraction(5, decimals: 1))
            #expect(Fraction(a.description) == a)
        }
    }

    @Test("given extreme numbers, when they are calculated with, then nothing traps", arguments: UInt64(1)...20)
    func extremes(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let edges: [Int64] = [.min, .min + 1, -1, 0, 1, .max - 1, .max, 1 << 32]
        for _ in 0..<200 {
            let parts = (0..<4).map { _ in edges.randomElement(using: &random) ?? 0 }
            guard let left = try? Fraction(parts[0], over: parts[1]),
                let right = try? Fraction(parts[2], over: parts[3])
            else { continue }
            _ = try? left + right
            _ = try? left - right
            _ = try? left * right
            _ = try? left / right
            _ = (left < right, left.rounded(), left.text(decimals: 18), left.description)
        }
    }
}
