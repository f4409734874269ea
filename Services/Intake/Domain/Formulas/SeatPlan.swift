import Vocabulary

/// How many seats answer the calls of an hour in time, after Erlang C (FM-37; IN-50).
///
/// An estimate, so it is the one formula that works with floating-point numbers.
package struct SeatPlan: Hashable, Sendable {
    package let callsPerHour: Int
    package let handlingTime: Duration
    /// Until when a call counts as answered in time.
    package let answerWithin: Duration

    /// Three rings.
    package static let standardAnswerTime = Duration.seconds(15)
    /// More seats than that are not planned.
    package static let mostSeats = 10_000

    /// - Parameters:
    ///   - callsPerHour: 0 to 1,000,000.
    ///   - handlingTime: the mean time of a call with its after-work: one second to one day.
    ///   - answerWithin: up to one day.
    package init(
        callsPerHour: Int,
        handlingTime: Duration,
        answerWithin: Duration = standardAnswerTime
    ) throws(FormulaRefusal) {
        _ = try Fraction(Int64(callsPerHour)).checked(
            Figure("每小时呼入量", "calls per hour"),
            in: .zero...Fraction(1_000_000)
        )
        guard handlingTime >= .seconds(1), handlingTime <= .days(1) else {
            throw .outside(Figure("平均处理秒数", "the handling time in seconds"), from: .one, to: Fraction(86_400))
        }
        guard answerWithin >= .zero, answerWithin <= .days(1) else {
            throw .outside(Figure("应答秒数", "the answer time in seconds"), from: .zero, to: Fraction(86_400))
        }
        self.callsPerHour = callsPerHour
        self.handlingTime = handlingTime
        self.answerWithin = answerWithin
    }

    /// The load in erlang: calls that are being answered at the same time.
    package var offeredLoad: Double {
        Double(callsPerHour) * seconds(handlingTime) / 3600
    }

    /// The share of calls answered in time with that many seats, 0 to 1; zero while the seats cannot carry the load.
    package func answeredInTime(seats: Int) -> Double {
        let load = offeredLoad
        guard load > 0 else { return seats > 0 ? 1 : 0 }
        guard Double(seats) > load else { return 0 }
        var blocked = 1.0
        for seat in 1...seats { blocked = load * blocked / (Double(seat) + load * blocked) }
        let mustWait = blocked / (1 - load / Double(seats) * (1 - blocked))
        let stillWaiting = exponential(-(Double(seats) - load) * seconds(answerWithin) / seconds(handlingTime))
        return min(1, max(0, 1 - mustWait * stillWaiting))
    }

    /// The fewest seats with which the share of calls is answered in time.
    ///
    /// - Parameter share: above 0 and below 1.
    package func seatsNeeded(answering share: Double) throws(FormulaRefusal) -> Int {
        guard share > 0, share < 1 else {
            throw .outside(Figure("及时应答率", "the share to be answered in time"), from: .zero, to: .one)
        }
        var low = 0
        var high = Self.mostSeats
        guard answeredInTime(seats: high) >= share else { throw .tooLarge }
        while low + 1 < high {
            let middle = (low + high) / 2
            if answeredInTime(seats: middle) >= share { high = middle } else { low = middle }
        }
        return high
    }

    private func seconds(_ duration: Duration) -> Double {
        Double(duration.microseconds) / 1_000_000
    }

    /// e to the power of a number that is not above zero: a series after halving the exponent until it is small.
    private func exponential(_ exponent: Double) -> Double {
        guard exponent > -700 else { return 0 }
        var small = exponent
        var halvings = 0
        while small < -0.5 {
            small /= 2
            halvings += 1
        }
        var term = 1.0
        var sum = 1.0
        for index in 1...20 {
            term *= small / Double(index)
            sum += term
        }
        for _ in 0..<halvings { sum *= sum }
        return sum
    }
}
